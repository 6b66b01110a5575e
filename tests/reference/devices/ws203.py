"""WS203. Rows without another source: vendor."""
from devices.shared import (TIME_ZONES, battery_uplink, clear_history_downlink, climate_uplink,
                            history_downlink, history_uplink, humidity, put_clear_history,
                            put_history_settings, put_stop_and_fetch, put_time_zone,
                            serial_uplink, temperature_alarm, temperature_alarm_command)
from reading import divide, i16, low_byte_first, u16, u32
from writing import (choice, enable, hex_string, is_object, le16, member, only_known, put_enable,
                     put_hex, put_list, put_object, put_whole, put_yes, whole)

OCCUPANCY = {0: "vacant", 1: "occupied"}
D2D_MODES = {1: "occupied and temperature threshold alarm", 2: "occupied", 3: "vacant",
             4: "temperature threshold alarm", 5: "temperature threshold alarm release"}


def uplink(ch, ty, r, data):
    if serial_uplink(ch, ty, r, data):
        pass
    elif battery_uplink(ch, ty, r, data):
        pass
    elif climate_uplink(ch, ty, r, data):
        pass
    elif ch == 0x05 and ty == 0x00:
        data["occupancy"] = r.label(r.take(1)[0], OCCUPANCY)
    elif ch == 0x83 and ty == 0x67:
        d = r.take(3)
        data["temperature"] = divide(i16(d, 0), 10)
        data["temperature_alarm"] = r.label(
            d[2], {0: "threshold alarm release", 1: "threshold alarm"})
    elif ch == 0x20 and ty == 0xce:
        d = r.take(9)
        record = {"timestamp": u32(d, 0),
                  "report_type": r.label(
                      d[4] % 8, {0: "temperature threshold alarm release",
                                 1: "temperature threshold alarm", 2: "pir idle",
                                 3: "pir trigger", 4: "period"}),
                  "occupancy": r.label(d[5], OCCUPANCY),
                  "temperature": divide(i16(d, 6), 10),
                  "humidity": humidity(r, d[8])}
        data.setdefault("history", []).append(record)
    else:
        return history_uplink(ch, ty, r, data)  # VS321 5.2.5
    return True


def downlink(ch, ty, r, data):
    if ch == 0xff and ty == 0x8e:
        d = r.take(3)
        if d[0] == 0:
            data["report_interval"] = u16(d, 1)
        else:
            r.no_row()
    elif ch == 0xff and ty == 0x02:
        data["collection_interval"] = u16(r.take(2), 0)
    elif ch == 0xff and ty == 0x95:
        data["vacant_reporting_interval"] = u16(r.take(2), 0)
    elif ch == 0xff and ty == 0x2f:
        data["led_indicator_enable"] = r.enable(r.take(1)[0])
    elif ch == 0xff and ty == 0x06:
        d = r.take(9)
        if d[0] // 8 % 8 == 1:
            data["temperature_alarm_config"] = temperature_alarm(r, d)
        else:
            r.no_row()
    elif ch == 0xff and ty == 0x35:
        data["d2d_key"] = r.take(8).hex()
    elif ch == 0xff and ty == 0x84:
        data["d2d_enable"] = r.enable(r.take(1)[0])
    elif ch == 0xff and ty == 0x96:
        d = r.take(8)
        entry = {"mode": r.label(d[0], D2D_MODES),
                 "enable": r.enable(d[1]),
                 "lora_uplink_enable": r.enable(d[2]),
                 "d2d_cmd": low_byte_first(d, 3),
                 "time": u16(d, 5),
                 "time_enable": r.enable(d[7])}
        data.setdefault("d2d_master_config", []).append(entry)
    elif ch == 0xff and ty == 0x17:
        data["time_zone"] = r.label(i16(r.take(2), 0), TIME_ZONES)
    elif history_downlink(ch, ty, r, data):
        pass
    elif clear_history_downlink(ch, ty, r, data):
        pass
    elif ch == 0xff and ty == 0x4a:
        r.take_reserved()
        data["sync_time"] = "yes"
    elif ch == 0xff and ty == 0x28:
        r.take_reserved()
        data["query_device_status"] = "yes"
    elif ch == 0xff and ty == 0x10:
        r.take_reserved()
        data["reboot"] = "yes"
    else:
        return False
    return True


def encode(w, data):
    only_known(w, data, "report_interval", "collection_interval", "vacant_reporting_interval",
               "led_indicator_enable", "temperature_alarm_config", "d2d_key", "d2d_enable",
               "d2d_master_config", "time_zone", "history_enable", "retransmit_enable",
               "retransmit_interval", "resend_interval", "stop_transmit", "fetch_history",
               "clear_history", "sync_time", "query_device_status", "reboot")
    put_whole(w, data, "report_interval", 1, 1440, 0xff, 0x8e, 0x00)
    put_whole(w, data, "collection_interval", 1, 1440, 0xff, 0x02)
    put_whole(w, data, "vacant_reporting_interval", 60, 3600, 0xff, 0x95)
    put_enable(w, data, "led_indicator_enable", 0xff, 0x2f)
    put_object(w, data, "temperature_alarm_config", temperature_alarm_command, -30, 60, 0)
    put_hex(w, data, "d2d_key", 16, 0xff, 0x35)
    put_enable(w, data, "d2d_enable", 0xff, 0x84)
    put_list(w, data, "d2d_master_config", d2d_entry)
    put_time_zone(w, data)
    put_history_settings(w, data)
    put_stop_and_fetch(w, data)
    put_clear_history(w, data)
    put_yes(w, data, "sync_time", 0xff, 0x4a, 0x00)
    put_yes(w, data, "query_device_status", 0xff, 0x28, 0xff)
    put_yes(w, data, "reboot", 0xff, 0x10, 0xff)


def d2d_entry(w, path, v):
    if not is_object(w, path, v, "mode", "enable", "lora_uplink_enable", "d2d_cmd", "time",
                     "time_enable"):
        return None
    mode = member(w, path, v, "mode", choice, D2D_MODES)
    on = member(w, path, v, "enable", enable)
    uplink_on = member(w, path, v, "lora_uplink_enable", enable)
    cmd = member(w, path, v, "d2d_cmd", hex_string, 4)
    time = member(w, path, v, "time", whole, 0, 65535)
    time_on = member(w, path, v, "time_enable", enable)
    if None in (mode, on, uplink_on, cmd, time, time_on):
        return None
    return [0xff, 0x96, mode, on, uplink_on, cmd[1], cmd[0], *le16(time), time_on]
