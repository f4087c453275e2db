//! Shares of the subnets in a block's TAO.
//!
//! 1. A subnet's share is its averaged price over the sum of all.
//! 2. It is scaled by one minus the fraction of miner pay that the subnet withheld in its last
//!    epoch, unless all shares would become 0.
//! 3. The [gate](crate::EmissionGate) moves emission from small shares to large ones.
//! 4. Subnets whose pool emission is disabled give theirs to the others.
//!
//! Shares are rounded down, so they sum to at most 1; if any is positive, the sum lacks less than
//! one unit of 2^−64 per subnet. The caller recycles the missing part and the fractions of a rao.

use alloc::vec::Vec;

use noesis_types::{NetUid, TaoBalance};

use crate::{
	fixed::{scaled_to_one, term, ONE, U64F64, U96F32, ZERO},
	gate::EmissionGate,
};

/// Switch of a subnet's part of the block's TAO. Its own alpha is minted in either case.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PoolEmission {
	/// The subnet receives its share.
	Enabled,
	/// The subnet's share goes to the other subnets.
	Disabled,
}

/// Terms of one subnet's share.
#[derive(Clone, Copy, Debug)]
pub struct SubnetMarket {
	/// Subnet.
	pub netuid: NetUid,
	/// Averaged price before this block: [`moving_price`](crate::moving_price).
	pub price: U64F64,
	/// Part of the last epoch's miner pay that was withheld, 0 to 1; more counts as 1.
	pub miner_burned: U96F32,
	/// Whether the subnet receives TAO.
	pub pool_emission: PoolEmission,
}

/// Share of one subnet.
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
pub struct SubnetShare {
	/// Subnet.
	pub netuid: NetUid,
	/// Part of the block's TAO, 0 to 1.
	pub share: U64F64,
	/// The same part in rao, with 32 fractional bits, rounded down.
	pub tao: U96F32,
}

/// Shares of all emitting subnets in one block.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(
	feature = "codec",
	derive(codec::Decode, codec::DecodeWithMemTracking, codec::Encode, scale_info::TypeInfo)
)]
pub struct BlockShares {
	/// One entry per subnet, in the order of the input.
	pub subnets: Vec<SubnetShare>,
	/// Bar of the gate to store.
	pub bar: U64F64,
}

/// Shares of `emission` for `subnets`, which are all that emit in this block.
///
/// The order of the subnets changes no share. The gate's stored bar is updated for `block` before
/// it is used.
pub fn split_block_emission(
	emission: TaoBalance,
	subnets: &[SubnetMarket],
	gate: &EmissionGate,
	block: u64,
) -> BlockShares {
	let shares = miner_weighted(price_shares(subnets), subnets);
	let gate = EmissionGate { bar: gate.bar_at(block, &shares), ..*gate };
	let shares = enabled_only(gate.apply(shares), subnets);
	let emission = U64F64::saturating_from_num(term(emission));
	let tao = |share| U96F32::saturating_from_num(emission.saturating_mul(share));
	let subnets = subnets
		.iter()
		.zip(shares)
		.map(|(subnet, share)| SubnetShare { netuid: subnet.netuid, share, tao: tao(share) })
		.collect();
	BlockShares { subnets, bar: gate.bar }
}

/// Each price divided by the sum of prices; 0 if the sum is 0.
fn price_shares(subnets: &[SubnetMarket]) -> Vec<U64F64> {
	let prices: Vec<_> = subnets.iter().map(|subnet| subnet.price).collect();
	scaled_to_one(&prices)
}

/// Shares scaled by the part of miner pay that was not withheld; unchanged if that makes all 0.
fn miner_weighted(shares: Vec<U64F64>, subnets: &[SubnetMarket]) -> Vec<U64F64> {
	let kept = |subnet: &SubnetMarket| {
		ONE.saturating_sub(U64F64::saturating_from_num(subnet.miner_burned).min(ONE))
	};
	let weights: Vec<_> = shares
		.iter()
		.zip(subnets)
		.map(|(share, subnet)| share.saturating_mul(kept(subnet)))
		.collect();
	if weights.iter().all(|weight| *weight == ZERO) {
		shares
	} else {
		scaled_to_one(&weights)
	}
}

