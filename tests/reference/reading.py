"""The reading of payload bytes: a Reader, numbers, labels and texts."""
import unicodedata
from fractions import Fraction


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
            raise Truncated  # no value is made of bytes that are not there
        part = self.raw[self.pos:end]
        self.pos = end
        return part

    def take_reserved(self):
        # One reserved byte, which may be missing at the very end
        if self.pos == len(self.raw):
            self.warnings += 1
        else:
            self.pos += 1

    def unknown(self):
        # An enumeration byte without a label
        self.warnings += 1
        return "unknown"

    def label(self, n, labels):
        return labels[n] if n in labels else self.unknown()

    def enable(self, n):
        return self.label(n, {0: "disable", 1: "enable"})

    def no_row(self):
        # A sub-kind without a row
        self.warnings += 1

    def within(self, n, least, most):
        # Outside its range a value is kept, with a warning
        if n < least or n > most:
            self.warnings += 1
        return n


def u16(d, i):
    return d[i] + d[i + 1] * 256


def i16(d, i):
    n = u16(d, i)
    return n - 65536 if n >= 32768 else n


def u32(d, i):
    return d[i] + d[i + 1] * 256 + d[i + 2] * 65536 + d[i + 3] * 16777216


def divide(n, by):
    # By division; a whole result stays an int
    return n // by if n % by == 0 else n / by


def low_byte_first(d, i):
    # d2d_cmd is the one hex string that is not in wire order
    return "%02x%02x" % (d[i + 1], d[i])


def bit(n, number):
    return n >> number & 1


def clear(data, *fields):
    # A channel first clears the fields that its row can set
    for field in fields:
        data.pop(field, None)


def magnitude(bits):
    """The exact number of the bits of a single, without its sign."""
    exponent = bits >> 23
    fraction = bits % 2 ** 23
    if exponent == 0:
        return Fraction(fraction) / 2 ** 149
    return Fraction(2 ** 23 + fraction) * Fraction(2) ** (exponent - 150)


def single(d, i):
    """FLOAT32: the shortest decimal that reads back as the same single, the closest of several,
    of two equally close ones that which is farther from 0.

    None for NaN and the infinities (EM300-DI, Uplink). Both zeros are 0.
    """
    bits = u32(d, i) % 2 ** 31
    sign = -1 if u32(d, i) >= 2 ** 31 else 1
    if bits >> 23 == 255:
        return None
    if bits == 0:
        return 0
    exact = magnitude(bits)
    # Whatever lies between the middles to both neighbours reads back as this single; a middle
    # itself belongs to the even one of its two.
    least = (magnitude(bits - 1) + exact) / 2
    most = (exact + magnitude(bits + 1)) / 2
    power = Fraction(1)
    while power > exact:
        power /= 10
    while power * 10 <= exact:
        power *= 10
    for digits in range(1, 10):
        step = power / 10 ** (digits - 1)
        below = exact // step * step
        for decimal in sorted((below + step, below), key=lambda n: abs(n - exact)):
            if least < decimal < most or (bits % 2 == 0 and decimal in (least, most)):
                number = sign * float(decimal)
                # A whole result stays an int; from 9e15 on the codec writes a float, equal to it
                return int(number) if number.is_integer() and abs(number) < 9e15 else number
    raise AssertionError("nine digits are enough for any single")


def is_text(text, characters):
    """Returns true if the text has no control characters, and none but those given."""
    for c in text:
        if unicodedata.category(c) == "Cc" or (characters is not None and c not in characters):
            return False
    return True


def text(r, d, characters=None):
    """A text filled with 00, read up to the first 00."""
    try:
        found = bytes(d).split(b"\0")[0].decode("utf-8")
    except UnicodeDecodeError:
        return r.unknown()
    return found if is_text(found, characters) else r.unknown()


def payload(raw):
    """The input as bytes, or None where it is not one."""
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
