"""EM300-DI."""
from devices.em300 import alarm_downlink, intervals_downlink
from devices.shared import (TIME_ZONES, battery_uplink, clear_history_downlink, climate_uplink,
                            history_downlink, history_uplink, humidity, put_clear_history,
                            put_history_settings, put_stop_and_fetch, put_time_zone,
                            serial_uplink, temperature_alarm_command)
from reading import bit, clear, divide, i16, low_byte_first, single, text, u16, u32
from writing import (choice, enable, filled_text, hex_string, is_object, le16, le32, member,
                     only_known, put_choice, put_hex, put_list, put_object, put_whole, put_yes,
                     stepped, whole)

GPIO = {0: "low", 1: "high"}
GPIO_TYPES = {1: "gpio", 2: "counter"}
GPIO_MODES = {1: "digital", 2: "counter"}
WATER_ALARMS = {1: "water outage timeout alarm", 2: "water outage timeout alarm release",
                3: "water flow timeout alarm", 4: "water flow timeout alarm release"}
RECORD_ALARMS = {0: "none", **WATER_ALARMS, 5: "gpio alarm", 6: "gpio alarm release"}
D2D_MODES = {**WATER_ALARMS, 5: "gpio high", 6: "gpio low"}


# ---------------------------------------------------------------- decoding

def water(r, d, i, target):
    """Eight bytes from the i-th on: both conversions, and the water."""
    target["water_conv"] = divide(u16(d, i), 10)
    target["pulse_conv"] = divide(u16(d, i + 2), 10)
    n = single(d, i + 4)
    if n is None:
        r.warnings += 1
    else:
        target["water"] = n


def uplink(ch, ty, r, data):
    if serial_uplink(ch, ty, r, data):  # EM300 5.1
        pass
    elif battery_uplink(ch, ty, r, data):  # EM300 5.2
        pass
    elif climate_uplink(ch, ty, r, data):
        pass
    elif ch == 0x05 and ty == 0x00:
        data["gpio"] = r.label(r.take(1)[0], GPIO)
    elif ch == 0x05 and ty == 0xc8:
        data["pulse"] = u32(r.take(4), 0)
    elif ch == 0x05 and ty == 0xe1:  # EM300-DI Uplink Data
        d = r.take(8)
        clear(data, "water_conv", "pulse_conv", "water")
        water(r, d, 0, data)
    elif ch == 0x85 and ty == 0x00:
        d = r.take(2)
        data["gpio"] = r.label(d[0], GPIO)
        data["gpio_alarm"] = r.label(d[1], {0: "gpio alarm release", 1: "gpio alarm"})
    elif ch == 0x85 and ty == 0xe1:
        d = r.take(9)
        clear(data, "water_conv", "pulse_conv", "water", "water_alarm")
        water(r, d, 0, data)
        data["water_alarm"] = r.label(d[8], WATER_ALARMS)
    elif ch == 0x20 and ty == 0xce:  # firmware 1.2 and before
        d = r.take(13)
        record = {"timestamp": u32(d, 0), "temperature": divide(i16(d, 4), 10),
                  "humidity": humidity(r, d[6]), "gpio_type": r.label(d[7], GPIO_TYPES)}
        if d[7] == 1:
            record["gpio"] = r.label(d[8], GPIO)
        elif d[7] == 2:
            record["pulse"] = u32(d, 9)
        data.setdefault("history", []).append(record)
    elif ch == 0x21 and ty == 0xce:  # firmware 1.3 on
        d = r.take(18)
        record = {"timestamp": u32(d, 0), "temperature": divide(i16(d, 4), 10),
                  "humidity": humidity(r, d[6]), "alarm": r.label(d[7], RECORD_ALARMS),
                  "gpio_type": r.label(d[8], GPIO_TYPES)}
        if d[8] == 1:
            record["gpio"] = r.label(d[9], GPIO)
        elif d[8] == 2:
            water(r, d, 10, record)
        data.setdefault("history", []).append(record)
    else:
        return history_uplink(ch, ty, r, data)
    return True


def downlink(ch, ty, r, data):
    if intervals_downlink(ch, ty, r, data):  # EM300 5.3
        pass
    elif ch == 0xff and ty == 0x17:
        data["time_zone"] = r.label(i16(r.take(2), 0), TIME_ZONES)
    elif ch == 0xff and ty == 0xc3:  # EM300-DI Interface Setting
        data["gpio_mode"] = r.label(r.take(1)[0], GPIO_MODES)
    elif ch == 0xff and ty == 0xa3:
        data["pulse_filter_enable"] = r.enable(r.take(2)[1])
    elif ch == 0xff and ty == 0xa4:  # vendor
        data["water_flow_determination"] = u16(r.take(2), 0)
    elif ch == 0xff and ty == 0xa2:
        d = r.take(9)
        data["pulse_conversion_settings"] = {
            "enable": r.enable(d[0]), "water": divide(u16(d, 1), 10),
            "pulse": divide(u16(d, 3), 10), "unit": text(r, d[5:9])}
    elif ch == 0xff and ty == 0xa1:  # vendor
        d = r.take(7)
        if d[1] == 0:
            data["water_flow_alarm_settings"] = water_alarm(r, d)
        elif d[1] == 1:
            data["water_flow_timeout_alarm_settings"] = water_alarm(r, d)
        elif d[1] == 2:
            data["water_outage_timeout_alarm_settings"] = water_alarm(r, d)
        else:
            r.no_row()
    elif alarm_downlink(ch, ty, r, data, temperature="temperature_alarm_settings"):
        pass
    elif ch == 0xff and ty == 0x35:  # vendor
        data["d2d_key"] = r.take(8).hex()
    elif ch == 0xff and ty == 0x79:  # vendor
        d = r.take(4)
        entry = {"mode": r.label(d[0], D2D_MODES), "enable": r.enable(bit(d[1], 0)),
                 "lora_uplink_enable": r.enable(bit(d[1], 1)), "d2d_cmd": low_byte_first(d, 2)}
        data.setdefault("d2d_master_config", []).append(entry)
    elif history_downlink(ch, ty, r, data):
        pass
    elif clear_history_downlink(ch, ty, r, data):
        pass
    elif ch == 0xff and ty == 0x4a:  # vendor
        r.take_reserved()
        data["sync_time"] = "yes"
    elif ch == 0xff and ty == 0x4e:  # vendor
        d = r.take(2)
        if d[1] == 0:
            data["clear_counter"] = "yes"
        elif d[1] == 1:
            data["stop_counter"] = "yes"
        elif d[1] == 2:
            data["start_counter"] = "yes"
        else:
            r.no_row()
    elif ch == 0xff and ty == 0x92:  # EM300-DI Interface Setting
        data["counter"] = u32(r.take(5), 1)
    elif ch == 0xff and ty == 0x28:  # vendor
        r.take_reserved()
        data["query_device_status"] = "yes"
    elif ch == 0xff and ty == 0x10:
        r.take_reserved()
        data["reboot"] = "yes"
    else:
        return False
    return True


