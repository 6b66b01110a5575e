"""VS321."""
from devices.shared import (CONDITIONS, history_downlink, history_uplink, humidity,
                            put_history_settings, put_stop_and_fetch, serial_uplink,
                            stop_transmit_echo, thresholds_in_order)
from reading import clear, divide, i16, low_byte_first, u16, u32
from writing import (choice, enable, hex_string, is_object, le16, member, member_or, only_known,
                     put_choice, put_enable, put_hex, put_list, put_object, put_whole, put_yes,
                     stepped, whole, yes)

REPORT_TYPES = {0: "from_now_on", 1: "on_the_dot"}
DETECTION_MODES = {0: "auto", 1: "on"}
ALARMS = {0: "threshold_alarm_release", 1: "threshold_alarm"}


# ---------------------------------------------------------------- decoding

def regions(enabled, occupied, target):
    # VS321 5.1.2 and 5.1.4: bit n-1 is region n, bits 15-10 are not looked at
    for n in range(1, 11):
        bit = 1 << (n - 1)
        target["region_%d_enable" % n] = "enable" if enabled & bit else "disable"
        target["region_%d" % n] = "occupied" if occupied & bit else "vacant"


def uplink(ch, ty, r, data):
    if serial_uplink(ch, ty, r, data):  # VS321 5.1.1
        pass
    elif ch == 0x01 and ty == 0x75:  # VS321 5.1.2, [1-100]
        data["battery"] = r.within(r.take(1)[0], 1, 100)
    elif ch == 0x03 and ty == 0x67:
        d = r.take(2)
        clear(data, "temperature", "temperature_sensor_status")
        if d[0] == 0xff and d[1] == 0xff:
            data["temperature_sensor_status"] = "read_failed"
            r.warnings += 1
        else:
            data["temperature"] = divide(i16(d, 0), 10)
    elif ch == 0x04 and ty == 0x68:
        b = r.take(1)[0]
        clear(data, "humidity", "humidity_sensor_status")
        if b == 0xff:
            data["humidity_sensor_status"] = "read_failed"
        else:
            data["humidity"] = humidity(r, b)
    elif ch == 0x05 and ty == 0xfd:
        data["people_total_counts"] = u16(r.take(2), 0)
    elif ch == 0x06 and ty == 0xfe:
        d = r.take(4)
        regions(u16(d, 0), u16(d, 2), data)
    elif ch == 0x07 and ty == 0xff:
        data["illuminance_status"] = r.label(r.take(1)[0], {0: "dim", 1: "bright"})
    elif ch == 0x08 and ty == 0xf4:
        data["detection_status"] = r.label(r.take(2)[1], {0: "normal", 1: "unavailable"})
    elif ch == 0x0a and ty == 0xef:
        data["timestamp"] = u32(r.take(4), 0)
    elif ch == 0x83 and ty == 0x67:  # VS321 5.1.3
        d = r.take(3)
        data["temperature"] = divide(i16(d, 0), 10)
        data["temperature_alarm"] = r.label(d[2], ALARMS)
    elif ch == 0x84 and ty == 0x68:
        d = r.take(2)
        data["humidity"] = humidity(r, d[0])
        data["humidity_alarm"] = r.label(d[1], ALARMS)
    elif ch == 0x20 and ty == 0xce:  # VS321 5.1.4
        d = r.take(9)
        record = {"timestamp": u32(d, 0)}
        if d[4] == 1:
            record["people_total_counts"] = u16(d, 5)
        elif d[4] == 0:
            regions(u16(d, 5), u16(d, 7), record)
        else:
            r.no_row()
        data.setdefault("history", []).append(record)
    elif ch == 0xf8:
        return response(ty, r, data)
    else:
        return (history_uplink(ch, ty, r, data)  # VS321 5.2.5
                or stop_transmit_echo(ch, ty, r, data))
    return True


def response(ty, r, data):
    # An f9 command repeated on f8, with its result as one more byte
    if ty == 0x10:
        d = r.take(2)
        request = {"report_type": r.label(d[0], REPORT_TYPES)}
    elif ty == 0x6b:
        d = r.take(2)
        request = {"detection_mode": r.label(d[0], DETECTION_MODES)}
    elif ty == 0x6c:
        d = r.take(2)
        request = {"detect": "yes"}
    elif ty == 0x6e:
        d = r.take(2)
        request = {"reset": "yes"}
    else:
        return False
    if d[1] == 0:
        data.update(request)
    else:
        result = r.label(d[1], {1: "forbidden", 2: "invalid parameter"})
        data["device_response_result"] = {"channel_type": ty, "result": result,
                                          "request": request}
    return True


