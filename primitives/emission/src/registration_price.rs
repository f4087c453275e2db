//! Prices of registration that fall block by block: of a neuron, and of a subnet.
//!
//! The price of a neuron halves every so many blocks and is raised by each registration. The price
//! of a subnet starts at twice the last one and falls in a line, faster after each halving of the
//! block emission.

use noesis_types::{TaoBalance, RAO_PER_TAO};
use substrate_fixed::types::I64F64;

/// One, with 32 fractional bits.
const ONE_Q32: u64 = 1 << 32;

/// Terms of the price of a neuron on a subnet.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NeuronPriceTerms {
	/// Number of blocks in which the price halves; 0 keeps it.
	pub half_life: u16,
	/// Least price.
	pub min: TaoBalance,
	/// Greatest price; it wins over `min`.
	pub max: TaoBalance,
}

/// Price of a neuron in `block`, from the price in the block before. Rounded down.
///
/// The genesis, the first block and a half-life of 0 keep the price; the bounds hold in any case.
pub fn next_neuron_price(price: TaoBalance, terms: &NeuronPriceTerms, block: u64) -> TaoBalance {
	let decayed = if terms.half_life > 0 && block > 1 {
		mul_q32(price.to_u64(), neuron_price_decay(terms.half_life)).into()
	} else {
		price
	};
	decayed.max(terms.min).min(terms.max)
}

/// Factor of a price for one block, with 32 fractional bits: the largest one below 1
/// whose power `half_life` is at most one half. 0 for a half-life of 0.
pub fn neuron_price_decay(half_life: u16) -> u64 {
	if half_life == 0 {
		return 0;
	}
	// From the highest bit down: a bit stays if the power does not exceed one half with it.
	(0..32).rev().fold(0, |factor, bit| {
		let with_bit = factor | (1_u64 << bit);
		if pow_q32(with_bit, half_life) > ONE_Q32 >> 1 {
			factor
		} else {
			with_bit
		}
	})
}

/// `factor^exponent` with 32 fractional bits, by squaring, each product rounded down.
fn pow_q32(factor: u64, exponent: u16) -> u64 {
	let (mut power, mut square) = (ONE_Q32, factor);
	for bit in 0..u16::BITS {
		if exponent >> bit & 1 == 1 {
			power = mul_q32(power, square);
		}
		square = mul_q32(square, square);
	}
	power
}

/// `amount · factor / 2^32`, rounded down; saturates for factors above 1.
fn mul_q32(amount: u64, factor: u64) -> u64 {
	let product = u128::from(amount).saturating_mul(factor.into()) >> 32;
	u64::try_from(product).unwrap_or(u64::MAX)
}

/// Terms of the price of a new subnet.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SubnetPriceTerms {
	/// Least price.
	pub min: TaoBalance,
	/// Price of the last subnet.
	pub last: TaoBalance,
	/// Block of the last registration, 0 before the first one.
	pub last_block: u64,
	/// Number of blocks in which the price falls by `last` while a block mints one TAO.
	pub reduction_interval: u64,
	/// Emission of a block now: [`tao_emission`](crate::tao_emission).
	pub emission: TaoBalance,
}

/// Price of a new subnet in `block`: twice the last price (the last one itself before the first
/// registration), less `last / interval` per block since, and at least `min`.
///
/// The interval shrinks with the block emission. The fall per block is rounded down; with an
/// interval of 0 the price does not fall.
pub fn subnet_price(terms: &SubnetPriceTerms, block: u64) -> TaoBalance {
	let one_tao = I64F64::saturating_from_num(RAO_PER_TAO);
	let emission = I64F64::saturating_from_num(terms.emission.to_u64());
	let scale = emission.checked_div(one_tao).unwrap_or_default();
	let interval: u64 = I64F64::saturating_from_num(terms.reduction_interval)
		.saturating_mul(scale)
		.saturating_to_num();
	let multiple = if terms.last_block == 0 { 1 } else { 2 };
	let last = terms.last.to_u64();
	let fall = last
		.checked_div(interval)
		.unwrap_or(0)
		.saturating_mul(block.saturating_sub(terms.last_block));
	TaoBalance::new(last.saturating_mul(multiple).saturating_sub(fall)).max(terms.min)
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "test numbers are small")]
mod tests {
	use proptest::prelude::*;

	use super::*;

	const TAO: u64 = RAO_PER_TAO;

	fn open(half_life: u16) -> NeuronPriceTerms {
		NeuronPriceTerms { half_life, min: TaoBalance::ZERO, max: TaoBalance::MAX }
	}