def water_alarm(r, d):
    return {"enable": r.enable(d[2]), "duration": u32(d, 3)}


# ---------------------------------------------------------------- encoding

def encode(w, data):
    only_known(w, data, "report_interval", "collection_interval", "time_zone", "gpio_mode",
               "pulse_filter_enable", "water_flow_determination", "pulse_conversion_settings",
               "water_flow_alarm_settings", "water_flow_timeout_alarm_settings",
               "water_outage_timeout_alarm_settings", "temperature_alarm_settings", "d2d_key",
               "d2d_master_config", "history_enable", "retransmit_enable",
               "retransmit_interval", "resend_interval", "sync_time", "stop_counter",
               "clear_counter", "counter", "start_counter", "stop_transmit", "fetch_history",
               "clear_history", "query_device_status", "reboot")
    put_whole(w, data, "report_interval", 60, 64800, 0xff, 0x03)
    put_whole(w, data, "collection_interval", 60, 64800, 0xff, 0x02)
    put_time_zone(w, data)
    put_choice(w, data, "gpio_mode", GPIO_MODES, 0xff, 0xc3)
    if "pulse_filter_enable" in data:
        on = enable(w, "pulse_filter_enable", data["pulse_filter_enable"])
        if on is not None:
            w.put("pulse_filter_enable", 0xff, 0xa3, 0x01, on)
    put_whole(w, data, "water_flow_determination", 0, 65535, 0xff, 0xa4)
    put_object(w, data, "pulse_conversion_settings", pulse_conversion)
    put_object(w, data, "water_flow_alarm_settings", water_alarm_command, 0)
    put_object(w, data, "water_flow_timeout_alarm_settings", water_alarm_command, 1)
    put_object(w, data, "water_outage_timeout_alarm_settings", water_alarm_command, 2)
    put_object(w, data, "temperature_alarm_settings", temperature_alarm_command,
               -3276.8, 3276.7, 0)
    put_hex(w, data, "d2d_key", 16, 0xff, 0x35)
    put_list(w, data, "d2d_master_config", d2d_entry)
    put_history_settings(w, data)
    put_yes(w, data, "sync_time", 0xff, 0x4a, 0x00)
    put_yes(w, data, "stop_counter", 0xff, 0x4e, 0x01, 0x01)
    put_yes(w, data, "clear_counter", 0xff, 0x4e, 0x01, 0x00)
    if "counter" in data:
        n = whole(w, "counter", data["counter"], 0, 4294967295)
        if n is not None:
            w.put("counter", 0xff, 0x92, 0x01, *le32(n))
    put_yes(w, data, "start_counter", 0xff, 0x4e, 0x01, 0x02)
    put_stop_and_fetch(w, data)
    put_clear_history(w, data)
    put_yes(w, data, "query_device_status", 0xff, 0x28, 0xff)
    put_yes(w, data, "reboot", 0xff, 0x10, 0xff)


def pulse_conversion(w, path, v):
    if not is_object(w, path, v, "enable", "water", "pulse", "unit"):
        return None
    on = member(w, path, v, "enable", enable)
    litres = member(w, path, v, "water", stepped, 0, 6553.5, 10)
    pulses = member(w, path, v, "pulse", stepped, 0, 6553.5, 10)
    unit = member(w, path, v, "unit", filled_text, 4)
    if None in (on, litres, pulses, unit):
        return None
    return [0xff, 0xa2, on, *le16(litres), *le16(pulses), *unit]


def water_alarm_command(w, path, v, kind):
    if not is_object(w, path, v, "enable", "duration"):
        return None
    on = member(w, path, v, "enable", enable)
    duration = member(w, path, v, "duration", whole, 1, 64800)
    return None if None in (on, duration) else [0xff, 0xa1, 0x01, kind, on, *le32(duration)]


def d2d_entry(w, path, v):
    if not is_object(w, path, v, "mode", "enable", "lora_uplink_enable", "d2d_cmd"):
        return None
    mode = member(w, path, v, "mode", choice, D2D_MODES)
    on = member(w, path, v, "enable", enable)
    uplink_on = member(w, path, v, "lora_uplink_enable", enable)
    cmd = member(w, path, v, "d2d_cmd", hex_string, 4)
    if None in (mode, on, uplink_on, cmd):
        return None
    return [0xff, 0x79, mode, on + uplink_on * 2, cmd[1], cmd[0]]
