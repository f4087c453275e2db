//! Split of a subnet's own new alpha into the pots that an epoch pays from.

use noesis_types::AlphaBalance;

use crate::fixed::{fraction_of_u16, term, whole, HALF, U96F32};

/// Terms of the split of a block's alpha.
#[derive(Clone, Copy, Debug)]
pub struct AlphaOutTerms {
	/// Minted alpha: [`alpha_emission`](crate::alpha_emission).
	pub emission: AlphaBalance,
	/// Part of the owner, of `u16::MAX`; `None` where the cut is disabled.
	pub owner_cut: Option<u16>,
	/// Part of root in the weight behind the subnet, after the injection and the mint.
	pub root_proportion: U96F32,
}

/// Alpha of one block by pot. The five fields sum to the emission exactly.
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
pub struct AlphaOut {
	/// Pot of the subnet's owner. Rounded down.
	pub owner_cut: AlphaBalance,
	/// Pot of miners: half of the emission without the owner's cut. Rounded down.
	pub server: AlphaBalance,
	/// Pot of validators and their alpha stakers: the other half without root's part. Rounded down.
	pub validator: AlphaBalance,
	/// Pot of root stakers: root's proportion of the validators' half. Rounded down.
	///
	/// [`root_dividend_fate`](crate::root_dividend_fate) says whether it waits or is recycled.
	pub root: AlphaBalance,
	/// Remainder of rounding, at most 3 rao: alpha outside the pool that nobody owns.
	pub dust: AlphaBalance,
}

/// Split of a block's alpha among owner, miners, validators and root.
///
/// A `root_proportion` above 1 counts as 1.
pub fn split_alpha_out(terms: &AlphaOutTerms) -> AlphaOut {
	let emission = term(terms.emission);
	let cut = emission.saturating_mul(fraction_of_u16(terms.owner_cut.unwrap_or(0)));
	let rest = emission.saturating_sub(cut);
	let server = rest.saturating_mul(HALF);
	let half = rest.saturating_sub(server);
	let root = terms.root_proportion.saturating_mul(rest).saturating_mul(HALF).min(half);
	let split = AlphaOut {
		owner_cut: whole(cut),
		server: whole(server),
		validator: whole(half.saturating_sub(root)),
		root: whole(root),
		dust: AlphaBalance::ZERO,
	};
	AlphaOut { dust: terms.emission.saturating_sub(split.pots()), ..split }
}

impl AlphaOut {
	/// Sum of the four pots.
	fn pots(&self) -> AlphaBalance {
		[self.owner_cut, self.server, self.validator, self.root].into_iter().sum()
	}
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "test numbers are small")]
mod tests {
	use proptest::prelude::*;

	use super::*;

	/// Root's proportion for 10^15 rao on root beside as much alpha.
	const PROPORTION: u128 = 214_924_319;

	fn split(emission: u64, owner_cut: Option<u16>, proportion: u128) -> AlphaOut {
		let root_proportion = U96F32::from_bits(proportion);
		split_alpha_out(&AlphaOutTerms { emission: emission.into(), owner_cut, root_proportion })
	}

	fn pots(split: &AlphaOut) -> [u64; 5] {
		[split.owner_cut, split.server, split.validator, split.root, split.dust].map(u64::from)
	}

	#[test]
	fn one_alpha_is_split_to_the_worked_rao() {
		let got = split(1_000_000_000, Some(11_796), PROPORTION);
		assert_eq!(pots(&got), [179_995_422, 410_002_288, 389_485_377, 20_516_911, 2]);
	}

	#[test]
	fn without_root_stake_validators_keep_their_half() {
		let got = split(1_000_000_000, Some(11_796), 0);
		assert_eq!(pots(&got), [179_995_422, 410_002_288, 410_002_288, 0, 2]);
	}

	#[test]
	fn without_owner_cut_miners_have_exactly_half() {
		let got = split(500_000_000, None, PROPORTION);
		assert_eq!(pots(&got), [0, 250_000_000, 237_489_758, 12_510_241, 1]);
	}

	#[test]
	fn the_whole_cut_leaves_nothing_and_full_root_leaves_validators_nothing() {
		assert_eq!(pots(&split(1_000, Some(u16::MAX), PROPORTION)), [1_000, 0, 0, 0, 0]);
		assert_eq!(pots(&split(1_000, Some(0), 1 << 32)), [0, 500, 0, 500, 0]);
		assert_eq!(pots(&split(1, None, 0)), [0, 0, 0, 0, 1]);
		assert_eq!(pots(&split(0, None, 0)), [0; 5]);
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(20_000))]

		#[test]
		fn pots_and_dust_are_the_emission_exactly(
			emission in 0u64..=1_000_000_000, cut: Option<u16>, proportion in 0u128..=1 << 32,
		) {
			let got = split(emission, cut, proportion);
			prop_assert_eq!(pots(&got).iter().sum::<u64>(), emission);
			prop_assert!(got.dust <= AlphaBalance::new(3));
			prop_assert!(got.server >= got.validator && got.server >= got.root);
		}

		#[test]
		fn split_conserves_any_input(emission: u64, cut: Option<u16>, proportion: u128) {
			let sum: u128 = pots(&split(emission, cut, proportion)).map(u128::from).iter().sum();
			prop_assert_eq!(sum, u128::from(emission));
		}
	}

	#[test]
	fn split_conserves_extreme_inputs() {
		for emission in [0, 1, 2, u64::MAX] {
			for cut in [None, Some(0), Some(1), Some(u16::MAX)] {
				for proportion in [0, 1, 1 << 32, u128::MAX] {
					let sum: u128 =
						pots(&split(emission, cut, proportion)).map(u128::from).iter().sum();
					assert_eq!(sum, u128::from(emission));
				}
			}
		}
	}
}
