//! Gate that moves emission from small subnets to large ones.
//!
//! A share `s` is multiplied by `1 / (1 + (theta / s)^h)`: a share at the bar `theta` is halved, one
//! far below it all but vanishes, one far above it keeps its size. Afterwards the shares are scaled
//! to a sum of 1 again.

use alloc::vec::Vec;

use substrate_fixed::transcendental::{exp, ln};

use crate::fixed::{div_or_zero, scaled_to_one, I32F32, ONE, U64F64, ZERO};

/// Blocks between two updates of the bar.
pub const BAR_UPDATE_INTERVAL: u64 = 360;

/// Result of `pow` where the power does not fit.
const LARGEST_POWER: I32F32 = I32F32::from_bits(2_147_483_647 << 32);

/// State and parameters of the gate, as stored.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(
	feature = "codec",
	derive(
		codec::Decode,
		codec::DecodeWithMemTracking,
		codec::Encode,
		codec::MaxEncodedLen,
		scale_info::TypeInfo
	)
)]
pub struct EmissionGate {
	/// Bar `theta`; 0 when it was never computed or was reset.
	pub bar: U64F64,
	/// Rank of the share that sets the bar; with 0 `quantile` sets it instead.
	pub rank: u16,
	/// Part of all emission that goes to shares at or above the bar, for rank 0.
	pub quantile: U64F64,
	/// Exponent `h`, the sharpness of the gate.
	pub exponent: U64F64,
}

impl Default for EmissionGate {
	/// No bar yet, rank 32, quantile 0.61, exponent 3.
	fn default() -> Self {
		Self {
			bar: U64F64::default(),
			rank: 32,
			// 0.61 as the nearest double.
			quantile: U64F64::from_bits(11_252_513_884_962_826_240),
			exponent: U64F64::from_bits(3 << 64),
		}
	}
}

impl EmissionGate {
	/// Bar for `block`: recomputed when there is none, and every [`BAR_UPDATE_INTERVAL`] blocks.
	///
	/// A bar of 0 never replaces another one.
	pub(crate) fn bar_at(&self, block: u64, shares: &[U64F64]) -> U64F64 {
		if self.bar > ZERO && !block.is_multiple_of(BAR_UPDATE_INTERVAL) {
			return self.bar;
		}
		let mut sorted = shares.to_vec();
		sorted.sort_unstable_by(|a, b| b.cmp(a));
		let bar = match usize::from(self.rank).checked_sub(1) {
			Some(place) => share_at_rank(&sorted, place),
			None => share_at_mass(&sorted, self.quantile),
		};
		if bar > ZERO {
			bar
		} else {
			self.bar
		}
	}

	/// Shares after the gate, rounded down, so that their sum is at most 1.
	///
	/// Without a bar, or if all of them would become 0, the shares are left as they were.
	pub(crate) fn apply(&self, shares: Vec<U64F64>) -> Vec<U64F64> {
		if self.bar == ZERO {
			return shares;
		}
		let gated: Vec<_> =
			shares.iter().map(|share| share.saturating_mul(self.factor(*share))).collect();
		if gated.iter().all(|share| *share == ZERO) {
			return shares;
		}
		scaled_to_one(&gated)
	}

	/// Factor by which the gate multiplies `share`, 0 to 1.
	fn factor(&self, share: U64F64) -> U64F64 {
		let power = pow(div_or_zero(self.bar, share), self.exponent);
		div_or_zero(ONE, ONE.saturating_add(power))
	}
}

/// Positive share at `place` from the top, or the last positive one, or 0. Expects descent.
fn share_at_rank(sorted: &[U64F64], place: usize) -> U64F64 {
	let positive = sorted.partition_point(|share| *share > ZERO);
	let last = positive.saturating_sub(1);
	sorted.get(place.min(last)).copied().unwrap_or_default()
}

/// Share at which the running sum reaches `quantile`, or the last one. Expects descent.
fn share_at_mass(sorted: &[U64F64], quantile: U64F64) -> U64F64 {
	let mut mass = U64F64::default();
	for share in sorted {
		mass = mass.saturating_add(*share);
		if mass >= quantile {
			return *share;
		}
	}
	sorted.last().copied().unwrap_or_default()
}