def downlink(ch, ty, r, data):
    if ch == 0xf9 and ty == 0x10:  # VS321 5.2.1
        data["report_type"] = r.label(r.take(1)[0], REPORT_TYPES)
    elif ch == 0xf9 and ty == 0x6b:
        data["detection_mode"] = r.label(r.take(1)[0], DETECTION_MODES)
    elif ch == 0xf9 and ty == 0x6c:
        r.take_reserved()
        data["detect"] = "yes"
    elif ch == 0xf9 and ty == 0x6e:
        r.take_reserved()
        data["reset"] = "yes"
    elif ch == 0xff and ty == 0x10:
        r.take_reserved()
        data["reboot"] = "yes"
    elif ch == 0xff and ty == 0x8e:
        d = r.take(3)
        if d[0] == 0:
            data["report_interval"] = u16(d, 1)
        else:
            r.no_row()
    elif ch == 0xff and ty == 0x02:
        data["collection_interval"] = u16(r.take(2), 0)
    elif ch == 0xff and ty == 0x06:  # VS321 5.2.1 and 5.2.2
        d = r.take(9)
        kind = d[0] // 8 % 8
        if kind == 1:
            data["temperature_alarm_config"] = alarm_config(
                r, d, divide(i16(d, 1), 10), divide(i16(d, 3), 10))
        elif kind == 2:
            data["humidity_alarm_config"] = alarm_config(
                r, d, divide(u16(d, 1), 2), divide(u16(d, 3), 2))
        elif kind == 3:
            data["illuminance_alarm_config"] = alarm_config(r, d, u16(d, 1), u16(d, 3))
        else:
            r.no_row()
    elif ch == 0xff and ty == 0x40:  # VS321 5.2.3
        data["adr_enable"] = r.enable(r.take(1)[0])
    elif ch == 0xff and ty == 0x65:
        data["lora_port"] = r.take(1)[0]
    elif ch == 0xff and ty == 0x84:  # VS321 5.2.4
        data["d2d_enable"] = r.enable(r.take(1)[0])
    elif ch == 0xff and ty == 0x35:
        data["d2d_key"] = r.take(8).hex()
    elif ch == 0xff and ty == 0x96:
        d = r.take(8)
        entry = {"mode": d[0],
                 "enable": r.enable(d[1]),
                 "lora_uplink_enable": r.enable(d[2]),
                 "d2d_cmd": low_byte_first(d, 3),
                 "time": u16(d, 5),
                 "time_enable": r.enable(d[7])}
        data.setdefault("d2d_master_config", []).append(entry)
    else:
        return history_downlink(ch, ty, r, data)  # VS321 5.2.1 and 5.2.5
    return True


def alarm_config(r, d, threshold_min, threshold_max):
    # VS321 5.2.2
    return {"condition": r.label(d[0] % 8, CONDITIONS), "threshold_min": threshold_min,
            "threshold_max": threshold_max, "lock_time": u16(d, 5),
            "continue_time": u16(d, 7)}


# ---------------------------------------------------------------- encoding

