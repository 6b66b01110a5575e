"""Rows that several devices have in the same bytes, under the same names."""
from reading import divide, i16, u16, u32
from writing import (choice, is_object, le16, le32, member, put_enable, put_object, put_whole,
                     put_yes, stepped, whole)

CONDITIONS = {0: "disable", 1: "below", 2: "above", 3: "between", 4: "outside"}

# EM300-DI, WS201, WS203, WS302: tenths of an hour
TIME_ZONES = {
    -120: "UTC-12", -110: "UTC-11", -100: "UTC-10", -95: "UTC-9:30", -90: "UTC-9", -80: "UTC-8",
    -70: "UTC-7", -60: "UTC-6", -50: "UTC-5", -40: "UTC-4", -35: "UTC-3:30", -30: "UTC-3",
    -20: "UTC-2", -10: "UTC-1", 0: "UTC", 10: "UTC+1", 20: "UTC+2", 30: "UTC+3", 35: "UTC+3:30",
    40: "UTC+4", 45: "UTC+4:30", 50: "UTC+5", 55: "UTC+5:30", 57: "UTC+5:45", 60: "UTC+6",
    65: "UTC+6:30", 70: "UTC+7", 80: "UTC+8", 90: "UTC+9", 95: "UTC+9:30", 100: "UTC+10",
    105: "UTC+10:30", 110: "UTC+11", 120: "UTC+12", 127: "UTC+12:45", 130: "UTC+13", 140: "UTC+14"}


# ---------------------------------------------------------------- decoding

