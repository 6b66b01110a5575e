"""WS201. All rows: vendor."""
from devices.shared import TIME_ZONES, battery_uplink, put_time_zone, serial_uplink
from reading import bit, i16, u16
from writing import (enable, is_object, le16, member, member_or, only_known, put_list, put_object,
                     put_whole, put_yes, whole)

# Bits 1 to 7, in this order
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def uplink(ch, ty, r, data):
    if serial_uplink(ch, ty, r, data):
        pass
    elif battery_uplink(ch, ty, r, data):
        pass
    elif ch == 0x03 and ty == 0x82:
        data["distance"] = u16(r.take(2), 0)
    elif ch == 0x04 and ty == 0xd6:
        data["remaining"] = r.within(r.take(1)[0], 0, 100)
    else:
        return False
    return True


def downlink(ch, ty, r, data):
    if ch != 0xff:
        return False
    elif ty == 0x03:
        data["report_interval"] = u16(r.take(2), 0)
    elif ty == 0x02:
        data["collection_interval"] = u16(r.take(2), 0)
    elif ty == 0x17:
        data["time_zone"] = r.label(i16(r.take(2), 0), TIME_ZONES)
    elif ty == 0x76:
        data["depth"] = u16(r.take(2), 0)
    elif ty == 0x06:
        d = r.take(9)
        entry = {"index": d[0] // 8 % 8,
                 "enable": r.enable(bit(d[0], 6)),
                 "alarm_release_enable": r.enable(bit(d[0], 7)),
                 "threshold": u16(d, 3)}
        data.setdefault("remaining_alarm_config", []).append(entry)
    elif ty == 0x75:
        d = r.take(6)
        weekdays = {}
        for i, day in enumerate(DAYS):
            weekdays[day] = r.enable(bit(d[5], i + 1))
        data["hibernate_config"] = {"enable": r.enable(d[0]), "start_time": u16(d, 1),
                                    "end_time": u16(d, 3), "weekdays": weekdays}
    elif ty == 0x28:
        r.take_reserved()
        data["report_status"] = "yes"
    elif ty == 0x10:
        r.take_reserved()
        data["reboot"] = "yes"
    else:
        return False
    return True


def encode(w, data):
    only_known(w, data, "report_interval", "collection_interval", "time_zone", "depth",
               "remaining_alarm_config", "hibernate_config", "report_status", "reboot")
    put_whole(w, data, "report_interval", 1, 65535, 0xff, 0x03)
    put_whole(w, data, "collection_interval", 0, 65535, 0xff, 0x02)
    put_time_zone(w, data)
    put_whole(w, data, "depth", 0, 65535, 0xff, 0x76)
    put_list(w, data, "remaining_alarm_config", remaining_alarm)
    put_object(w, data, "hibernate_config", hibernate)
    put_yes(w, data, "report_status", 0xff, 0x28, 0xff)
    put_yes(w, data, "reboot", 0xff, 0x10, 0xff)


def remaining_alarm(w, path, v):
    if not is_object(w, path, v, "index", "enable", "alarm_release_enable", "threshold"):
        return None
    index = member(w, path, v, "index", whole, 1, 2)
    on = member(w, path, v, "enable", enable)
    release = member(w, path, v, "alarm_release_enable", enable)
    threshold = member(w, path, v, "threshold", whole, 0, 100)
    if None in (index, on, release, threshold):
        return None
    return [0xff, 0x06, index * 8 + on * 64 + release * 128, 0, 0, *le16(threshold), 0, 0, 0, 0]


def hibernate(w, path, v):
    # An end before its start is the next day's
    if not is_object(w, path, v, "enable", "start_time", "end_time", "weekdays"):
        return None
    on = member(w, path, v, "enable", enable)
    start = member(w, path, v, "start_time", whole, 0, 1439)
    end = member(w, path, v, "end_time", whole, 0, 1439)
    days = member(w, path, v, "weekdays", weekday_bits)
    if None in (on, start, end, days):
        return None
    return [0xff, 0x75, on, *le16(start), *le16(end), days]


def weekday_bits(w, path, v):
    if not is_object(w, path, v, *DAYS):
        return None
    bits = 0
    for i, day in enumerate(DAYS):
        on = member_or(0, w, path, v, day, enable)
        if on == 1:
            bits += 2 << i
    return bits
