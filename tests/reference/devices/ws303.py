"""WS303. All rows: vendor."""
from devices.shared import battery_uplink, serial_uplink
from reading import bit, low_byte_first, u16
from writing import (choice, enable, hex_string, is_object, le16, member, only_known, put_enable,
                     put_list, put_object, put_whole, put_yes, whole)

MODES = {0: "normal", 1: "leakage"}


def uplink(ch, ty, r, data):
    if serial_uplink(ch, ty, r, data):
        pass
    elif battery_uplink(ch, ty, r, data):
        pass
    elif ch == 0x03 and ty == 0x00:
        data["leakage_status"] = r.label(r.take(1)[0], {0: "normal", 1: "leak"})
    else:
        return False
    return True


def downlink(ch, ty, r, data):
    if ch != 0xff:
        return False
    elif ty == 0x03:
        data["report_interval"] = u16(r.take(2), 0)
    elif ty == 0x7e:
        d = r.take(5)
        data["leakage_alarm_config"] = {"enable": r.enable(d[0]), "alarm_interval": u16(d, 1),
                                        "alarm_count": u16(d, 3)}
    elif ty == 0x3e:
        data["buzzer_enable"] = r.enable(r.take(1)[0])
    elif ty == 0x80:
        data["find_device_time"] = u16(r.take(2), 0)
    elif ty == 0x7f:
        data["find_device_enable"] = r.enable(r.take(1)[0])
    elif ty == 0x81:
        d = r.take(2)
        data["lora_report_settings"] = {"lora_uplink_enable": r.enable(bit(d[1], 0)),
                                        "d2d_uplink_enable": r.enable(bit(d[1], 1))}
    elif ty == 0x84:
        data["d2d_enable"] = r.enable(r.take(1)[0])
    elif ty == 0x83:
        d = r.take(3)
        entry = {"mode": r.label(d[0], MODES), "d2d_command": low_byte_first(d, 1)}
        data.setdefault("d2d_master_config", []).append(entry)
    elif ty == 0x3d:
        r.take_reserved()
        data["stop_alarming"] = "yes"
    elif ty == 0x28:
        r.take_reserved()
        data["query_device_status"] = "yes"
    elif ty == 0x10:
        r.take_reserved()
        data["reboot"] = "yes"
    else:
        return False
    return True


def encode(w, data):
    only_known(w, data, "report_interval", "leakage_alarm_config", "buzzer_enable",
               "find_device_time", "find_device_enable", "lora_report_settings", "d2d_enable",
               "d2d_master_config", "stop_alarming", "query_device_status", "reboot")
    put_whole(w, data, "report_interval", 60, 64800, 0xff, 0x03)
    put_object(w, data, "leakage_alarm_config", leakage_alarm)
    put_enable(w, data, "buzzer_enable", 0xff, 0x3e)
    put_whole(w, data, "find_device_time", 60, 64800, 0xff, 0x80)
    put_enable(w, data, "find_device_enable", 0xff, 0x7f)
    put_object(w, data, "lora_report_settings", report_settings)
    put_enable(w, data, "d2d_enable", 0xff, 0x84)
    put_list(w, data, "d2d_master_config", d2d_entry)
    put_yes(w, data, "stop_alarming", 0xff, 0x3d, 0xff)
    put_yes(w, data, "query_device_status", 0xff, 0x28, 0xff)
    put_yes(w, data, "reboot", 0xff, 0x10, 0xff)


def leakage_alarm(w, path, v):
    if not is_object(w, path, v, "enable", "alarm_interval", "alarm_count"):
        return None
    on = member(w, path, v, "enable", enable)
    interval = member(w, path, v, "alarm_interval", whole, 60, 64800)
    count = member(w, path, v, "alarm_count", whole, 2, 1000)
    if None in (on, interval, count):
        return None
    return [0xff, 0x7e, on, *le16(interval), *le16(count)]


def report_settings(w, path, v):
    if not is_object(w, path, v, "lora_uplink_enable", "d2d_uplink_enable"):
        return None
    lora = member(w, path, v, "lora_uplink_enable", enable)
    d2d = member(w, path, v, "d2d_uplink_enable", enable)
    return None if None in (lora, d2d) else [0xff, 0x81, 0x01, lora + d2d * 2]


def d2d_entry(w, path, v):
    if not is_object(w, path, v, "mode", "d2d_command"):
        return None
    mode = member(w, path, v, "mode", choice, MODES)
    cmd = member(w, path, v, "d2d_command", hex_string, 4)
    return None if None in (mode, cmd) else [0xff, 0x83, mode, cmd[1], cmd[0]]
