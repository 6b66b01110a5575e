"""WS52x and WS523."""
from devices.shared import serial_uplink
from reading import clear, divide, u16, u32
from writing import (enable, is_object, le16, member, member_or, on_off, only_known, put_enable,
                     put_object, put_whole, put_yes, whole)


def uplink(ch, ty, r, data):
    if serial_uplink(ch, ty, r, data):  # WS52x 4.1
        pass
    elif ch == 0x03 and ty == 0x74:  # WS52x 4.2
        data["voltage"] = divide(u16(r.take(2), 0), 10)
    elif ch == 0x04 and ty == 0x80:
        data["active_power"] = u32(r.take(4), 0)
    elif ch == 0x05 and ty == 0x81:
        data["power_factor"] = r.within(r.take(1)[0], 0, 100)
    elif ch == 0x06 and ty == 0x83:
        data["power_consumption"] = u32(r.take(4), 0)
    elif ch == 0x07 and ty == 0xc9:
        data["current"] = u16(r.take(2), 0)
    elif ch == 0x08 and ty == 0x70:  # WS52x 4.2; WS523 (2025) Socket Change Report
        b = r.take(1)[0]
        clear(data, "socket_status", "socket_status_source")
        if b == 0x00:
            data["socket_status"] = "off"
        elif b == 0x01:
            data["socket_status"] = "on"
        elif b == 0x10:
            data["socket_status"] = "off"
            data["socket_status_source"] = "button"
        elif b == 0x11:
            data["socket_status"] = "on"
            data["socket_status_source"] = "button"
        else:
            data["socket_status"] = r.unknown()
    elif ch == 0xff and ty == 0x3f:  # WS52x 4.3
        # The byte may be missing at the very end, and is ff then
        b = 0xff
        if r.pos == len(r.raw):
            r.warnings += 1
        else:
            b = r.take(1)[0]
        data["power_outage_alarm"] = r.label(b, {0xff: "power_outage", 0x00: "normal"})
    else:
        # ff 24, 25, 26 and 30 of WS52x 4.1 read as the downlinks of the same bytes
        return False
    return True


def typeless_downlink(r, data):
    """The one command without a type byte, if the reader is at one; never an echo."""
    if r.raw[r.pos] != 0x08:
        return False
    d = r.take(4)  # WS52x 4.4, WS523 4.4
    data["socket_status"] = r.label(d[1], {0: "off", 1: "on"})
    return True


def downlink(ch, ty, r, data):
    # WS52x 4.4, WS523 4.4, WS523 (2025) Downlink Command
    if ch != 0xff:
        return False
    elif ty == 0x03:
        data["report_interval"] = u16(r.take(2), 0)
    elif ty == 0x23:
        data["cancel_delay_task"] = r.take(2)[0]
    elif ty == 0x22:
        d = r.take(4)
        data["delay_task"] = {"delay_time": u16(d, 1),
                              "socket_status": r.label(d[3], {0x10: "off", 0x11: "on"})}
    elif ty == 0x24:
        d = r.take(2)
        data["current_alarm_config"] = {"enable": r.enable(d[0]), "threshold": d[1]}
    elif ty == 0x25:
        n = u16(r.take(2), 0)
        data["child_lock_config"] = {"enable": r.enable(n // 32768), "lock_time": n % 32768}
    elif ty == 0x26:
        data["power_consumption_enable"] = r.enable(r.take(1)[0])
    elif ty == 0x27:
        r.take_reserved()
        data["reset_power_consumption"] = "yes"
    elif ty == 0x2f:
        data["led_indicator_enable"] = r.enable(r.take(1)[0])
    elif ty == 0x30:
        d = r.take(2)
        data["over_current_protection"] = {"enable": r.enable(d[0]), "trip_current": d[1]}
    elif ty == 0x28:
        r.take_reserved()
        data["report_status"] = "yes"
    elif ty == 0x2c:
        r.take_reserved()
        data["report_attribute"] = "yes"
    elif ty == 0x10:
        r.take_reserved()
        data["reboot"] = "yes"
    else:
        return False
    return True


def encode(w, data):
    # WS52x 4.4, WS523 4.4; the interval's range in 3.3
    only_known(w, data, "report_interval", "socket_status", "cancel_delay_task",
               "delay_task", "delay_time", "current_alarm_config", "child_lock_config",
               "power_consumption_enable", "reset_power_consumption",
               "led_indicator_enable", "over_current_protection", "report_status",
               "report_attribute", "reboot")
    put_whole(w, data, "report_interval", 60, 64800, 0xff, 0x03)

    # { socket_status, delay_time } is a delay task, without switching at once
    vendor_task = False
    if "delay_time" in data:
        if "socket_status" not in data or "delay_task" in data:
            w.error("delay_time")
        else:
            vendor_task = True
    status = None
    if "socket_status" in data:
        status = on_off(w, "socket_status", data["socket_status"])
        if status is not None and not vendor_task:
            w.put("socket_status", 0x08, status, 0x00, 0xff)
    if "cancel_delay_task" in data:
        v = data["cancel_delay_task"]
        if v == "yes" or v is True:
            w.put("cancel_delay_task", 0xff, 0x23, 0x00, 0xff)
        elif v == "no" or v is False:
            pass
        else:
            task = whole(w, "cancel_delay_task", v, 0, 255)
            if task is not None:
                w.put("cancel_delay_task", 0xff, 0x23, task, 0xff)
                if task != 0:
                    w.warnings += 1
    put_object(w, data, "delay_task", delay_task)
    if vendor_task:
        time = whole(w, "delay_time", data["delay_time"], 0, 65535)
        if time is not None and status is not None:
            w.put("delay_task", *delay_task_bytes(time, status))

    put_object(w, data, "current_alarm_config", current, "threshold", 0x24)
    put_object(w, data, "child_lock_config", child_lock)
    put_enable(w, data, "power_consumption_enable", 0xff, 0x26)
    put_yes(w, data, "reset_power_consumption", 0xff, 0x27, 0xff)
    put_enable(w, data, "led_indicator_enable", 0xff, 0x2f)
    put_object(w, data, "over_current_protection", current, "trip_current", 0x30)
    put_yes(w, data, "report_status", 0xff, 0x28, 0xff)
    put_yes(w, data, "report_attribute", 0xff, 0x2c, 0xff)
    put_yes(w, data, "reboot", 0xff, 0x10, 0xff)


def delay_task(w, path, v):
    if not is_object(w, path, v, "delay_time", "socket_status"):
        return None
    time = member(w, path, v, "delay_time", whole, 0, 65535)
    status = member(w, path, v, "socket_status", on_off)
    return None if None in (time, status) else delay_task_bytes(time, status)


def delay_task_bytes(time, status):
    return [0xff, 0x22, 0x00, *le16(time), 0x10 + status]


def child_lock(w, path, v):
    if not is_object(w, path, v, "enable", "lock_time"):
        return None
    on = member(w, path, v, "enable", enable)
    time = member_or(0, w, path, v, "lock_time", whole, 0, 32767)
    return None if None in (on, time) else [0xff, 0x25, *le16(on * 32768 + time)]


def current(w, path, v, name, ty):
    if not is_object(w, path, v, "enable", name):
        return None
    on = member(w, path, v, "enable", enable)
    amps = member(w, path, v, name, whole, 0, 255)
    return None if None in (on, amps) else [0xff, ty, on, amps]
