//! Averages of a subnet's alpha price, in TAO per alpha.
//!
//! Shares of emission follow a slow average of the price, so that one trade cannot buy them. It
//! moves by a few millionths of the distance per block, and slower for a young subnet. A second,
//! fast average with a half-life of 600 blocks guards trades of root funds.

use crate::fixed::{div_or_zero, I96F32, ONE, U64F64};

/// Blocks in which the fast average covers half of the distance to the spot price.
pub const FAST_PRICE_HALF_LIFE: u64 = 600;

/// Part of the distance that the fast average covers per block: ln 2 / 600, rounded down.
const FAST_PRICE_STEP: U64F64 = U64F64::from_bits(LN_2_BITS / 600);

/// ln 2 as the protocol defines it: the nearest double, in units of 2^-64.
const LN_2_BITS: u128 = 0xB172_17F7_D1CF_7800;

/// Pricing of a subnet's alpha.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mechanism {
	/// One alpha is always one TAO. Root is stable.
	Stable,
	/// A pool of TAO and alpha sets the price.
	Dynamic,
}

/// Fate of the alpha that a block sets aside for root.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RootDividendFate {
	/// The alpha waits for the end of the epoch.
	Accumulate,
	/// The alpha is recycled at once.
	Recycle,
}

/// Terms of one block of a dynamic subnet's slow average.
#[derive(Clone, Copy, Debug)]
pub struct PriceStep {
	/// Average so far, 0 to 1.
	pub average: I96F32,
	/// Price in the pool after this block's emission.
	pub spot: U64F64,
	/// Blocks since the subnet began to emit: [`blocks_since_first_emission`].
	pub age: u64,
	/// Age in blocks at which the average moves at half of `factor`.
	pub halving_blocks: u64,
	/// Part of the distance covered per block at an unlimited age.
	pub factor: I96F32,
}

/// Averaged price that decides shares of emission and the fate of root dividends.
///
/// `average` is the stored slow average; a negative one, which is never stored, reads as 0.
pub fn moving_price(mechanism: Mechanism, average: I96F32) -> U64F64 {
	match mechanism {
		Mechanism::Stable => ONE,
		Mechanism::Dynamic => U64F64::saturating_from_num(average),
	}
}

/// Number of blocks since the subnet began to emit at `first_emission`, this one included.
pub fn blocks_since_first_emission(block: u64, first_emission: u64) -> u64 {
	block.saturating_sub(first_emission.saturating_sub(1))
}

/// Slow average after one more block: `a · min(spot, 1) + (1 − a) · average` with
/// `a = factor · age / (age + halving_blocks)`.
///
/// Rounded down to 32 fractional bits, so an average of 0 stays 0 until a step is at least 2^−32.
pub fn next_moving_price(step: &PriceStep) -> I96F32 {
	let age = U64F64::saturating_from_num(step.age);
	let horizon = age.saturating_add(U64F64::saturating_from_num(step.halving_blocks));
	let a = U64F64::saturating_from_num(step.factor).saturating_mul(div_or_zero(age, horizon));
	let new = a.saturating_mul(step.spot.min(ONE));
	let old = U64F64::saturating_from_num(step.average);
	I96F32::saturating_from_num(new.saturating_add(ONE.saturating_sub(a).saturating_mul(old)))
}

/// Fast average after one more block; the first one is the spot price itself.
///
/// The step is rounded down in either direction. The spot price is not capped.
pub fn next_fast_price(average: Option<U64F64>, spot: U64F64) -> U64F64 {
	let Some(average) = average else { return spot };
	let part = |distance: U64F64| distance.saturating_mul(FAST_PRICE_STEP);
	if spot > average {
		average.saturating_add(part(spot.saturating_sub(average)))
	} else {
		average.saturating_sub(part(average.saturating_sub(spot)))
	}
}

/// Fate of root's alpha: it accumulates while the emitting subnets' prices sum to more than 1.
///
/// `prices` are the values of [`moving_price`]. A sum of exactly 1 recycles.
pub fn root_dividend_fate(prices: impl IntoIterator<Item = U64F64>) -> RootDividendFate {
	let sum = prices.into_iter().fold(U64F64::default(), U64F64::saturating_add);
	if sum > ONE {
		RootDividendFate::Accumulate
	} else {
		RootDividendFate::Recycle
	}
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "test numbers are small")]
mod tests {
	use proptest::prelude::*;

	use super::*;

	/// Bits of 0.000003, the default factor.
	const FACTOR: I96F32 = I96F32::from_bits(12_885);

	fn step(average: f64, spot: f64, age: u64) -> i128 {
		next_moving_price(&PriceStep {
			average: I96F32::from_num(average),
			spot: U64F64::from_num(spot),
			age,
			halving_blocks: 201_600,
			factor: FACTOR,
		})
		.to_bits()
	}

	#[test]
	fn young_average_is_stuck_at_zero() {
		assert_eq!(step(0.0, 0.5, 1), 0);
		assert_eq!(step(0.0, 0.5, 201_600), 3_221);
	}

	#[test]
	fn average_at_price_one_leaves_zero_in_block_sixteen() {
		assert!((0..16).all(|age| step(0.0, 1.0, age) == 0));
		assert_eq!(step(0.0, 1.0, 16), 1);
	}

