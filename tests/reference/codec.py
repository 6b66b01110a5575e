"""Reference codec for the payloads of the MODELS below; run by itself, it prints them.

Plain on purpose: one if/elif branch per row of the vendor's user guides. Messages are
only counted, because their wording is not specified. "P n.m" in a comment is rule m of
section n of protocol.md, "WS101 5.2" and the like a section of that device's guide.
"""

# The models that it covers. Of any other it knows nothing: a ValueError.
MODELS = ("vs321", "ws101", "ws523", "ws52x")

HEX_DIGITS = "0123456789abcdefABCDEF"


# ---------------------------------------------------------------- decoding

class Truncated(Exception):
    pass


class Reader:
    def __init__(self, raw):
        self.raw = raw
        self.pos = 0
        self.warnings = 0

    def take(self, n):
        end = self.pos + n
        if end > len(self.raw):
            raise Truncated  # P 3.3: no value is made of bytes that are not there
        part = self.raw[self.pos:end]
        self.pos = end
        return part

    def take_reserved(self):
        # P 3.4: one reserved byte, which may be missing at the very end
        if self.pos == len(self.raw):
            self.warnings += 1
        else:
            self.pos += 1

    def unknown(self):
        # P 2: an enumeration byte without a label
        self.warnings += 1
        return "unknown"

    def enable(self, byte):
        if byte == 0:
            return "disable"
        elif byte == 1:
            return "enable"
        else:
            return self.unknown()


def u16(d, i):
    return d[i] + d[i + 1] * 256


def i16(d, i):
    n = u16(d, i)
    return n - 65536 if n >= 32768 else n


def u32(d, i):
    return d[i] + d[i + 1] * 256 + d[i + 2] * 65536 + d[i + 3] * 16777216


def divide(n, by):
    # P 2: by division; a whole result stays an int
    return n // by if n % by == 0 else n / by


def clear(data, *fields):
    # P 3.5: a channel first clears the fields that its row can set
    for field in fields:
        data.pop(field, None)


def payload(raw):
    """The input as bytes, or None where it is not one (P 3.8)."""
    if isinstance(raw, (bytes, bytearray)):
        return bytes(raw) if len(raw) > 0 else None
    if not isinstance(raw, (list, tuple)) or len(raw) == 0:
        return None
    for b in raw:
        if type(b) is int:
            if not 0 <= b <= 255:
                return None
        elif type(b) is float:  # 1.0 is the JSON number 1
            if not (b.is_integer() and 0 <= b <= 255):
                return None
        else:
            return None
    return bytes(int(b) for b in raw)


def decode(model, raw, channel_function):
    raw = payload(raw)
    if raw is None:
        return {"data": {}, "warnings": 0, "errors": 1}
    r = Reader(raw)
    data = {}
    read = 0
    stopped = 0
    while r.pos < len(raw):
        try:
            known = channel_function(model, r, data)
        except Truncated:
            known = False
        if not known:
            stopped = 1  # P 3.2 and 3.3: decoding stops
            break
        read += 1
    if read == 0:
        return {"data": {}, "warnings": 0, "errors": 1}  # P 3.1
    return {"data": data, "warnings": r.warnings + stopped, "errors": 0}


def decode_uplink(model, bytes_):
    return decode(model, bytes_, uplink_channel)


def decode_downlink(model, bytes_):
    return decode(model, bytes_, downlink_channel)


def uplink_channel(model, r, data):
    """Decodes one channel; False where (channel, type) has no row."""
    head = r.take(2)
    ch = head[0]
    ty = head[1]
    if ch == 0xff and common_uplink(ty, r, data):
        return True
    if model == "ws101":
        if ws101_uplink(ch, ty, r, data):
            return True
    elif model == "ws52x" or model == "ws523":
        if socket_uplink(ch, ty, r, data):
            return True
    elif model == "vs321":
        if vs321_uplink(ch, ty, r, data):
            return True
    else:
        raise ValueError("no such model: %r" % (model,))
    # Echoes, P 9
    if ch == 0xff or ch == 0xfe:
        if model == "vs321" and ty == 0x6d:
            r.take_reserved()
            data["stop_transmit"] = "yes"
            return True
        return typed_downlink(model, 0xff, ty, r, data)
    elif model == "vs321" and (ch == 0xf9 or ch == 0xfd):
        return typed_downlink(model, ch, ty, r, data)
    elif model == "vs321" and ch == 0xf8:
        return vs321_response(ty, r, data)
    else:
        return False


