//! Places and types of bits on the wire.

use crate::bits::{extend_sign, mask};

/// A place in a row's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// First byte, from the start of the data.
    pub offset: usize,
    /// Bytes.
    pub length: usize,
    /// The first bit, in the little-endian number that the bytes make.
    pub shift: u32,
    /// The number of bits, all of the bytes' where the part is not a bit field.
    pub width: u32,
}

impl Slot {
    pub(super) const fn whole(offset: usize, length: usize) -> Slot {
        Slot { offset, length, shift: 0, width: 8 * length as u32 }
    }

    pub(crate) const fn bits(self, shift: u32, width: u32) -> Slot {
        Slot { shift, width, ..self }
    }

    /// Returns true if the bits are all of the bytes'.
    pub const fn is_whole(&self) -> bool {
        self.width == 8 * self.length as u32
    }

    /// The bits' value in a row's data; `None` where bytes are missing or more than 4.
    pub fn read(&self, data: &[u8]) -> Option<u32> {
        let bytes = data.get(self.offset..self.offset + self.length)?;
        let word = match *bytes {
            [a] => u32::from(a),
            [a, b] => u32::from(u16::from_le_bytes([a, b])),
            [a, b, c] => u32::from_le_bytes([a, b, c, 0]),
            [a, b, c, d] => u32::from_le_bytes([a, b, c, d]),
            _ => return None,
        };
        Some((word >> self.shift) & mask(self.width))
    }
}

/// The wire types of numbers, little-endian.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wire {
    /// One byte.
    U8,
    /// Two bytes.
    U16,
    /// Three bytes.
    U24,
    /// Four bytes.
    U32,
    /// One byte, two's complement.
    I8,
    /// Two bytes, two's complement.
    I16,
    /// Three bytes, two's complement.
    I24,
    /// Four bytes, two's complement.
    I32,
    /// Half precision (IEEE 754 binary16).
    F16,
    /// Single precision (IEEE 754 binary32).
    F32,
    /// Some bits of a [`super::Coding::Bits`].
    Bits(u32),
}

impl Wire {
    /// Bits on the wire.
    pub const fn width(self) -> u32 {
        match self {
            Wire::U8 | Wire::I8 => 8,
            Wire::U16 | Wire::I16 | Wire::F16 => 16,
            Wire::U24 | Wire::I24 => 24,
            Wire::U32 | Wire::I32 | Wire::F32 => 32,
            Wire::Bits(width) => width,
        }
    }

    /// Returns true if the numbers are two's complement.
    pub const fn is_signed(self) -> bool {
        matches!(self, Wire::I8 | Wire::I16 | Wire::I24 | Wire::I32)
    }

    /// Returns true if the numbers are floating-point.
    pub const fn is_float(self) -> bool {
        matches!(self, Wire::F16 | Wire::F32)
    }

    /// The lowest and the highest integer.
    pub const fn bounds(self) -> (i64, i64) {
        if self.is_signed() {
            let half = 1i64 << (self.width() - 1);
            (-half, half - 1)
        } else {
            (0, mask(self.width()) as i64)
        }
    }

    /// The integer of raw bits.
    pub const fn integer(self, raw: u32) -> i64 {
        if self.is_signed() { extend_sign(raw, self.width()) } else { raw as i64 }
    }
}

/// How version bytes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// One byte in decimal: 01 is `v1`.
    Decimal,
    /// Two bytes in decimal: 0100 is `v1.0`.
    DecimalDecimal,
    /// Two bytes in hex: 0114 is `v1.14`.
    HexHex,
    /// One byte in hex and the next one's high nibble: 0140 is `v1.4`.
    HexNibble,
}

impl Version {
    pub(super) const fn length(self) -> usize {
        match self {
            Version::Decimal => 1,
            _ => 2,
        }
    }
}
