//! Fixed-point number of the epoch: signed, with 32 fractional bits.
//!
//! Rounding is part of the protocol, so every operation names it. Products round towards minus
//! infinity, quotients towards zero. Nothing here panics. A result beyond the type is cut off at
//! its bound; a quotient beyond it is zero (see [`Fixed::div_or_zero`]).

use serde::{Deserialize, Serialize};
use substrate_fixed::types::I32F32;

const FRACTION_BITS: u32 = 32;

/// Largest magnitude that [`Fixed::exp`] tells apart.
const EXP_LIMIT: i64 = 20 << FRACTION_BITS;
/// exp(1) as the protocol defines it: the number e cut after 23 fractional bits.
const E: i64 = 11_674_931_200;

/// Number in units of 2^-32, from -2^31 to just below 2^31. JSON shows the count of units.
#[derive(
	Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
#[cfg_attr(
	feature = "codec",
	derive(codec::Decode, codec::DecodeWithMemTracking, codec::Encode, codec::MaxEncodedLen)
)]
#[serde(transparent)]
pub struct Fixed(i64);

/// In metadata the number is the `I32F32` of the library, which clients know.
#[cfg(feature = "codec")]
impl scale_info::TypeInfo for Fixed {
	type Identity = <I32F32 as scale_info::TypeInfo>::Identity;

	fn type_info() -> scale_info::Type {
		I32F32::type_info()
	}
}

impl Fixed {
	/// Zero.
	pub const ZERO: Self = Self(0);
	/// One half.
	pub const HALF: Self = Self(1 << 31);
	/// One.
	pub const ONE: Self = Self(1 << FRACTION_BITS);
	/// Largest number of the type, 2^31 - 2^-32.
	pub const MAX: Self = Self(i64::MAX);
	/// Smallest number of the type, -2^31.
	pub const MIN: Self = Self(i64::MIN);

	/// Number of `bits` units of 2^-32.
	pub const fn from_bits(bits: i64) -> Self {
		Self(bits)
	}

	/// Number in units of 2^-32.
	pub const fn to_bits(self) -> i64 {
		self.0
	}

	/// Integer `int`, exactly.
	#[must_use]
	pub fn from_int(int: i32) -> Self {
		Self(i64::from(int) << FRACTION_BITS)
	}

	/// `part` of 65535, rounded down: 65535 is exactly one.
	#[inline]
	#[must_use]
	pub fn from_part(part: u16) -> Self {
		Self(part.into()).div_or_zero(Self(u16::MAX.into()))
	}

	/// Number in parts of 65535, rounded down, from 0 to 65535: one half is 32767.
	#[must_use]
	pub fn to_part(self) -> u16 {
		let parts = self.0.saturating_mul(u16::MAX.into()) >> FRACTION_BITS;
		u16::try_from(parts.max(0)).unwrap_or(u16::MAX)
	}

	/// `amount` times the number, rounded down, from 0 to the largest amount.
	#[must_use]
	pub fn of_amount(self, amount: u64) -> u64 {
		// At most 2^63 * 2^64: never beyond the i128.
		let product = i128::from(self.0).saturating_mul(amount.into()) >> FRACTION_BITS;
		u64::try_from(product.max(0)).unwrap_or(u64::MAX)
	}

	/// `self + other`, cut off at the bounds.
	#[inline]
	#[must_use]
	pub const fn saturating_add(self, other: Self) -> Self {
		Self(self.0.saturating_add(other.0))
	}

	/// `self - other`, cut off at the bounds.
	#[inline]
	#[must_use]
	pub const fn saturating_sub(self, other: Self) -> Self {
		Self(self.0.saturating_sub(other.0))
	}

	/// `self * other` rounded towards minus infinity; `None` where it does not fit.
	#[inline]
	#[must_use]
	pub fn checked_mul_floor(self, other: Self) -> Option<Self> {
		i64::try_from(self.product(other)).ok().map(Self)
	}

