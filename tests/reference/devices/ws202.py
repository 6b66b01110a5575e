"""WS202."""
from devices.shared import battery_uplink
from reading import u16
from writing import is_object, le16, member, only_known, put_object, put_whole, put_yes, whole


def uplink(ch, ty, r, data):
    if ch == 0xff and ty == 0x08:
        data["sn"] = r.take(6).hex()
    elif battery_uplink(ch, ty, r, data):
        pass
    elif ch == 0x03 and ty == 0x00:
        data["pir"] = r.label(r.take(1)[0], {0: "normal", 1: "trigger"})
    elif ch == 0x04 and ty == 0x00:
        data["daylight"] = r.label(r.take(1)[0], {0: "dim", 1: "bright"})
    else:
        return False
    return True


def downlink(ch, ty, r, data):
    if ch != 0xff:
        return False
    elif ty == 0x03:
        data["report_interval"] = u16(r.take(2), 0)
    elif ty == 0x06:  # vendor
        d = r.take(9)
        data["light_alarm_config"] = {"threshold_min": u16(d, 1), "threshold_max": u16(d, 3)}
    elif ty == 0x10:
        r.take_reserved()
        data["reboot"] = "yes"
    else:
        return False
    return True


def encode(w, data):
    only_known(w, data, "report_interval", "light_alarm_config", "reboot")
    put_whole(w, data, "report_interval", 60, 64800, 0xff, 0x03)
    put_object(w, data, "light_alarm_config", light_alarm)
    put_yes(w, data, "reboot", 0xff, 0x10, 0xff)


def light_alarm(w, path, v):
    if not is_object(w, path, v, "threshold_min", "threshold_max"):
        return None
    least = member(w, path, v, "threshold_min", whole, 0, 65535)
    most = member(w, path, v, "threshold_max", whole, 0, 65535)
    if None in (least, most):
        return None
    if least > most:
        w.error(path + ".threshold_min")
    return [0xff, 0x06, 0x4c, *le16(least), *le16(most), 0, 0, 0, 0]