	#[test]
	fn decay_factors_are_the_worked_ones() {
		assert_eq!(neuron_price_decay(360), 4_286_705_684);
		assert_eq!(neuron_price_decay(1), 2_147_483_648);
		assert_eq!(neuron_price_decay(7_200), 4_294_553_838);
		assert_eq!(neuron_price_decay(0), 0);
	}

	#[test]
	fn a_neuron_price_halves_in_its_half_life_within_rounding() {
		let next = |price, block| next_neuron_price(price, &open(360), block);
		assert_eq!(next(TaoBalance::new(TAO), 2), TaoBalance::new(998_076_443));
		let after = (2..362).fold(TaoBalance::new(TAO), next);
		assert_eq!(after, TaoBalance::new(499_999_865));
	}

	#[test]
	fn a_neuron_price_keeps_to_its_bounds_and_waits_for_block_two() {
		let terms =
			NeuronPriceTerms { half_life: 1, min: TaoBalance::new(400), max: TaoBalance::new(900) };
		let next = |price: u64, block| next_neuron_price(price.into(), &terms, block).to_u64();
		assert_eq!(next(600, 1), 600);
		assert_eq!(next(600, 2), 400);
		assert_eq!(next(1_000, 2), 500);
		assert_eq!(next(4_000, 0), 900);
		let crossed = NeuronPriceTerms { min: TaoBalance::new(950), ..terms };
		assert_eq!(next_neuron_price(TaoBalance::new(1), &crossed, 2), terms.max);
		assert_eq!(next_neuron_price(TaoBalance::new(7), &open(0), 9), TaoBalance::new(7));
	}

	/// The last subnet cost 1000 TAO at block 1000, which is also the least price.
	fn subnet(emission: u64) -> SubnetPriceTerms {
		SubnetPriceTerms {
			min: TaoBalance::new(1_000 * TAO),
			last: TaoBalance::new(1_000 * TAO),
			last_block: 1_000,
			reduction_interval: 100_800,
			emission: TaoBalance::new(emission),
		}
	}

	#[test]
	fn a_subnet_price_falls_from_double_to_the_least_one() {
		let after = |blocks: u64| subnet_price(&subnet(TAO), 1_000 + blocks).to_u64();
		assert_eq!(after(0), 2_000_000_000_000);
		assert_eq!(after(50_400), 1_500_000_046_400);
		assert_eq!(after(100_800), 1_000_000_092_800);
		assert_eq!(after(100_801), 1_000_000_000_000);
	}

	#[test]
	fn a_halved_emission_doubles_the_fall_of_the_subnet_price() {
		assert_eq!(subnet_price(&subnet(TAO / 2), 51_400).to_u64(), 1_000_000_042_400);
	}

	#[test]
	fn the_first_subnet_costs_the_default() {
		let first = SubnetPriceTerms { last_block: 0, ..subnet(TAO) };
		assert_eq!(subnet_price(&first, 5_000).to_u64(), 1_000_000_000_000);
	}

	#[test]
	fn a_subnet_price_does_not_fall_without_an_interval() {
		assert_eq!(subnet_price(&subnet(0), u64::MAX).to_u64(), 2_000 * TAO);
		let still = SubnetPriceTerms { reduction_interval: 0, ..subnet(TAO) };
		assert_eq!(subnet_price(&still, u64::MAX).to_u64(), 2_000 * TAO);
	}

	/// The factor by bisection over all factors, the definition.
	fn decay_by_bisection(half_life: u16) -> u64 {
		let (mut low, mut high) = (0, ONE_Q32);
		while low + 1 < high {
			let middle = low + ((high - low) >> 1);
			if pow_q32(middle, half_life) > 1 << 31 {
				high = middle;
			} else {
				low = middle;
			}
		}
		low
	}

	proptest! {
		#[test]
		fn decay_is_that_of_bisection(half_life in 1..u16::MAX) {
			prop_assert_eq!(neuron_price_decay(half_life), decay_by_bisection(half_life));
		}

		#[test]
		fn prices_take_any_input_and_keep_their_bounds(
			price: u64, half_life: u16, min: u64, max: u64, last: u64, last_block: u64,
			reduction_interval: u64, emission: u64, block: u64,
		) {
			let (min, max) = (TaoBalance::new(min), TaoBalance::new(max));
			let neuron = NeuronPriceTerms { half_life, min, max };
			prop_assert!(next_neuron_price(price.into(), &neuron, block) <= max);
			let (last, emission) = (last.into(), emission.into());
			let subnet = SubnetPriceTerms { min, last, last_block, reduction_interval, emission };
			prop_assert!(subnet_price(&subnet, block) >= min);
			prop_assert!(subnet_price(&subnet, block) <= (last + last).max(min));
			let next = subnet_price(&subnet, block.saturating_add(1));
			prop_assert!(next <= subnet_price(&subnet, block));
		}
	}
}