def downlink_channel(model, r, data):
    if (model == "ws52x" or model == "ws523") and r.raw[r.pos] == 0x08:
        # WS52x 4.4, WS523 4.4: the one command without a type byte
        d = r.take(4)
        if d[1] == 0x00:
            data["socket_status"] = "off"
        elif d[1] == 0x01:
            data["socket_status"] = "on"
        else:
            data["socket_status"] = r.unknown()
        return True
    head = r.take(2)
    return typed_downlink(model, head[0], head[1], r, data)


def typed_downlink(model, ch, ty, r, data):
    if model == "ws101":
        return ws101_downlink(ch, ty, r, data)
    elif model == "ws52x" or model == "ws523":
        return socket_downlink(ch, ty, r, data)
    elif model == "vs321":
        return vs321_downlink(ch, ty, r, data)
    else:
        raise ValueError("no such model: %r" % (model,))


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
        b = r.take(1)[0]
        if b == 0:
            data["lorawan_class"] = "Class A"
        elif b == 1:
            data["lorawan_class"] = "Class B"
        elif b == 2:
            data["lorawan_class"] = "Class C"
        elif b == 3:
            data["lorawan_class"] = "Class CtoB"
        else:
            data["lorawan_class"] = r.unknown()
    elif ty == 0xff:
        d = r.take(2)
        data["tsl_version"] = "v%d.%d" % (d[0], d[1])
    elif ty == 0xfe:
        r.take_reserved()
        data["reset_event"] = "reset"
    else:
        return False
    return True


# WS101

def ws101_uplink(ch, ty, r, data):
    if ch == 0xff and ty == 0x08:  # WS101 5.1
        data["sn"] = r.take(6).hex()
    elif ch == 0x01 and ty == 0x75:  # WS101 5.2
        b = r.take(1)[0]
        data["battery"] = b
        if b > 100:
            r.warnings += 1
    elif ch == 0xff and ty == 0x2e:  # WS101 5.2
        b = r.take(1)[0]
        if b == 1:
            data["button_event"] = {"status": "short press"}
        elif b == 2:
            data["button_event"] = {"status": "long press"}
        elif b == 3:
            data["button_event"] = {"status": "double press"}
        else:
            data["button_event"] = {"status": r.unknown()}
    else:
        return False
    return True


def ws101_downlink(ch, ty, r, data):
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


# WS52x and WS523

def socket_uplink(ch, ty, r, data):
    if ch == 0xff and ty == 0x16:  # WS52x 4.1
        data["sn"] = r.take(8).hex()
    elif ch == 0x03 and ty == 0x74:  # WS52x 4.2
        data["voltage"] = divide(u16(r.take(2), 0), 10)
    elif ch == 0x04 and ty == 0x80:
        data["active_power"] = u32(r.take(4), 0)
    elif ch == 0x05 and ty == 0x81:
        b = r.take(1)[0]
        data["power_factor"] = b
        if b > 100:
            r.warnings += 1
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
        r.take_reserved()
        data["power_outage_alarm"] = "power_outage"
    else:
        # ff 24, 25, 26 and 30 of WS52x 4.1 read as the downlinks of the same bytes
        return False
    return True


def socket_downlink(ch, ty, r, data):
    # WS52x 4.4, WS523 4.4, WS523 (2025) Downlink Command
    if ch != 0xff:
        return False
    elif ty == 0x03:
        data["report_interval"] = u16(r.take(2), 0)
    elif ty == 0x23:
        data["cancel_delay_task"] = r.take(2)[0]
    elif ty == 0x22:
        d = r.take(4)
        if d[3] == 0x10:
            status = "off"
        elif d[3] == 0x11:
            status = "on"
        else:
            status = r.unknown()
        data["delay_task"] = {"delay_time": u16(d, 1), "socket_status": status}
    elif ty == 0x24:
        d = r.take(2)
        data["current_alarm_config"] = {"enable": r.enable(d[0]), "threshold": d[1]}
    elif ty == 0x25:
        n = u16(r.take(2), 0)
        data["child_lock_config"] = {"enable": "enable" if n >= 32768 else "disable",
                                     "lock_time": n % 32768}
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


