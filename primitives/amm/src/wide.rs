//! Signed integers wide enough for the logarithms and powers of a pool, held on the stack.

use core::cmp::Ordering;

/// Limbs of a [`Wide`]: 2560 bits.
///
/// The widest value is a term of the exponential series that [`crate::power`] cuts off: 280
/// fractional bits, and (64 · ln 2 · 99)^408 / 408! < 2^1990 before the point.
const LIMBS: usize = 40;

/// Bits of one limb.
const LIMB_BITS: u32 = u64::BITS;

/// Whether a value is below zero.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sign {
	/// Zero or above.
	Plus,
	/// Below zero.
	Minus,
}

impl Sign {
	/// The sign of the product of two values.
	fn times(self, other: Self) -> Self {
		if self == other {
			Self::Plus
		} else {
			Self::Minus
		}
	}
}

/// The halves of a double limb, the low one first.
pub(crate) fn halves(double: u128) -> (u64, u64) {
	let low = double & u128::from(u64::MAX);
	// Both halves fit their type: the masks and shifts above and below leave 64 bits.
	(u64::try_from(low).unwrap_or(u64::MAX), u64::try_from(double >> 64).unwrap_or(u64::MAX))
}

/// `factor * limb + addend + carry`, which always fits a double limb.
fn multiply_add(factor: u64, limb: u64, addend: u64, carry: u64) -> (u64, u64) {
	let product = u128::from(factor).wrapping_mul(u128::from(limb));
	halves(product.wrapping_add(u128::from(addend)).wrapping_add(u128::from(carry)))
}

/// The number of limbs up to the highest one that is not zero.
fn significant(limbs: &[u64]) -> usize {
	limbs.iter().rposition(|limb| *limb != 0).map_or(0, |top| top.saturating_add(1))
}

/// Multiplies `limbs` by `factor` in place and returns what does not fit.
pub(crate) fn scale_in_place<'a>(limbs: impl Iterator<Item = &'a mut u64>, factor: u64) -> u64 {
	let mut carry = 0;
	for limb in limbs {
		(*limb, carry) = multiply_add(factor, *limb, 0, carry);
	}
	carry
}

/// The product of `left` and `right`, added into `product`, which starts as zero and is as long
/// as both together.
fn multiply_into(product: &mut [u64], left: &[u64], right: &[u64]) {
	for (position, factor) in left.iter().enumerate() {
		let mut slots = product.get_mut(position..).unwrap_or(&mut []).iter_mut();
		let mut carry = 0;
		for (limb, slot) in right.iter().zip(&mut slots) {
			(*slot, carry) = multiply_add(*factor, *limb, *slot, carry);
		}
		if let Some(slot) = slots.next() {
			*slot = carry;
		}
	}
}

/// An integer of up to 2560 bits and a sign. What does not fit is refused, never cut.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wide {
	sign: Sign,
	/// Limbs in use; the ones above are zero. Zero has none.
	length: usize,
	/// The magnitude, the lowest limb first.
	limbs: [u64; LIMBS],
}

impl Wide {
	/// Nothing.
	pub(crate) const ZERO: Self = Self { sign: Sign::Plus, length: 0, limbs: [0; LIMBS] };

	/// The value of a magnitude, where it fits.
	fn from_magnitude(sign: Sign, magnitude: &[u64]) -> Option<Self> {
		let length = significant(magnitude);
		let mut value = Self { sign, length, ..Self::ZERO };
		value.limbs.get_mut(..length)?.copy_from_slice(magnitude.get(..length)?);
		if length == 0 {
			value.sign = Sign::Plus;
		}
		Some(value)
	}

	/// The value of limbs that are known to fit.
	pub(crate) fn from_limbs<const N: usize>(limbs: [u64; N]) -> Self {
		const { assert!(N <= LIMBS) };
		Self::from_magnitude(Sign::Plus, &limbs).unwrap_or(Self::ZERO)
	}

	/// `2^exponent`.
	pub(crate) fn power_of_two(exponent: u32) -> Option<Self> {
		Self::from(1u64).shl(exponent)
	}

	/// The limbs in use.
	fn magnitude(&self) -> &[u64] {
		self.limbs.get(..self.length).unwrap_or(&self.limbs)
	}

	/// Whether the value is zero.
	pub(crate) const fn is_zero(&self) -> bool {
		self.length == 0
	}

	/// Whether the value is below zero.
	pub(crate) fn is_negative(&self) -> bool {
		self.sign == Sign::Minus
	}

	/// The value with the other sign.
	pub(crate) fn negated(mut self) -> Self {
		if !self.is_zero() {
			self.sign = self.sign.times(Sign::Minus);
		}
		self
	}