/// Shares of the subnets that receive TAO, scaled to a sum of 1; 0 for the others.
fn enabled_only(shares: Vec<U64F64>, subnets: &[SubnetMarket]) -> Vec<U64F64> {
	if subnets.iter().all(|subnet| subnet.pool_emission == PoolEmission::Enabled) {
		return shares;
	}
	let enabled: Vec<_> = shares
		.into_iter()
		.zip(subnets)
		.map(|(share, subnet)| match subnet.pool_emission {
			PoolEmission::Enabled => share,
			PoolEmission::Disabled => U64F64::default(),
		})
		.collect();
	scaled_to_one(&enabled)
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "test numbers are small")]
mod tests {
	use proptest::prelude::*;
	use PoolEmission::{Disabled, Enabled};

	use super::*;

	/// Rao per subnet of a block of one TAO by all rules but the gate.
	fn rao_without_gate(subnets: &[SubnetMarket]) -> Vec<u64> {
		let emission = U64F64::from_num(1_000_000_000_u64);
		let shares = enabled_only(miner_weighted(price_shares(subnets), subnets), subnets);
		shares.iter().map(|share| (emission * *share).to_num()).collect()
	}

	/// The same with the gate at its defaults.
	fn rao(subnets: &[SubnetMarket]) -> Vec<u64> {
		let gate = EmissionGate::default();
		let split = split_block_emission(TaoBalance::new(1_000_000_000), subnets, &gate, 1);
		split.subnets.iter().map(|subnet| subnet.tao.to_num()).collect()
	}

	fn subnet(netuid: u16, price: f64) -> SubnetMarket {
		SubnetMarket {
			netuid: netuid.into(),
			price: U64F64::from_num(price),
			miner_burned: U96F32::from_num(0),
			pool_emission: Enabled,
		}
	}

	#[test]
	fn without_gate_shares_follow_prices() {
		let subnets = [subnet(1, 0.25), subnet(2, 0.75)];
		assert_eq!(rao_without_gate(&subnets), [250_000_000, 750_000_000]);
	}

	#[test]
	fn gate_at_the_smaller_of_two_prices_gives_14_and_81_of_95() {
		let subnets = [subnet(1, 0.25), subnet(2, 0.75)];
		assert_eq!(rao(&subnets), [147_368_420, 852_631_579]);
		let split = split_block_emission(TaoBalance::new(1), &subnets, &EmissionGate::default(), 1);
		assert_eq!(split.bar, U64F64::from_num(0.25));
	}

	#[test]
	fn a_subnet_that_burns_half_of_miner_pay_has_half_the_weight() {
		let burning = SubnetMarket { miner_burned: U96F32::from_num(0.5), ..subnet(1, 0.5) };
		assert_eq!(rao_without_gate(&[burning, subnet(2, 0.5)]), [333_333_333, 666_666_666]);
	}

	#[test]
	fn burning_is_ignored_when_all_subnets_burn_everything() {
		let burning = |netuid, price, burned| SubnetMarket {
			miner_burned: U96F32::from_num(burned),
			..subnet(netuid, price)
		};
		let subnets = [burning(1, 0.25, 1), burning(2, 0.75, 7)];
		assert_eq!(rao_without_gate(&subnets), [250_000_000, 750_000_000]);
	}

	#[test]
	fn a_disabled_subnet_gives_its_share_to_the_others() {
		let off = |subnet| SubnetMarket { pool_emission: Disabled, ..subnet };
		let subnets = [subnet(1, 0.125), subnet(2, 0.1875), off(subnet(3, 0.3125))];
		assert_eq!(rao_without_gate(&subnets), [399_999_999, 599_999_999, 0]);
		let nearest = |bits: u128, netuid| SubnetMarket {
			price: U64F64::from_bits(bits << 32),
			..subnet(netuid, 0.0)
		};
		// 0.2, 0.3 and 0.5 as the nearest multiples of 2^-32.
		let subnets = [nearest(858_993_459, 1), nearest(1_288_490_189, 2), off(subnet(3, 0.5))];
		assert_eq!(rao_without_gate(&subnets), [399_999_999, 600_000_000, 0]);
	}

	#[test]
	fn disabled_subnets_still_set_the_bar() {
		let off = SubnetMarket { pool_emission: Disabled, ..subnet(3, 0.125) };
		let subnets = [subnet(1, 0.5), subnet(2, 0.375), off];
		let split = split_block_emission(TaoBalance::new(1), &subnets, &EmissionGate::default(), 1);
		assert_eq!(split.bar, U64F64::from_num(0.125));
		assert_eq!(split.subnets[2].share, U64F64::from_num(0));
	}

