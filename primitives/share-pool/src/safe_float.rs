//! The decimal number that counts shares.

use core::{cmp::Ordering, num::NonZeroU128};

use noesis_types::AlphaBalance;
use ruint::aliases::U256;

use crate::power_of_ten::power_of_ten;

/// The largest mantissa of the normal form: 10^21.
const MANTISSA_MAX: u128 = 1_000_000_000_000_000_000_000;
/// The exclusive lower bound of a mantissa of the normal form: 10^20.
const MANTISSA_MIN: u128 = 100_000_000_000_000_000_000;
/// The largest power of ten by which an operand is divided or multiplied. A larger one would not
/// change the result.
const SHIFT_MAX: u64 = 22;

/// A decimal number of 21 digits, never negative: `mantissa * 10^exponent`.
///
/// Either zero, which is `(0, 0)`, or in normal form: `10^20 < mantissa <= 10^21`. Each number has
/// one normal form, so equal numbers have equal fields. Operations cut off further digits and
/// never round up.
///
/// Operations return `None` where their doc says so, and if an exponent would leave `i64`, which
/// no amount of alpha can cause.
///
/// The encoding is that of the two fields in their order, 16 and 8 bytes. Decoding rejects a
/// number that is not in normal form.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "codec", derive(codec::Encode, codec::MaxEncodedLen))]
pub struct SafeFloat {
	mantissa: u128,
	exponent: i64,
}

impl SafeFloat {
	/// Zero.
	pub const ZERO: Self = Self { mantissa: 0, exponent: 0 };

	/// `mantissa * 10^exponent` in normal form, or `None` for a mantissa above 10^21.
	///
	/// Exact: a mantissa of at most 10^21 loses no digit.
	pub fn new(mantissa: u128, exponent: i64) -> Option<Self> {
		if mantissa > MANTISSA_MAX {
			return None;
		}
		Self::normalize(mantissa, exponent)
	}

	/// The digits: zero, or above 10^20 and at most 10^21.
	pub const fn mantissa(&self) -> u128 {
		self.mantissa
	}

	/// The power of ten the digits are multiplied by; 0 for zero.
	pub const fn exponent(&self) -> i64 {
		self.exponent
	}

	/// Whether the number is zero.
	pub const fn is_zero(&self) -> bool {
		self.mantissa == 0
	}

	/// `self + other`, each operand cut at the last digit of the larger exponent.
	///
	/// If one operand is zero, the result is the other one, uncut.
	pub fn checked_add(self, other: Self) -> Option<Self> {
		if self.is_zero() {
			return Some(other);
		}
		if other.is_zero() {
			return Some(self);
		}
		let (left, right, exponent) = self.align(other);
		Self::normalize(left.checked_add(right)?, exponent)
	}

	/// `self - other`, each operand cut at the last digit of the larger exponent.
	///
	/// Zero if `other` is larger; `None` if `self` is zero and `other` is not.
	pub fn checked_sub(self, other: Self) -> Option<Self> {
		if other.is_zero() {
			return Some(self);
		}
		if self.is_zero() {
			return None;
		}
		let (left, right, exponent) = self.align(other);
		Self::normalize(left.saturating_sub(right), exponent)
	}

	/// `self - other` computed exactly, then rounded down to 21 digits.
	///
	/// `None` if `other` is larger, or if the two are too far apart to be aligned in 256 bits
	/// (about 55 decimal places).
	pub fn checked_sub_exact(self, other: Self) -> Option<Self> {
		if other.is_zero() {
			return Some(self);
		}
		if self.is_zero() {
			return None;
		}
		let apart = self.exponent.abs_diff(other.exponent);
		let (left, right) = (U256::from(self.mantissa), U256::from(other.mantissa));
		let (left, right, exponent) = if self.exponent >= other.exponent {
			(raise(left, apart)?, right, other.exponent)
		} else {
			(left, raise(right, apart)?, self.exponent)
		};
		Self::normalize_wide(left.checked_sub(right)?, exponent)
	}

	/// `self * factor / divisor`, rounded down; `None` for a divisor of zero.
	///
	/// The quotient of the mantissas is rounded down to an integer, so the result has 20 or 21
	/// digits.
	pub fn mul_div(self, factor: Self, divisor: Self) -> Option<Self> {
		if divisor.is_zero() {
			return None;
		}
		if self.is_zero() || factor.is_zero() {
			return Some(Self::ZERO);
		}
		let product = U256::from(self.mantissa).checked_mul(U256::from(factor.mantissa))?;
		let quotient = product.checked_div(U256::from(divisor.mantissa))?;
		let exponent = self.exponent.checked_add(factor.exponent)?.checked_sub(divisor.exponent)?;
		Self::normalize_wide(quotient, exponent)
	}

