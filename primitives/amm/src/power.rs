//! Powers of ratios, bit for bit as the reference chain computes them.
//!
//! # Definition
//!
//! [`pow_scaled`] is `floor(scale * (numerator / denominator)^(en / ed))` for a scale of 10^18.
//! There are two paths, and the choice of the path is part of the result:
//!
//! - **Exact.** When both parts of the reduced exponent are at most 1024 the result is the true
//!   floor. It is computed from a logarithm with 280 fractional bits. If that leaves two
//!   candidates, integers decide: `r^ed * denominator^en <= numerator^en * scale^ed`.
//! - **Series.** Otherwise the result is that of fixed-point Taylor series with a stated precision
//!   and a stated number of terms. With strongly uneven weights and a large input the
//!   exponential is truncated before it converges, and its value is far from the true power. The
//!   protocol defines this value, so neither precision nor the number of terms may change.
//!
//! The series are those of the crate `safe-bigmath` 0.4.2, which allocates on the heap. Here all
//! numbers lie on the stack, and the bounds of the pool's weights bound their size.

use core::cmp::Ordering;

use crate::{fixed::halves, wide::Wide};

/// The scale of every result: parts in one whole.
pub(crate) const PARTS: u64 = 1_000_000_000_000_000_000;

/// Exponents whose reduced parts are both at most this are computed exactly.
const MAX_EXACT_EXPONENT: u64 = 1024;

/// Bits that the series carry beyond their precision.
const GUARD_BITS: u32 = 24;

/// The series whose logarithms the exact path uses.
const EXACT: Series = Series::Coarse;

/// The error bound of the estimate of the exact path: 2^180 units of 2^-280, that is 2^-100.
///
/// A sum of logarithms is off by less than 2^-247: 2^25 units in each series and in the 128
/// multiples of ln 2. The exponent makes that 2^-237, the number of halvings of the result adds
/// 2^-238. A result within `u64` is therefore off by less than 2^-170.
const DOUBT_BITS: u32 = 180;

/// The number of doublings that exceeds `u64::MAX` parts: `2^5 * 10^18`.
const DOUBLINGS_OUT_OF_RANGE: i64 = 5;

/// The precision of a series.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Series {
	/// 256 bits, for the outcome of a trade.
	Coarse,
	/// 1024 bits, for the input that reaches a price.
	Fine,
}

impl Series {
	/// Bits of the result of a series.
	const fn precision(self) -> u32 {
		match self {
			Self::Coarse => 256,
			Self::Fine => 1024,
		}
	}

	/// Fractional bits of intermediate values: the precision and the guard bits.
	const fn fraction_bits(self) -> u32 {
		self.precision().saturating_add(GUARD_BITS)
	}

	/// The number of the last term of a series.
	const fn last_term(self) -> u32 {
		self.fraction_bits().saturating_add(128)
	}

	/// The natural logarithm of 2, as [`ln_one_plus`] computes it from one half.
	fn ln_two(self) -> Option<Wide> {
		match self {
			Self::Coarse => Wide::from_limbs(&LN_TWO_COARSE),
			Self::Fine => Wide::from_limbs(&LN_TWO_FINE),
		}
	}

	/// One, with the fractional bits of the series.
	fn one(self) -> Option<Wide> {
		Wide::power_of_two(self.fraction_bits())
	}

	/// Whether a sum has reached its precision with the addend that led from `before` to
	/// `after`, both rounded to the precision.
	fn has_settled(addend: &Wide, before: &Wide, after: &Wide) -> bool {
		addend.is_below_power_of_two(GUARD_BITS) || before == after
	}
}

/// ln 2 with 280 fractional bits.
const LN_TWO_COARSE: [u64; 5] = [
	0x5b8baafa2b652aba,
	0x267298b62d8a0d17,
	0x9803f2f6af40f343,
	0xf7d1cf79abc9e3b3,
	0x0000000000b17217,
];

/// ln 2 with 1048 fractional bits.
const LN_TWO_FINE: [u64; 17] = [
	0xc50f3fd5c587135d,
	0x872f20e3a2da2d97,
	0xbd38303248655fa1,
	0xb19d6548caf5dfa6,
	0xec7657f74b72ce87,
	0xc3b136603b256fa0,
	0x11317c387eb9ea9b,
	0x16224ae8c51acbda,
	0x291169b8253e96ca,
	0x35c138214427573b,
	0xfb4afa1b10ed2eae,
	0x206debac98559552,
	0x5b8baafa2be7b876,
	0x267298b62d8a0d17,
	0x9803f2f6af40f343,
	0xf7d1cf79abc9e3b3,
	0x0000000000b17217,
];

