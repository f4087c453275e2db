//! Use of a subnet's TAO: as liquidity of its pool, or to buy alpha from it.
//!
//! TAO enters together with as much new alpha as keeps the price. New alpha is limited to
//! [`root_proportion`](crate::root_proportion) of the subnet's alpha emission; TAO for which there
//! is no alpha buys alpha from the pool instead. So a young subnet's pool gains liquidity, and an old
//! subnet's alpha is bought.

use noesis_types::{AlphaBalance, TaoBalance};

use crate::fixed::{div_or_zero, term, whole, U64F64, U96F32};

/// Terms of one subnet's injection in a block.
#[derive(Clone, Copy, Debug)]
pub struct InjectionTerms {
	/// Part of the subnet in the block's TAO: [`SubnetShare::tao`](crate::SubnetShare::tao).
	pub tao: U96F32,
	/// Spot price of the pool; 1 for a stable subnet, 0 for an empty pool.
	pub price: U64F64,
	/// Alpha emission of the subnet in this block: [`alpha_emission`](crate::alpha_emission).
	pub alpha_emission: AlphaBalance,
	/// Part of root in the weight behind the subnet, before the injection.
	pub root_proportion: U96F32,
}

/// Amounts that go into the pool of a subnet in a block.
///
/// `tao_in + excess` is at most the subnet's TAO; the fractions of a rao stay with the caller.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
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
pub struct Injection {
	/// TAO that becomes liquidity. Rounded down.
	pub tao_in: TaoBalance,
	/// New alpha that becomes liquidity. Rounded down.
	pub alpha_in: AlphaBalance,
	/// TAO that buys alpha from the pool. Rounded down.
	pub excess: TaoBalance,
}

/// Division of a subnet's TAO into liquidity and purchase.
///
/// At a price of 0, or so low that the alpha for the TAO has no number, all of it becomes liquidity,
/// without alpha and without a purchase.
pub fn injection(terms: &InjectionTerms) -> Injection {
	let price = U96F32::saturating_from_num(terms.price);
	let wanted = div_or_zero(terms.tao, price);
	let limit = terms.root_proportion.saturating_mul(term(terms.alpha_emission));
	let (tao_in, alpha_in) = if wanted > limit {
		// The limit is below a quotient that was rounded down, so the product is at most `tao`.
		(limit.saturating_mul(price), limit)
	} else {
		(terms.tao, wanted)
	};
	let excess = terms.tao.saturating_sub(tao_in);
	Injection { tao_in: whole(tao_in), alpha_in: whole(alpha_in), excess: whole(excess) }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "test numbers are small")]
mod tests {
	use proptest::prelude::*;

	use super::*;
	use crate::{root_proportion, tao_weight};

	/// A quarter of a TAO for a subnet that mints one alpha, at price 0.5 unless said otherwise.
	fn terms(root_stake: u64, issuance: u64) -> InjectionTerms {
		let weight = tao_weight(noesis_types::INITIAL_TAO_WEIGHT);
		InjectionTerms {
			tao: U96F32::from_num(250_000_000),
			price: U64F64::from_num(0.5),
			alpha_emission: AlphaBalance::new(1_000_000_000),
			root_proportion: root_proportion(root_stake.into(), weight, issuance.into()),
		}
	}

	fn rao(terms: &InjectionTerms) -> (u64, u64, u64) {
		let got = injection(terms);
		(got.tao_in.to_u64(), got.alpha_in.to_u64(), got.excess.to_u64())
	}

	#[test]
	fn where_the_limit_binds_the_rest_of_the_tao_buys_alpha() {
		let terms = terms(1_000_000_000_000_000, 1_000_000_000_000_000);
		assert_eq!(terms.root_proportion.to_bits(), 214_924_319);
		assert_eq!(rao(&terms), (25_020_483, 50_040_967, 224_979_516));
		// One rao of the share is lost to rounding.
		assert_eq!(25_020_483 + 224_979_516, 249_999_999);
	}

	#[test]
	fn where_the_limit_does_not_bind_all_tao_is_liquidity() {
		let terms = terms(5_000_000_000_000_000, 1_000_000_000_000);
		let limit = terms.root_proportion * term(terms.alpha_emission);
		assert_eq!(limit.to_num::<u64>(), 996_217_635);
		assert_eq!(rao(&terms), (250_000_000, 500_000_000, 0));
	}

	#[test]
	fn at_price_zero_all_tao_is_liquidity_without_alpha() {
		let free = InjectionTerms { price: U64F64::from_num(0), ..terms(1, 1_000_000_000_000) };
		assert_eq!(rao(&free), (250_000_000, 0, 0));
		// A price below 2^-32 reads as 0.
		let tiny = InjectionTerms { price: U64F64::from_bits(1), ..free };
		assert_eq!(rao(&tiny), (250_000_000, 0, 0));
	}

	#[test]
	fn at_a_price_too_low_for_a_quotient_all_tao_is_liquidity_without_alpha() {
		let low = InjectionTerms {
			tao: U96F32::max_value(),
			price: U64F64::from_bits(1 << 32),
			..terms(1, 1_000_000_000_000)
		};
		assert_eq!(rao(&low), (u64::MAX, 0, 0));
	}

	#[test]
	fn without_root_stake_all_tao_buys() {
		assert_eq!(rao(&terms(0, 1_000_000_000_000)), (0, 0, 250_000_000));
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(20_000))]

		#[test]
		fn injection_conserves_tao_and_keeps_alpha_below_its_emission(
			tao in 0u128..=1_000_000_000 << 32, price: u64, alpha: u64,
			proportion in 0u128..=1 << 32,
		) {
			let terms = InjectionTerms {
				tao: U96F32::from_bits(tao),
				price: U64F64::from_bits(u128::from(price) << 34),
				alpha_emission: alpha.into(),
				root_proportion: U96F32::from_bits(proportion),
			};
			let got = injection(&terms);
			let spent = got.tao_in.to_u64() + got.excess.to_u64();
			let given = terms.tao.to_num::<u64>();
			prop_assert!(spent <= given && spent + 1 >= given);
			prop_assert!(got.alpha_in <= terms.alpha_emission);
			// Alpha never enters with more value than the TAO beside it, but for rounding.
			let value = term(got.alpha_in) * U96F32::from_num(terms.price);
			prop_assert!(value <= terms.tao);
		}

		#[test]
		fn injection_takes_any_input(tao: u128, price: u128, alpha: u64, proportion: u128) {
			let terms = InjectionTerms {
				tao: U96F32::from_bits(tao),
				price: U64F64::from_bits(price),
				alpha_emission: alpha.into(),
				root_proportion: U96F32::from_bits(proportion),
			};
			prop_assert!(injection(&terms).tao_in.to_u64() <= terms.tao.saturating_to_num::<u64>());
		}
	}

	#[test]
	fn injection_takes_extreme_inputs() {
		let numbers = [U96F32::min_value(), U96F32::from_num(1), U96F32::max_value()];
		for tao in numbers {
			for root_proportion in numbers {
				for price in [U64F64::min_value(), U64F64::from_bits(1 << 32), U64F64::max_value()]
				{
					for alpha_emission in [AlphaBalance::ZERO, AlphaBalance::MAX] {
						let terms = InjectionTerms { tao, price, alpha_emission, root_proportion };
						let got = injection(&terms);
						assert!(got.tao_in.to_u64() <= tao.saturating_to_num::<u64>());
					}
				}
			}
		}
	}
}
