//! Emission per block, and its end.
//!
//! With `I` issued before minting and the cap `C` = 21 million, a block mints `10^9 / 2^n` rao
//! rounded down, where `n` is the largest integer with `I · 2^n ≥ C · (2^n − 1)`: every time the
//! distance to the cap halves, so does the emission. After the thirtieth halving it is less than
//! one rao and therefore nothing. The same rule runs once for TAO and once for each subnet's alpha.
//!
//! The halving follows the issuance, not a calendar: recycling lowers the issuance and can undo a
//! halving.
//!
//! A chain that starts at nothing and never recycles ends at 20,999,999,980,442,226 rao after
//! 328,414,167 blocks.

use noesis_types::{AlphaBalance, TaoBalance, RAO_PER_TAO};

/// Cap of the issuance of TAO, and of one subnet's alpha, in rao: 21 million.
pub const MAX_ISSUANCE: u64 = 21_000_000_000_000_000;

/// Number of halvings after which nothing is minted.
pub const HALVINGS: u32 = 30;

/// TAO that a block mints when `issuance` was issued before it. Rounded down to whole rao.
pub fn tao_emission(issuance: TaoBalance) -> TaoBalance {
	emission(issuance.to_u64()).into()
}

/// Alpha that a subnet mints in a block when `issuance` of it exists. Rounded down.
///
/// [`alpha_issuance`](crate::alpha_issuance) gives the issuance.
pub fn alpha_emission(issuance: AlphaBalance) -> AlphaBalance {
	emission(issuance.to_u64()).into()
}

/// Part of `emission` that fits below the cap when `issuance` exists as balances.
///
/// The halving uses the issuance that the subtensor pallet counts, this limit the issuance of the
/// balances pallet; the two agree unless one of them is wrong.
pub fn mintable(emission: TaoBalance, issuance: TaoBalance) -> TaoBalance {
	emission.min(TaoBalance::new(MAX_ISSUANCE).saturating_sub(issuance))
}

/// Number of halvings that have happened at `issuance` rao, 0 to [`HALVINGS`].
pub const fn halvings(issuance: u64) -> u32 {
	let left = MAX_ISSUANCE.saturating_sub(issuance);
	// n halvings are due when left · 2^n ≤ cap, that is when 2^n fits into cap / left.
	let fits = match MAX_ISSUANCE.checked_div(left) {
		Some(quotient) => quotient.checked_ilog2(),
		None => None,
	};
	match fits {
		Some(n) if n < HALVINGS => n,
		_ => HALVINGS,
	}
}

/// Issuance in rao from which halving number `n` holds: 21 million · (1 − 2^−n), rounded up.
pub const fn halving_threshold(n: u32) -> u64 {
	let left = match MAX_ISSUANCE.checked_shr(n) {
		Some(left) => left,
		None => 0,
	};
	MAX_ISSUANCE.saturating_sub(left)
}

/// Emission in rao at `issuance` rao.
fn emission(issuance: u64) -> u64 {
	RAO_PER_TAO.checked_shr(halvings(issuance)).unwrap_or(0)
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "test numbers are small")]
mod tests {
	use proptest::prelude::*;

	use super::*;

	/// The definition, by trial of every n.
	fn emission_by_trial(issuance: u64) -> u64 {
		if issuance >= MAX_ISSUANCE {
			return 0;
		}
		let (issuance, cap) = (u128::from(issuance), u128::from(MAX_ISSUANCE));
		let n = (0..64).rfind(|n| issuance << n >= cap * ((1 << n) - 1)).unwrap();
		RAO_PER_TAO >> n
	}

	#[test]
	fn thresholds_and_emissions_are_those_of_the_table() {
		let table: [(u32, u64, u64); 16] = [
			(0, 0, 1_000_000_000),
			(1, 10_500_000_000_000_000, 500_000_000),
			(2, 15_750_000_000_000_000, 250_000_000),
			(3, 18_375_000_000_000_000, 125_000_000),
			(4, 19_687_500_000_000_000, 62_500_000),
			(5, 20_343_750_000_000_000, 31_250_000),
			(6, 20_671_875_000_000_000, 15_625_000),
			(7, 20_835_937_500_000_000, 7_812_500),
			(8, 20_917_968_750_000_000, 3_906_250),
			(9, 20_958_984_375_000_000, 1_953_125),
			(10, 20_979_492_187_500_000, 976_562),
			(12, 20_994_873_046_875_000, 244_140),
			(16, 20_999_679_565_429_688, 15_258),
			(20, 20_999_979_972_839_356, 953),
			(29, 20_999_999_960_884_452, 1),
			(30, 20_999_999_980_442_226, 0),
		];
		for (n, threshold, minted) in table {
			assert_eq!(halving_threshold(n), threshold, "halving {n}");
			assert_eq!(tao_emission(threshold.into()), TaoBalance::new(minted), "halving {n}");
			assert_eq!(alpha_emission(threshold.into()), AlphaBalance::new(minted), "halving {n}");
		}
	}

