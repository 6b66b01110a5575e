"""The writing of commands: a Writer, the checks of values, and the forms that commands have."""
from reading import is_text

HEX_DIGITS = "0123456789abcdefABCDEF"


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


def le16(n):
    return n % 256, n // 256 % 256


def le32(n):
    return n.to_bytes(4, "little")


def is_number(v, n):
    # true and false are no numbers, 1.0 is the number 1
    return (type(v) is int or type(v) is float) and v == n


# ---------------------------------------------------------------- values
# Each of these returns the value to send, or None after noting an error.

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


def choice(w, path, v, labels):
    # A label as decoding emits it, or its raw number
    for n, label in labels.items():
        if v == label or is_number(v, n):
            return n
    w.error(path)
    return None


def enable(w, path, v):
    if v is False or v is True:
        return int(v)
    return choice(w, path, v, {0: "disable", 1: "enable"})


def yes(w, path, v):
    if v is False or v is True:
        return int(v)
    return choice(w, path, v, {0: "no", 1: "yes"})


def on_off(w, path, v):
    if v is False or v is True:
        return int(v)
    return choice(w, path, v, {0: "off", 1: "on"})


def hex_string(w, path, v, digits):
    if isinstance(v, str) and len(v) == digits and all(c in HEX_DIGITS for c in v):
        return bytes.fromhex(v)
    w.error(path)
    return None


def filled_text(w, path, v, size, characters=None):
    """A text of at most so many bytes in UTF-8, filled with 00."""
    if isinstance(v, str) and is_text(v, characters):
        try:
            encoded = v.encode("utf-8")
        except UnicodeEncodeError:  # half a surrogate pair
            encoded = None
        if encoded is not None and len(encoded) <= size:
            return encoded.ljust(size, b"\0")
    w.error(path)
    return None


# ---------------------------------------------------------------- objects

def is_object(w, path, v, *members):
    """Returns true if v is an object; its unknown members are errors."""
    if not isinstance(v, dict):
        w.error(path)
        return False
    for name in v:
        if name not in members:
            w.error(path + "." + name)
    return True


def member(w, path, v, name, check, *limits):
    """A member that is needed."""
    if name not in v:
        w.error(path + "." + name)
        return None
    return check(w, path + "." + name, v[name], *limits)


def member_or(default, w, path, v, name, check, *limits):
    """A member that may be missing."""
    return check(w, path + "." + name, v[name], *limits) if name in v else default


def only_known(w, data, *fields):
    # Unknown and read-only fields
    for name in data:
        if name not in fields:
            w.error(name)


# ---------------------------------------------------------------- commands, one each

def put_whole(w, data, field, least, most, *head):
    if field in data:
        n = whole(w, field, data[field], least, most)
        if n is not None:
            w.put(field, *head, *le16(n))


def put_choice(w, data, field, labels, *head):
    if field in data:
        n = choice(w, field, data[field], labels)
        if n is not None:
            w.put(field, *head, n)


def put_enable(w, data, field, *head):
    if field in data:
        n = enable(w, field, data[field])
        if n is not None:
            w.put(field, *head, n)


def put_yes(w, data, field, *command):
    """A command without data: all its bytes are given."""
    if field in data:
        if yes(w, field, data[field]) == 1:
            w.put(field, *command)


def put_hex(w, data, field, digits, *head):
    if field in data:
        sent = hex_string(w, field, data[field], digits)
        if sent is not None:
            w.put(field, *head, *sent)


def put_object(w, data, field, command, *about):
    """`command` returns the bytes of one object, or None after noting an error."""
    if field in data:
        errors_before = len(w.errors)
        sent = command(w, field, data[field], *about)
        if len(w.errors) == errors_before:
            w.put(field, *sent)


def put_list(w, data, field, command):
    """One command an entry."""
    if field not in data:
        return
    entries = data[field]
    if not isinstance(entries, list) or len(entries) == 0:
        w.error(field)
        return
    errors_before = len(w.errors)
    out = []
    for i, entry in enumerate(entries):
        sent = command(w, "%s[%d]" % (field, i), entry)
        if sent is not None:
            out.extend(sent)
    if len(w.errors) == errors_before:
        w.put(field, *out)
