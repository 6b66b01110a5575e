"""Reference codec for the payloads of the MODELS below; run by itself, it prints them.

Plain on purpose: one if/elif branch per row of the vendor's user guides, in devices/ a file for
each protocol. Messages are only counted, because their wording is not specified. "WS101 5.2" and
the like is a section of that device's guide.
"""
from devices import (em300_di, em300_mcs, em300_mld, em300_sld, em300_th, em310_tilt, em310_udl,
                     em320_th, vs321, ws101, ws136, ws201, ws202, ws203, ws301, ws302, ws303, ws52x)
from devices.shared import common_uplink
from reading import Reader, Truncated, payload
from writing import Writer, is_number

DEVICES = {
    "em300-di": em300_di,
    "em300-mcs": em300_mcs,
    "em300-mld": em300_mld,
    "em300-sld": em300_sld,
    "em300-th": em300_th,
    "em310-tilt": em310_tilt,
    "em310-udl": em310_udl,
    "em320-th": em320_th,
    "vs321": vs321,
    "ws101": ws101,
    "ws136": ws136,
    "ws156": ws136,
    "ws201": ws201,
    "ws202": ws202,
    "ws203": ws203,
    "ws301": ws301,
    "ws302": ws302,
    "ws303": ws303,
    "ws523": ws52x,
    "ws52x": ws52x,
}
ALIASES = {"em300-zld": "em300-sld"}

# The models that it covers. Of any other it knows nothing: a ValueError.
MODELS = tuple(DEVICES)


def device_of(model):
    name = ALIASES.get(model, model)
    if name not in DEVICES:
        raise ValueError("no such model: %r" % (model,))
    return DEVICES[name]


# ---------------------------------------------------------------- decoding

def decode_uplink(model, bytes_):
    return decode(device_of(model), bytes_, uplink_channel)


def decode_downlink(model, bytes_):
    return decode(device_of(model), bytes_, downlink_channel)


def decode(device, raw, channel_function):
    raw = payload(raw)
    if raw is None:
        return {"data": {}, "warnings": 0, "errors": 1}
    r = Reader(raw)
    data = {}
    read = 0
    stopped = 0
    while r.pos < len(raw):
        try:
            known = channel_function(device, r, data)
        except Truncated:
            known = False
        if not known:
            stopped = 1  # the length of what follows is not known
            break
        read += 1
    if read == 0:
        return {"data": {}, "warnings": 0, "errors": 1}  # no channel was read
    return {"data": data, "warnings": r.warnings + stopped, "errors": 0}


def uplink_channel(device, r, data):
    """Decodes one channel; False where (channel, type) has no row."""
    ch, ty = r.take(2)
    if ch == 0xff and common_uplink(ty, r, data):
        return True
    if device.uplink(ch, ty, r, data):
        return True
    # Commands of channel ff are repeated on ff and fe, those of f9 and fd on their own
    if ch == 0xff or ch == 0xfe:
        return device.downlink(0xff, ty, r, data)
    elif ch == 0xf9 or ch == 0xfd:
        return device.downlink(ch, ty, r, data)
    else:
        return False


def downlink_channel(device, r, data):
    if device is ws52x and ws52x.typeless_downlink(r, data):
        return True
    ch, ty = r.take(2)
    return device.downlink(ch, ty, r, data)


# ---------------------------------------------------------------- encoding

def encode_downlink(model, data, fPort=None):
    device = device_of(model)
    w = Writer()
    port = choose_port(w, fPort)
    if not isinstance(data, dict):
        w.error("data")
    else:
        device.encode(w, data)
        if len(w.out) == 0 and len(w.errors) == 0:
            w.error("data")  # "no" sends nothing
    if len(w.errors) > 0:
        w.out = []
    if len(w.out) > 242:  # the longest payload that LoRaWAN carries
        w.warnings += 1
    return {"bytes": bytes(w.out).hex(), "fPort": port, "warnings": w.warnings,
            "error_paths": sorted(w.errors)}


def choose_port(w, port):
    # Absent, null or 0 is 85; another port from 1 to 223 is a warning; anything else is 85 and one.
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


if __name__ == "__main__":
    print("\n".join(MODELS))
