"""EM310-UDL. Rows without another source: vendor."""
from devices.shared import CONDITIONS, battery_uplink, serial_uplink, thresholds_in_order
from reading import bit, i16, u16
from writing import (choice, enable, is_object, le16, member, member_or, only_known, put_object,
                     put_whole, put_yes, whole)


def uplink(ch, ty, r, data):
    if serial_uplink(ch, ty, r, data):
        pass
    elif battery_uplink(ch, ty, r, data):
        pass
    elif ch == 0x03 and ty == 0x82:
        data["distance"] = r.within(u16(r.take(2), 0), 30, 4500)
    elif ch == 0x04 and ty == 0x00:
        data["position"] = r.label(r.take(1)[0], {0: "normal", 1: "tilt"})
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
    elif ty == 0x06:  # EM400-UDL Threshold Alarm Setting
        d = r.take(9)
        if d[0] // 8 % 8 == 1:
            data["distance_alarm_config"] = {
                "condition": r.label(d[0] % 8, CONDITIONS),
                "alarm_release_enable": r.enable(bit(d[0], 7)),
                "threshold_min": i16(d, 1), "threshold_max": i16(d, 3),
                "lock_time": u16(d, 5), "continue_time": u16(d, 7)}
        else:
            r.no_row()
    elif ty == 0x10:
        r.take_reserved()
        data["reboot"] = "yes"
    else:
        return False
    return True


def encode(w, data):
    only_known(w, data, "report_interval", "collection_interval", "distance_alarm_config",
               "reboot")
    put_whole(w, data, "report_interval", 1, 65535, 0xff, 0x03)
    put_whole(w, data, "collection_interval", 1, 65535, 0xff, 0x02)
    put_object(w, data, "distance_alarm_config", distance_alarm)
    put_yes(w, data, "reboot", 0xff, 0x10, 0xff)


def distance_alarm(w, path, v):
    if not is_object(w, path, v, "condition", "alarm_release_enable", "threshold_min",
                     "threshold_max", "lock_time", "continue_time"):
        return None
    condition = member(w, path, v, "condition", choice, CONDITIONS)
    release = member(w, path, v, "alarm_release_enable", enable)
    least = member(w, path, v, "threshold_min", whole, 0, 32767)
    most = member(w, path, v, "threshold_max", whole, 0, 32767)
    lock = member_or(0, w, path, v, "lock_time", whole, 0, 65535)
    wait = member_or(0, w, path, v, "continue_time", whole, 0, 65535)
    thresholds_in_order(w, path, condition, least, most)
    if None in (condition, release, least, most, lock, wait):
        return None
    return [0xff, 0x06, release * 128 + 1 * 8 + condition, *le16(least), *le16(most),
            *le16(lock), *le16(wait)]