	/// `self * other` rounded towards minus infinity, cut off at the bounds.
	#[inline]
	#[must_use]
	pub fn mul_floor(self, other: Self) -> Self {
		let product = self.product(other);
		let bound = if product < 0 { i64::MIN } else { i64::MAX };
		Self(i64::try_from(product).unwrap_or(bound))
	}

	/// Product in units of 2^-32, rounded towards minus infinity.
	#[inline]
	fn product(self, other: Self) -> i128 {
		// Two 64-bit factors never leave an i128: saturation is only how the lint reads it.
		i128::from(self.0).saturating_mul(other.0.into()) >> FRACTION_BITS
	}

	/// `self / divisor` rounded towards zero. Zero where the divisor is zero or the quotient does
	/// not fit.
	#[inline]
	#[must_use]
	pub fn div_or_zero(self, divisor: Self) -> Self {
		match (u32::try_from(self.0), u64::try_from(divisor.0)) {
			// Numbers from zero to below one, nearly all that the epoch divides, fit one machine
			// division.
			(Ok(number), Ok(divisor)) => {
				let quotient = (u64::from(number) << FRACTION_BITS).checked_div(divisor);
				Self(quotient.and_then(|bits| bits.try_into().ok()).unwrap_or(0))
			}
			_ => self.div_or_zero_wide(divisor),
		}
	}

	fn div_or_zero_wide(self, divisor: Self) -> Self {
		if self == Self::ONE && divisor > Self::ONE {
			// One over more than one, which liquid alpha asks for: 2^64 is just too large for a
			// machine division, and one less differs only where the divisor divides 2^64.
			let divisor = divisor.0.unsigned_abs();
			let less = u64::MAX.checked_div(divisor).unwrap_or(0);
			let exact = divisor.is_power_of_two();
			return Self(less.saturating_add(exact.into()).try_into().unwrap_or(0));
		}
		let quotient = (i128::from(self.0) << FRACTION_BITS).checked_div(divisor.0.into());
		Self(quotient.and_then(|bits| bits.try_into().ok()).unwrap_or(0))
	}

	/// Share of `total`, rounded towards zero; the number itself where the total is zero.
	#[inline]
	pub(crate) fn share_of(self, total: Total) -> Self {
		match i64::try_from(total.0) {
			Ok(0) => self,
			Ok(total) => self.div_or_zero(Self(total)),
			Err(_) => {
				let quotient = (i128::from(self.0) << FRACTION_BITS).checked_div(total.0);
				Self(quotient.and_then(|bits| bits.try_into().ok()).unwrap_or(0))
			}
		}
	}

	/// Number cut off at zero and one.
	#[must_use]
	pub fn clamp_to_unit(self) -> Self {
		self.clamp(Self::ZERO, Self::ONE)
	}

	/// e to the power of the number, which is first clamped to ±20.
	///
	/// The sum of 31 powers of the series, each product floored and each quotient cut, and one over
	/// it below zero. exp(1) is not summed but e cut after 23 fractional bits.
	#[must_use]
	pub fn exp(self) -> Self {
		let power = self.0.clamp(-EXP_LIMIT, EXP_LIMIT);
		if power == Self::ONE.0 {
			return Self(E);
		}
		let series = exp_series(power.unsigned_abs());
		let sum = Self(series.try_into().unwrap_or(i64::MAX));
		if power < 0 {
			Self::ONE.div_or_zero(sum)
		} else {
			sum
		}
	}
}

/// Series of the exponential at `power` >= 0, at most 20; both in units of 2^-32.
fn exp_series(power: u64) -> u64 {
	let mut sum = Fixed::ONE.0.unsigned_abs().saturating_add(power);
	let mut term = power;
	// Divisors are written out for the compiler to turn the divisions into products. Terms before
	// their division stay below 20^20 / 19! < 2^31: nothing here is ever cut at a bound.
	macro_rules! add_terms {
		($($divisor:literal)*) => {$(
			let product = u128::from(term).saturating_mul(power.into()) >> FRACTION_BITS;
			term = u64::try_from(product).unwrap_or(u64::MAX) / $divisor;
			if term == 0 {
				return sum;
			}
			sum = sum.saturating_add(term);
		)*};
	}
	add_terms!(2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31);
	sum
}

