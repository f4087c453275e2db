//! What a trade costs on top of its price.

use serde::{Deserialize, Serialize};
use substrate_fixed::types::U64F64;

use crate::fixed::{fixed, floor, safe_div};

/// The fee of a trade, as parts of 65535 of what the trader hands over.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FeeRate(u16);

impl FeeRate {
	/// The parts of one whole.
	pub const PARTS: u16 = u16::MAX;
	/// The rate of a pool whose rate was never set: about 0.05 %.
	pub const DEFAULT: Self = Self(33);
	/// The highest rate that a subnet may be given: about 15 %.
	pub const MAX: Self = Self(10_000);
	/// No fee: the trades of the chain itself, and the second leg of a move between subnets.
	pub const DROPPED: Self = Self(0);

	/// The rate of `parts` of 65535.
	///
	/// Takes any stored rate; [`FeeRate::is_settable`] tells which ones may be set.
	pub const fn new(parts: u16) -> Self {
		Self(parts)
	}

	/// The rate in parts of 65535.
	pub const fn parts(self) -> u16 {
		self.0
	}

	/// Whether a subnet may be given this rate: it is at most [`FeeRate::MAX`].
	pub const fn is_settable(self) -> bool {
		self.0 <= Self::MAX.0
	}

	/// The fee that is taken out of `amount`, in the unit of `amount`: the rate, rounded down to
	/// 2^-64, times the amount, rounded down.
	pub fn of_gross(self, amount: u64) -> u64 {
		Self::times(amount, safe_div(fixed(self.0.into()), fixed(Self::PARTS.into())))
	}

	/// The fee that comes on top of `amount`, so that the fee is this rate of both together.
	/// Rounds like [`FeeRate::of_gross`].
	pub fn on_top_of_net(self, amount: u64) -> u64 {
		let rest = Self::PARTS.saturating_sub(self.0);
		Self::times(amount, safe_div(fixed(self.0.into()), fixed(rest.into())))
	}

	/// `amount * rate`, rounded down.
	fn times(amount: u64, rate: U64F64) -> u64 {
		floor(fixed(amount).saturating_mul(rate))
	}
}

impl Default for FeeRate {
	fn default() -> Self {
		Self::DEFAULT
	}
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "sums of amounts below half of the type")]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn the_default_fee_starts_at_1986_units() {
		let fee = FeeRate::DEFAULT;
		assert_eq!([1985, 1986, 2_000_000].map(|amount| fee.of_gross(amount)), [0, 1, 1007]);
		assert_eq!(fee.of_gross(100_000_000_000), 50_354_772);
	}

	#[test]
	fn a_dropped_fee_is_nothing() {
		assert_eq!(FeeRate::DROPPED.of_gross(u64::MAX), 0);
		assert_eq!(FeeRate::DROPPED.on_top_of_net(u64::MAX), 0);
	}

	#[test]
	fn rates_above_ten_thousand_parts_cannot_be_set() {
		assert!(FeeRate::new(10_000).is_settable());
		assert!(!FeeRate::new(10_001).is_settable());
	}

	proptest! {
		#[test]
		fn a_fee_never_exceeds_what_it_is_taken_from(parts: u16, amount: u64) {
			prop_assert!(FeeRate::new(parts).of_gross(amount) <= amount);
		}

		#[test]
		fn both_ways_to_take_a_fee_differ_by_rounding_only(parts in 0u16..=10_000, net in 0..1u64 << 62) {
			let fee = FeeRate::new(parts);
			let on_top = fee.on_top_of_net(net);
			prop_assert!(on_top.abs_diff(fee.of_gross(net + on_top)) <= 1);
		}

		#[test]
		fn no_argument_makes_a_fee_panic(parts: u16, amount: u64) {
			let fee = FeeRate::new(parts);
			prop_assert!(parts != 0 || fee.on_top_of_net(amount) == 0);
			prop_assert!(parts != u16::MAX || fee.on_top_of_net(amount) == 0);
		}
	}
}