def common_uplink(ty, r, data):
    # WS101 5.1, WS52x 4.1, WS523 4.1, VS321 5.1.1; channel ff
    if ty == 0x01:
        data["ipso_version"] = "v%d" % r.take(1)[0]
    elif ty == 0x09:
        d = r.take(2)
        data["hardware_version"] = "v%x.%d" % (d[0], d[1] // 16)
    elif ty == 0x0a:
        d = r.take(2)
        data["firmware_version"] = "v%x.%x" % (d[0], d[1])
    elif ty == 0x0b:
        r.take_reserved()
        data["device_status"] = "on"
    elif ty == 0x0f:
        data["lorawan_class"] = r.label(
            r.take(1)[0], {0: "Class A", 1: "Class B", 2: "Class C", 3: "Class CtoB"})
    elif ty == 0xff:
        d = r.take(2)
        data["tsl_version"] = "v%d.%d" % (d[0], d[1])
    elif ty == 0xfe:
        r.take_reserved()
        data["reset_event"] = "reset"
    else:
        return False
    return True


def battery_uplink(ch, ty, r, data):
    if ch == 0x01 and ty == 0x75:
        data["battery"] = r.within(r.take(1)[0], 0, 100)
        return True
    return False


def serial_uplink(ch, ty, r, data):
    if ch == 0xff and ty == 0x16:
        data["sn"] = r.take(8).hex()
        return True
    return False


def climate_uplink(ch, ty, r, data):
    # EM300 5.2, WS203: without special values
    if ch == 0x03 and ty == 0x67:
        data["temperature"] = divide(i16(r.take(2), 0), 10)
    elif ch == 0x04 and ty == 0x68:
        data["humidity"] = humidity(r, r.take(1)[0])
    else:
        return False
    return True


def humidity(r, byte):
    return r.within(divide(byte, 2), 0, 100)


def history_uplink(ch, ty, r, data):
    # VS321 5.2.5, EM300 Historical Data Enquiry
    if ch == 0xfc and (ty == 0x6b or ty == 0x6c):
        data["fetch_history_result"] = r.label(
            r.take(1)[0], {0: "success", 1: "invalid_time", 2: "no_data"})
        return True
    return False


def stop_transmit_echo(ch, ty, r, data):
    # stop_transmit is a command of channel fd, but some repeat it on ff and fe, too
    if (ch == 0xff or ch == 0xfe) and ty == 0x6d:
        r.take_reserved()
        data["stop_transmit"] = "yes"
        return True
    return False


def history_downlink(ch, ty, r, data):
    # VS321 5.2.1 and 5.2.5, EM300 General Setting and Historical Data Enquiry
    if ch == 0xff and ty == 0x68:
        data["history_enable"] = r.enable(r.take(1)[0])
    elif ch == 0xff and ty == 0x69:
        data["retransmit_enable"] = r.enable(r.take(1)[0])
    elif ch == 0xff and ty == 0x6a:
        d = r.take(3)
        if d[0] == 0:
            data["retransmit_interval"] = u16(d, 1)
        elif d[0] == 1:
            data["resend_interval"] = u16(d, 1)
        else:
            r.no_row()
    elif ch == 0xfd and ty == 0x6b:
        data["fetch_history"] = {"start_time": u32(r.take(4), 0)}
    elif ch == 0xfd and ty == 0x6c:
        d = r.take(8)
        data["fetch_history"] = {"start_time": u32(d, 0), "end_time": u32(d, 4)}
    elif ch == 0xfd and ty == 0x6d:
        r.take_reserved()
        data["stop_transmit"] = "yes"
    else:
        return False
    return True


def clear_history_downlink(ch, ty, r, data):
    if ch == 0xff and ty == 0x27:
        r.take_reserved()
        data["clear_history"] = "yes"
        return True
    return False


def temperature_alarm(r, d):
    # EM300 5.3, WS203: bits 7-6 of byte 1 and the last four bytes are not looked at
    return {"condition": r.label(d[0] % 8, CONDITIONS),
            "threshold_min": divide(i16(d, 1), 10),
            "threshold_max": divide(i16(d, 3), 10)}


# ---------------------------------------------------------------- encoding

def put_history_settings(w, data):
    put_enable(w, data, "history_enable", 0xff, 0x68)
    put_enable(w, data, "retransmit_enable", 0xff, 0x69)
    put_whole(w, data, "retransmit_interval", 30, 1200, 0xff, 0x6a, 0x00)
    put_whole(w, data, "resend_interval", 30, 1200, 0xff, 0x6a, 0x01)


def put_stop_and_fetch(w, data):
    put_yes(w, data, "stop_transmit", 0xfd, 0x6d, 0xff)
    put_object(w, data, "fetch_history", fetch_history)


def fetch_history(w, path, v):
    if not is_object(w, path, v, "start_time", "end_time"):
        return None
    start = member(w, path, v, "start_time", whole, 0, 4294967295)
    if "end_time" not in v:
        return None if start is None else [0xfd, 0x6b, *le32(start)]
    end = whole(w, path + ".end_time", v["end_time"], 0, 4294967295)
    if None in (start, end):
        return None
    if end < start:
        w.error(path + ".end_time")
    return [0xfd, 0x6c, *le32(start), *le32(end)]


def put_clear_history(w, data):
    put_yes(w, data, "clear_history", 0xff, 0x27, 0x01)
    if "clear_history" in w.sent and "fetch_history" in w.sent:
        w.warnings += 1  # it may delete what was asked for


def put_time_zone(w, data):
    if "time_zone" in data:
        n = choice(w, "time_zone", data["time_zone"], TIME_ZONES)
        if n is not None:
            w.put("time_zone", 0xff, 0x17, *le16(n))


def thresholds_in_order(w, path, condition, least, most):
    # For "between" and "outside"
    if condition in (3, 4) and least is not None and most is not None and least > most:
        w.error(path + ".threshold_min")


def temperature_alarm_command(w, path, v, least, most, spare):
    """ff 06 of kind 1; `spare` is what bits 7-6 of byte 1 are sent as."""
    if not is_object(w, path, v, "condition", "threshold_min", "threshold_max"):
        return None
    condition = member(w, path, v, "condition", choice, CONDITIONS)
    low = member(w, path, v, "threshold_min", stepped, least, most, 10)
    high = member(w, path, v, "threshold_max", stepped, least, most, 10)
    if None in (condition, low, high):
        return None
    thresholds_in_order(w, path, condition, low, high)
    return [0xff, 0x06, spare * 64 + 1 * 8 + condition, *le16(low), *le16(high), 0, 0, 0, 0]