	/// The number, rounded down, at most `u64::MAX`.
	pub fn to_u64(self) -> u64 {
		let power = capped_power(self.exponent.unsigned_abs());
		let whole = if self.exponent < 0 {
			self.mantissa / power
		} else {
			self.mantissa.saturating_mul(power.get())
		};
		u64::try_from(whole).unwrap_or(u64::MAX)
	}

	/// Both mantissas at the larger exponent, digits below it cut off, and that exponent.
	fn align(self, other: Self) -> (u128, u128, i64) {
		let power = capped_power(self.exponent.abs_diff(other.exponent));
		if self.exponent >= other.exponent {
			(self.mantissa, other.mantissa / power, self.exponent)
		} else {
			(self.mantissa / power, other.mantissa, other.exponent)
		}
	}

	/// [`Self::normalize`] for a mantissa of up to 256 bits.
	fn normalize_wide(mantissa: U256, exponent: i64) -> Option<Self> {
		/// Decimal places that a number above 128 bits can lose and keep more than 21 digits.
		const STEP: u64 = 17;
		let (mut mantissa, mut exponent) = (mantissa, exponent);
		// 256 bits are 78 digits, so there are at most three rounds.
		loop {
			if let Ok(narrow) = u128::try_from(mantissa) {
				return Self::normalize(narrow, exponent);
			}
			mantissa = mantissa.checked_div(U256::from(power_of_ten(STEP)?.get()))?;
			exponent = exponent.checked_add_unsigned(STEP)?;
		}
	}

	/// The normal form of `mantissa * 10^exponent`, cut to 21 digits.
	fn normalize(mantissa: u128, exponent: i64) -> Option<Self> {
		let (mut mantissa, mut exponent) = (mantissa, exponent);
		if mantissa == 0 {
			return Some(Self::ZERO);
		}
		if mantissa > MANTISSA_MAX {
			let excess = places(mantissa).saturating_sub(places(MANTISSA_MAX));
			mantissa /= power_of_ten(excess.into())?;
			exponent = exponent.checked_add(excess.into())?;
		}
		if mantissa <= MANTISSA_MIN {
			let lack = places(MANTISSA_MAX).saturating_sub(places(mantissa));
			mantissa = mantissa.checked_mul(power_of_ten(lack.into())?.get())?;
			exponent = exponent.checked_sub(lack.into())?;
		}
		Some(Self { mantissa, exponent })
	}
}

/// `number * 10^places`, or `None` if it takes more than 256 bits.
fn raise(number: U256, places: u64) -> Option<U256> {
	if places == 0 {
		return Some(number);
	}
	/// The largest power that fits into 128 bits.
	const LARGEST: u64 = 38;
	let first = places.min(LARGEST);
	let raised = number.checked_mul(U256::from(power_of_ten(first)?.get()))?;
	match places.saturating_sub(first) {
		0 => Some(raised),
		rest => raised.checked_mul(U256::from(power_of_ten(rest)?.get())),
	}
}

/// The least `n` with `number <= 10^n`.
fn places(number: u128) -> u32 {
	number.saturating_sub(1).checked_ilog10().map_or(0, |log| log.saturating_add(1))
}

/// `10^exponent`, with exponents above [`SHIFT_MAX`] taken as that.
fn capped_power(exponent: u64) -> NonZeroU128 {
	power_of_ten(exponent.min(SHIFT_MAX)).unwrap_or(NonZeroU128::MAX)
}

impl From<u64> for SafeFloat {
	/// Exact: 21 digits hold any `u64`.
	fn from(number: u64) -> Self {
		Self::normalize(number.into(), 0).unwrap_or_default()
	}
}

impl From<AlphaBalance> for SafeFloat {
	/// The amount in its smallest units, exact.
	fn from(amount: AlphaBalance) -> Self {
		amount.to_u64().into()
	}
}

impl Ord for SafeFloat {
	fn cmp(&self, other: &Self) -> Ordering {
		// In normal form a larger exponent outweighs every mantissa, except that of zero.
		let key = |number: &Self| (!number.is_zero(), number.exponent, number.mantissa);
		key(self).cmp(&key(other))
	}
}

impl PartialOrd for SafeFloat {
	fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
		Some(self.cmp(other))
	}
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "what tests compute stays small")]
mod tests {
	use proptest::prelude::*;

	use super::*;

	fn float(mantissa: u128, exponent: i64) -> SafeFloat {
		SafeFloat::new(mantissa, exponent).unwrap()
	}

	/// The normal form as the specification defines it: one digit at a time.
	fn slow_normal_form(mantissa: u128, exponent: i64) -> (u128, i64) {
		let (mut m, mut e) = (mantissa, exponent);
		while m > MANTISSA_MAX {
			m /= 10;
			e += 1;
		}
		while m > 0 && m <= MANTISSA_MIN {
			m *= 10;
			e -= 1;
		}
		if m == 0 {
			(0, 0)
		} else {
			(m, e)
		}
	}