def encode(w, data):
    only_known(w, data, "report_type", "detection_mode", "report_interval",
               "collection_interval", "temperature_alarm_config", "humidity_alarm_config",
               "illuminance_alarm_config", "d2d_key", "d2d_enable", "d2d_master_config",
               "history_enable", "retransmit_enable", "retransmit_interval",
               "resend_interval", "stop_transmit", "fetch_history", "adr_enable",
               "lora_port", "detect", "reset", "reboot")
    # VS321 5.2.1
    if "report_type" in data:
        aliases = {"period": 0, "immediately": 1}
        v = data["report_type"]
        v = aliases[v] if isinstance(v, str) and v in aliases else v
        put_choice(w, {"report_type": v}, "report_type", REPORT_TYPES, 0xf9, 0x10)
    if "detection_mode" in data:
        v = data["detection_mode"]
        v = 1 if v == "always" else v
        put_choice(w, {"detection_mode": v}, "detection_mode", DETECTION_MODES, 0xf9, 0x6b)
    put_whole(w, data, "report_interval", 2, 1440, 0xff, 0x8e, 0x00)
    put_whole(w, data, "collection_interval", 2, 60, 0xff, 0x02)
    if "report_interval" in w.sent and "collection_interval" in w.sent:
        # VS321 4.2.3: the reporting interval should be greater than the detection interval
        if data["collection_interval"] >= data["report_interval"]:
            w.warnings += 1
    # VS321 5.2.2, and 5.2.1 for the illuminance
    put_object(w, data, "temperature_alarm_config", alarm, 1)
    put_object(w, data, "humidity_alarm_config", alarm, 2)
    put_object(w, data, "illuminance_alarm_config", alarm, 3)
    # VS321 5.2.4
    put_hex(w, data, "d2d_key", 16, 0xff, 0x35)
    put_enable(w, data, "d2d_enable", 0xff, 0x84)
    put_list(w, data, "d2d_master_config", d2d_entry)
    # VS321 5.2.1 and 5.2.5
    put_history_settings(w, data)
    put_stop_and_fetch(w, data)
    # VS321 5.2.3
    put_enable(w, data, "adr_enable", 0xff, 0x40)
    if "lora_port" in data:
        n = whole(w, "lora_port", data["lora_port"], 1, 223)
        if n is not None:
            w.put("lora_port", 0xff, 0x65, n)
    # VS321 5.2.1. A reset may undo settings that are sent with it.
    put_yes(w, data, "detect", 0xf9, 0x6c, 0xff)
    if "reset" in data and yes(w, "reset", data["reset"]) == 1:
        for field in w.sent:
            if field != "stop_transmit" and field != "fetch_history" and field != "detect":
                w.warnings += 1
                break
        w.put("reset", 0xf9, 0x6e, 0xff)
    put_yes(w, data, "reboot", 0xff, 0x10, 0xff)


def alarm(w, path, v, kind):
    if not is_object(w, path, v, "condition", "threshold_min", "threshold_max",
                     "lock_time", "continue_time"):
        return None
    if kind == 3:
        condition = member_or(4, w, path, v, "condition", choice, CONDITIONS)
        if condition is not None and condition != 4:
            w.warnings += 1
    else:
        condition = member(w, path, v, "condition", choice, CONDITIONS)
    least = member(w, path, v, "threshold_min", threshold, kind)
    most = member(w, path, v, "threshold_max", threshold, kind)
    lock = member_or(0, w, path, v, "lock_time", minutes)
    wait = member_or(0, w, path, v, "continue_time", minutes)
    thresholds_in_order(w, path, condition, least, most)
    if None in (condition, least, most, lock, wait):
        return None
    return [0xff, 0x06, kind * 8 + condition, *le16(least), *le16(most), *le16(lock),
            *le16(wait)]


def threshold(w, path, v, kind):
    if kind == 1:  # INT16 * 0.1, degrees Celsius
        return stepped(w, path, v, -3276.8, 3276.7, 10)
    elif kind == 2:  # UINT16 * 0.5, %RH
        return stepped(w, path, v, 0, 100, 2)
    else:  # UINT16, lux
        return whole(w, path, v, 0, 65535)


def minutes(w, path, v):
    # Reserved in the guide, so other values than 0 warn
    n = whole(w, path, v, 0, 65535)
    if n is not None and n != 0:
        w.warnings += 1
    return n


def d2d_entry(w, path, v):
    # VS321 5.2.4; the range of time in 4.4.2
    if not is_object(w, path, v, "mode", "enable", "lora_uplink_enable", "d2d_cmd",
                     "time", "time_enable"):
        return None
    mode = member(w, path, v, "mode", d2d_mode)
    on = member(w, path, v, "enable", enable)
    uplink_on = member(w, path, v, "lora_uplink_enable", enable)
    cmd = member(w, path, v, "d2d_cmd", hex_string, 4)
    time_on = member(w, path, v, "time_enable", enable)
    # 0 is a time by itself, but not beside time_enable "enable"
    time = member(w, path, v, "time", whole, 0, 1440)
    if time == 0 and time_on == 1:
        w.error(path + ".time")
    if None in (mode, on, uplink_on, cmd, time, time_on):
        return None
    return [0xff, 0x96, mode, on, uplink_on, cmd[1], cmd[0], *le16(time), time_on]


def d2d_mode(w, path, v):
    if v == "occupied":
        return 1
    elif v == "vacant":
        return 2
    elif v == "dim":
        return 3
    elif v == "occupied_bright":
        return 4
    elif v == "occupied_dim":
        return 5
    for n in range(1, 11):
        if v == "region_%d_occupied" % n:
            return 2 * n - 1
        elif v == "region_%d_vacant" % n:
            return 2 * n
    return whole(w, path, v, 1, 20)
