"""EM310-TILT. Rows without another source: vendor."""
from devices.shared import CONDITIONS, battery_uplink, serial_uplink, thresholds_in_order
from reading import bit, divide, i16, text, u16
from writing import (choice, filled_text, is_object, le16, member, only_known, put_choice,
                     put_object, put_whole, put_yes, stepped, whole)

FLAGS = {0: "normal", 1: "trigger"}
SURFACES = {0xff: "current_plane", 0xfe: "reset_zero_reference_point",
            0xfd: "set_zero_calibration", 0xfc: "clear_zero_calibration"}
TILT_CONDITIONS = {**CONDITIONS, 5: "mutation"}


def uplink(ch, ty, r, data):
    if serial_uplink(ch, ty, r, data):
        pass
    elif battery_uplink(ch, ty, r, data):
        pass
    elif ch == 0x03 and ty == 0xcf:
        d = r.take(7)
        data["angle_x"] = divide(i16(d, 0), 100)
        data["angle_y"] = divide(i16(d, 2), 100)
        data["angle_z"] = divide(i16(d, 4), 100)
        data["threshold_x"] = r.label(bit(d[6], 0), FLAGS)
        data["threshold_y"] = r.label(bit(d[6], 1), FLAGS)
        data["threshold_z"] = r.label(bit(d[6], 2), FLAGS)
    else:
        return False
    return True


def downlink(ch, ty, r, data):
    if ch != 0xff:
        return False
    elif ty == 0x03:
        data["report_interval"] = u16(r.take(2), 0)
    elif ty == 0x62:
        data["initial_surface"] = r.label(r.take(1)[0], SURFACES)
    elif ty == 0x06:
        d = r.take(9)
        kind = d[0] // 8 % 8
        if kind == 1:
            data["angle_x_alarm_config"] = angle_alarm(r, d)
        elif kind == 2:
            data["angle_y_alarm_config"] = angle_alarm(r, d)
        elif kind == 3:
            data["angle_z_alarm_config"] = angle_alarm(r, d)
        else:
            r.no_row()
    elif ty == 0x63:
        data["angle_alarm_condition"] = text(r, r.take(8), "XYZ&|")
    elif ty == 0x4a:
        r.take_reserved()
        data["sync_time"] = "yes"
    elif ty == 0x28:
        r.take_reserved()
        data["query_device_status"] = "yes"
    elif ty == 0x10:
        r.take_reserved()
        data["reboot"] = "yes"
    else:
        return False
    return True


def angle_alarm(r, d):
    return {"condition": r.label(d[0] % 8, TILT_CONDITIONS),
            "threshold_min": divide(i16(d, 1), 100), "threshold_max": divide(i16(d, 3), 100),
            "lock_time": u16(d, 5), "continue_time": u16(d, 7)}


def encode(w, data):
    only_known(w, data, "report_interval", "initial_surface", "angle_x_alarm_config",
               "angle_y_alarm_config", "angle_z_alarm_config", "angle_alarm_condition",
               "sync_time", "query_device_status", "reboot")
    put_whole(w, data, "report_interval", 1, 64800, 0xff, 0x03)
    put_choice(w, data, "initial_surface", SURFACES, 0xff, 0x62)
    put_object(w, data, "angle_x_alarm_config", angle_alarm_command, 1)
    put_object(w, data, "angle_y_alarm_config", angle_alarm_command, 2)
    put_object(w, data, "angle_z_alarm_config", angle_alarm_command, 3)
    # Behind the thresholds, since the axes must be enabled first (EM320-TILT Alarm Setting)
    if "angle_alarm_condition" in data:
        sent = filled_text(w, "angle_alarm_condition", data["angle_alarm_condition"], 8, "XYZ&|")
        if sent is not None:
            w.put("angle_alarm_condition", 0xff, 0x63, *sent)
    put_yes(w, data, "sync_time", 0xff, 0x4a, 0x00)
    put_yes(w, data, "query_device_status", 0xff, 0x28, 0xff)
    put_yes(w, data, "reboot", 0xff, 0x10, 0xff)


def angle_alarm_command(w, path, v, kind):
    if not is_object(w, path, v, "condition", "threshold_min", "threshold_max", "lock_time",
                     "continue_time"):
        return None
    condition = member(w, path, v, "condition", choice, TILT_CONDITIONS)
    least = member(w, path, v, "threshold_min", stepped, -327.68, 327.67, 100)
    most = member(w, path, v, "threshold_max", stepped, -327.68, 327.67, 100)
    lock = member(w, path, v, "lock_time", whole, 0, 65535)
    wait = member(w, path, v, "continue_time", whole, 0, 65535)
    thresholds_in_order(w, path, condition, least, most)
    if None in (condition, least, most, lock, wait):
        return None
    return [0xff, 0x06, kind * 8 + condition, *le16(least), *le16(most), *le16(lock), *le16(wait)]
