//! Sharing of a hotkey's dividend with the hotkeys that made it their child.
//!
//! A parent lends its child a fraction of its stake. The dividend of the child is divided in
//! proportion to the stakes behind it. The child keeps a take of the parts of parents that another
//! coldkey owns. Only one level is followed: parents of parents receive nothing.

use alloc::{collections::BTreeMap, vec::Vec};

use noesis_types::{AlphaBalance, TaoBalance};

use crate::{
	fixed::{div_or_zero, fraction_of_u16, fraction_of_u64, term, whole, U96F32},
	root_proportion::tao_weight,
	SplitError,
};

/// Stake of a hotkey.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Stake {
	/// Alpha on the subnet.
	pub alpha: AlphaBalance,
	/// TAO on root.
	pub root: TaoBalance,
}

/// Hotkey that lends stake to another one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Parent<K> {
	/// Hotkey of the parent.
	pub hotkey: K,
	/// Part of its stake that it lends, of `u64::MAX`.
	pub proportion: u64,
}

/// Registration of a hotkey on root.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RootMembership {
	/// The hotkey has a uid on root: its root stake earns root dividends.
	Registered,
	/// The hotkey has no uid on root.
	Absent,
}

/// State of a hotkey on which its pay depends. `K` names hotkeys and coldkeys.
#[derive(Clone, Debug)]
pub struct HotkeyState<K> {
	/// Coldkey that owns the hotkey.
	pub owner: K,
	/// Stake of the hotkey itself, lent or not.
	pub stake: Stake,
	/// Parts of its stake that it lends to children on this subnet, of `u64::MAX`. Empty while its
	/// delegation is suspended.
	pub children: Vec<u64>,
	/// Hotkeys that lend it stake on this subnet, in stored order. Empty while its delegation is
	/// suspended.
	pub parents: Vec<Parent<K>>,
	/// Effective take from parents, of `u16::MAX`.
	pub childkey_take: u16,
	/// Take from its stakers, of `u16::MAX`.
	pub delegate_take: u16,
	/// Registration on root.
	pub root: RootMembership,
}

/// Settings of the chain for stake and dividends of all hotkeys, as stored.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct StakeTerms {
	/// Weight of one rao of root stake, of `u64::MAX`.
	pub tao_weight: u64,
	/// Part of a parent's dividend that is recycled, of `u64::MAX`.
	pub childkey_burn: u64,
}

/// Dividend of a hotkey, shared with its parents.
///
/// Payments and recycled alpha sum to at most the dividend. Rounding loses less than one rao for the
/// hotkey itself and for each parent, and as much again where alpha is recycled.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(
	feature = "codec",
	derive(codec::Decode, codec::DecodeWithMemTracking, codec::Encode, scale_info::TypeInfo)
)]
pub struct SharedDividend<K> {
	/// One payment per parent, in stored order, then one to the hotkey itself.
	pub payments: Vec<(K, AlphaBalance)>,
	/// Recycled part of the parents' dividends.
	pub recycled: AlphaBalance,
}

/// Payments of the `dividend` of `hotkey`, to its parents and itself.
///
/// `hotkeys` holds the state of the hotkey and of all its parents. Parts are in proportion to the
/// stake behind the hotkey: its own that is not lent out, rounded down to whole rao, and each
/// parent's lent part. Fails with [`SplitError::UnknownHotkey`] where a state is missing.
pub fn share_with_parents<K: Ord + Clone>(
	terms: &StakeTerms,
	hotkey: &K,
	dividend: AlphaBalance,
	hotkeys: &BTreeMap<K, HotkeyState<K>>,
) -> Result<SharedDividend<K>, SplitError> {
	let state = hotkeys.get(hotkey).ok_or(SplitError::UnknownHotkey)?;
	let lent = contributions(terms, state, hotkeys)?;
	let own = term(whole::<u64>(own_contribution(terms, state)));
	// Each term has 65 bits before the point of 96: the sum is exact for any list that fits memory.
	let total = lent.iter().fold(own, |sum, lent| sum.saturating_add(lent.contribution));

	let dividend = term(dividend);
	let burn = fraction_of_u64(terms.childkey_burn);
	let take = fraction_of_u16(state.childkey_take);
	let mut shared = SharedDividend { payments: Vec::new(), recycled: AlphaBalance::ZERO };
	let (mut left, mut taken) = (dividend, U96F32::default());
	for Lent { parent, owner, contribution } in lent {
		let part = dividend.saturating_mul(div_or_zero(contribution, total));
		left = left.saturating_sub(part);
		let (burned, take) = if *owner == state.owner {
			(U96F32::default(), U96F32::default())
		} else {
			let burned = burn.saturating_mul(part);
			// Burn and take together never exceed the part they are taken from.
			(burned, take.saturating_mul(part).min(part.saturating_sub(burned)))
		};
		taken = taken.saturating_add(take);
		shared.recycled = shared.recycled.saturating_add(whole(burned));
		let paid = part.saturating_sub(burned).saturating_sub(take);
		shared.payments.push((parent.clone(), whole(paid)));
	}
	shared.payments.push((hotkey.clone(), whole(left.saturating_add(taken))));
	Ok(shared)
}

/// Contribution of one parent to the stake behind a hotkey.
struct Lent<'a, K> {
	parent: &'a K,
	owner: &'a K,
	contribution: U96F32,
}

/// Contributions of a hotkey's parents, in stored order.
fn contributions<'a, K: Ord>(
	terms: &StakeTerms,
	state: &'a HotkeyState<K>,
	hotkeys: &'a BTreeMap<K, HotkeyState<K>>,
) -> Result<Vec<Lent<'a, K>>, SplitError> {
	let lent = |parent: &'a Parent<K>| {
		let of = hotkeys.get(&parent.hotkey).ok_or(SplitError::UnknownHotkey)?;
		let contribution = weight(terms, &of.stake, fraction_of_u64(parent.proportion));
		Ok(Lent { parent: &parent.hotkey, owner: &of.owner, contribution })
	};
	state.parents.iter().map(lent).collect()
}

/// Weight of a hotkey's stake that it did not lend out.
fn own_contribution<K>(terms: &StakeTerms, state: &HotkeyState<K>) -> U96F32 {
	let kept = state
		.children
		.iter()
		.fold(term(1u64), |kept, lent| kept.saturating_sub(fraction_of_u64(*lent)));
	weight(terms, &state.stake, kept)
}

/// Weight of the part `fraction` of a stake, in alpha.
fn weight(terms: &StakeTerms, stake: &Stake, fraction: U96F32) -> U96F32 {
	let root = term(stake.root).saturating_mul(fraction);
	term(stake.alpha)
		.saturating_mul(fraction)
		.saturating_add(root.saturating_mul(tao_weight(terms.tao_weight)))
}