# VS321

def regions(enabled, occupied, target):
    # VS321 5.1.2 and 5.1.4: bit n-1 is region n, bits 15-10 are not looked at
    for n in range(1, 11):
        bit = 1 << (n - 1)
        target["region_%d_enable" % n] = "enable" if enabled & bit else "disable"
        target["region_%d" % n] = "occupied" if occupied & bit else "vacant"


def alarm_label(r, b):
    if b == 1:
        return "threshold_alarm"
    elif b == 0:
        return "threshold_alarm_release"
    else:
        return r.unknown()


def vs321_uplink(ch, ty, r, data):
    if ch == 0xff and ty == 0x16:  # VS321 5.1.1
        data["sn"] = r.take(8).hex()
    elif ch == 0x01 and ty == 0x75:  # VS321 5.1.2, [1-100]
        b = r.take(1)[0]
        data["battery"] = b
        if b < 1 or b > 100:
            r.warnings += 1
    elif ch == 0x03 and ty == 0x67:
        d = r.take(2)
        clear(data, "temperature", "temperature_sensor_status")
        if d[0] == 0xff and d[1] == 0xff:
            data["temperature_sensor_status"] = "read_failed"
            r.warnings += 1
        else:
            data["temperature"] = divide(i16(d, 0), 10)
    elif ch == 0x04 and ty == 0x68:
        b = r.take(1)[0]
        clear(data, "humidity", "humidity_sensor_status")
        if b == 0xff:
            data["humidity_sensor_status"] = "read_failed"
        else:
            data["humidity"] = divide(b, 2)
            if b > 200:
                r.warnings += 1
    elif ch == 0x05 and ty == 0xfd:
        data["people_total_counts"] = u16(r.take(2), 0)
    elif ch == 0x06 and ty == 0xfe:
        d = r.take(4)
        regions(u16(d, 0), u16(d, 2), data)
    elif ch == 0x07 and ty == 0xff:
        b = r.take(1)[0]
        if b == 0:
            data["illuminance_status"] = "dim"
        elif b == 1:
            data["illuminance_status"] = "bright"
        else:
            data["illuminance_status"] = r.unknown()
    elif ch == 0x08 and ty == 0xf4:
        d = r.take(2)
        if d[1] == 0:
            data["detection_status"] = "normal"
        elif d[1] == 1:
            data["detection_status"] = "unavailable"
        else:
            data["detection_status"] = r.unknown()
    elif ch == 0x0a and ty == 0xef:
        data["timestamp"] = u32(r.take(4), 0)
    elif ch == 0x83 and ty == 0x67:  # VS321 5.1.3
        d = r.take(3)
        data["temperature"] = divide(i16(d, 0), 10)
        data["temperature_alarm"] = alarm_label(r, d[2])
    elif ch == 0x84 and ty == 0x68:
        d = r.take(2)
        data["humidity"] = divide(d[0], 2)
        if d[0] > 200:
            r.warnings += 1
        data["humidity_alarm"] = alarm_label(r, d[1])
    elif ch == 0x20 and ty == 0xce:  # VS321 5.1.4
        d = r.take(9)
        record = {"timestamp": u32(d, 0)}
        if d[4] == 1:
            record["people_total_counts"] = u16(d, 5)
        elif d[4] == 0:
            regions(u16(d, 5), u16(d, 7), record)
        else:
            r.warnings += 1
        data.setdefault("history", []).append(record)
    elif ch == 0xfc and (ty == 0x6b or ty == 0x6c):  # VS321 5.2.5
        b = r.take(1)[0]
        if b == 0:
            data["fetch_history_result"] = "success"
        elif b == 1:
            data["fetch_history_result"] = "invalid_time"
        elif b == 2:
            data["fetch_history_result"] = "no_data"
        else:
            data["fetch_history_result"] = r.unknown()
    else:
        return False
    return True


def report_type_label(r, b):
    if b == 0:
        return "from_now_on"
    elif b == 1:
        return "on_the_dot"
    else:
        return r.unknown()


def detection_mode_label(r, b):
    if b == 0:
        return "auto"
    elif b == 1:
        return "on"
    else:
        return r.unknown()


