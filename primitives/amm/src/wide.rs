//! Signed integers wide enough for the logarithms and powers of a pool.

use core::cmp::Ordering;

use ruint::Uint;

/// The magnitude of a [`Wide`]: 2560 bits, on the stack.
///
/// The widest value is the product before the last term of the exponential series that
/// [`crate::power`] truncates: twice 280 fractional bits, and
/// (64 · ln 2 · 99)^408 / 407! < 2^1991 before the point.
type Magnitude = Uint<2560, 40>;

/// An integer of up to 2560 bits and a sign. Operations return `None` on overflow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Wide {
	/// Whether the value is below zero; never set for zero.
	is_negative: bool,
	magnitude: Magnitude,
}

impl Wide {
	/// Zero.
	pub(crate) const ZERO: Self = Self { is_negative: false, magnitude: Magnitude::ZERO };

	/// The value of limbs of 64 bits, the lowest first.
	pub(crate) const fn from_limbs(limbs: &[u64]) -> Option<Self> {
		match Magnitude::checked_from_limbs_slice(limbs) {
			Some(magnitude) => Some(Self { is_negative: false, magnitude }),
			None => None,
		}
	}

	/// The value of a magnitude and a sign. Zero is never negative.
	fn new(is_negative: bool, magnitude: Magnitude) -> Self {
		Self { is_negative: is_negative && !magnitude.is_zero(), magnitude }
	}

	/// `2^exponent`.
	pub(crate) fn power_of_two(exponent: u32) -> Option<Self> {
		Self::from(1u64).shl(exponent)
	}

	/// Whether the value is zero.
	pub(crate) fn is_zero(&self) -> bool {
		self.magnitude.is_zero()
	}

	/// Whether the value is below zero.
	pub(crate) const fn is_negative(&self) -> bool {
		self.is_negative
	}

	/// The value with the other sign.
	pub(crate) fn negated(self) -> Self {
		Self::new(!self.is_negative, self.magnitude)
	}

	/// Compares the magnitudes.
	pub(crate) fn compare_magnitude(&self, other: &Self) -> Ordering {
		self.magnitude.cmp(&other.magnitude)
	}

	/// `self + other`.
	pub(crate) fn add(&self, other: &Self) -> Option<Self> {
		let (one, two) = (self.magnitude, other.magnitude);
		if self.is_negative == other.is_negative {
			return Some(Self::new(self.is_negative, one.checked_add(two)?));
		}
		// The sign is that of the larger magnitude.
		Some(match one.checked_sub(two) {
			Some(difference) => Self::new(self.is_negative, difference),
			None => Self::new(other.is_negative, two.checked_sub(one)?),
		})
	}

	/// `self - other`.
	pub(crate) fn sub(&self, other: &Self) -> Option<Self> {
		self.add(&other.negated())
	}

	/// `self * factor`.
	pub(crate) fn mul_small(&self, factor: u64) -> Option<Self> {
		let magnitude = self.magnitude.checked_mul(Magnitude::from(factor))?;
		Some(Self::new(self.is_negative, magnitude))
	}

	/// `self * other / 2^bits`, rounded down.
	pub(crate) fn mul_shr_floor(&self, other: &Self, bits: u32) -> Option<Self> {
		let magnitude = self.magnitude.checked_mul(other.magnitude)?;
		Self::new(self.is_negative != other.is_negative, magnitude).shr_floor(bits)
	}

	/// `self / 2^bits`, rounded down.
	pub(crate) fn shr_floor(&self, bits: u32) -> Option<Self> {
		let (magnitude, inexact) = self.magnitude.overflowing_shr(usize::try_from(bits).ok()?);
		Self::new(self.is_negative, magnitude).less_rest(self.is_negative && inexact)
	}

	/// `self / 2^bits`, rounded to the nearest integer, halves away from zero.
	pub(crate) fn shr_nearest(&self, bits: u32) -> Option<Self> {
		let Some(below) = bits.checked_sub(1) else { return Some(*self) };
		let rounds_up = self.magnitude.bit(usize::try_from(below).ok()?);
		let magnitude = self.magnitude.wrapping_shr(usize::try_from(bits).ok()?);
		let rounded = magnitude.checked_add(Magnitude::from(u64::from(rounds_up)))?;
		Some(Self::new(self.is_negative, rounded))
	}

	/// Whether the magnitude is below `2^bits`.
	pub(crate) fn is_below_power_of_two(&self, bits: u32) -> bool {
		usize::try_from(bits).is_ok_and(|bits| self.magnitude.bit_len() <= bits)
	}

	/// `self * 2^bits`.
	pub(crate) fn shl(&self, bits: u32) -> Option<Self> {
		let magnitude = self.magnitude.checked_shl(usize::try_from(bits).ok()?)?;
		Some(Self::new(self.is_negative, magnitude))
	}

	/// `self / divisor`, rounded down, or `None` for a divisor of zero.
	pub(crate) fn div_floor(&self, divisor: u64) -> Option<Self> {
		if divisor == 0 {
			return None;
		}
		let (quotient, rest) = self.magnitude.div_rem(Magnitude::from(divisor));
		let inexact = !rest.is_zero();
		Self::new(self.is_negative, quotient).less_rest(self.is_negative && inexact)
	}

	/// Subtracts one where a rest was cut off a negative value: floors lead away from zero.
	fn less_rest(self, cut: bool) -> Option<Self> {
		if cut {
			Some(Self::new(true, self.magnitude.checked_add(Magnitude::ONE)?))
		} else {
			Some(self)
		}
	}