/// A power times 10^18.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Scaled {
	/// The value.
	Value(u64),
	/// Below zero, which only a truncated series returns.
	Negative,
	/// Above `u64::MAX`.
	TooLarge,
}

impl Scaled {
	/// The outcome for an integer.
	fn of(value: &Wide) -> Self {
		match value.to_u64() {
			Some(value) => Self::Value(value),
			None if value.is_negative() => Self::Negative,
			None => Self::TooLarge,
		}
	}
}

/// A ratio of whole numbers that is raised to a power.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Base {
	/// The numerator.
	pub numerator: u128,
	/// The denominator.
	pub denominator: u128,
}

/// A ratio of whole numbers that a base is raised to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Exponent {
	/// The numerator.
	pub numerator: u64,
	/// The denominator.
	pub denominator: u64,
}

impl Exponent {
	/// The same exponent in lowest terms, or `None` for a denominator of zero.
	fn reduced(self) -> Option<Self> {
		let divisor = greatest_common_divisor(self.numerator.into(), self.denominator.into());
		let divisor = u64::try_from(divisor).ok()?;
		Some(Self {
			numerator: self.numerator.checked_div(divisor)?,
			denominator: self.denominator.checked_div(divisor)?,
		})
	}
}

/// `floor(10^18 * base^exponent)` as described at the head of this module.
///
/// `None` for a denominator of zero, and for an exponent for which the series would exceed 2560
/// bits, which the weights of a pool cannot form.
pub(crate) fn pow_scaled(base: Base, exponent: Exponent, series: Series) -> Option<Scaled> {
	if base.denominator == 0 || exponent.denominator == 0 {
		return None;
	}
	if base.numerator == 0 {
		return Some(Scaled::Value(0));
	}
	// Powers of one and powers to zero are one on both paths.
	if exponent.numerator == 0 || base.numerator == base.denominator {
		return Some(Scaled::Value(PARTS));
	}
	let exponent = exponent.reduced()?;
	if exponent.numerator <= MAX_EXACT_EXPONENT && exponent.denominator <= MAX_EXACT_EXPONENT {
		pow_exact(base, exponent)
	} else {
		pow_by_series(base, exponent, series)
	}
}

/// The power as the series define it.
fn pow_by_series(base: Base, exponent: Exponent, series: Series) -> Option<Scaled> {
	let logarithm = ln_of_power(base, exponent, series)?;
	let power = exp(&logarithm, series)?.shr_nearest(GUARD_BITS)?;
	let scaled = power.mul_small(PARTS)?.shr_floor(series.precision())?;
	Some(Scaled::of(&scaled))
}

/// The true floor of the power.
fn pow_exact(base: Base, exponent: Exponent) -> Option<Scaled> {
	if let Some(scaled) = pow_of_one(base, exponent) {
		return Some(Scaled::Value(scaled));
	}
	let bits = EXACT.fraction_bits();
	let logarithm = ln_of_power(base, exponent, EXACT)?;
	let doublings = approximate_doublings(&logarithm)?;
	if doublings >= DOUBLINGS_OUT_OF_RANGE {
		return Some(Scaled::TooLarge);
	}
	let estimate = exp_reduced(&logarithm, doublings)?.mul_small(PARTS)?;
	let doubt = Wide::power_of_two(DOUBT_BITS)?;
	let below = estimate.sub(&doubt)?.shr_floor(bits)?;
	let below = if below.is_negative() { Wide::ZERO } else { below };
	let above = estimate.add(&doubt)?.shr_floor(bits)?;
	if below == above {
		return Some(Scaled::of(&below));
	}
	// The range is far narrower than one, so `above` is `below + 1` and the only other candidate.
	let Some(below) = below.to_u64() else { return Some(Scaled::TooLarge) };
	let candidate = u128::from(below).checked_add(1)?;
	Some(if is_at_most_power(candidate, base, exponent)? {
		Scaled::of(&above)
	} else {
		Scaled::Value(below)
	})
}