def vs321_response(ty, r, data):
    # P 9: an f9 command repeated on f8, with its result as one more byte
    if ty == 0x10:
        d = r.take(2)
        request = {"report_type": report_type_label(r, d[0])}
    elif ty == 0x6b:
        d = r.take(2)
        request = {"detection_mode": detection_mode_label(r, d[0])}
    elif ty == 0x6c:
        d = r.take(2)
        request = {"detect": "yes"}
    elif ty == 0x6e:
        d = r.take(2)
        request = {"reset": "yes"}
    else:
        return False
    if d[1] == 0:
        data.update(request)
        return True
    elif d[1] == 1:
        result = "forbidden"
    elif d[1] == 2:
        result = "invalid parameter"
    else:
        result = r.unknown()
    data["device_response_result"] = {"channel_type": ty, "result": result,
                                      "request": request}
    return True


def vs321_downlink(ch, ty, r, data):
    if ch == 0xf9 and ty == 0x10:  # VS321 5.2.1
        data["report_type"] = report_type_label(r, r.take(1)[0])
    elif ch == 0xf9 and ty == 0x6b:
        data["detection_mode"] = detection_mode_label(r, r.take(1)[0])
    elif ch == 0xf9 and ty == 0x6c:
        r.take_reserved()
        data["detect"] = "yes"
    elif ch == 0xf9 and ty == 0x6e:
        r.take_reserved()
        data["reset"] = "yes"
    elif ch == 0xff and ty == 0x10:
        r.take_reserved()
        data["reboot"] = "yes"
    elif ch == 0xff and ty == 0x8e:
        d = r.take(3)
        if d[0] == 0:
            data["report_interval"] = u16(d, 1)
        else:
            r.warnings += 1  # P 3.6
    elif ch == 0xff and ty == 0x02:
        data["collection_interval"] = u16(r.take(2), 0)
    elif ch == 0xff and ty == 0x06:  # VS321 5.2.1 and 5.2.2
        d = r.take(9)
        kind = d[0] // 8 % 8
        if kind == 1:
            data["temperature_alarm_config"] = alarm_config(
                r, d, divide(i16(d, 1), 10), divide(i16(d, 3), 10))
        elif kind == 2:
            data["humidity_alarm_config"] = alarm_config(
                r, d, divide(u16(d, 1), 2), divide(u16(d, 3), 2))
        elif kind == 3:
            data["illuminance_alarm_config"] = alarm_config(r, d, u16(d, 1), u16(d, 3))
        else:
            r.warnings += 1  # P 3.6
    elif ch == 0xff and ty == 0x68:
        data["history_enable"] = r.enable(r.take(1)[0])
    elif ch == 0xff and ty == 0x69:
        data["retransmit_enable"] = r.enable(r.take(1)[0])
    elif ch == 0xff and ty == 0x6a:  # VS321 5.2.1 and 5.2.5
        d = r.take(3)
        if d[0] == 0:
            data["retransmit_interval"] = u16(d, 1)
        elif d[0] == 1:
            data["resend_interval"] = u16(d, 1)
        else:
            r.warnings += 1  # P 3.6
    elif ch == 0xff and ty == 0x40:  # VS321 5.2.3
        data["adr_enable"] = r.enable(r.take(1)[0])
    elif ch == 0xff and ty == 0x65:
        data["lora_port"] = r.take(1)[0]
    elif ch == 0xff and ty == 0x84:  # VS321 5.2.4
        data["d2d_enable"] = r.enable(r.take(1)[0])
    elif ch == 0xff and ty == 0x35:
        data["d2d_key"] = r.take(8).hex()
    elif ch == 0xff and ty == 0x96:
        d = r.take(8)
        entry = {"mode": d[0],
                 "enable": r.enable(d[1]),
                 "lora_uplink_enable": r.enable(d[2]),
                 "d2d_cmd": "%02x%02x" % (d[4], d[3]),
                 "time": u16(d, 5),
                 "time_enable": r.enable(d[7])}
        data.setdefault("d2d_master_config", []).append(entry)
    elif ch == 0xfd and ty == 0x6b:  # VS321 5.2.5
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