	/// The value as an `i64`, or `None` if it does not fit.
	pub(crate) fn to_i64(self) -> Option<i64> {
		let magnitude = i64::try_from(self.magnitude).ok()?;
		if self.is_negative {
			magnitude.checked_neg()
		} else {
			Some(magnitude)
		}
	}

	/// The value as a `u64`, or `None` if it does not fit.
	pub(crate) fn to_u64(self) -> Option<u64> {
		let magnitude = u64::try_from(self.magnitude).ok()?;
		(!self.is_negative).then_some(magnitude)
	}
}

impl From<u64> for Wide {
	fn from(value: u64) -> Self {
		Self::new(false, Magnitude::from(value))
	}
}

impl From<u128> for Wide {
	fn from(value: u128) -> Self {
		Self::new(false, Magnitude::from(value))
	}
}

#[cfg(test)]
#[allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::cast_sign_loss,
	clippy::cast_possible_wrap,
	reason = "tests compare with native arithmetic on values chosen to fit"
)]
mod tests {
	use proptest::prelude::*;

	use super::*;

	fn wide(value: i128) -> Wide {
		let magnitude = Wide::from(value.unsigned_abs());
		if value < 0 {
			magnitude.negated()
		} else {
			magnitude
		}
	}

	#[test]
	fn overflow_is_refused() {
		let top = Wide::power_of_two(2559).unwrap();
		assert!(top.add(&top).is_none());
		assert!(top.shl(1).is_none());
		assert!(top.mul_small(2).is_none());
		assert!(top.mul_shr_floor(&top, 2000).is_none());
		assert_eq!(top.mul_shr_floor(&wide(1), 2559).unwrap(), wide(1));
		assert!(Wide::power_of_two(2560).is_none());
		assert!(top.div_floor(0).is_none());
	}

	#[test]
	fn zero_has_no_sign() {
		for zero in [
			wide(0).negated(),
			wide(-5).add(&wide(5)).unwrap(),
			wide(-5).mul_small(0).unwrap(),
			wide(0).shl(77).unwrap(),
			wide(0).div_floor(9).unwrap(),
		] {
			assert!(zero.is_zero() && !zero.is_negative());
			assert_eq!(zero, Wide::ZERO);
		}
	}

	#[test]
	fn halves_round_away_from_zero() {
		assert_eq!(wide(5).shr_nearest(1).unwrap(), wide(3));
		assert_eq!(wide(-5).shr_nearest(1).unwrap(), wide(-3));
		assert_eq!(wide(5).shr_nearest(2).unwrap(), wide(1));
		assert_eq!(wide(-5).shr_nearest(2).unwrap(), wide(-1));
		assert_eq!(wide(-5).shr_nearest(0).unwrap(), wide(-5));
	}

	#[test]
	fn the_bound_of_a_power_of_two_is_strict() {
		for (value, below) in [(0, true), (7, true), (8, false), (-7, true), (-8, false)] {
			assert_eq!(wide(value).is_below_power_of_two(3), below);
		}
		assert!(!wide(1 << 64).is_below_power_of_two(3));
	}

	proptest! {
		#[test]
		fn sums_and_differences_agree_with_i128(a in -(1i128 << 120)..1 << 120, b in -(1i128 << 120)..1 << 120) {
			prop_assert_eq!(wide(a).add(&wide(b)).unwrap(), wide(a + b));
			prop_assert_eq!(wide(a).sub(&wide(b)).unwrap(), wide(a - b));
			prop_assert_eq!(wide(a).compare_magnitude(&wide(b)), a.abs().cmp(&b.abs()));
		}

		#[test]
		fn products_round_down_like_i128(a: i64, b: i64, bits in 0u32..120) {
			let product = i128::from(a) * i128::from(b);
			let got = wide(a.into()).mul_shr_floor(&wide(b.into()), bits).unwrap();
			prop_assert_eq!(got, wide(product >> bits));
			prop_assert_eq!(wide(product).shr_floor(bits).unwrap(), wide(product >> bits));
			let half = if bits == 0 { 0 } else { 1i128 << (bits - 1) };
			let nearest = ((product.abs() + half) >> bits) * product.signum();
			prop_assert_eq!(wide(product).shr_nearest(bits).unwrap(), wide(nearest));
		}

		#[test]
		fn quotients_round_down_like_i128(a: i128, divisor in 1u64..) {
			let a = a >> 1;
			prop_assert_eq!(
				wide(a).div_floor(divisor).unwrap(),
				wide(a.div_euclid(divisor.into()))
			);
		}

		#[test]
		fn shifts_undo_each_other(a: i128, bits in 0u32..2400) {
			let a = a >> 1;
			prop_assert_eq!(wide(a).shl(bits).unwrap().shr_floor(bits).unwrap(), wide(a));
			let product = wide(a).mul_shr_floor(&Wide::power_of_two(bits).unwrap(), bits);
			prop_assert_eq!(product.unwrap(), wide(a));
		}

		#[test]
		fn conversions_keep_the_value_or_refuse(a: i128, small: i64) {
			for value in [a >> 1, small.into()] {
				prop_assert_eq!(wide(value).to_u64(), u64::try_from(value).ok());
				if value != i128::from(i64::MIN) {
					prop_assert_eq!(wide(value).to_i64(), i64::try_from(value).ok());
				}
			}
		}
	}
}