	#[test]
	fn spot_price_above_one_counts_as_one() {
		assert_eq!(step(0.25, 2.0, 201_600), 1_073_746_655);
		assert_eq!(step(0.25, 1.0, 201_600), 1_073_746_655);
	}

	#[test]
	fn fast_average_moves_by_ln2_over_600_and_halves_the_distance_in_600_blocks() {
		let (one, two) = (U64F64::from_num(1), U64F64::from_num(2));
		let next = next_fast_price(Some(one), two).to_num::<f64>();
		assert!((next - 1.001_155_245_30).abs() < 1e-11, "{next}");
		let after = (0..600).fold(one, |average, _| next_fast_price(Some(average), two));
		assert!((after.to_num::<f64>() - 1.500_20).abs() < 5e-6, "{after}");
		let down = next_fast_price(Some(two), one).to_num::<f64>();
		assert!((down - 1.998_844_754_70).abs() < 1e-11, "{down}");
	}

	#[test]
	fn fast_average_moves_by_the_protocols_step() {
		assert_eq!(FAST_PRICE_STEP.to_bits(), 21_310_514_408_671_092);
		// ln 2 with all 64 fractional bits gives the same step.
		assert_eq!(0xB172_17F7_D1CF_79AB_u128 / 600, FAST_PRICE_STEP.to_bits());
	}

	#[test]
	fn fast_average_begins_at_spot_and_is_not_capped() {
		let spot = U64F64::from_num(7);
		assert_eq!(next_fast_price(None, spot), spot);
		assert!(next_fast_price(Some(spot), U64F64::from_num(9)) > spot);
	}

	#[test]
	fn stable_subnets_have_price_one() {
		assert_eq!(moving_price(Mechanism::Stable, I96F32::from_num(0.25)), ONE);
		assert_eq!(
			moving_price(Mechanism::Dynamic, I96F32::from_num(0.25)),
			U64F64::from_num(0.25)
		);
		assert_eq!(moving_price(Mechanism::Dynamic, I96F32::from_num(-1)), U64F64::from_num(0));
	}

	#[test]
	fn age_counts_the_first_block_and_never_goes_negative() {
		assert_eq!(blocks_since_first_emission(10, 10), 1);
		assert_eq!(blocks_since_first_emission(12, 10), 3);
		assert_eq!(blocks_since_first_emission(5, 10), 0);
		assert_eq!(blocks_since_first_emission(5, 0), 5);
	}

	#[test]
	fn root_alpha_is_recycled_up_to_a_price_sum_of_exactly_one() {
		let half = U64F64::from_num(0.5);
		let above = half + U64F64::from_bits(1);
		assert_eq!(root_dividend_fate([]), RootDividendFate::Recycle);
		assert_eq!(root_dividend_fate([half, half]), RootDividendFate::Recycle);
		assert_eq!(root_dividend_fate([half, above]), RootDividendFate::Accumulate);
		assert_eq!(root_dividend_fate([U64F64::max_value(), above]), RootDividendFate::Accumulate);
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(20_000))]

		#[test]
		fn average_stays_between_old_average_and_spot(
			average in 0i128..=1 << 32, spot in 0u128..2 << 64, age: u64, halving_blocks: u64,
			factor in 0i128..=1 << 32,
		) {
			let new = next_moving_price(&PriceStep {
				average: I96F32::from_bits(average),
				spot: U64F64::from_bits(spot),
				age,
				halving_blocks,
				factor: I96F32::from_bits(factor),
			});
			let spot = i128::try_from(spot.min(1 << 64) >> 32).unwrap();
			// One unit below, since the average rounds down.
			prop_assert!(new.to_bits() >= average.min(spot) - 1);
			prop_assert!(new.to_bits() <= average.max(spot));
		}

		#[test]
		fn fast_average_moves_toward_spot_and_never_past_it(average: u128, spot: u128) {
			let (average, spot) = (U64F64::from_bits(average), U64F64::from_bits(spot));
			let next = next_fast_price(Some(average), spot);
			prop_assert!(next >= average.min(spot) && next <= average.max(spot));
		}

		#[test]
		fn averages_take_any_input(a: i128, s: u128, age: u64, halving_blocks: u64, factor: i128) {
			let (average, factor) = (I96F32::from_bits(a), I96F32::from_bits(factor));
			let spot = U64F64::from_bits(s);
			let new = next_moving_price(&PriceStep { average, spot, age, halving_blocks, factor });
			prop_assert!(new >= 0);
			prop_assert!(moving_price(Mechanism::Dynamic, average) >= 0);
			prop_assert!(blocks_since_first_emission(age, halving_blocks) <= age);
		}
	}

	#[test]
	fn averages_take_extreme_inputs() {
		for average in [I96F32::min_value(), I96F32::max_value(), I96F32::from_bits(0)] {
			for spot in [U64F64::min_value(), U64F64::max_value()] {
				for (age, halving_blocks) in
					[(0, 0), (0, u64::MAX), (u64::MAX, 0), (u64::MAX, u64::MAX)]
				{
					for factor in [I96F32::min_value(), I96F32::max_value(), FACTOR] {
						let step = PriceStep { average, spot, age, halving_blocks, factor };
						assert!(next_moving_price(&step) >= 0);
					}
				}
			}
		}
	}
}