def alarm_config(r, d, threshold_min, threshold_max):
    # VS321 5.2.2: bits 2-0 of byte 1
    bits = d[0] % 8
    if bits == 0:
        condition = "disable"
    elif bits == 1:
        condition = "below"
    elif bits == 2:
        condition = "above"
    elif bits == 3:
        condition = "between"
    elif bits == 4:
        condition = "outside"
    else:
        condition = r.unknown()
    return {"condition": condition, "threshold_min": threshold_min,
            "threshold_max": threshold_max, "lock_time": u16(d, 5),
            "continue_time": u16(d, 7)}


# ---------------------------------------------------------------- encoding

class Writer:
    def __init__(self):
        self.out = []
        self.sent = []  # the fields whose commands are in out
        self.errors = []
        self.warnings = 0

    def error(self, path):
        self.errors.append(path)

    def put(self, field, *parts):
        self.sent.append(field)
        self.out.extend(parts)


def encode_downlink(model, data, fPort=None):
    w = Writer()
    port = choose_port(w, fPort)
    if not isinstance(data, dict):
        w.error("data")
    else:
        if model == "ws101":
            encode_ws101(w, data)
        elif model == "ws52x" or model == "ws523":
            encode_socket(w, data)
        elif model == "vs321":
            encode_vs321(w, data)
        else:
            raise ValueError("no such model: %r" % (model,))
        if len(w.out) == 0 and len(w.errors) == 0:
            w.error("data")  # P 4.5
    if len(w.errors) > 0:
        w.out = []
    return {"bytes": bytes(w.out).hex(), "fPort": port, "warnings": w.warnings,
            "error_paths": sorted(w.errors)}


def choose_port(w, port):
    # P 4.6
    if port is None or is_number(port, 0):
        return 85
    if type(port) is float and port.is_integer():
        port = int(port)
    if type(port) is int and 1 <= port <= 223:
        if port != 85:
            w.warnings += 1
        return port
    w.warnings += 1
    return 85


def low(n):
    return n % 256


def high(n):
    return n // 256 % 256


def is_number(v, n):
    # true and false are no numbers, 1.0 is the number 1
    return (type(v) is int or type(v) is float) and v == n


# Each of these gives the value to send, or None after noting an error (P 4.3).

def whole(w, path, v, least, most):
    if type(v) is float and v.is_integer():
        v = int(v)
    if type(v) is int and least <= v <= most:
        return v
    w.error(path)
    return None


def stepped(w, path, v, least, most, scale):
    # The range is that of the value as given; the step has a tolerance of 1e-6
    if (type(v) is int or type(v) is float) and least <= v <= most:
        n = round(v * scale)
        if abs(v * scale - n) <= 1e-6:
            return n
    w.error(path)
    return None


def enable(w, path, v):
    if v == "disable" or v is False or is_number(v, 0):
        return 0
    elif v == "enable" or v is True or is_number(v, 1):
        return 1
    else:
        w.error(path)
        return None


def yes(w, path, v):
    if v == "no" or v is False or is_number(v, 0):
        return 0
    elif v == "yes" or v is True or is_number(v, 1):
        return 1
    else:
        w.error(path)
        return None


def on_off(w, path, v):
    if v == "off" or v is False or is_number(v, 0):
        return 0
    elif v == "on" or v is True or is_number(v, 1):
        return 1
    else:
        w.error(path)
        return None


def hex_string(w, path, v, digits):
    if isinstance(v, str) and len(v) == digits and all(c in HEX_DIGITS for c in v):
        return bytes.fromhex(v)
    w.error(path)
    return None


def is_object(w, path, v, *members):
    """Whether v is an object; its unknown members are errors."""
    if not isinstance(v, dict):
        w.error(path)
        return False
    for name in v:
        if name not in members:
            w.error(path + "." + name)
    return True


def has(w, path, v, name):
    """Whether the object has the member; it is an error where it has not."""
    if name in v:
        return True
    w.error(path + "." + name)
    return False


def only_known(w, data, *fields):
    # P 4.2: unknown and read-only fields
    for name in data:
        if name not in fields:
            w.error(name)


# One command each

def put_whole(w, data, field, least, most, *head):
    if field in data:
        n = whole(w, field, data[field], least, most)
        if n is not None:
            w.put(field, *head, low(n), high(n))


def put_enable(w, data, field, *head):
    if field in data:
        n = enable(w, field, data[field])
        if n is not None:
            w.put(field, *head, n)


