//! Dividends of hotkeys, divided into alpha and root parts and paid with a take.
//!
//! The dividends of an epoch set proportions only; the amounts come from the pots. Alpha is paid
//! from the validators' pot by the alpha part of each hotkey's weight. Root dividends are paid from
//! root's pot by the root part, to hotkeys registered on root.

use alloc::{collections::BTreeMap, vec::Vec};

use noesis_types::AlphaBalance;

use crate::{
	children::{HotkeyState, RootMembership, StakeTerms},
	fixed::{div_or_zero, fraction_of_u16, term, whole, U96F32},
	root_proportion::tao_weight,
	EpochPots, SplitError,
};

/// Payment to a hotkey from a pot.
#[derive(Clone, Debug, Eq, PartialEq)]
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
pub struct DividendPayment<K> {
	/// Hotkey.
	pub hotkey: K,
	/// Part of its owner, in rao. Rounded down.
	pub take: AlphaBalance,
	/// Part of all who stake to it, in rao. Rounded down.
	pub stakers: AlphaBalance,
}

impl<K> DividendPayment<K> {
	/// Sum of both parts.
	pub fn total(&self) -> AlphaBalance {
		self.take.saturating_add(self.stakers)
	}
}

/// Dividend of one hotkey, as proportions of the two pots.
struct DividendParts<'a, K> {
	hotkey: &'a K,
	delegate_take: U96F32,
	alpha: U96F32,
	root: U96F32,
}

/// Payments from the validators' pot and from root's pot.
pub(crate) struct DividendPayments<K> {
	/// One per hotkey with a dividend, ascending by hotkey, also for a dividend of zero.
	pub alpha: Vec<DividendPayment<K>>,
	/// One per hotkey whose part of root's pot is a whole rao, ascending by hotkey.
	pub root: Vec<DividendPayment<K>>,
}

/// Payments of the pots of validators and root by `dividends`.
pub(crate) fn pay_dividends<K: Ord + Clone>(
	terms: &StakeTerms,
	pots: &EpochPots,
	dividends: &BTreeMap<K, U96F32>,
	hotkeys: &BTreeMap<K, HotkeyState<K>>,
) -> Result<DividendPayments<K>, SplitError> {
	let (validator, root) = (term(pots.validator), term(pots.root));
	let parts = dividends
		.iter()
		.map(|(hotkey, dividend)| {
			let state = hotkeys.get(hotkey).ok_or(SplitError::UnknownHotkey)?;
			Ok(divide(terms, hotkey, *dividend, state))
		})
		.collect::<Result<Vec<_>, SplitError>>()?;
	// Each term has 64 bits before the point of 96: the sums are exact for any list that fits memory.
	let sum = |of: fn(&DividendParts<K>) -> U96F32| {
		parts.iter().fold(U96F32::default(), |sum, part| sum.saturating_add(of(part)))
	};
	let (alpha_sum, root_sum) = (sum(|part| part.alpha), sum(|part| part.root));

	let mut paid = DividendPayments { alpha: Vec::with_capacity(parts.len()), root: Vec::new() };
	for part in &parts {
		let alpha = validator.saturating_mul(div_or_zero(part.alpha, alpha_sum));
		paid.alpha.push(with_take(part, alpha));
		let root = root.saturating_mul(div_or_zero(part.root, root_sum));
		if whole::<u64>(root) > 0 {
			paid.root.push(with_take(part, root));
		}
	}
	Ok(paid)
}

/// Division of a dividend by the weights of the hotkey's own alpha and root stake.
///
/// Without any stake all of it is alpha's. A hotkey that is not registered on root forfeits root's
/// part, which raises nobody's alpha proportion.
fn divide<'a, K>(
	terms: &StakeTerms,
	hotkey: &'a K,
	dividend: U96F32,
	state: &HotkeyState<K>,
) -> DividendParts<'a, K> {
	let stake = term(state.stake.alpha);
	let weight = term(state.stake.root).saturating_mul(tao_weight(terms.tao_weight));
	let total = stake.saturating_add(weight);
	let alpha = if total == U96F32::default() {
		dividend
	} else {
		dividend.saturating_mul(div_or_zero(stake, total))
	};
	let root = match state.root {
		RootMembership::Registered => dividend.saturating_sub(alpha),
		RootMembership::Absent => U96F32::default(),
	};
	DividendParts { hotkey, delegate_take: fraction_of_u16(state.delegate_take), alpha, root }
}

/// Payment of `amount`, divided into the hotkey's take and the rest; both are rounded down.
fn with_take<K: Clone>(part: &DividendParts<K>, amount: U96F32) -> DividendPayment<K> {
	let take = part.delegate_take.saturating_mul(amount);
	let stakers = amount.saturating_sub(take);
	DividendPayment { hotkey: part.hotkey.clone(), take: whole(take), stakers: whole(stakers) }
}