/// `value^exponent` with 32 fractional bits, by logarithm; 0 for a value below 3 · 2^−32.
///
/// A power too large becomes [`LARGEST_POWER`]; one too small for the series of `exp` becomes 0.
fn pow(value: U64F64, exponent: U64F64) -> U64F64 {
	let Ok(log) = ln::<I32F32, I32F32>(I32F32::saturating_from_num(value)) else {
		return U64F64::default();
	};
	let scaled = I32F32::saturating_from_num(exponent).saturating_mul(log);
	let power = exp::<I32F32, I32F32>(scaled);
	// `exp` inverts e^|x| for a negative x and fails when that does not fit. The power is then
	// below 2^-30: a share far above the bar must keep its emission, not lose it.
	let out_of_range = if scaled.is_negative() { I32F32::default() } else { LARGEST_POWER };
	U64F64::saturating_from_num(power.unwrap_or(out_of_range))
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "test numbers are small")]
mod tests {
	use proptest::prelude::*;

	use super::*;

	fn shares(of: &[f64]) -> Vec<U64F64> {
		of.iter().map(|share| U64F64::from_num(*share)).collect()
	}

	fn gate(rank: u16, bar: f64) -> EmissionGate {
		EmissionGate { rank, bar: U64F64::from_num(bar), ..EmissionGate::default() }
	}

	#[test]
	fn bar_by_rank_is_the_nth_largest_positive_share() {
		let of = shares(&[0.125, 0.0, 0.5, 0.25, 0.125]);
		assert_eq!(gate(1, 0.0).bar_at(1, &of), U64F64::from_num(0.5));
		assert_eq!(gate(2, 0.0).bar_at(1, &of), U64F64::from_num(0.25));
		assert_eq!(gate(4, 0.0).bar_at(1, &of), U64F64::from_num(0.125));
		assert_eq!(gate(u16::MAX, 0.0).bar_at(1, &of), U64F64::from_num(0.125));
		assert_eq!(gate(32, 0.0).bar_at(1, &shares(&[0.0, 0.0])), U64F64::from_num(0));
		assert_eq!(gate(32, 0.0).bar_at(1, &[]), U64F64::from_num(0));
	}

	#[test]
	fn bar_by_mass_is_the_share_that_reaches_the_quantile() {
		let of = shares(&[0.125, 0.5, 0.25, 0.125]);
		assert_eq!(gate(0, 0.0).bar_at(1, &of), U64F64::from_num(0.25));
		let half = EmissionGate { quantile: U64F64::from_num(0.5), ..gate(0, 0.0) };
		assert_eq!(half.bar_at(1, &of), U64F64::from_num(0.5));
		let never = EmissionGate { quantile: U64F64::from_num(2), ..gate(0, 0.0) };
		assert_eq!(never.bar_at(1, &of), U64F64::from_num(0.125));
		assert_eq!(gate(0, 0.0).bar_at(1, &[]), U64F64::from_num(0));
	}

	#[test]
	fn bar_is_updated_every_360_blocks_or_when_missing() {
		let of = shares(&[0.5, 0.5]);
		let (half, quarter) = (U64F64::from_num(0.5), U64F64::from_num(0.25));
		assert_eq!(gate(32, 0.0).bar_at(361, &of), half);
		assert_eq!(gate(32, 0.25).bar_at(359, &of), quarter);
		assert_eq!(gate(32, 0.25).bar_at(360, &of), half);
		assert_eq!(gate(32, 0.25).bar_at(0, &of), half);
	}

	#[test]
	fn a_bar_beyond_all_shares_is_a_bar() {
		// A comparison with an integer would take 2^31 for less than zero.
		assert_eq!(
			gate(32, 2_147_483_648.0).bar_at(1, &shares(&[0.5])),
			U64F64::from_num(1u64 << 31)
		);
	}

	#[test]
	fn a_zero_bar_never_replaces_another() {
		assert_eq!(gate(32, 0.25).bar_at(360, &shares(&[0.0])), U64F64::from_num(0.25));
		assert_eq!(gate(0, 0.25).bar_at(360, &[]), U64F64::from_num(0.25));
	}

	#[test]
	fn gate_halves_a_share_at_the_bar_and_keeps_27_of_28_at_three_times_the_bar() {
		let gate = gate(32, 0.25);
		assert_eq!(gate.factor(U64F64::from_num(0.25)), U64F64::from_num(0.5));
		let high = gate.factor(U64F64::from_num(0.75)).to_num::<f64>();
		assert!((high - 27.0 / 28.0).abs() < 1e-7, "{high}");
	}

	#[test]
	fn without_a_bar_the_gate_is_open() {
		let of = shares(&[0.25, 0.75]);
		assert_eq!(gate(32, 0.0).apply(of.clone()), of);
	}