def put_yes(w, data, field, *head):
    if field in data:
        if yes(w, field, data[field]) == 1:
            w.put(field, *head, 0xff)


# WS101

def encode_ws101(w, data):
    # WS101 5.3; the interval's range in 3.4
    only_known(w, data, "reporting_interval", "led_indicator_enable", "double_click_enable",
               "buzzer_enable", "query_device_status", "reboot")
    put_whole(w, data, "reporting_interval", 60, 64800, 0xff, 0x03)
    put_enable(w, data, "led_indicator_enable", 0xff, 0x2f)
    put_enable(w, data, "double_click_enable", 0xff, 0x74)
    put_enable(w, data, "buzzer_enable", 0xff, 0x3e)
    put_yes(w, data, "query_device_status", 0xff, 0x28)
    put_yes(w, data, "reboot", 0xff, 0x10)


# WS52x and WS523

def encode_socket(w, data):
    # WS52x 4.4, WS523 4.4; the interval's range in 3.3
    only_known(w, data, "report_interval", "socket_status", "cancel_delay_task",
               "delay_task", "delay_time", "current_alarm_config", "child_lock_config",
               "power_consumption_enable", "reset_power_consumption",
               "led_indicator_enable", "over_current_protection", "report_status",
               "report_attribute", "reboot")
    put_whole(w, data, "report_interval", 60, 64800, 0xff, 0x03)

    # P 7: { socket_status, delay_time } is a delay task, without switching at once
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
    if "delay_task" in data:
        v = data["delay_task"]
        if is_object(w, "delay_task", v, "delay_time", "socket_status"):
            put_delay_task(
                w,
                whole(w, "delay_task.delay_time", v["delay_time"], 0, 65535)
                if has(w, "delay_task", v, "delay_time") else None,
                on_off(w, "delay_task.socket_status", v["socket_status"])
                if has(w, "delay_task", v, "socket_status") else None)
    elif vendor_task:
        put_delay_task(w, whole(w, "delay_time", data["delay_time"], 0, 65535), status)

    put_current(w, data, "current_alarm_config", "threshold", 0x24)
    if "child_lock_config" in data:
        v = data["child_lock_config"]
        if is_object(w, "child_lock_config", v, "enable", "lock_time"):
            on = None
            if has(w, "child_lock_config", v, "enable"):
                on = enable(w, "child_lock_config.enable", v["enable"])
            time = 0
            if "lock_time" in v:
                time = whole(w, "child_lock_config.lock_time", v["lock_time"], 0, 32767)
            if on is not None and time is not None:
                n = on * 32768 + time
                w.put("child_lock_config", 0xff, 0x25, low(n), high(n))
    put_enable(w, data, "power_consumption_enable", 0xff, 0x26)
    put_yes(w, data, "reset_power_consumption", 0xff, 0x27)
    put_enable(w, data, "led_indicator_enable", 0xff, 0x2f)
    put_current(w, data, "over_current_protection", "trip_current", 0x30)
    put_yes(w, data, "report_status", 0xff, 0x28)
    put_yes(w, data, "report_attribute", 0xff, 0x2c)
    put_yes(w, data, "reboot", 0xff, 0x10)


def put_delay_task(w, time, status):
    if time is not None and status is not None:
        w.put("delay_task", 0xff, 0x22, 0x00, low(time), high(time), 0x10 + status)


def put_current(w, data, field, member, ty):
    if field in data:
        v = data[field]
        if is_object(w, field, v, "enable", member):
            on = None
            if has(w, field, v, "enable"):
                on = enable(w, field + ".enable", v["enable"])
            amps = None
            if has(w, field, v, member):
                amps = whole(w, field + "." + member, v[member], 0, 255)
            if on is not None and amps is not None:
                w.put(field, 0xff, ty, on, amps)


# VS321