	#[test]
	fn each_of_the_thirty_halvings_happens_exactly_at_its_threshold() {
		for n in 1..=HALVINGS {
			let threshold = halving_threshold(n);
			assert_eq!(halvings(threshold - 1), n - 1);
			assert_eq!(halvings(threshold), n);
			assert_eq!(halvings(threshold + 1), n);
			assert_eq!(emission(threshold - 1), RAO_PER_TAO >> (n - 1));
			assert_eq!(emission(threshold), RAO_PER_TAO >> n);
			assert_eq!(emission(threshold + 1), RAO_PER_TAO >> n);
		}
	}

	#[test]
	fn nothing_is_minted_from_the_thirtieth_halving_on() {
		for issuance in [halving_threshold(30), MAX_ISSUANCE - 1, MAX_ISSUANCE, u64::MAX] {
			assert_eq!(emission(issuance), 0);
			assert_eq!(halvings(issuance), HALVINGS);
		}
		assert_eq!(halving_threshold(64), MAX_ISSUANCE);
		assert_eq!(halving_threshold(u32::MAX), MAX_ISSUANCE);
	}

	/// Blocks and issuance when minting from nothing ends: one step per halving, no loop by blocks.
	fn lifetime() -> (u64, u64) {
		let (mut blocks, mut issuance) = (0, 0);
		for n in 1..=HALVINGS {
			let minted = emission(issuance);
			let needed = halving_threshold(n).saturating_sub(issuance).div_ceil(minted.max(1));
			issuance += needed * minted;
			blocks += needed;
		}
		(blocks, issuance)
	}

	#[test]
	fn all_blocks_together_mint_20_999_999_980_442_226_rao() {
		let (blocks, issuance) = lifetime();
		assert_eq!((blocks, issuance), (328_414_167, 20_999_999_980_442_226));
		assert!(issuance <= MAX_ISSUANCE);
		assert_eq!(emission(issuance), 0);
	}

	#[test]
	fn minting_stops_at_the_cap_of_the_balances() {
		let emission = TaoBalance::new(10);
		assert_eq!(mintable(emission, TaoBalance::new(MAX_ISSUANCE - 11)), emission);
		assert_eq!(mintable(emission, TaoBalance::new(MAX_ISSUANCE - 3)), TaoBalance::new(3));
		assert_eq!(mintable(emission, TaoBalance::MAX), TaoBalance::ZERO);
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(20_000))]

		#[test]
		fn emission_is_that_of_the_definition(issuance in 0..=MAX_ISSUANCE) {
			prop_assert_eq!(emission(issuance), emission_by_trial(issuance));
		}

		#[test]
		fn emission_near_the_cap_is_that_of_the_definition(shift in 0u32..54, below: u64) {
			let issuance = MAX_ISSUANCE - (MAX_ISSUANCE >> shift).saturating_sub(below % 1_000);
			prop_assert_eq!(emission(issuance), emission_by_trial(issuance));
		}

		#[test]
		fn emission_never_rises_with_issuance(a: u64, b: u64) {
			prop_assert!(emission(a.min(b)) >= emission(a.max(b)));
		}

		#[test]
		fn no_block_mints_beyond_the_cap(emission: u64, balances: u64, issuance: u64) {
			let minted = mintable(tao_emission(issuance.into()), balances.into()).to_u64();
			prop_assert!(minted == 0 || balances + minted <= MAX_ISSUANCE);
			prop_assert!(mintable(emission.into(), balances.into()) <= emission.into());
			let own = tao_emission(issuance.into()).to_u64();
			prop_assert!(own == 0 || issuance + own <= MAX_ISSUANCE);
		}
	}
}
