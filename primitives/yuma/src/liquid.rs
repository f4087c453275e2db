//! Liquid alpha: a pace of its own for every bond.
//!
//! The pace rises with the distance of a bought weight from consensus, or of a sold bond from its
//! weight, along a sigmoid between the lowest and the highest pace.

use alloc::{borrow::Cow, vec::Vec};

use crate::{
	fixed::Fixed,
	input::EpochInput,
	params::{ConsensusMode, LiquidAlpha},
};

/// Curve of paces, its settings converted once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Curve {
	low: Fixed,
	high: Fixed,
	/// Steepness, negated.
	slope: Fixed,
	/// Pace at distance zero: the most frequent one, hence computed once.
	at_rest: Fixed,
}

impl Curve {
	/// Curve of the settings.
	pub(crate) fn new(liquid: &LiquidAlpha) -> Self {
		let slope = Fixed::from_int(liquid.steepness.into()).div_or_zero(Fixed::from_int(-100));
		let (low, high) = (Fixed::from_part(liquid.low), Fixed::from_part(liquid.high));
		let mut curve = Self { low, high, slope, at_rest: low };
		curve.at_rest = curve.pace(Fixed::ZERO);
		curve
	}

	/// Pace at which a bond of `bond` follows the weight `weight` where consensus is `consensus`.
	pub(crate) fn alpha(&self, consensus: Fixed, weight: Fixed, bond: Fixed) -> Fixed {
		let (more, less) = if weight >= bond { (weight, consensus) } else { (bond, weight) };
		match more.saturating_sub(less).clamp_to_unit() {
			Fixed::ZERO => self.at_rest,
			distance => self.pace(distance),
		}
	}

	/// Pace at `distance`, which is from 0 to 1.
	fn pace(&self, distance: Fixed) -> Fixed {
		let power = self.slope.mul_floor(distance.saturating_sub(Fixed::HALF));
		let sigmoid = Fixed::ONE.div_or_zero(Fixed::ONE.saturating_add(power.exp()));
		let range = self.high.saturating_sub(self.low);
		let pace = self.low.saturating_add(sigmoid.mul_floor(range));
		// Not a clamp: the low bound wins where the two are crossed.
		pace.min(self.high).max(self.low)
	}
}

/// Consensus that liquid alpha compares weights with.
///
/// The stored one of the last epoch if the mode says so and there is one, else `current`.
pub(crate) fn reference<'a>(
	input: &EpochInput,
	mode: ConsensusMode,
	current: &'a [Fixed],
) -> Cow<'a, [Fixed]> {
	let previous = match mode {
		ConsensusMode::Current => false,
		ConsensusMode::Previous => true,
		ConsensusMode::Auto => input.params.bonds_penalty == u16::MAX,
	};
	let of_mechanism = !input.mechanism_consensus.is_empty();
	let stored = if of_mechanism { input.mechanism_consensus } else { input.subnet_consensus };
	if !previous || stored.is_empty() {
		return Cow::Borrowed(current);
	}
	let mut parts: Vec<Fixed> = stored.iter().copied().map(Fixed::from_part).collect();
	parts.resize(current.len(), Fixed::ZERO);
	Cow::Owned(parts)
}

#[cfg(test)]
mod tests {
	use proptest::prelude::*;

	use super::*;

	fn liquid(low: u16, high: u16, steepness: i16) -> LiquidAlpha {
		LiquidAlpha { low, high, steepness, mode: ConsensusMode::Current }
	}

	#[test]
	fn default_paces_are_those_of_the_spec() {
		let curve = Curve::new(&liquid(45875, 58982, 1000));
		assert_eq!(curve.pace(Fixed::ZERO).to_bits(), 3_012_258_989);
		assert_eq!(curve.pace(Fixed::HALF).to_bits(), 3_436_006_604);
		assert_eq!(curve.pace(Fixed::ONE).to_bits(), 3_859_754_218);
	}

	proptest! {
		#[test]
		fn pace_stays_between_its_bounds(low: u16, high: u16, steepness: i16, c: i64, w: i64, b: i64) {
			let curve = Curve::new(&liquid(low.min(high), low.max(high), steepness));
			let pace = curve.alpha(Fixed::from_bits(c), Fixed::from_bits(w), Fixed::from_bits(b));
			prop_assert!(pace >= curve.low && pace <= curve.high);
		}

		/// The exponential is exact to about 2^-32 relative to its size, hence the tolerance.
		#[test]
		fn pace_rises_with_distance(low: u16, high: u16, steepness in 0i16.., a in 0..1i64 << 32, b in 0..1i64 << 32) {
			let curve = Curve::new(&liquid(low.min(high), low.max(high), steepness));
			let near = curve.pace(Fixed::from_bits(a.min(b)));
			let far = curve.pace(Fixed::from_bits(a.max(b)));
			prop_assert!(near.to_bits() <= far.to_bits() + 64, "{near:?} {far:?}");
		}

		/// Pace by weight, bond and consensus: the further a weight is
		/// above consensus, or a bond above its weight, the faster the bond moves.
		#[test]
		fn pace_rises_with_what_is_bought_and_with_what_is_sold(
			low: u16, high: u16, steepness in 0i16.., c in 0..=1i64 << 32,
			mut amounts in prop::array::uniform3(0..=1i64 << 32),
		) {
			let curve = Curve::new(&liquid(low.min(high), low.max(high), steepness));
			amounts.sort_unstable();
			let [least, less, most] = amounts.map(Fixed::from_bits);
			let consensus = Fixed::from_bits(c);
			let rises = |near: Fixed, far: Fixed| near.to_bits() <= far.to_bits() + 64;
			// Buying: the bond is the least of the three, so both weights are above it.
			let near = curve.alpha(consensus, less, least);
			prop_assert!(rises(near, curve.alpha(consensus, most, least)));
			// Selling: the more bond there is for a weight, and the less weight for a bond.
			let near = curve.alpha(consensus, least, less);
			if least < less {
				prop_assert!(rises(near, curve.alpha(consensus, least, most)));
			}
			if less < most {
				let near = curve.alpha(consensus, less, most);
				prop_assert!(rises(near, curve.alpha(consensus, least, most)));
			}
		}

		#[test]
		fn a_sale_knows_no_consensus(low: u16, high: u16, steepness: i16, c: i64, d: i64, w in 0i64..1 << 32, more in 1i64..=1 << 32) {
			let curve = Curve::new(&liquid(low.min(high), low.max(high), steepness));
			let (weight, bond) = (Fixed::from_bits(w), Fixed::from_bits(w + more));
			let [one, other] = [c, d].map(|c| curve.alpha(Fixed::from_bits(c), weight, bond));
			prop_assert_eq!(one, other);
			prop_assert_eq!(one, curve.pace(Fixed::from_bits(more)));
		}

		#[test]
		fn crossed_bounds_never_panic(low: u16, high: u16, steepness: i16, d in 0..=1i64 << 32) {
			let curve = Curve::new(&liquid(low, high, steepness));
			prop_assert!(curve.pace(Fixed::from_bits(d)) >= curve.low);
		}
	}
}
