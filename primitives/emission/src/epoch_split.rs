//! Payout of a subnet's pots at the end of its epoch.
//!
//! 1. Miners are paid the incentives of consensus; those of the subnet owner's hotkeys are withheld.
//!    If all incentives are zero, the miners' pot goes to the validators.
//! 2. Each validator's dividend is shared with the parents of its hotkey.
//! 3. The pots of validators and root are paid in proportion to the shared dividends, each payment
//!    divided into the take of the hotkey's owner and the part of its stakers.
//! 4. Root's pot is recycled if nobody's part of it is a whole rao.
//!
//! The owner's cut is paid whole and not among the pots.
//!
//! # Conservation
//!
//! The three pots are exactly the sum of the split: incentives, withheld incentives, both parts of
//! all dividends, recycled alpha, and [`EpochSplit::unowned`]. Rounding only adds to the last one:
//! alpha that stays outside the pool and belongs to nobody.
//!
//! # Excess of incentives
//!
//! Consensus divides the sum of the pots, not the miners' pot. Yuma's shares are rounded down, those
//! of many validators more often than those of few miners, so that incentives exceed the miners' pot
//! by up to some hundred rao in nearly every epoch with few miners. The excess is taken from the
//! validators' pot and then from root's. Null consensus pays miners exactly their budget, and
//! without stake also the validators'.

use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};

use noesis_types::AlphaBalance;

use crate::{
	children::{share_with_parents, HotkeyState, StakeTerms},
	dividends::{pay_dividends, DividendPayment},
	fixed::{div_or_zero, term, U96F32},
};

/// Reason why a payout cannot be computed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SplitError {
	/// A hotkey with a dividend, or a parent of one, has no entry in the hotkeys given.
	UnknownHotkey,
	/// The pots together hold more than `u64::MAX`.
	PotsOverflow,
	/// Consensus gave the miners more than all pots together hold.
	IncentivesExceedPots,
}

impl core::fmt::Display for SplitError {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.write_str(match self {
			Self::UnknownHotkey => "the state of a hotkey that is to be paid was not given",
			Self::PotsOverflow => "the pots hold more than an amount can",
			Self::IncentivesExceedPots => "the incentives exceed the pots",
		})
	}
}

impl core::error::Error for SplitError {}

/// Pots of an epoch without the owner's cut, in rao.
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
pub struct EpochPots {
	/// Pot of miners.
	pub server: AlphaBalance,
	/// Pot of validators and their alpha stakers.
	pub validator: AlphaBalance,
	/// Pot of root stakers.
	pub root: AlphaBalance,
}

/// Terms of a payout. `K` names hotkeys and coldkeys.
#[derive(Clone, Copy, Debug)]
pub struct EpochSplitInput<'a, K> {
	/// Pots to pay out.
	pub pots: EpochPots,
	/// Settings of the chain for stake and dividends.
	pub terms: StakeTerms,
	/// Incentive of each miner; a hotkey may occur more than once.
	pub incentives: &'a [(K, AlphaBalance)],
	/// Dividend of each validator; a hotkey may occur more than once. Under Null consensus, where
	/// nearly all are zero, the caller leaves those out.
	pub dividends: &'a [(K, AlphaBalance)],
	/// State of every hotkey with a dividend and of their parents.
	pub hotkeys: &'a BTreeMap<K, HotkeyState<K>>,
	/// Hotkeys of the subnet's owner, whose incentives are withheld.
	pub owner_hotkeys: &'a BTreeSet<K>,
}

/// Payout of an epoch. All lists ascend by hotkey and name a hotkey once.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(
	feature = "codec",
	derive(codec::Decode, codec::DecodeWithMemTracking, codec::Encode, scale_info::TypeInfo)
)]
pub struct EpochSplit<K> {
	/// Paid to miners. Nothing here is zero.
	pub incentives: Vec<(K, AlphaBalance)>,
	/// Earned by hotkeys of the subnet's owner, to be burned or recycled. Nothing here is zero.
	pub withheld: Vec<(K, AlphaBalance)>,
	/// Withheld part of all incentives, 0 to 1, rounded down; 0 without incentives.
	pub miner_burned: U96F32,
	/// Paid from the validators' pot, one entry per hotkey with a dividend, also for one of zero.
	pub alpha_dividends: Vec<DividendPayment<K>>,
	/// Paid from root's pot, one entry per hotkey whose part is a whole rao before its take is cut.
	pub root_dividends: Vec<DividendPayment<K>>,
	/// Recycled part of parents' dividends, already taken off the two pots.
	pub childkey_recycled: AlphaBalance,
	/// Root's pot, to be recycled, if nobody's part of it is a whole rao; else 0.
	pub root_recycled: AlphaBalance,
	/// Remainder of rounding and missing receivers: alpha outside the pool that nobody owns.
	pub unowned: AlphaBalance,
}

