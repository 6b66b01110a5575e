"""WS136 and WS156."""
from devices.shared import battery_uplink, serial_uplink
from reading import u16, u32
from writing import (enable, is_object, le32, member, only_known, put_hex, put_object, put_whole,
                     put_yes, whole)


def uplink(ch, ty, r, data):
    if serial_uplink(ch, ty, r, data):  # WS1x6 5.1
        pass
    elif battery_uplink(ch, ty, r, data):  # WS1x6 5.2
        pass
    elif ch == 0xff and ty == 0x34:
        d = r.take(3)
        if 1 <= d[0] <= 6:
            data["button_%d" % d[0]] = 1
            data["button_%d_d2d" % d[0]] = u16(d, 1)
        else:
            r.no_row()
    else:
        return False
    return True


def downlink(ch, ty, r, data):
    # WS1x6 Downlink Command
    if ch != 0xff:
        return False
    elif ty == 0x03:
        data["report_interval"] = u16(r.take(2), 0)
    elif ty == 0xc6:
        d = r.take(2)
        data["confirm_mode_config"] = {"enable": r.enable(d[0]), "ack_retry_times": d[1]}
    elif ty == 0x35:
        data["d2d_key"] = r.take(8).hex()
    elif ty == 0x36:
        d = r.take(5)
        data["d2d_radio_config"] = {"data_rate": d[0], "frequency": u32(d, 1)}
    elif ty == 0x10:
        r.take_reserved()
        data["reboot"] = "yes"
    else:
        return False
    return True


def encode(w, data):
    only_known(w, data, "report_interval", "confirm_mode_config", "d2d_key", "d2d_radio_config",
               "reboot")
    put_whole(w, data, "report_interval", 0, 65535, 0xff, 0x03)
    put_object(w, data, "confirm_mode_config", confirm_mode)
    put_hex(w, data, "d2d_key", 16, 0xff, 0x35)
    put_object(w, data, "d2d_radio_config", d2d_radio)
    put_yes(w, data, "reboot", 0xff, 0x10, 0xff)


def confirm_mode(w, path, v):
    if not is_object(w, path, v, "enable", "ack_retry_times"):
        return None
    on = member(w, path, v, "enable", enable)
    times = member(w, path, v, "ack_retry_times", whole, 1, 5)
    return None if None in (on, times) else [0xff, 0xc6, on, times]


def d2d_radio(w, path, v):
    if not is_object(w, path, v, "data_rate", "frequency"):
        return None
    rate = member(w, path, v, "data_rate", whole, 0, 255)
    frequency = member(w, path, v, "frequency", whole, 0, 4294967295)
    return None if None in (rate, frequency) else [0xff, 0x36, rate, *le32(frequency)]
