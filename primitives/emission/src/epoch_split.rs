//! The payout of a subnet's pots at the end of its epoch.
//!
//! 1. Miners are paid what consensus says; hotkeys of the subnet's owner are withheld from. If no
//!    miner earned anything, the miners' pot goes to the validators.
//! 2. Each validator's dividend is shared with the parents of its hotkey.
//! 3. The pots of validators and root are paid in proportion to the shared dividends, each payment
//!    divided into the take of the hotkey's owner and the part of its stakers.
//! 4. Root's pot is recycled if nobody is due a rao of it.
//!
//! The owner's cut is no part of this: it is paid whole.
//!
//! # Conservation
//!
//! The three pots are exactly what the split names: incentives, withheld incentives, both parts of
//! all dividends, what is recycled, and [`EpochSplit::unowned`]. Rounding only ever adds to the
//! last one: alpha that stays outside the pool and belongs to nobody.

use crate::{
	children::{share_with_parents, HotkeyState, StakeTerms},
	dividends::{pay_dividends, DividendPayment},
	fixed::{div_or_zero, term, U96F32},
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use noesis_types::AlphaBalance;

/// Why a payout cannot be computed.
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

/// What an epoch pays out, besides the owner's cut.
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
	/// For miners.
	pub server: AlphaBalance,
	/// For validators and their alpha stakers.
	pub validator: AlphaBalance,
	/// For root stakers.
	pub root: AlphaBalance,
}

/// What the payout depends on. `K` names hotkeys and coldkeys.
#[derive(Clone, Copy, Debug)]
pub struct EpochSplitInput<'a, K> {
	/// The pots.
	pub pots: EpochPots,
	/// What the chain says about stake and dividends.
	pub terms: StakeTerms,
	/// What consensus gives each miner; a hotkey may occur more than once.
	pub incentives: &'a [(K, AlphaBalance)],
	/// What consensus gives each validator; a hotkey may occur more than once.
	pub dividends: &'a [(K, AlphaBalance)],
	/// The state of every hotkey with a dividend and of their parents.
	pub hotkeys: &'a BTreeMap<K, HotkeyState<K>>,
	/// Hotkeys of the subnet's owner, whose incentives are withheld.
	pub owner_hotkeys: &'a BTreeSet<K>,
}

/// The payout of an epoch. All lists ascend by hotkey and name a hotkey once.
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
	/// The withheld part of all incentives, 0 to 1, rounded down; 0 without incentives.
	pub miner_burned: U96F32,
	/// Paid from the validators' pot, one entry per hotkey with a dividend, also a zero one.
	pub alpha_dividends: Vec<DividendPayment<K>>,
	/// Paid from root's pot, one entry per hotkey that is due a whole rao before its take is cut.
	pub root_dividends: Vec<DividendPayment<K>>,
	/// The part of parents' dividends that is recycled, already taken off the two pots.
	pub childkey_recycled: AlphaBalance,
	/// Root's pot where nobody is due a rao of it, to be recycled; else 0.
	pub root_recycled: AlphaBalance,
	/// What rounding and missing receivers leave: alpha outside the pool that nobody owns.
	pub unowned: AlphaBalance,
}

/// Splits the pots of an epoch among miners, validators, parents, takes and stakers.
///
/// Incentives above the miners' pot, which consensus gives when no validator earned anything, are
/// drawn from the validators' pot and then from root's, so nothing is paid twice.
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

/// All that can be paid.
fn sum_of_pots(pots: &EpochPots) -> Result<AlphaBalance, SplitError> {
	let all = pots.server.try_add(pots.validator).and_then(|sum| sum.try_add(pots.root));
	all.map_err(|_| SplitError::PotsOverflow)
}

/// What the miners of an epoch earned.
struct Miners<K> {
	paid: Vec<(K, AlphaBalance)>,
	withheld: Vec<(K, AlphaBalance)>,
	burned: U96F32,
	total: AlphaBalance,
}

/// Sums the incentives by hotkey and tells the owner's from the others; `all` limits them.
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

/// The pots of validators and root once the miners have their `incentives`.
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

/// The dividends by hotkey after all parents had their part, and what is recycled of them.
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

/// Takes `recycled` off the two pots in proportion to what they hold, at most all of it.
///
/// The part of root's pot is rounded down, that of the validators' up.
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