	/// Compares the magnitudes.
	pub(crate) fn compare_magnitude(&self, other: &Self) -> Ordering {
		self.length
			.cmp(&other.length)
			.then_with(|| self.magnitude().iter().rev().cmp(other.magnitude().iter().rev()))
	}

	/// `self + other`.
	pub(crate) fn add(&self, other: &Self) -> Option<Self> {
		if self.sign == other.sign {
			return self.add_magnitude(other);
		}
		// The larger magnitude decides the sign, so the difference does not borrow past its end.
		Some(match self.compare_magnitude(other) {
			Ordering::Less => other.subtract_magnitude(self),
			_ => self.subtract_magnitude(other),
		})
	}

	/// `self - other`.
	pub(crate) fn sub(&self, other: &Self) -> Option<Self> {
		self.add(&other.negated())
	}

	/// The sum of the magnitudes under the sign of `self`.
	fn add_magnitude(&self, other: &Self) -> Option<Self> {
		let mut sum = *self;
		let mut carry = false;
		let length = self.length.max(other.length).saturating_add(1);
		for (limb, addend) in sum.limbs.iter_mut().zip(other.limbs.iter()).take(length) {
			let (partial, first) = limb.overflowing_add(*addend);
			let (total, second) = partial.overflowing_add(u64::from(carry));
			(*limb, carry) = (total, first || second);
		}
		if carry {
			return None;
		}
		sum.length = significant(sum.limbs.get(..length).unwrap_or(&sum.limbs));
		Some(sum)
	}

	/// The difference of the magnitudes under the sign of `self`, which is not the smaller one.
	fn subtract_magnitude(&self, other: &Self) -> Self {
		let mut difference = *self;
		let mut borrow = false;
		for (limb, part) in difference.limbs.iter_mut().zip(other.limbs.iter()).take(self.length) {
			let (partial, first) = limb.overflowing_sub(*part);
			let (total, second) = partial.overflowing_sub(u64::from(borrow));
			(*limb, borrow) = (total, first || second);
		}
		difference.length = significant(difference.magnitude());
		if difference.is_zero() {
			difference.sign = Sign::Plus;
		}
		difference
	}

	/// `self * factor`.
	pub(crate) fn mul_small(&self, factor: u64) -> Option<Self> {
		let mut product = *self;
		let carry = scale_in_place(product.limbs.iter_mut().take(self.length), factor);
		if carry != 0 {
			*product.limbs.get_mut(self.length)? = carry;
		}
		product.length = significant(&product.limbs);
		if product.is_zero() {
			product.sign = Sign::Plus;
		}
		Some(product)
	}

	/// `self * other / 2^bits`, rounded down.
	pub(crate) fn mul_shr_floor(&self, other: &Self, bits: u32) -> Option<Self> {
		let mut product = [0u64; LIMBS * 2];
		let length = self.length.saturating_add(other.length);
		let used = product.get_mut(..length)?;
		multiply_into(used, self.magnitude(), other.magnitude());
		shift_right_floor(self.sign.times(other.sign), used, bits)
	}

	/// `self / 2^bits`, rounded down.
	pub(crate) fn shr_floor(&self, bits: u32) -> Option<Self> {
		let mut limbs = self.limbs;
		let used = limbs.get_mut(..self.length)?;
		shift_right_floor(self.sign, used, bits)
	}

	/// `self / 2^bits`, rounded to the nearest integer, halves away from zero.
	pub(crate) fn shr_nearest(&self, bits: u32) -> Option<Self> {
		let Some(below) = bits.checked_sub(1) else { return Some(*self) };
		let place = usize::try_from(below / LIMB_BITS).ok()?;
		let limb = self.limbs.get(place).copied().unwrap_or(0);
		let rounds_up = limb.wrapping_shr(below % LIMB_BITS) & 1 == 1;
		let mut magnitude = *self;
		magnitude.sign = Sign::Plus;
		let mut rounded = magnitude.shr_floor(bits)?;
		if rounds_up {
			rounded = rounded.add(&Self::from(1u64))?;
		}
		Some(if self.is_negative() { rounded.negated() } else { rounded })
	}

	/// Whether the magnitude is below `2^bits`, for less than the bits of one limb.
	pub(crate) fn is_below_power_of_two(&self, bits: u32) -> bool {
		match self.magnitude() {
			[] => true,
			[limb] => limb.checked_ilog2().is_none_or(|top| top < bits),
			_ => false,
		}
	}

