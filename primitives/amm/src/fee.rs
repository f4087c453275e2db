//! Fee rates, and the fees of trades.

use serde::{Deserialize, Serialize};
use substrate_fixed::types::U64F64;

use crate::fixed::{div_or_zero, fixed, floor};

/// The fee rate of a pool, in parts of 65535 of the trader's input.
///
/// At most [`FeeRate::MAX`], so that no rate takes the whole input.
///
/// ```
/// use noesis_amm::{FeeRate, FeeRateTooHigh};
/// assert_eq!(FeeRate::try_from(33), Ok(FeeRate::DEFAULT));
/// assert_eq!(FeeRate::try_from(FeeRate::PARTS), Err(FeeRateTooHigh));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct FeeRate(u16);

/// The fee rate is above [`FeeRate::MAX`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FeeRateTooHigh;

impl core::fmt::Display for FeeRateTooHigh {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		write!(f, "a fee rate is at most {} parts of {}", FeeRate::MAX.0, FeeRate::PARTS)
	}
}

impl core::error::Error for FeeRateTooHigh {}

impl FeeRate {
	/// The parts of one whole.
	pub const PARTS: u16 = u16::MAX;
	/// The rate of a subnet whose rate was never set: about 0.05 %.
	pub const DEFAULT: Self = Self(33);
	/// The highest rate: about 15 %.
	pub const MAX: Self = Self(10_000);
	/// No fee: for the trades of the chain itself, and for one leg of a move between subnets.
	pub const DROPPED: Self = Self(0);

	/// The rate in parts of 65535.
	pub const fn parts(self) -> u16 {
		self.0
	}

	/// The fee that is taken out of `amount`, in the unit of `amount`.
	///
	/// It is the rate, rounded down to 2^-64, times the amount, rounded down.
	pub fn of_gross(self, amount: u64) -> u64 {
		Self::times(amount, div_or_zero(fixed(self.0.into()), fixed(Self::PARTS.into())))
	}

	/// The fee that is added to `amount`, in the unit of `amount`.
	///
	/// It is the rate times the sum of both. It rounds like [`FeeRate::of_gross`].
	pub fn on_top_of_net(self, amount: u64) -> u64 {
		let rest = Self::PARTS.saturating_sub(self.0);
		Self::times(amount, div_or_zero(fixed(self.0.into()), fixed(rest.into())))
	}

	/// `amount * rate`, rounded down.
	fn times(amount: u64, rate: U64F64) -> u64 {
		floor(fixed(amount).saturating_mul(rate))
	}
}

impl TryFrom<u16> for FeeRate {
	type Error = FeeRateTooHigh;

	fn try_from(parts: u16) -> Result<Self, Self::Error> {
		let rate = Self(parts);
		if rate <= Self::MAX {
			Ok(rate)
		} else {
			Err(FeeRateTooHigh)
		}
	}
}

impl From<FeeRate> for u16 {
	fn from(rate: FeeRate) -> Self {
		rate.0
	}
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "sums of amounts below half of the type")]
mod tests {
	use proptest::prelude::*;

	use super::*;

	fn rate(parts: u16) -> FeeRate {
		FeeRate::try_from(parts).unwrap()
	}

	#[test]
	fn the_default_fee_starts_at_1986_units() {
		let fee = FeeRate::DEFAULT;
		assert_eq!([1985, 1986, 2_000_000].map(|amount| fee.of_gross(amount)), [0, 1, 1007]);
		assert_eq!(fee.of_gross(100_000_000_000), 50_354_772);
	}

	#[test]
	fn a_dropped_fee_is_zero() {
		assert_eq!(FeeRate::DROPPED.of_gross(u64::MAX), 0);
		assert_eq!(FeeRate::DROPPED.on_top_of_net(u64::MAX), 0);
	}

	#[test]
	fn a_rate_above_the_highest_is_refused() {
		assert_eq!(rate(10_000), FeeRate::MAX);
		for parts in [10_001, FeeRate::PARTS - 1, FeeRate::PARTS] {
			assert_eq!(FeeRate::try_from(parts), Err(FeeRateTooHigh));
			assert!(serde_json::from_str::<FeeRate>(&parts.to_string()).is_err());
		}
		assert_eq!(serde_json::from_str::<FeeRate>("10000").unwrap(), FeeRate::MAX);
		assert_eq!(serde_json::to_string(&FeeRate::DEFAULT).unwrap(), "33");
	}

	#[test]
	fn the_highest_rate_leaves_most_of_the_input() {
		// The rate is rounded down before it is multiplied, so this is not u64::MAX * 10_000 / 65_535.
		assert_eq!(FeeRate::MAX.of_gross(u64::MAX), 2_814_792_717_434_889_999);
		assert!(FeeRate::MAX.of_gross(u64::MAX) < u64::MAX / 6);
	}

	proptest! {
		#[test]
		fn a_fee_is_less_than_a_sixth_of_the_input(parts in 0u16..=10_000, amount: u64) {
			prop_assert!(rate(parts).of_gross(amount) <= amount / 6);
			prop_assert!(rate(parts).on_top_of_net(amount) <= amount / 5);
		}

		#[test]
		fn both_ways_to_take_a_fee_differ_by_rounding_only(
			parts in 0u16..=10_000,
			net in 0..1u64 << 62,
		) {
			let fee = rate(parts);
			let on_top = fee.on_top_of_net(net);
			prop_assert!(on_top.abs_diff(fee.of_gross(net + on_top)) <= 1);
		}
	}
}
