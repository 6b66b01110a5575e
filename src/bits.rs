//! Bits of little-endian numbers.

/// A number whose lowest `width` bits are set.
pub(crate) const fn mask(width: u32) -> u32 {
    if width >= 32 { u32::MAX } else { (1 << width) - 1 }
}

/// The two's complement number that the lowest `width` bits stand for.
pub(crate) const fn extend_sign(raw: u32, width: u32) -> i64 {
    let unused = 32 - width;
    ((raw << unused) as i32 >> unused) as i64
}

/// The little-endian number of up to four bytes; bytes that are not there are zeros.
#[inline(always)]
pub(crate) fn load(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at..at + 4) {
        Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
        _ => load_last(bytes, at),
    }
}

fn load_last(bytes: &[u8], at: usize) -> u32 {
    match *bytes.get(at..).unwrap_or_default() {
        [a, b, c, ..] => u32::from_le_bytes([a, b, c, 0]),
        [a, b] => u32::from_le_bytes([a, b, 0, 0]),
        [a] => a.into(),
        [] => 0,
    }
}
