"""WS302."""
from devices.shared import TIME_ZONES, battery_uplink, put_time_zone, serial_uplink
from reading import divide, i16, u16, u32
from writing import (choice, is_object, le16, le32, member, only_known, put_enable, put_object,
                     put_whole, put_yes, stepped, whole)

FREQUENCY_WEIGHTINGS = {0: "Z", 1: "A", 2: "C"}
TIME_WEIGHTINGS = {0: "I", 1: "F", 2: "S"}


def uplink(ch, ty, r, data):
    if serial_uplink(ch, ty, r, data):  # WS302 6.1
        pass
    elif battery_uplink(ch, ty, r, data):  # WS302 6.2
        pass
    elif ch == 0x05 and ty == 0x5b:  # WS302 6.2; weightings 0, 4, 8, 9 and a: vendor
        d = r.take(7)
        weighting = d[0] % 16
        if weighting == 0x0:
            names = "LZI", "LZeq", "LZImax"
        elif weighting == 0x1:
            names = "LAI", "LAeq", "LAImax"
        elif weighting == 0x2:
            names = "LCI", "LCeq", "LCImax"
        elif weighting == 0x4:
            names = "LZF", "LZeq", "LZFmax"
        elif weighting == 0x5:
            names = "LAF", "LAeq", "LAFmax"
        elif weighting == 0x6:
            names = "LCF", "LCeq", "LCFmax"
        elif weighting == 0x8:
            names = "LZS", "LZeq", "LZSmax"
        elif weighting == 0x9:
            names = "LAS", "LAeq", "LASmax"
        elif weighting == 0xa:
            names = "LCS", "LCeq", "LCSmax"
        else:
            r.no_row()
            return True
        data[names[0]] = divide(u16(d, 1), 10)
        data[names[1]] = divide(u16(d, 3), 10)
        data[names[2]] = divide(u16(d, 5), 10)
    else:
        return False
    return True


def downlink(ch, ty, r, data):
    if ch != 0xff:
        return False
    elif ty == 0x03:  # WS302 6.3
        data["report_interval"] = u16(r.take(2), 0)
    elif ty == 0x17:  # vendor
        data["time_zone"] = r.label(i16(r.take(2), 0), TIME_ZONES)
    elif ty == 0x3b:  # vendor
        data["time_sync_enable"] = r.label(r.take(1)[0], {0: "disable", 1: "enable", 2: "enable"})
    elif ty == 0x2f or ty == 0x2d:  # WS302 6.3; 2d vendor
        data["led_indicator_enable"] = r.enable(r.take(1)[0])
    elif ty == 0x06:  # WS302 6.3
        data["sound_level_alarm_config"] = {"threshold": divide(u16(r.take(5), 3), 10)}
    elif ty == 0x5d or ty == 0x1d:  # WS302 6.3; 1d vendor
        d = r.take(2)
        data["frequency_weighting_type"] = r.label(d[0], FREQUENCY_WEIGHTINGS)
        data["time_weighting_type"] = r.label(d[1], TIME_WEIGHTINGS)
    elif ty == 0x11:  # vendor
        data["timestamp"] = u32(r.take(4), 0)
    elif ty == 0x10:  # WS302 6.3
        r.take_reserved()
        data["reboot"] = "yes"
    else:
        return False
    return True


def encode(w, data):
    only_known(w, data, "report_interval", "time_zone", "time_sync_enable",
               "led_indicator_enable", "sound_level_alarm_config", "frequency_weighting_type",
               "time_weighting_type", "timestamp", "reboot")
    put_whole(w, data, "report_interval", 0, 65535, 0xff, 0x03)
    put_time_zone(w, data)
    put_enable(w, data, "time_sync_enable", 0xff, 0x3b)
    put_enable(w, data, "led_indicator_enable", 0xff, 0x2f)
    put_object(w, data, "sound_level_alarm_config", sound_level_alarm)
    if "frequency_weighting_type" in data or "time_weighting_type" in data:
        frequency = time = None
        if "frequency_weighting_type" in data:
            frequency = choice(w, "frequency_weighting_type", data["frequency_weighting_type"],
                               FREQUENCY_WEIGHTINGS)
        else:
            w.error("frequency_weighting_type")
        if "time_weighting_type" in data:
            time = choice(w, "time_weighting_type", data["time_weighting_type"], TIME_WEIGHTINGS)
        else:
            w.error("time_weighting_type")
        if frequency is not None and time is not None:
            w.put("frequency_weighting_type", 0xff, 0x5d, frequency, time)
    if "timestamp" in data:
        n = whole(w, "timestamp", data["timestamp"], 0, 4294967295)
        if n is not None:
            w.put("timestamp", 0xff, 0x11, *le32(n))
    put_yes(w, data, "reboot", 0xff, 0x10, 0xff)


def sound_level_alarm(w, path, v):
    if not is_object(w, path, v, "threshold"):
        return None
    n = member(w, path, v, "threshold", stepped, 0, 6553.5, 10)
    return None if n is None else [0xff, 0x06, 0x0a, 0x00, 0x00, *le16(n)]
