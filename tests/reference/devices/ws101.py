"""WS101."""
from devices.shared import battery_uplink
from reading import u16
from writing import only_known, put_enable, put_whole, put_yes


def uplink(ch, ty, r, data):
    if ch == 0xff and ty == 0x08:  # WS101 5.1
        data["sn"] = r.take(6).hex()
    elif battery_uplink(ch, ty, r, data):  # WS101 5.2
        pass
    elif ch == 0xff and ty == 0x2e:  # WS101 5.2
        data["button_event"] = {"status": r.label(
            r.take(1)[0], {1: "short press", 2: "long press", 3: "double press"})}
    else:
        return False
    return True


def downlink(ch, ty, r, data):
    # WS101 5.3
    if ch != 0xff:
        return False
    elif ty == 0x03:
        data["reporting_interval"] = u16(r.take(2), 0)
    elif ty == 0x2f:
        data["led_indicator_enable"] = r.enable(r.take(1)[0])
    elif ty == 0x74:
        data["double_click_enable"] = r.enable(r.take(1)[0])
    elif ty == 0x3e:
        data["buzzer_enable"] = r.enable(r.take(1)[0])
    elif ty == 0x28:
        r.take_reserved()
        data["query_device_status"] = "yes"
    elif ty == 0x10:
        r.take_reserved()
        data["reboot"] = "yes"
    else:
        return False
    return True


def encode(w, data):
    # WS101 5.3; the interval's range in 3.4
    only_known(w, data, "reporting_interval", "led_indicator_enable", "double_click_enable",
               "buzzer_enable", "query_device_status", "reboot")
    put_whole(w, data, "reporting_interval", 60, 64800, 0xff, 0x03)
    put_enable(w, data, "led_indicator_enable", 0xff, 0x2f)
    put_enable(w, data, "double_click_enable", 0xff, 0x74)
    put_enable(w, data, "buzzer_enable", 0xff, 0x3e)
    put_yes(w, data, "query_device_status", 0xff, 0x28, 0xff)
    put_yes(w, data, "reboot", 0xff, 0x10, 0xff)
