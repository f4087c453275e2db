//! Unsigned numbers of 256 bits, as far as shares need them.

use core::num::NonZeroU128;

/// How many bits a digit of the division has.
const DIGIT_BITS: u32 = 64;
/// The largest digit.
const DIGIT_MASK: u128 = 0xffff_ffff_ffff_ffff;

/// The powers of ten that fit into 128 bits.
const POWERS_OF_TEN: [u128; 39] = powers_of_ten();

#[allow(
	clippy::arithmetic_side_effects,
	clippy::indexing_slicing,
	reason = "evaluated by the compiler, which rejects an overflow or a bad index"
)]
const fn powers_of_ten() -> [u128; 39] {
	let mut powers = [1; 39];
	let mut exponent = 1;
	while exponent < powers.len() {
		powers[exponent] = powers[exponent - 1] * 10;
		exponent += 1;
	}
	powers
}

/// `10^exponent`, or `None` above 10^38.
pub(crate) fn power_of_ten(exponent: u64) -> Option<NonZeroU128> {
	let index = usize::try_from(exponent).ok()?;
	POWERS_OF_TEN.get(index).copied().and_then(NonZeroU128::new)
}

/// An unsigned number of 256 bits: `high * 2^128 + low`.
// The order of the fields makes the derived order the numeric one.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Wide {
	high: u128,
	low: u128,
}

impl From<u128> for Wide {
	fn from(low: u128) -> Self {
		Self { high: 0, low }
	}
}

impl Wide {
	/// `a * b`, exact.
	pub(crate) fn product(a: u128, b: u128) -> Self {
		let (a1, a0) = digits(a);
		let (b1, b0) = digits(b);
		// Products of two digits, and a product plus two digits, fit into 128 bits.
		let low = a0.wrapping_mul(b0);
		let (carry, low_digit) = digits(low);
		let (middle_carry, middle) = digits(a1.wrapping_mul(b0).wrapping_add(carry));
		let (cross_carry, cross) = digits(a0.wrapping_mul(b1).wrapping_add(middle));
		let high = a1.wrapping_mul(b1).wrapping_add(middle_carry).wrapping_add(cross_carry);
		Self { high, low: (cross << DIGIT_BITS) | low_digit }
	}

	/// `self * factor`, or `None` when that takes more than 256 bits.
	pub(crate) fn checked_mul(self, factor: u128) -> Option<Self> {
		let low = Self::product(self.low, factor);
		let high = Self::product(self.high, factor);
		let high = (high.high == 0).then_some(high.low)?;
		Some(Self { high: high.checked_add(low.high)?, low: low.low })
	}

	/// `self * 10^exponent`, or `None` when that takes more than 256 bits.
	pub(crate) fn checked_mul_power_of_ten(self, exponent: u64) -> Option<Self> {
		/// The largest power that fits into 128 bits.
		const LARGEST: u64 = 38;
		let first = exponent.min(LARGEST);
		let product = self.checked_mul(power_of_ten(first)?.get())?;
		match exponent.saturating_sub(first) {
			0 => Some(product),
			rest => product.checked_mul(power_of_ten(rest)?.get()),
		}
	}

	/// `self - other`, or `None` below zero.
	pub(crate) fn checked_sub(self, other: Self) -> Option<Self> {
		let (low, borrow) = self.low.overflowing_sub(other.low);
		let high = self.high.checked_sub(other.high)?.checked_sub(borrow.into())?;
		Some(Self { high, low })
	}

	/// `self / divisor`, rounded down.
	pub(crate) fn div_floor(self, divisor: NonZeroU128) -> Self {
		let high = self.high / divisor;
		let rest = self.high % divisor;
		let low = if rest == 0 {
			self.low / divisor
		} else {
			divide_two_by_one(rest, self.low, divisor.get())
		};
		Self { high, low }
	}

	/// The number itself, if it fits into 128 bits.
	pub(crate) fn to_u128(self) -> Option<u128> {
		(self.high == 0).then_some(self.low)
	}
}

/// The upper and the lower 64 bits.
fn digits(number: u128) -> (u128, u128) {
	(number >> DIGIT_BITS, number & DIGIT_MASK)
}

/// `(high * 2^128 + low) / divisor`, rounded down. Asks for `high < divisor`.
///
/// Long division with digits of 64 bits.
fn divide_two_by_one(high: u128, low: u128, divisor: u128) -> u128 {
	// With the divisor's top bit set an estimated digit is at most two too large.
	let shift = divisor.leading_zeros();
	let divisor = divisor.wrapping_shl(shift);
	let carried = low.checked_shr(u128::BITS.saturating_sub(shift)).unwrap_or(0);
	let high = high.wrapping_shl(shift) | carried;
	let (low1, low0) = digits(low.wrapping_shl(shift));
	let (first, rest) = divide_digit(high, low1, divisor);
	let (second, _) = divide_digit(rest, low0, divisor);
	(first << DIGIT_BITS) | second
}

