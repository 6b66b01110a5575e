//! Half and single precision numbers as their shortest decimals, and back.

use crate::bits::mask;

/// Returns the number of half or single precision bits: the shortest decimal that reads back as the
/// same bits. Of two decimals as close, it is the one further from 0. `None` for infinities and NaN.
pub(crate) fn float(bits: u32, width: u32) -> Option<f64> {
    let (places, top) = layout(width);
    let fraction = bits & mask(places);
    let exponent = bits >> places & top;
    if exponent == top {
        return None;
    }
    let least = exponent.max(1) as i32 - (top >> 1) as i32 - places as i32;
    let step = power_of_two(least);
    let value = f64::from(fraction | u32::from(exponent > 0) << places) * step;
    let below = nearness_below(fraction, exponent);
    let reads_back = |decimal: f64| {
        let gap = ((value - decimal) * below).max((decimal - value) * 2.0);
        gap < step || (gap == step && fraction & 1 == 0)
    };
    let power = leading_power(value);
    // Nine digits tell all singles apart, ten where the power is one too high.
    let decimals = (0..10).flat_map(|digits| {
        let shift = digits - power;
        let nearest = (times_ten_to(value, shift) + 0.5) as u64;
        [decimal(nearest, -shift), decimal(nearest + 1, -shift)]
    });
    let short = decimals.into_iter().find(|short| reads_back(*short)).unwrap_or(value);
    // A difference, since there is one zero alone.
    Some(if bits >> (width - 1) & 1 == 1 { 0.0 - short } else { short })
}

/// Returns the bits of the nearest half or single precision number; ties go to the even one, and
/// -0 is 0. `None` for NaN and for numbers that round to infinity.
pub(crate) fn float_bits(number: f64, width: u32) -> Option<u32> {
    let (places, top) = layout(width);
    let size = number.abs();
    let most = (top >> 1) as i32;
    let least = 1 - most;
    let exponent = ((size.to_bits() >> 52) as i32 - 1023).max(least);
    if exponent > most {
        return None;
    }
    let steps = size / power_of_two(exponent - places as i32);
    let whole = steps as u32;
    let rest = steps - f64::from(whole);
    let is_up = rest > 0.5 || (rest == 0.5 && whole & 1 == 1);
    let bits = (((exponent - least) as u32) << places) + whole + u32::from(is_up);
    (bits < top << places).then_some(bits | u32::from(number < 0.0) << (width - 1))
}

/// The bits of the fraction, and the exponent of infinities and NaN.
const fn layout(width: u32) -> (u32, u32) {
    if width == 16 { (10, 31) } else { (23, 255) }
}

fn power_of_two(power: i32) -> f64 {
    f64::from_bits(((power + 1023) as u64) << 52)
}

/// Returns the factor that makes a step of half the distance to the number below. Below a power of
/// two numbers are twice as close.
const fn nearness_below(fraction: u32, exponent: u32) -> f64 {
    if fraction == 0 && exponent > 1 { 4.0 } else { 2.0 }
}

/// The power of ten of a number's first digit, or one more.
fn leading_power(value: f64) -> i32 {
    let mut power = 0;
    while value >= power_of_ten(power + 1) {
        power += 1;
    }
    while value > 0.0 && value < power_of_ten(power) {
        power -= 1;
    }
    power
}

fn times_ten_to(value: f64, power: i32) -> f64 {
    if power < 0 { value / power_of_ten(-power) } else { value * power_of_ten(power) }
}

/// As near as divisions and multiplications come.
fn power_of_ten(power: i32) -> f64 {
    let mut value = 1.0;
    for _ in 0..power.unsigned_abs() {
        value *= 10.0;
    }
    if power < 0 { 1.0 / value } else { value }
}

/// `whole` times ten to the power, rounded once. `whole` has ten digits at most.
fn decimal(whole: u64, power: i32) -> f64 {
    // Up to the 22nd, powers of ten are exact.
    if (-22..0).contains(&power) {
        return whole as f64 / power_of_ten(-power);
    }
    let mut fives: u128 = 1;
    for _ in 0..power.unsigned_abs() {
        fives *= 5;
    }
    if power >= 0 {
        return (u128::from(whole) * fives) as f64 * power_of_two(power);
    }
    // Digit by digit: the first 54, and one for all that follow.
    let (mut rest, mut quotient, mut shift) = (u128::from(whole), 0u64, power);
    while rest > 0 && quotient >> 53 == 0 {
        rest *= 2;
        quotient *= 2;
        shift -= 1;
        if rest >= fives {
            rest -= fives;
            quotient |= 1;
        }
    }
    let quotient = quotient << 1 | u64::from(rest > 0);
    quotient as f64 * power_of_two(shift - 1)
}

#[cfg(test)]
mod tests {
    use super::{float, float_bits};

    /// The decimal that Rust prints.
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
        // All powers of two: numbers are half as close above them as below.
        for value in (0..255).map(|exponent| f32::from_bits(exponent << 23)) {
            assert_eq!(float(value.to_bits(), 32), Some(shortest(value)), "{value:e}");
        }
        // 464634.125: of two decimals as close, the one further from 0, as in JavaScript.
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

    #[test]
    fn every_decimal_of_a_float_has_its_bits() {
        for bits in 0..=0xffff {
            if let Some(number) = float(bits, 16).filter(|_| bits != 0x8000) {
                assert_eq!(float_bits(number, 16), Some(bits), "{bits:04x} {number}");
            }
        }
        let mut bits = 1u32;
        for _ in 0..20_000 {
            bits = bits.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let value = f32::from_bits(bits);
            if value.is_finite() {
                assert_eq!(float_bits(shortest(value), 32), Some(bits), "{value:e}");
            }
        }
    }

    /// The compiler rounds as IEEE 754 has it.
    #[test]
    fn a_number_between_two_floats_has_the_bits_of_the_nearer_one() {
        for number in [0.1, 1.0 / 3.0, 16_777_217.0, 16_777_219.0, 1.0e-45, 0.7e-45, 3.5e38, 1e300]
        {
            for number in [number, -number] {
                let single = Some(number as f32).filter(|single| single.is_finite());
                assert_eq!(float_bits(number, 32), single.map(f32::to_bits), "{number:e}");
            }
        }
        assert_eq!(float_bits(f64::from(f32::MAX), 32), Some(f32::MAX.to_bits()));
        assert_eq!(float_bits(0.0, 32), Some(0));
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(float_bits(number, 32), None);
        }
        // The largest half is 65504, and 65520 is as close to it as to the next.
        assert_eq!(float_bits(65_519.9, 16), Some(0x7bff));
        assert_eq!(float_bits(65_520.0, 16), None);
        assert_eq!(float_bits(-2049.0, 16), Some(0xe800));
        assert_eq!(float_bits(2051.0, 16), Some(0x6802));
    }
}