def encode_vs321(w, data):
    only_known(w, data, "report_type", "detection_mode", "report_interval",
               "collection_interval", "temperature_alarm_config", "humidity_alarm_config",
               "illuminance_alarm_config", "d2d_key", "d2d_enable", "d2d_master_config",
               "history_enable", "retransmit_enable", "retransmit_interval",
               "resend_interval", "stop_transmit", "fetch_history", "adr_enable",
               "lora_port", "detect", "reset", "reboot")
    # VS321 5.2.1
    if "report_type" in data:
        v = data["report_type"]
        if v == "from_now_on" or v == "period" or is_number(v, 0):
            w.put("report_type", 0xf9, 0x10, 0)
        elif v == "on_the_dot" or v == "immediately" or is_number(v, 1):
            w.put("report_type", 0xf9, 0x10, 1)
        else:
            w.error("report_type")
    if "detection_mode" in data:
        v = data["detection_mode"]
        if v == "auto" or is_number(v, 0):
            w.put("detection_mode", 0xf9, 0x6b, 0)
        elif v == "on" or v == "always" or is_number(v, 1):
            w.put("detection_mode", 0xf9, 0x6b, 1)
        else:
            w.error("detection_mode")
    put_whole(w, data, "report_interval", 2, 1440, 0xff, 0x8e, 0x00)
    put_whole(w, data, "collection_interval", 2, 60, 0xff, 0x02)
    if "report_interval" in w.sent and "collection_interval" in w.sent:
        # VS321 4.2.3: the reporting interval should be greater than the detection interval
        if data["collection_interval"] >= data["report_interval"]:
            w.warnings += 1
    # VS321 5.2.2, and 5.2.1 for the illuminance
    put_alarm(w, data, "temperature_alarm_config", 1)
    put_alarm(w, data, "humidity_alarm_config", 2)
    put_alarm(w, data, "illuminance_alarm_config", 3)
    # VS321 5.2.4
    if "d2d_key" in data:
        key = hex_string(w, "d2d_key", data["d2d_key"], 16)
        if key is not None:
            w.put("d2d_key", 0xff, 0x35, *key)
    put_enable(w, data, "d2d_enable", 0xff, 0x84)
    if "d2d_master_config" in data:
        put_d2d(w, data["d2d_master_config"])
    # VS321 5.2.1 and 5.2.5
    put_enable(w, data, "history_enable", 0xff, 0x68)
    put_enable(w, data, "retransmit_enable", 0xff, 0x69)
    put_whole(w, data, "retransmit_interval", 30, 1200, 0xff, 0x6a, 0x00)
    put_whole(w, data, "resend_interval", 30, 1200, 0xff, 0x6a, 0x01)
    put_yes(w, data, "stop_transmit", 0xfd, 0x6d)
    if "fetch_history" in data:
        put_fetch_history(w, data["fetch_history"])
    # VS321 5.2.3
    put_enable(w, data, "adr_enable", 0xff, 0x40)
    if "lora_port" in data:
        n = whole(w, "lora_port", data["lora_port"], 1, 223)
        if n is not None:
            w.put("lora_port", 0xff, 0x65, n)
    # VS321 5.2.1; P 4.4
    put_yes(w, data, "detect", 0xf9, 0x6c)
    if "reset" in data and yes(w, "reset", data["reset"]) == 1:
        for field in w.sent:
            if field != "stop_transmit" and field != "fetch_history" and field != "detect":
                w.warnings += 1
                break
        w.put("reset", 0xf9, 0x6e, 0xff)
    put_yes(w, data, "reboot", 0xff, 0x10)


def put_alarm(w, data, field, kind):
    if field not in data:
        return
    v = data[field]
    errors_before = len(w.errors)
    if not is_object(w, field, v, "condition", "threshold_min", "threshold_max",
                     "lock_time", "continue_time"):
        return
    if "condition" in v:
        condition = condition_bits(w, field + ".condition", v["condition"])
        if kind == 3 and condition is not None and condition != 4:
            w.warnings += 1
    elif kind == 3:
        condition = 4
    else:
        w.error(field + ".condition")
        condition = None
    least = None
    if has(w, field, v, "threshold_min"):
        least = threshold(w, field + ".threshold_min", v["threshold_min"], kind)
    most = None
    if has(w, field, v, "threshold_max"):
        most = threshold(w, field + ".threshold_max", v["threshold_max"], kind)
    lock = 0
    if "lock_time" in v:
        lock = whole(w, field + ".lock_time", v["lock_time"], 0, 65535)
        if lock is not None and lock != 0:
            w.warnings += 1
    wait = 0
    if "continue_time" in v:
        wait = whole(w, field + ".continue_time", v["continue_time"], 0, 65535)
        if wait is not None and wait != 0:
            w.warnings += 1
    if (condition == 3 or condition == 4) and least is not None and most is not None:
        if least > most:
            w.error(field + ".threshold_min")
    if len(w.errors) == errors_before:
        w.put(field, 0xff, 0x06, kind * 8 + condition, low(least), high(least), low(most),
              high(most), low(lock), high(lock), low(wait), high(wait))