	/// `self * 2^bits`.
	pub(crate) fn shl(&self, bits: u32) -> Option<Self> {
		let scaled = self.mul_small(1u64.wrapping_shl(bits % LIMB_BITS))?;
		let limbs = usize::try_from(bits / LIMB_BITS).ok()?;
		let mut shifted = Self { sign: scaled.sign, ..Self::ZERO };
		let end = limbs.checked_add(scaled.length)?;
		if !scaled.is_zero() {
			shifted.limbs.get_mut(limbs..end)?.copy_from_slice(scaled.magnitude());
			shifted.length = end;
		}
		Some(shifted)
	}

	/// `self / divisor`, rounded down. Nothing for a divisor of zero.
	pub(crate) fn div_floor(&self, divisor: u64) -> Option<Self> {
		let mut quotient = *self;
		let mut rest = 0u64;
		for limb in quotient.limbs.iter_mut().take(self.length).rev() {
			let dividend = (u128::from(rest) << 64) | u128::from(*limb);
			let (share, _) = halves(dividend.checked_div(u128::from(divisor))?);
			(rest, _) = halves(dividend.checked_rem(u128::from(divisor))?);
			*limb = share;
		}
		quotient.length = significant(quotient.magnitude());
		if rest == 0 || !self.is_negative() {
			if quotient.is_zero() {
				quotient.sign = Sign::Plus;
			}
			return Some(quotient);
		}
		quotient.sub(&Self::from(1u64))
	}

	/// The value as an `i64`, where it fits.
	pub(crate) fn to_i64(self) -> Option<i64> {
		let magnitude = i64::try_from(self.to_u64_magnitude()?).ok()?;
		if self.is_negative() {
			magnitude.checked_neg()
		} else {
			Some(magnitude)
		}
	}

	/// The value as a `u64`, where it fits.
	pub(crate) fn to_u64(self) -> Option<u64> {
		if self.is_negative() {
			None
		} else {
			self.to_u64_magnitude()
		}
	}

	/// The value as a `u128`, where it fits.
	pub(crate) fn to_u128(self) -> Option<u128> {
		match (self.sign, self.magnitude()) {
			(Sign::Minus, _) => None,
			(Sign::Plus, []) => Some(0),
			(Sign::Plus, [low]) => Some(u128::from(*low)),
			(Sign::Plus, [low, high]) => Some((u128::from(*high) << 64) | u128::from(*low)),
			_ => None,
		}
	}

	/// The magnitude as a `u64`, where it fits.
	fn to_u64_magnitude(self) -> Option<u64> {
		match self.magnitude() {
			[] => Some(0),
			[limb] => Some(*limb),
			_ => None,
		}
	}
}

impl PartialEq for Wide {
	fn eq(&self, other: &Self) -> bool {
		self.sign == other.sign && self.magnitude() == other.magnitude()
	}
}

impl From<u64> for Wide {
	fn from(value: u64) -> Self {
		Self::from_limbs([value])
	}
}

impl From<u128> for Wide {
	fn from(value: u128) -> Self {
		let (low, high) = halves(value);
		Self::from_limbs([low, high])
	}
}

/// `limbs / 2^bits` under `sign`, rounded down. Spoils `limbs`.
fn shift_right_floor(sign: Sign, limbs: &mut [u64], bits: u32) -> Option<Wide> {
	let whole = usize::try_from(bits / LIMB_BITS).ok()?;
	let part = bits % LIMB_BITS;
	let dropped = limbs.get(..whole.min(limbs.len()))?;
	let mut lost = dropped.iter().any(|limb| *limb != 0);
	let kept = limbs.get_mut(whole..).unwrap_or(&mut []);
	if part != 0 {
		let mut from_above = 0;
		for limb in kept.iter_mut().rev() {
			let doubled = (u128::from(*limb) << 64).wrapping_shr(part);
			let (below, here) = halves(doubled);
			*limb = here | from_above;
			from_above = below;
		}
		lost |= from_above != 0;
	}
	let shifted = Wide::from_magnitude(sign, kept)?;
	if lost && sign == Sign::Minus {
		// Rounding down moves a negative value away from zero.
		return shifted.sub(&Wide::from(1u64));
	}
	Some(shifted)
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
	use super::*;
	use proptest::prelude::*;

	fn wide(value: i128) -> Wide {
		let magnitude = Wide::from(value.unsigned_abs());
		if value < 0 {
			magnitude.negated()
		} else {
			magnitude
		}
	}

	#[test]
	fn what_does_not_fit_is_refused() {
		let top = Wide::power_of_two(2559).unwrap();
		assert!(top.add(&top).is_none());
		assert!(top.shl(1).is_none());
		assert!(top.mul_small(2).is_none());
		assert!(top.mul_shr_floor(&top, 2000).is_none());
		assert_eq!(top.mul_shr_floor(&top, 2559).unwrap(), top);
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