/// Quotient, one digit, and remainder of `(rest * 2^64 + next) / divisor`.
///
/// Asks for `rest < divisor`, a digit `next`, and a divisor with its top bit set.
fn divide_digit(rest: u128, next: u128, divisor: u128) -> (u128, u128) {
	let (divisor1, divisor0) = digits(divisor);
	let mut digit = rest.checked_div(divisor1).unwrap_or(DIGIT_MASK);
	let mut left = rest.wrapping_sub(digit.wrapping_mul(divisor1));
	// The estimate looked at the divisor's upper half only; the lower half lowers it.
	while left <= DIGIT_MASK
		&& (digit > DIGIT_MASK || digit.wrapping_mul(divisor0) > ((left << DIGIT_BITS) | next))
	{
		digit = digit.wrapping_sub(1);
		left = left.wrapping_add(divisor1);
	}
	// The true remainder is below the divisor, so what wraps here cancels out.
	let remainder = ((rest << DIGIT_BITS) | next).wrapping_sub(digit.wrapping_mul(divisor));
	(digit, remainder)
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "what tests compute stays small")]
mod tests {
	use super::*;
	use proptest::prelude::*;

	/// Numbers of all lengths, with runs of zeros and ones where carries hide.
	fn number() -> impl Strategy<Value = u128> {
		prop_oneof![
			any::<u128>(),
			(any::<u128>(), 0u32..128).prop_map(|(n, shift)| n >> shift),
			(0u32..128, 0u128..3).prop_map(|(shift, less)| (u128::MAX >> shift) - less.min(1)),
			(0u32..128, 0u128..3).prop_map(|(shift, more)| (1u128 << shift) | more),
			Just(0),
		]
	}

	/// Multiplies by shifting and adding: slow, and nothing in common with the real one.
	fn slow_product(a: u128, b: u128) -> Wide {
		(0..128).filter(|bit| b >> bit & 1 == 1).fold(Wide::from(0), |sum, bit| {
			let term = Wide { high: a.checked_shr(128 - bit).unwrap_or(0), low: a << bit };
			let (low, carry) = sum.low.overflowing_add(term.low);
			Wide { high: sum.high + term.high + u128::from(carry), low }
		})
	}

	#[test]
	fn powers_of_ten_end_at_38() {
		assert_eq!(power_of_ten(0).map(NonZeroU128::get), Some(1));
		assert_eq!(power_of_ten(21).map(NonZeroU128::get), Some(1_000_000_000_000_000_000_000));
		assert_eq!(power_of_ten(38).map(NonZeroU128::get), 10u128.checked_pow(38));
		assert_eq!(power_of_ten(39), None);
		assert_eq!(power_of_ten(u64::MAX), None);
	}

	#[test]
	fn ten_to_the_77_is_the_last_power_in_256_bits() {
		let one = Wide::from(1);
		assert!(one.checked_mul_power_of_ten(76).is_some());
		assert_eq!(one.checked_mul_power_of_ten(77), None);
		assert_eq!(
			Wide::from(10).checked_mul_power_of_ten(76).map(|w| w.div_floor(NonZeroU128::MAX)),
			slow_power_of_ten_77().map(|w| w.div_floor(NonZeroU128::MAX))
		);
	}

	fn slow_power_of_ten_77() -> Option<Wide> {
		(0..77).try_fold(Wide::from(1), |power, _| power.checked_mul(10))
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(20_000))]

		#[test]
		fn product_is_that_of_shift_and_add(a in number(), b in number()) {
			prop_assert_eq!(Wide::product(a, b), slow_product(a, b));
		}

		#[test]
		fn quotient_times_divisor_leaves_a_remainder_below_the_divisor(
			high in number(), low in number(), divisor in number()
		) {
			let Some(divisor) = NonZeroU128::new(divisor) else { return Ok(()) };
			let number = Wide { high, low };
			let back = number.div_floor(divisor).checked_mul(divisor.get());
			let rest = back.and_then(|back| number.checked_sub(back)).and_then(Wide::to_u128);
			prop_assert!(rest.is_some_and(|rest| rest < divisor.get()));
		}

		#[test]
		fn subtraction_undoes_multiplication_by_one_less(a in number(), b in number()) {
			let product = Wide::product(a, b);
			if b > 0 {
				let less = Wide::product(a, b - 1);
				prop_assert_eq!(product.checked_sub(less), Some(Wide::from(a)));
				prop_assert_eq!(less.checked_sub(product).is_some(), a == 0);
			}
		}
	}
}