	#[test]
	fn one_has_21_places_and_is_the_largest_mantissa() {
		assert_eq!(SafeFloat::from(1u64), SafeFloat { mantissa: MANTISSA_MAX, exponent: -21 });
		assert_eq!(SafeFloat::from(10u64), SafeFloat { mantissa: MANTISSA_MAX, exponent: -20 });
		assert_eq!(
			SafeFloat::from(11u64),
			SafeFloat { mantissa: 110_000_000_000_000_000_000, exponent: -19 }
		);
	}

	#[test]
	fn zero_has_one_form() {
		assert_eq!(SafeFloat::new(0, 7), Some(SafeFloat::ZERO));
		assert_eq!(SafeFloat::from(0u64), SafeFloat::ZERO);
		assert_eq!(SafeFloat::default(), SafeFloat::ZERO);
		assert!(SafeFloat::ZERO < float(1, -1_000));
	}

	#[test]
	fn new_rejects_a_mantissa_above_ten_to_the_21() {
		assert_eq!(float(MANTISSA_MAX, 3).mantissa(), MANTISSA_MAX);
		assert_eq!(SafeFloat::new(MANTISSA_MAX + 1, 3), None);
		assert_eq!(SafeFloat::new(u128::MAX, 0), None);
	}

	#[test]
	fn the_open_end_of_the_normal_form_moves_up_one_decimal() {
		assert_eq!(float(MANTISSA_MIN, 0), SafeFloat { mantissa: MANTISSA_MAX, exponent: -1 });
		let above = float(MANTISSA_MIN + 1, 0);
		assert_eq!((above.mantissa(), above.exponent()), (MANTISSA_MIN + 1, 0));
	}

	#[test]
	fn addition_cuts_the_smaller_operand() {
		let large = float(200_000_000_000_000_000_000, 1);
		assert_eq!(large.checked_add(9.into()), Some(large));
		assert_eq!(large.checked_add(19.into()), Some(float(200_000_000_000_000_000_001, 1)));
		// 10^22 apart: beyond the last digit.
		assert_eq!(large.checked_add(float(1, -1_000)), Some(large));
	}

	#[test]
	fn addition_with_zero_cuts_nothing() {
		let odd = float(123_456_789_012_345_678_901, -40);
		assert_eq!(odd.checked_add(SafeFloat::ZERO), Some(odd));
		assert_eq!(SafeFloat::ZERO.checked_add(odd), Some(odd));
	}

	#[test]
	fn subtraction_of_the_larger_is_zero_and_from_zero_is_none() {
		let (one, two) = (SafeFloat::from(1u64), SafeFloat::from(2u64));
		assert_eq!(one.checked_sub(two), Some(SafeFloat::ZERO));
		assert_eq!(SafeFloat::ZERO.checked_sub(two), None);
		assert_eq!(SafeFloat::ZERO.checked_sub(SafeFloat::ZERO), Some(SafeFloat::ZERO));
		assert_eq!(two.checked_sub(SafeFloat::ZERO), Some(two));
		assert_eq!(one.checked_sub_exact(two), None);
		assert_eq!(SafeFloat::ZERO.checked_sub_exact(two), None);
	}

	#[test]
	fn exact_subtraction_counts_what_alignment_cuts() {
		let large = float(200_000_000_000_000_000_000, 1);
		assert_eq!(large.checked_sub(9.into()), Some(large));
		// 2 * 10^21 - 9, cut to 21 digits.
		let exact = float(199_999_999_999_999_999_999, 1);
		assert_eq!(large.checked_sub_exact(9.into()), Some(exact));
	}

	#[test]
	fn exact_subtraction_gives_up_beyond_256_bits() {
		let one = SafeFloat::from(1u64);
		assert!(float(1, 56).checked_sub_exact(one).is_some());
		assert_eq!(float(1, 57).checked_sub_exact(one), None);
		assert_eq!(float(1, i64::MAX).checked_sub_exact(float(1, i64::MIN + 21)), None);
	}

	#[test]
	fn a_number_is_raised_as_far_as_256_bits_go() {
		let ten = U256::from(10u64);
		assert_eq!(raise(ten, 76), ten.checked_pow(U256::from(77u64)));
		assert_eq!(raise(ten, 77), None);
		assert_eq!(raise(U256::from(u128::MAX), 39), None);
		assert_eq!(raise(U256::ZERO, u64::MAX), None);
		assert_eq!(raise(U256::from(7u64), 0), Some(U256::from(7u64)));
	}

