//! How a hotkey's dividend is shared with the hotkeys that made it their child.
//!
//! A parent lends its child a fraction of its stake. What the child's validator earns is divided by
//! what each stake contributed; the child keeps a take of what goes to parents of another owner.
//! One level is followed: parents of parents receive nothing.

use crate::{
	fixed::{div_or_zero, fraction_of_u16, fraction_of_u64, term, whole, U96F32},
	root_proportion::tao_weight,
	SplitError,
};
use alloc::{collections::BTreeMap, vec::Vec};
use noesis_types::{AlphaBalance, TaoBalance};

/// What is staked to a hotkey.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Stake {
	/// Alpha on the subnet.
	pub alpha: AlphaBalance,
	/// TAO on root.
	pub root: TaoBalance,
}

/// A hotkey that lends stake to another one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Parent<K> {
	/// The parent.
	pub hotkey: K,
	/// The part of its stake that it lends, of `u64::MAX`.
	pub proportion: u64,
}

/// Whether a hotkey is registered on root.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RootMembership {
	/// It has a uid on root: its root stake earns root dividends.
	Registered,
	/// It has none.
	Absent,
}

/// Everything about a hotkey that its pay depends on. `K` names hotkeys and coldkeys.
#[derive(Clone, Debug)]
pub struct HotkeyState<K> {
	/// The coldkey that owns the hotkey.
	pub owner: K,
	/// Its own stake, lent or not.
	pub stake: Stake,
	/// The parts of its stake that it lends to children on this subnet, of `u64::MAX`.
	pub children: Vec<u64>,
	/// The hotkeys that lend it stake on this subnet, in stored order; suspended ones left out.
	pub parents: Vec<Parent<K>>,
	/// The effective take from parents, of `u16::MAX`.
	pub childkey_take: u16,
	/// The take from its stakers, of `u16::MAX`.
	pub delegate_take: u16,
	/// Whether it is registered on root.
	pub root: RootMembership,
}

/// What the chain says about stake and dividends of all hotkeys, as stored.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct StakeTerms {
	/// What one rao of root stake weighs, of `u64::MAX`.
	pub tao_weight: u64,
	/// The part of a parent's dividend that is recycled, of `u64::MAX`.
	pub childkey_burn: u64,
}

/// A dividend after its parents had their part.
///
/// Payments and recycled alpha sum to at most the dividend. What is missing is rounding: less than
/// one rao for the hotkey itself and for each parent, and as much again where alpha is recycled.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(
	feature = "codec",
	derive(codec::Decode, codec::DecodeWithMemTracking, codec::Encode, scale_info::TypeInfo)
)]
pub struct SharedDividend<K> {
	/// One payment per parent, in stored order, then one to the hotkey itself.
	pub payments: Vec<(K, AlphaBalance)>,
	/// The recycled part of the parents' dividends.
	pub recycled: AlphaBalance,
}

/// Shares the `dividend` of `hotkey` with its parents.
///
/// `hotkeys` holds the state of the hotkey and of all its parents. The parts are those of the
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

/// What one parent adds to the stake behind a hotkey.
struct Lent<'a, K> {
	parent: &'a K,
	owner: &'a K,
	contribution: U96F32,
}

/// What each parent of a hotkey contributes, in stored order.
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

/// The weight of a hotkey's stake that it did not lend out.
fn own_contribution<K>(terms: &StakeTerms, state: &HotkeyState<K>) -> U96F32 {
	let kept = state
		.children
		.iter()
		.fold(term(1u64), |kept, lent| kept.saturating_sub(fraction_of_u64(*lent)));
	weight(terms, &state.stake, kept)
}

/// The weight of the part `fraction` of a stake, in alpha.
fn weight(terms: &StakeTerms, stake: &Stake, fraction: U96F32) -> U96F32 {
	let root = term(stake.root).saturating_mul(fraction);
	term(stake.alpha)
		.saturating_mul(fraction)
		.saturating_add(root.saturating_mul(tao_weight(terms.tao_weight)))
}