	#[test]
	fn prices_without_a_sum_share_one_all_the_same() {
		let most = SubnetMarket { price: U64F64::max_value(), ..subnet(1, 0.0) };
		let half = SubnetMarket { price: U64F64::from_bits(1 << 127), ..subnet(2, 0.0) };
		assert_eq!(rao_without_gate(&[most, most]), [500_000_000, 500_000_000]);
		assert_eq!(rao_without_gate(&[most, half, half]), [499_999_999, 250_000_000, 250_000_000]);
		assert_eq!(rao_without_gate(&[most, subnet(3, 1.0)]), [999_999_999, 0]);
	}

	#[test]
	fn nothing_is_shared_without_prices_or_when_all_are_disabled() {
		assert_eq!(rao(&[]), [0; 0]);
		assert_eq!(rao(&[subnet(1, 0.0), subnet(2, 0.0)]), [0, 0]);
		let off = SubnetMarket { pool_emission: Disabled, ..subnet(1, 0.5) };
		assert_eq!(rao(&[off, off]), [0, 0]);
	}

	fn market() -> impl Strategy<Value = SubnetMarket> {
		(any::<u16>(), 0u128..=1 << 32, 0u128..=1 << 32, any::<bool>()).prop_map(
			|(netuid, price, burned, enabled)| SubnetMarket {
				netuid: netuid.into(),
				price: U64F64::from_bits(price << 32),
				miner_burned: U96F32::from_bits(burned),
				pool_emission: if enabled { Enabled } else { Disabled },
			},
		)
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(2_000))]

		#[test]
		fn shares_sum_to_one_within_rounding_and_tao_to_at_most_the_emission(
			emission in 0u64..=1_000_000_000, block: u64,
			subnets in prop::collection::vec(market(), 0..130),
		) {
			let gate = EmissionGate::default();
			let split = split_block_emission(emission.into(), &subnets, &gate, block);
			let sum: U64F64 = split.subnets.iter().map(|subnet| subnet.share).sum();
			prop_assert!(sum <= ONE);
			let slack = U64F64::from_bits(subnets.len() as u128);
			prop_assert!(sum == 0 || sum >= ONE - slack);
			let tao: u64 = split.subnets.iter().map(|subnet| subnet.tao.to_num::<u64>()).sum();
			prop_assert!(tao <= emission);
			for (subnet, market) in split.subnets.iter().zip(&subnets) {
				prop_assert_eq!(subnet.netuid, market.netuid);
				prop_assert!(market.pool_emission == Enabled || subnet.share == 0);
			}
		}

		#[test]
		fn order_of_subnets_decides_no_share(
			subnets in prop::collection::vec(market(), 0..40), block: u64,
		) {
			let gate = EmissionGate::default();
			let emission = TaoBalance::new(1_000_000_000);
			let forward = split_block_emission(emission, &subnets, &gate, block);
			let reversed: Vec<_> = subnets.into_iter().rev().collect();
			let mut backward = split_block_emission(emission, &reversed, &gate, block);
			backward.subnets.reverse();
			prop_assert_eq!(forward, backward);
		}

		#[test]
		fn a_higher_price_never_has_a_lower_share(
			prices in prop::collection::vec(0u128..=1 << 32, 1..40),
		) {
			let subnets: Vec<_> = prices
				.iter()
				.map(|bits| SubnetMarket { price: U64F64::from_bits(bits << 32), ..subnet(1, 0.0) })
				.collect();
			let shares = rao(&subnets);
			for (a, price_a) in shares.iter().zip(&prices) {
				for (b, price_b) in shares.iter().zip(&prices) {
					prop_assert!(price_a <= price_b || a >= b);
				}
			}
		}

		#[test]
		fn shares_take_any_input(
			rows in prop::collection::vec((any::<u128>(), any::<u128>(), any::<bool>()), 0..8),
			emission: u64, block: u64,
		) {
			let subnets: Vec<_> = rows
				.into_iter()
				.map(|(price, burned, enabled)| SubnetMarket {
					netuid: NetUid::ROOT,
					price: U64F64::from_bits(price),
					miner_burned: U96F32::from_bits(burned),
					pool_emission: if enabled { Enabled } else { Disabled },
				})
				.collect();
			let gate = EmissionGate::default();
			let split = split_block_emission(emission.into(), &subnets, &gate, block);
			prop_assert!(split.subnets.iter().all(|subnet| subnet.share <= ONE));
		}
	}
}