	#[test]
	fn mul_div_keeps_at_least_twenty_digits() {
		let (one, two, three) = (1.into(), 2.into(), SafeFloat::from(3u64));
		assert_eq!(
			SafeFloat::mul_div(one, two, three),
			Some(float(666_666_666_666_666_666_666, -21))
		);
		// Here the quotient of the mantissas has 20 digits only.
		let digits = float(200_000_000_000_000_000_000, 0)
			.mul_div(float(200_000_000_000_000_000_000, 0), float(900_000_000_000_000_000_000, 0));
		assert_eq!(digits, Some(float(444_444_444_444_444_444_440, -1)));
	}

	#[test]
	fn mul_div_by_zero_is_none_even_for_zero() {
		let one = SafeFloat::from(1u64);
		assert_eq!(one.mul_div(one, SafeFloat::ZERO), None);
		assert_eq!(SafeFloat::ZERO.mul_div(one, SafeFloat::ZERO), None);
		assert_eq!(SafeFloat::ZERO.mul_div(one, one), Some(SafeFloat::ZERO));
		assert_eq!(one.mul_div(SafeFloat::ZERO, one), Some(SafeFloat::ZERO));
	}

	#[test]
	fn to_u64_rounds_down_and_saturates() {
		assert_eq!(float(19, -1).to_u64(), 1);
		assert_eq!(float(9, -1).to_u64(), 0);
		assert_eq!(SafeFloat::from(u64::MAX).to_u64(), u64::MAX);
		assert_eq!(float(u128::from(u64::MAX) + 1, 0).to_u64(), u64::MAX);
		assert_eq!(float(1, 1_000).to_u64(), u64::MAX);
		assert_eq!(float(1, -1_000).to_u64(), 0);
		assert_eq!(SafeFloat::ZERO.to_u64(), 0);
	}

	/// Any two fields, in normal form or not, often at their bounds.
	fn raw() -> impl Strategy<Value = SafeFloat> {
		let mantissa = prop_oneof![
			any::<u128>(),
			Just(0),
			Just(1),
			Just(u128::MAX),
			Just(MANTISSA_MAX),
			Just(MANTISSA_MIN),
			MANTISSA_MIN..=MANTISSA_MAX,
		];
		let exponent = prop_oneof![
			any::<i64>(),
			-80i64..80,
			Just(0),
			Just(i64::MAX),
			Just(i64::MIN),
			Just(i64::MIN + 20),
			Just(i64::MAX - 17),
		];
		(mantissa, exponent).prop_map(|(mantissa, exponent)| SafeFloat { mantissa, exponent })
	}

	fn is_normal(number: SafeFloat) -> bool {
		number == SafeFloat::ZERO
			|| (number.mantissa > MANTISSA_MIN && number.mantissa <= MANTISSA_MAX)
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(20_000))]

		#[test]
		fn normal_form_is_that_of_digit_by_digit(m: u128, shift in 0u32..128, e in -100i64..100) {
			let number = SafeFloat::normalize(m >> shift, e).unwrap();
			prop_assert_eq!((number.mantissa, number.exponent), slow_normal_form(m >> shift, e));
		}

		#[test]
		fn any_u64_survives_the_way_there_and_back(number: u64) {
			prop_assert_eq!(SafeFloat::from(number).to_u64(), number);
		}

		#[test]
		fn order_of_numbers_is_order_of_floats(a: u64, b: u64, shift in 0u32..64) {
			let (a, b) = (a >> shift, b);
			prop_assert_eq!(SafeFloat::from(a).cmp(&b.into()), a.cmp(&b));
			prop_assert_eq!(SafeFloat::from(a) == b.into(), a == b);
		}

		#[test]
		fn no_fields_make_an_operation_panic(a in raw(), b in raw(), c in raw()) {
			let results = [
				SafeFloat::new(a.mantissa, a.exponent),
				a.mul_div(b, c),
				a.checked_add(b).filter(|_| !a.is_zero() && !b.is_zero()),
				a.checked_sub(b).filter(|_| !b.is_zero()),
				a.checked_sub_exact(b).filter(|_| !b.is_zero()),
			];
			prop_assert!(results.into_iter().flatten().all(is_normal));
			prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
			prop_assert!(!is_normal(a) || (a.to_u64() == 0) == (a < SafeFloat::from(1u64)));
		}

		#[test]
		fn operations_on_normal_numbers_near_amounts_never_fail(a: u64, b: u64, c in 1u64..) {
			let [x, y, z] = [a, b, c].map(SafeFloat::from);
			prop_assert!(x.checked_add(y).is_some_and(is_normal));
			prop_assert!(x.mul_div(y, z).is_some_and(is_normal));
			prop_assert_eq!(x.checked_sub(y).is_none(), a == 0 && b > 0);
			prop_assert_eq!(x.checked_sub_exact(y).is_none(), a < b);
		}
	}
}
