"""WS301."""
from devices.shared import battery_uplink
from reading import u16
from writing import only_known, put_whole, put_yes


def uplink(ch, ty, r, data):
    if ch == 0xff and ty == 0x08:  # WS301 5.1
        data["sn"] = r.take(6).hex()
    elif battery_uplink(ch, ty, r, data):  # WS301 5.2
        pass
    elif ch == 0x03 and ty == 0x00:
        data["magnet_status"] = r.label(r.take(1)[0], {0: "close", 1: "open"})
    elif ch == 0x04 and ty == 0x00:
        data["tamper_status"] = r.label(r.take(1)[0], {0: "installed", 1: "uninstalled"})
    else:
        return False
    return True


def downlink(ch, ty, r, data):
    if ch != 0xff:
        return False
    elif ty == 0x03:  # WS301 5.3
        data["report_interval"] = u16(r.take(2), 0)
    elif ty == 0x28:  # vendor
        r.take_reserved()
        data["query_device_status"] = "yes"
    elif ty == 0x10:
        r.take_reserved()
        data["reboot"] = "yes"
    else:
        return False
    return True


def encode(w, data):
    only_known(w, data, "report_interval", "query_device_status", "reboot")
    put_whole(w, data, "report_interval", 60, 64800, 0xff, 0x03)
    put_yes(w, data, "query_device_status", 0xff, 0x28, 0xff)
    put_yes(w, data, "reboot", 0xff, 0x10, 0xff)