impl From<Fixed> for I32F32 {
	fn from(number: Fixed) -> Self {
		Self::from_bits(number.0)
	}
}

impl From<I32F32> for Fixed {
	fn from(number: I32F32) -> Self {
		Self(number.to_bits())
	}
}

impl core::iter::Sum for Fixed {
	/// Sum, cut off at the bounds.
	fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
		numbers.fold(Self::ZERO, Self::saturating_add)
	}
}

impl<'a> core::iter::Sum<&'a Self> for Fixed {
	fn sum<I: Iterator<Item = &'a Self>>(numbers: I) -> Self {
		numbers.copied().sum()
	}
}

/// Sum of numbers in units of 2^-32, exact: as a divisor it gives shares that never exceed one,
/// which a sum cut off at the bounds of [`Fixed`] would not.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Total(i128);

impl Total {
	/// Sum of `numbers`.
	pub(crate) fn of(numbers: &[Fixed]) -> Self {
		numbers.iter().copied().fold(Self::default(), Self::plus)
	}

	/// Sum with one more number.
	#[inline]
	pub(crate) fn plus(self, number: Fixed) -> Self {
		// 2^64 numbers of 63 bits fit.
		Self(self.0.saturating_add(number.0.into()))
	}

	/// Whether the sum is zero.
	pub(crate) const fn is_zero(self) -> bool {
		self.0 == 0
	}
}

/// Divides each number by the sum of all, rounded down. All stay as they are where the sum is zero.
pub(crate) fn normalise(numbers: &mut [Fixed]) {
	let total = Total::of(numbers);
	numbers.iter_mut().for_each(|number| *number = number.share_of(total));
}

#[cfg(test)]
mod tests {
	use proptest::prelude::*;

	use super::*;

	fn exp(int: i32) -> i64 {
		Fixed::from_int(int).exp().to_bits()
	}

	#[test]
	fn exponentials_are_those_of_the_spec() {
		assert_eq!(exp(-5), 28_939_262);
		assert_eq!(exp(-1), 1_580_030_169);
		assert_eq!(exp(0), 1 << 32);
		assert_eq!(exp(1), 11_674_931_200);
		assert_eq!(exp(5), 637_429_664_624);
		assert_eq!(exp(-20), 8);
		assert_eq!(exp(20), 2_066_907_302_758_576_256);
	}

	#[test]
	fn powers_beyond_twenty_count_as_twenty() {
		assert_eq!(Fixed::MAX.exp(), Fixed::from_int(20).exp());
		assert_eq!(Fixed::MIN.exp(), Fixed::from_int(-20).exp());
	}

	#[test]
	fn parts_are_cut_not_rounded() {
		assert_eq!(Fixed::HALF.to_part(), 32767);
		assert_eq!(Fixed::from_bits((1 << 32) - 1).to_part(), 65534);
		assert_eq!(Fixed::ONE.to_part(), 65535);
		assert_eq!(Fixed::MAX.to_part(), 65535);
		assert_eq!(Fixed::MIN.to_part(), 0);
		assert_eq!(Fixed::from_part(65535), Fixed::ONE);
		assert_eq!(Fixed::from_part(32767), Fixed::from_bits(2_147_450_879));
	}

	#[test]
	fn division_that_has_no_answer_gives_zero() {
		assert_eq!(Fixed::ONE.div_or_zero(Fixed::ZERO), Fixed::ZERO);
		assert_eq!(Fixed::MAX.div_or_zero(Fixed::from_bits(1)), Fixed::ZERO);
		assert_eq!(
			Fixed::from_bits(i64::from(u32::MAX)).div_or_zero(Fixed::from_bits(1)),
			Fixed::ZERO
		);
		assert_eq!(Fixed::MIN.div_or_zero(Fixed::from_int(-1)), Fixed::ZERO);
	}

