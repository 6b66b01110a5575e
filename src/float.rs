//! Half and single precision numbers as their shortest decimals.

/// The number that half or single precision bits stand for: that of the shortest decimal which
/// reads back as the same bits, of two as close the one further from 0. `None` for infinities and
/// NaN.
pub(crate) fn float(bits: u32, width: u16) -> Option<f64> {
    let value = if width == 16 { half(bits as u16) } else { f32::from_bits(bits) };
    if !value.is_finite() {
        return None;
    }
    let magnitude = f64::from(value.abs());
    if magnitude == 0.0 {
        return Some(value.into());
    }
    let reads_back = |decimal: f64| {
        if width == 16 {
            to_half(decimal) == bits as u16 & 0x7fff
        } else {
            decimal as f32 == value.abs()
        }
    };
    // The power of ten of the first digit.
    let mut power = 0;
    while magnitude >= nearest(1, power + 1) {
        power += 1;
    }
    while magnitude < nearest(1, power) {
        power -= 1;
    }
    // Nine digits tell all singles apart.
    let mut decimal = magnitude;
    for digits in 0..9 {
        decimal = nearest(rounded(value.to_bits(), digits - power), power - digits);
        if reads_back(decimal) {
            break;
        }
    }
    Some(if value < 0.0 { -decimal } else { decimal })
}

/// The whole number that is closest to the magnitude of a single times a power of ten. Exact, as
/// `toPrecision` is in JavaScript; the result has at most nine digits.
fn rounded(bits: u32, power: i32) -> u64 {
    let (exponent, fraction) = ((bits >> 23 & 255) as i32, u128::from(bits & 0x007f_ffff));
    let (whole, exponent) =
        if exponent == 0 { (fraction, -149) } else { (fraction | 1 << 23, exponent - 150) };
    let shift = exponent + power;
    if power < 0 {
        let by = power_of_five(-power);
        let (of, by) = if shift < 0 { (whole, by << -shift) } else { (whole << shift, by) };
        return ((2 * of + by) / (2 * by)) as u64;
    }
    // A product of up to 150 bits, in two parts.
    let (first, second) =
        (whole * power_of_five(power.min(27)), power_of_five((power - 27).max(0)));
    let low = (first & u128::from(u64::MAX)) * second;
    let high = (first >> 64) * second + (low >> 64);
    let product = high << 64 | low & u128::from(u64::MAX);
    (match -shift {
        ..=0 => product << shift,
        down @ ..=64 => (product + (1 << (down - 1))) >> down,
        down => (high + (1 << (down - 65))) >> (down - 64),
    }) as u64
}

/// The number that is nearest to a whole one of at most nine digits times a power of ten, from the
/// 53rd below one to the 38th above.
fn nearest(whole: u64, power: i32) -> f64 {
    let mut rest = u128::from(whole);
    if power >= 0 {
        return (rest * power_of_five(power)) as f64 * power_of_two(power);
    }
    let mut by = power_of_five(-power);
    let mut exponent = power;
    while by <= rest {
        by <<= 1;
        exponent += 1;
    }
    // More bits than a number has, the last one for all that follow.
    let mut quotient = 0u64;
    while quotient < 1 << 60 {
        rest <<= 1;
        quotient <<= 1;
        exponent -= 1;
        if rest >= by {
            rest -= by;
            quotient |= 1;
        }
    }
    (quotient | u64::from(rest != 0)) as f64 * power_of_two(exponent)
}

fn power_of_five(power: i32) -> u128 {
    let mut value = 1;
    for _ in 0..power {
        value *= 5;
    }
    value
}

fn power_of_two(power: i32) -> f64 {
    f64::from_bits(((1023 + power) as u64) << 52)
}

/// The number of half precision bits.
fn half(bits: u16) -> f32 {
    let sign = u32::from(bits >> 15) << 31;
    let (exponent, fraction) = (u32::from(bits >> 10 & 31), u32::from(bits & 1023));
    match exponent {
        0 => {
            // 2^-24, the least number.
            let value = fraction as f32 * f32::from_bits(103 << 23);
            f32::from_bits(value.to_bits() | sign)
        }
        31 => f32::from_bits(sign | 255 << 23 | fraction << 13),
        _ => f32::from_bits(sign | (exponent + 112) << 23 | fraction << 13),
    }
}

/// The half precision bits that are nearest to a number within their range, of two the even ones.
fn to_half(value: f64) -> u16 {
    let (mut low, mut high) = (0u16, 0x7c00u16);
    let magnitude = value.abs();
    let sign = if value < 0.0 { 0x8000 } else { 0 };
    // The bits of positive halves are in the order of the numbers.
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if f64::from(half(middle)) <= magnitude { low = middle } else { high = middle }
    }
    // What comes after the largest half would be 65536, were there one.
    let above = if high == 0x7c00 { 65536.0 } else { f64::from(half(high)) };
    let below = f64::from(half(low));
    let up = magnitude - below > above - magnitude
        || (magnitude - below == above - magnitude && low & 1 == 1);
    (if up { high } else { low }) | sign
}

#[cfg(test)]
mod tests {
    use super::float;

    /// As Rust's own printing of numbers has it.
    fn shortest(value: f32) -> f64 {
        format!("{value:e}").parse().expect("a number")
    }

    #[test]
    fn a_float_is_the_shortest_decimal_that_reads_back() {
        let values = [0.1, 25.3, 0.00123, 1234.567, 1.0e-7, 6.5e9, 16_777_216.0, 3.4e21, 1.0e-20];
        let more = (1..2000).map(|whole: u16| f32::from(whole) / 7.0);
        for value in values.into_iter().chain(more) {
            for value in [value, -value] {
                assert_eq!(float(value.to_bits(), 32), Some(shortest(value)), "{value}");
            }
        }
        // All magnitudes, those below the least normal single too.
        let mut bits = 1u32;
        for _ in 0..20_000 {
            bits = bits.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let value = f32::from_bits(bits >> (bits % 3 * 8));
            if value.is_finite() {
                assert_eq!(float(value.to_bits(), 32), Some(shortest(value)), "{value:e}");
            }
        }
        for value in [f32::MIN_POSITIVE, f32::MAX, f32::MIN, f32::from_bits(1), 0.0, 1.0e10] {
            assert_eq!(float(value.to_bits(), 32), Some(shortest(value)), "{value:e}");
        }
        // 464634.125: two decimals are as close, and it is the one further from 0, as in JavaScript.
        assert_eq!(float(0x48e2_df44, 32), Some(464_634.13));
        assert_eq!(float(0xc8e2_df44, 32), Some(-464_634.13));
        assert_eq!(float(f32::INFINITY.to_bits(), 32), None);
        assert_eq!(float(f32::NAN.to_bits(), 32), None);
    }

    #[test]
    fn a_half_is_the_shortest_decimal_that_reads_back() {
        // IEEE 754: 25.296875 is the half next to 25.3, and 65504 the largest.
        assert_eq!(float(0x3c00, 16), Some(1.0));
        assert_eq!(float(0x4e53, 16), Some(25.3));
        assert_eq!(float(0x7bff, 16), Some(65500.0));
        assert_eq!(float(0x7c00, 16), None);
    }
}