def condition_bits(w, path, v):
    # VS321 5.2.2, bits 2-0
    if v == "disable" or is_number(v, 0):
        return 0
    elif v == "below" or is_number(v, 1):
        return 1
    elif v == "above" or is_number(v, 2):
        return 2
    elif v == "between" or is_number(v, 3):
        return 3
    elif v == "outside" or is_number(v, 4):
        return 4
    else:
        w.error(path)
        return None


def threshold(w, path, v, kind):
    if kind == 1:  # INT16 * 0.1, degrees Celsius
        return stepped(w, path, v, -3276.8, 3276.7, 10)
    elif kind == 2:  # UINT16 * 0.5, %RH
        return stepped(w, path, v, 0, 100, 2)
    else:  # UINT16, lux
        return whole(w, path, v, 0, 65535)


def put_d2d(w, entries):
    # VS321 5.2.4; the range of time in 4.4.2
    field = "d2d_master_config"
    if not isinstance(entries, list) or len(entries) == 0:
        w.error(field)
        return
    errors_before = len(w.errors)
    out = []
    for i, v in enumerate(entries):
        path = "%s[%d]" % (field, i)
        if not is_object(w, path, v, "mode", "enable", "lora_uplink_enable", "d2d_cmd",
                         "time", "time_enable"):
            continue
        mode = on = uplink = cmd = time = time_on = None
        if has(w, path, v, "mode"):
            mode = d2d_mode(w, path + ".mode", v["mode"])
        if has(w, path, v, "enable"):
            on = enable(w, path + ".enable", v["enable"])
        if has(w, path, v, "lora_uplink_enable"):
            uplink = enable(w, path + ".lora_uplink_enable", v["lora_uplink_enable"])
        if has(w, path, v, "d2d_cmd"):
            cmd = hex_string(w, path + ".d2d_cmd", v["d2d_cmd"], 4)
        if has(w, path, v, "time_enable"):
            time_on = enable(w, path + ".time_enable", v["time_enable"])
        if has(w, path, v, "time"):
            # 0 is a time by itself, but not beside time_enable "enable"
            time = whole(w, path + ".time", v["time"], 0, 1440)
            if time == 0 and time_on == 1:
                w.error(path + ".time")
        if len(w.errors) == errors_before:
            out.extend([0xff, 0x96, mode, on, uplink, cmd[1], cmd[0], low(time),
                        high(time), time_on])
    if len(w.errors) == errors_before:
        w.put(field, *out)


def d2d_mode(w, path, v):
    if v == "occupied":
        return 1
    elif v == "vacant":
        return 2
    elif v == "dim":
        return 3
    elif v == "occupied_bright":
        return 4
    elif v == "occupied_dim":
        return 5
    for n in range(1, 11):
        if v == "region_%d_occupied" % n:
            return 2 * n - 1
        elif v == "region_%d_vacant" % n:
            return 2 * n
    return whole(w, path, v, 1, 20)


def put_fetch_history(w, v):
    # VS321 5.2.5
    if not is_object(w, "fetch_history", v, "start_time", "end_time"):
        return
    start = None
    if has(w, "fetch_history", v, "start_time"):
        start = whole(w, "fetch_history.start_time", v["start_time"], 0, 4294967295)
    if "end_time" not in v:
        if start is not None:
            w.put("fetch_history", 0xfd, 0x6b, *start.to_bytes(4, "little"))
        return
    end = whole(w, "fetch_history.end_time", v["end_time"], 0, 4294967295)
    if start is not None and end is not None:
        if end < start:
            w.error("fetch_history.end_time")
        else:
            w.put("fetch_history", 0xfd, 0x6c, *start.to_bytes(4, "little"),
                  *end.to_bytes(4, "little"))


if __name__ == "__main__":
    print("\n".join(MODELS))