	/// Numbers of every magnitude, and the ones next to powers of two.
	fn number() -> impl Strategy<Value = i64> {
		prop_oneof![
			any::<i64>(),
			(0u32..63, -2i64..=2, any::<bool>()).prop_map(|(shift, off, negative)| {
				let near = (1i64 << shift).wrapping_add(off);
				if negative {
					near.wrapping_neg()
				} else {
					near
				}
			}),
			0..=1i64 << 32,
			0i64..70_000,
			Just(i64::MIN),
			Just(i64::MAX),
		]
	}

	/// The series by substrate-fixed, every step checked.
	fn exp_by_library(power: I32F32) -> Option<I32F32> {
		let power = power.clamp(I32F32::from_num(-20), I32F32::from_num(20));
		if power == 1 {
			return Some(I32F32::from_bits(11_674_931_200));
		}
		let size = power.checked_abs()?;
		let mut sum = I32F32::from_num(1).checked_add(size)?;
		let mut term = size;
		for i in 2..=31 {
			term = term.checked_mul(size)?.checked_div(I32F32::from_num(i))?;
			sum = sum.checked_add(term)?;
		}
		if power < 0 {
			I32F32::from_num(1).checked_div(sum)
		} else {
			Some(sum)
		}
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(20_000))]

		#[test]
		fn arithmetic_is_that_of_substrate_fixed(a in number(), b in number()) {
			let (x, y) = (Fixed(a), Fixed(b));
			let (p, q) = (I32F32::from(x), I32F32::from(y));
			prop_assert_eq!(I32F32::from(x.saturating_add(y)), p.saturating_add(q));
			prop_assert_eq!(I32F32::from(x.saturating_sub(y)), p.saturating_sub(q));
			prop_assert_eq!(I32F32::from(x.mul_floor(y)), p.saturating_mul(q));
			prop_assert_eq!(x.checked_mul_floor(y).map(I32F32::from), p.checked_mul(q));
			let quotient = if b == 0 { None } else { p.checked_div(q) };
			prop_assert_eq!(I32F32::from(x.div_or_zero(y)), quotient.unwrap_or_default());
			let parts: u16 = p.saturating_mul(I32F32::from_num(65535)).saturating_to_num();
			prop_assert_eq!(x.to_part(), parts);
		}

		#[test]
		fn one_over_a_number_is_that_of_substrate_fixed(bits in prop_oneof![(1u32..63).prop_map(|bit| 1i64 << bit), 1i64..]) {
			let expected = I32F32::from_num(1).checked_div(I32F32::from_bits(bits));
			let got = Fixed::ONE.div_or_zero(Fixed(bits));
			prop_assert_eq!(I32F32::from(got), expected.unwrap_or_default());
		}

		#[test]
		fn shares_of_amounts_are_those_of_substrate_fixed(bits in number(), amount: u64) {
			use substrate_fixed::types::I96F32;
			let share = I96F32::from_num(I32F32::from_bits(bits));
			let expected: u64 = share.saturating_mul(I96F32::from_num(amount)).saturating_to_num();
			prop_assert_eq!(Fixed(bits).of_amount(amount), expected);
		}

		#[test]
		fn parts_survive_the_way_in(part: u16) {
			let expected = I32F32::from_num(part) / I32F32::from_num(65535);
			prop_assert_eq!(I32F32::from(Fixed::from_part(part)), expected);
		}
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(2_000))]

		#[test]
		fn exponentials_are_those_of_substrate_fixed(bits in -(21i64 << 32)..21 << 32, wild in number()) {
			for bits in [bits, wild] {
				let expected = exp_by_library(I32F32::from_bits(bits));
				prop_assert_eq!(Some(I32F32::from(Fixed(bits).exp())), expected);
			}
		}
	}
}
