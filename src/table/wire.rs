//! Wire types of numbers.

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
}