/// The power to one in 128 bits: the case of even weights.
fn pow_of_one(base: Base, exponent: Exponent) -> Option<u64> {
	if exponent.numerator != 1 || exponent.denominator != 1 {
		return None;
	}
	let scaled = base.numerator.checked_mul(PARTS.into())?;
	u64::try_from(scaled.checked_div(base.denominator)?).ok()
}

/// Whether `candidate <= 10^18 * base^exponent`, computed in integers.
///
/// `exponent` is at most 1024 in both parts.
fn is_at_most_power(candidate: u128, base: Base, exponent: Exponent) -> Option<bool> {
	let divisor = greatest_common_divisor(base.numerator, base.denominator);
	let mut left = Product::ONE;
	left.multiply(candidate, exponent.denominator)?;
	left.multiply(base.denominator.checked_div(divisor)?, exponent.numerator)?;
	let mut right = Product::ONE;
	right.multiply(PARTS.into(), exponent.denominator)?;
	right.multiply(base.numerator.checked_div(divisor)?, exponent.numerator)?;
	Some(left.compare(&right).is_le())
}

/// A product of up to 2048 factors of 65 and 128 bits.
struct Product {
	/// Limbs in use.
	length: usize,
	/// The value, the lowest limb first: 1024 factors of 65 bits and 1024 of 128.
	limbs: [u64; Self::LIMBS],
}

impl Product {
	/// Limbs of 1024 × (65 + 128) bits.
	const LIMBS: usize = 3088;

	/// The product of no factors.
	const ONE: Self = {
		let mut limbs = [0; Self::LIMBS];
		limbs[0] = 1;
		Self { length: 1, limbs }
	};

	/// Multiplies by `factor`, `times` times.
	fn multiply(&mut self, factor: u128, times: u64) -> Option<()> {
		let (low, high) = halves(factor);
		for _ in 0..times {
			if high == 0 {
				self.multiply_limb(low)?;
			} else {
				self.multiply_double(low, high)?;
			}
		}
		Some(())
	}

	/// Multiplies by one limb.
	fn multiply_limb(&mut self, factor: u64) -> Option<()> {
		let mut carry = 0;
		for limb in self.limbs.iter_mut().take(self.length) {
			// A product of limbs and one limb more always fit a double limb.
			let product = u128::from(factor).wrapping_mul(u128::from(*limb));
			(*limb, carry) = halves(product.wrapping_add(u128::from(carry)));
		}
		self.extend([carry, 0])
	}

	/// Multiplies by two limbs.
	fn multiply_double(&mut self, low: u64, high: u64) -> Option<()> {
		// `high` adds to each place its product with the limb below, from before the multiplication.
		let (mut carry, mut below) = (0u128, 0u64);
		for limb in self.limbs.iter_mut().take(self.length) {
			let by_low = u128::from(*limb).wrapping_mul(low.into());
			let by_high = u128::from(below).wrapping_mul(high.into());
			let (first, first_up) = halves(by_low);
			let (second, second_up) = halves(by_high);
			let (carried, carried_up) = halves(carry);
			// Sums of three limbs stay below 2^66, so nothing here can wrap.
			let place = u128::from(first).wrapping_add(second.into()).wrapping_add(carried.into());
			let (value, up) = halves(place);
			below = *limb;
			*limb = value;
			carry = u128::from(first_up)
				.wrapping_add(second_up.into())
				.wrapping_add(carried_up.into())
				.wrapping_add(up.into());
		}
		let top = u128::from(below).wrapping_mul(high.into()).checked_add(carry)?;
		let (value, up) = halves(top);
		self.extend([value, up])
	}

	/// Appends limbs above the highest one, without leading zeros.
	fn extend(&mut self, top: [u64; 2]) -> Option<()> {
		for (place, limb) in (self.length..).zip(top) {
			if limb != 0 {
				*self.limbs.get_mut(place)? = limb;
				self.length = place.checked_add(1)?;
			}
		}
		Some(())
	}

	/// Compares two products that are not zero.
	fn compare(&self, other: &Self) -> Ordering {
		let (left, right) = (self.limbs.iter().rev(), other.limbs.iter().rev());
		left.cmp(right)
	}
}

