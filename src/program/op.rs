//! The reading of leaves, precomputed for the walk.

use crate::table::{Coding, Part};

/// The action of a walk on a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Code {
    /// Fills a slot with an integer: a number's steps, or the place of a label.
    Integer,
    /// Fills a slot with an integer divided by `div`.
    Scaled,
    /// Needs a look at the leaf for every value: floating-point numbers, fields that a bit gives,
    /// other kinds.
    Irregular,
    /// Fills a slot with the bits of several neighbours that are one choice of two labels each.
    Flags,
    /// Fills slots with bytes.
    Bytes,
    /// Fills slots with the bytes of a text.
    Text,
    /// Fills a slot with 0.
    Zero,
    /// Has no field.
    Skip,
}

/// Where and how a leaf is read: derived from the leaf and its neighbours.
#[derive(Debug, Clone, Copy)]
pub struct Op {
    /// The leaf.
    pub leaf: &'static Part,
    /// The action.
    pub code: Code,
    /// The record has a slot for a special value behind the field's.
    pub special: bool,
    /// The first bit, in the little-endian number that begins at `at`.
    pub shift: u8,
    /// Flags, this one and those behind it, or bytes.
    pub count: u8,
    /// The first byte, from the start of the row's data.
    pub at: u16,
    /// The first slot, from the start of the record.
    pub slot: u16,
    /// The bit of that slot, where the leaf is one of several flags.
    pub bit: Option<u8>,
    /// All bits of the leaf.
    pub mask: u32,
    /// The sign's bit, 0 where there is none.
    pub sign: u32,
    /// The regular values are those from `low` to `low + span`, counted round the mask.
    pub low: u32,
    /// See `low`.
    pub span: u32,
    /// The number subtracted from an integer.
    pub base: i32,
    /// The divisor of an integer.
    pub div: u32,
}

impl Op {
    pub(crate) const EMPTY: Op = Op {
        leaf: &Part::EMPTY,
        code: Code::Skip,
        special: false,
        shift: 0,
        count: 0,
        at: 0,
        slot: 0,
        bit: None,
        mask: 0,
        sign: 0,
        low: 0,
        span: 0,
        base: 0,
        div: 1,
    };

    /// The first bit, from the first of the data.
    pub fn first_bit(&self) -> u32 {
        8 * u32::from(self.at) + u32::from(self.shift)
    }

    /// The integer of raw bits, less the base.
    #[inline(always)]
    pub(crate) const fn integer(&self, raw: u32) -> i64 {
        (raw ^ self.sign) as i64 - self.sign as i64 - self.base as i64
    }

    /// The slot of a regular value.
    #[inline(always)]
    pub(crate) fn slot_of(&self, raw: u32) -> u64 {
        let integer = self.integer(raw);
        if self.code == Code::Scaled {
            (integer as f64 / f64::from(self.div)).to_bits()
        } else {
            integer as u64
        }
    }

    /// Returns true if the slot holds the bits of an `f64`.
    pub(crate) fn is_float(&self) -> bool {
        self.code == Code::Scaled || self.leaf.coding == Coding::Float
    }

    /// Returns true if the bits are a regular value: with a label, within the range, not special.
    #[inline(always)]
    pub(crate) const fn is_regular(&self, raw: u32) -> bool {
        raw.wrapping_sub(self.low) & self.mask <= self.span
    }
}
