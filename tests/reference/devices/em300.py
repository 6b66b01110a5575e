"""Rows that the EM300-TH, -MCS, -SLD and -MLD have in common."""
from devices.shared import (clear_history_downlink, history_downlink, put_clear_history,
                            put_history_settings, put_stop_and_fetch, temperature_alarm)
from reading import bit, divide, i16, low_byte_first, u16
from writing import (choice, enable, hex_string, is_object, le16, member, put_whole, put_yes,
                     stepped, whole)

REPORT_TYPES = {0: "lora", 1: "d2d", 3: "d2d_and_lora"}


# ---------------------------------------------------------------- decoding

def intervals_downlink(ch, ty, r, data):
    # EM300 5.3
    if ch == 0xff and ty == 0x03:
        data["report_interval"] = u16(r.take(2), 0)
    elif ch == 0xff and ty == 0x02:
        data["collection_interval"] = u16(r.take(2), 0)
    else:
        return False
    return True


def alarm_downlink(ch, ty, r, data, temperature=None, contact=None):
    """ff 06 of a device that has these fields: of kind 1, and of kind 2."""
    # EM300 5.3, EM300-MLD Alarm Setting
    if ch != 0xff or ty != 0x06:
        return False
    d = r.take(9)
    kind = d[0] // 8 % 8
    if kind == 1 and temperature is not None:
        data[temperature] = temperature_alarm(r, d)
    elif kind == 2 and contact is not None:
        data[contact] = {"enable": r.enable(d[0] % 8), "report_interval": u16(d, 5),
                         "report_times": u16(d, 7)}
    else:
        r.no_row()
    return True


def calibration_downlink(ch, ty, r, data):
    # EM300-MCS Calibration Setting
    if ch != 0xff or ty != 0xea:
        return False
    d = r.take(3)
    on = r.enable(bit(d[0], 7))
    if d[0] % 4 == 0:
        data["temperature_calibration_settings"] = {
            "enable": on, "calibration_value": divide(i16(d, 1), 10)}
    elif d[0] % 4 == 1:
        data["humidity_calibration_settings"] = {
            "enable": on, "calibration_value": divide(i16(d, 1), 2)}
    else:
        r.no_row()
    return True


def d2d_downlink(ch, ty, r, data, modes):
    # EM300-MLD D2D Setting
    if ch != 0xff or ty != 0x79:
        return False
    d = r.take(4)
    entry = {"mode": r.label(d[0], modes), "report_type": r.label(d[1], REPORT_TYPES),
             "d2d_cmd": low_byte_first(d, 2)}
    data.setdefault("d2d_master_config", []).append(entry)
    return True


def last_downlink(ch, ty, r, data):
    if history_downlink(ch, ty, r, data):
        pass
    elif clear_history_downlink(ch, ty, r, data):
        pass
    elif ch == 0xff and ty == 0x28:
        r.take_reserved()
        data["report_status"] = "yes"
    elif ch == 0xff and ty == 0x10:
        r.take_reserved()
        data["reboot"] = "yes"
    else:
        return False
    return True


# ---------------------------------------------------------------- encoding

LAST_FIELDS = ("history_enable", "retransmit_enable", "retransmit_interval", "resend_interval",
               "stop_transmit", "fetch_history", "clear_history", "report_status", "reboot")


def put_intervals(w, data):
    put_whole(w, data, "report_interval", 1, 64800, 0xff, 0x03)
    put_whole(w, data, "collection_interval", 0, 65535, 0xff, 0x02)


def contact_alarm(w, path, v):
    """ff 06 of kind 2."""
    if not is_object(w, path, v, "enable", "report_interval", "report_times"):
        return None
    on = member(w, path, v, "enable", enable)
    interval = member(w, path, v, "report_interval", whole, 0, 65535)
    times = member(w, path, v, "report_times", whole, 0, 65535)
    if None in (on, interval, times):
        return None
    return [0xff, 0x06, 2 * 8 + on, 0, 0, 0, 0, *le16(interval), *le16(times)]


def temperature_calibration(w, path, v):
    if not is_object(w, path, v, "enable", "calibration_value"):
        return None
    on = member(w, path, v, "enable", enable)
    value = member(w, path, v, "calibration_value", stepped, -3276.8, 3276.7, 10)
    return None if None in (on, value) else [0xff, 0xea, on * 128, *le16(value)]


def humidity_calibration(w, path, v):
    if not is_object(w, path, v, "enable", "calibration_value"):
        return None
    on = member(w, path, v, "enable", enable)
    value = member(w, path, v, "calibration_value", stepped, -16384, 16383.5, 2)
    return None if None in (on, value) else [0xff, 0xea, on * 128 + 1, *le16(value)]


def d2d_entry(modes):
    def command(w, path, v):
        if not is_object(w, path, v, "mode", "report_type", "d2d_cmd"):
            return None
        mode = member(w, path, v, "mode", choice, modes)
        report = member(w, path, v, "report_type", choice, REPORT_TYPES)
        cmd = member(w, path, v, "d2d_cmd", hex_string, 4)
        if None in (mode, report, cmd):
            return None
        return [0xff, 0x79, mode, report, cmd[1], cmd[0]]
    return command


def put_last(w, data):
    put_history_settings(w, data)
    put_stop_and_fetch(w, data)
    put_clear_history(w, data)
    put_yes(w, data, "report_status", 0xff, 0x28, 0xff)
    put_yes(w, data, "reboot", 0xff, 0x10, 0xff)