/// `ln(base) * exponent`, rounded down.
fn ln_of_power(base: Base, exponent: Exponent, series: Series) -> Option<Wide> {
	let logarithm = ln(base.numerator, series)?.sub(&ln(base.denominator, series)?)?;
	logarithm.mul_small(exponent.numerator)?.div_floor(exponent.denominator)
}

/// The natural logarithm of an integer above zero.
fn ln(value: u128, series: Series) -> Option<Wide> {
	let one = series.one()?;
	let shift = value.checked_ilog2()?;
	let mantissa = Wide::from(value).shl(series.fraction_bits())?.shr_floor(shift)?;
	// The series converges fastest near one: [1, 2) becomes [3/4, 3/2).
	let one_and_a_half = one.add(&one.shr_floor(1)?)?;
	let (mantissa, shift) = if mantissa.compare_magnitude(&one_and_a_half).is_ge() {
		(mantissa.shr_floor(1)?, shift.checked_add(1)?)
	} else {
		(mantissa, shift)
	};
	let fraction = ln_one_plus(&mantissa.sub(&one)?, series)?;
	fraction.add(&series.ln_two()?.mul_small(shift.into())?)
}

/// `ln(1 + x)` as the alternating sum of `x^n / n`, each term rounded down.
fn ln_one_plus(x: &Wide, series: Series) -> Option<Wide> {
	let mut term = *x;
	let mut sum = *x;
	let mut rounded = sum.shr_nearest(GUARD_BITS)?;
	for number in 2..=series.last_term() {
		term = term.mul_shr_floor(x, series.fraction_bits())?;
		let addend = term.div_floor(number.into())?;
		if addend.is_zero() {
			break;
		}
		sum = if number % 2 == 0 { sum.sub(&addend)? } else { sum.add(&addend)? };
		let before = rounded;
		rounded = sum.shr_nearest(GUARD_BITS)?;
		if Series::has_settled(&addend, &before, &rounded) {
			break;
		}
	}
	Some(sum)
}

/// `e^x` as the sum of `x^n / n!`, each term rounded down.
///
/// It is truncated after the last term of the series, whether it has converged or not.
fn exp(x: &Wide, series: Series) -> Option<Wide> {
	let mut term = series.one()?;
	let mut sum = term;
	let mut rounded = sum.shr_nearest(GUARD_BITS)?;
	for number in 1..=series.last_term() {
		// Rounding down twice is rounding down once.
		term = term.mul_shr_floor(x, series.fraction_bits())?.div_floor(number.into())?;
		if term.is_zero() {
			break;
		}
		sum = sum.add(&term)?;
		let before = rounded;
		rounded = sum.shr_nearest(GUARD_BITS)?;
		if Series::has_settled(&term, &before, &rounded) {
			break;
		}
	}
	Some(sum)
}

/// The base-2 logarithm of `e^x`, off by at most one. `x` has the fractional bits of [`EXACT`].
fn approximate_doublings(x: &Wide) -> Option<i64> {
	// 32 fractional bits of both suffice: the rest may lie a little outside of [0, ln 2).
	let dropped = EXACT.fraction_bits().checked_sub(32)?;
	let (x, ln_two) = (x.shr_floor(dropped)?, EXACT.ln_two()?.shr_floor(dropped)?);
	x.to_i64()?.checked_div_euclid(ln_two.to_i64()?)
}

/// `e^x` as `2^doublings` times the exponential of `x - doublings * ln 2`.
///
/// The reduced exponential needs few terms for any `x`. `x` has the fractional bits of [`EXACT`].
fn exp_reduced(x: &Wide, doublings: i64) -> Option<Wide> {
	let multiple = EXACT.ln_two()?.mul_small(doublings.unsigned_abs())?;
	let rest = if doublings < 0 { x.add(&multiple)? } else { x.sub(&multiple)? };
	let power = exp(&rest, EXACT)?;
	let bits = u32::try_from(doublings.unsigned_abs()).ok()?;
	if doublings < 0 {
		power.shr_floor(bits)
	} else {
		power.shl(bits)
	}
}

/// The greatest common divisor. The divisor of zero and a number is the number.
fn greatest_common_divisor(mut left: u128, mut right: u128) -> u128 {
	while let Some(rest) = left.checked_rem(right) {
		(left, right) = (right, rest);
	}
	left
}

#[cfg(test)]
#[path = "power_tests.rs"]
mod tests;