/// Split of the pots of an epoch among miners, validators, parents, takes and stakers.
///
/// Incentives above the miners' pot are taken from the validators' pot and then from root's, so that
/// nothing is paid twice. Fails where a hotkey's state is missing, the pots have no sum, or the
/// incentives exceed it.
pub fn split_epoch<K: Ord + Clone>(
	input: &EpochSplitInput<'_, K>,
) -> Result<EpochSplit<K>, SplitError> {
	let all = sum_of_pots(&input.pots)?;
	let miners = pay_miners(input, all)?;
	let pots = after_incentives(&input.pots, miners.total);
	let (dividends, recycled) = shared_dividends(input)?;
	let (pots, childkey_recycled) = after_recycling(&pots, recycled);
	let paid = pay_dividends(&input.terms, &pots, &dividends, input.hotkeys)?;
	let root_recycled = if paid.root.is_empty() { pots.root } else { AlphaBalance::ZERO };
	let payments = paid.alpha.iter().chain(&paid.root).map(DividendPayment::total);
	let named = payments
		.sum::<AlphaBalance>()
		.saturating_add(miners.total)
		.saturating_add(childkey_recycled)
		.saturating_add(root_recycled);
	Ok(EpochSplit {
		incentives: miners.paid,
		withheld: miners.withheld,
		miner_burned: miners.burned,
		alpha_dividends: paid.alpha,
		root_dividends: paid.root,
		childkey_recycled,
		root_recycled,
		unowned: all.saturating_sub(named),
	})
}

/// Sum of all pots.
fn sum_of_pots(pots: &EpochPots) -> Result<AlphaBalance, SplitError> {
	let all = pots.server.try_add(pots.validator).and_then(|sum| sum.try_add(pots.root));
	all.map_err(|_| SplitError::PotsOverflow)
}

/// Earnings of the miners of an epoch.
struct Miners<K> {
	paid: Vec<(K, AlphaBalance)>,
	withheld: Vec<(K, AlphaBalance)>,
	burned: U96F32,
	total: AlphaBalance,
}

/// Incentives summed by hotkey, the owner's hotkeys apart. Fails where they exceed `all`.
fn pay_miners<K: Ord + Clone>(
	input: &EpochSplitInput<'_, K>,
	all: AlphaBalance,
) -> Result<Miners<K>, SplitError> {
	let mut total = AlphaBalance::ZERO;
	let mut earned = BTreeMap::<&K, AlphaBalance>::new();
	for (hotkey, incentive) in input.incentives {
		let sum = total.try_add(*incentive).ok().filter(|sum| *sum <= all);
		total = sum.ok_or(SplitError::IncentivesExceedPots)?;
		let of_hotkey = earned.entry(hotkey).or_default();
		*of_hotkey = of_hotkey.saturating_add(*incentive);
	}
	let (withheld, paid): (Vec<_>, Vec<_>) = earned
		.into_iter()
		.filter(|(_, amount)| !amount.is_zero())
		.map(|(hotkey, amount)| (hotkey.clone(), amount))
		.partition(|(hotkey, _)| input.owner_hotkeys.contains(hotkey));
	let kept_back = withheld.iter().map(|(_, amount)| *amount).sum::<AlphaBalance>();
	Ok(Miners { paid, withheld, burned: div_or_zero(term(kept_back), term(total)), total })
}

/// Pots that are left after the miners have their `incentives`.
fn after_incentives(pots: &EpochPots, incentives: AlphaBalance) -> EpochPots {
	if incentives.is_zero() {
		let validator = pots.validator.saturating_add(pots.server);
		return EpochPots { server: AlphaBalance::ZERO, validator, root: pots.root };
	}
	let above_server = incentives.saturating_sub(pots.server);
	let above_validator = above_server.saturating_sub(pots.validator);
	EpochPots {
		server: pots.server.saturating_sub(incentives),
		validator: pots.validator.saturating_sub(above_server),
		root: pots.root.saturating_sub(above_validator),
	}
}

/// Dividends by hotkey, shared with all parents, and the recycled part of them.
fn shared_dividends<K: Ord + Clone>(
	input: &EpochSplitInput<'_, K>,
) -> Result<(BTreeMap<K, U96F32>, AlphaBalance), SplitError> {
	let mut dividends = BTreeMap::<K, U96F32>::new();
	let mut recycled = AlphaBalance::ZERO;
	for (hotkey, dividend) in input.dividends {
		let shared = share_with_parents(&input.terms, hotkey, *dividend, input.hotkeys)?;
		recycled = recycled.saturating_add(shared.recycled);
		for (receiver, amount) in shared.payments {
			let sum = dividends.entry(receiver).or_default();
			*sum = sum.saturating_add(term(amount));
		}
	}
	Ok((dividends, recycled))
}

/// Pots without `recycled`, which comes off the two pots in proportion to their size, and the amount
/// that they could bear.
///
/// The part of root's pot is rounded down, the part of the validators' pot up.
fn after_recycling(pots: &EpochPots, recycled: AlphaBalance) -> (EpochPots, AlphaBalance) {
	let both = pots.validator.saturating_add(pots.root);
	let recycled = recycled.min(both);
	let from_root = u128::from(recycled)
		.saturating_mul(u128::from(pots.root))
		.checked_div(u128::from(both))
		.and_then(|part| AlphaBalance::try_from(part).ok())
		.unwrap_or_default();
	let from_validator = recycled.saturating_sub(from_root);
	let left = EpochPots {
		server: pots.server,
		validator: pots.validator.saturating_sub(from_validator),
		root: pots.root.saturating_sub(from_root),
	};
	(left, recycled)
}