	#[test]
	fn shares_survive_when_the_gate_would_leave_nothing() {
		let of = vec![U64F64::from_bits(1), U64F64::from_num(0)];
		assert_eq!(gate(32, 0.5).apply(of.clone()), of);
	}

	#[test]
	fn factor_far_below_the_bar_is_2_to_the_minus_31_and_far_above_it_one() {
		let low = gate(32, 0.5).factor(U64F64::from_bits(1));
		assert_eq!(low, div_or_zero(ONE, U64F64::from_num(2_147_483_648_u32)));
		let gate = EmissionGate { bar: U64F64::from_bits(1 << 31), ..EmissionGate::default() };
		assert_eq!(gate.factor(ONE), ONE);
	}

	#[test]
	fn a_share_thousands_of_times_the_bar_keeps_its_emission() {
		for times in [1_000, 1_290, 1_300, 2_000, 100_000, 1_000_000] {
			let gate = gate(32, 1.0 / f64::from(times));
			assert!(gate.factor(ONE) > U64F64::from_num(0.999_999), "{times} times the bar");
		}
	}

	#[test]
	fn the_large_subnet_of_a_young_chain_keeps_its_emission() {
		// Averages of 0.17 and 0.00011: the small share is the bar, the large one 1,545 times it.
		let [large, small] = [0.17, 0.00011].map(|price| U64F64::from_num(price / 0.17011));
		let gate = gate(32, 0.0);
		let gate = EmissionGate { bar: gate.bar_at(1, &[large, small]), ..gate };
		assert_eq!(gate.bar, small);
		let rao = |share: U64F64| (share * U64F64::from_num(1_000_000_000)).to_num::<u64>();
		let gated: Vec<u64> = gate.apply(vec![large, small]).into_iter().map(rao).collect();
		// The reference chain pays the large one 1,439 rao.
		assert_eq!(gated, [999_676_575, 323_424]);
	}

	#[test]
	fn powers_are_those_of_the_exact_ones() {
		let power = |value: f64, exponent: f64| {
			pow(U64F64::from_num(value), U64F64::from_num(exponent)).to_num::<f64>()
		};
		for (value, exponent, exact) in [
			(1.0, 3.0, 1.0),
			(2.0, 1.0, 2.0),
			(0.5, 3.0, 0.125),
			(2.0, 8.0, 256.0),
			(10.0, 3.0, 1_000.0),
			(0.0, 3.0, 0.0),
		] {
			let got = power(value, exponent);
			assert!((got - exact).abs() <= exact * 1e-5, "{value}^{exponent} = {got}");
		}
		assert_eq!(power(2_000.0, 3.0), 2_147_483_647.0);
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(2_000))]

		#[test]
		fn gated_shares_sum_to_at_most_one_and_keep_their_order(
			prices in prop::collection::vec(1u32..1_000_000, 1..130), rank in 0u16..140,
		) {
			let total: u64 = prices.iter().map(|price| u64::from(*price)).sum();
			let of: Vec<_> = prices
				.iter()
				.map(|price| U64F64::from_num(*price) / U64F64::from_num(total))
				.collect();
			let mut gate = gate(rank, 0.0);
			gate.bar = gate.bar_at(0, &of);
			prop_assert!(of.contains(&gate.bar));
			let gated = gate.apply(of.clone());
			let sum: U64F64 = gated.iter().copied().sum();
			prop_assert!(sum <= ONE);
			prop_assert!(sum >= ONE - U64F64::from_bits(of.len() as u128));
			for (a, before_a) in gated.iter().zip(&of) {
				for (b, before_b) in gated.iter().zip(&of) {
					prop_assert!(before_a <= before_b || a >= b);
				}
			}
		}

		#[test]
		fn gate_takes_any_input(
			bits in prop::collection::vec(any::<u128>(), 0..8), bar: u128, rank: u16,
			quantile: u128, exponent: u128, block: u64,
		) {
			let [bar, quantile, exponent] = [bar, quantile, exponent].map(U64F64::from_bits);
			let gate = EmissionGate { bar, rank, quantile, exponent };
			let of: Vec<_> = bits.into_iter().map(U64F64::from_bits).collect();
			let bar = gate.bar_at(block, &of);
			prop_assert!(bar == gate.bar || of.contains(&bar));
			let gated = gate.apply(of.clone());
			prop_assert_eq!(gated.len(), of.len());
			let sum = gated.iter().try_fold(ZERO, |sum, share| sum.checked_add(*share));
			prop_assert!(gated == of || sum.is_some_and(|sum| sum <= ONE));
		}
	}
}
