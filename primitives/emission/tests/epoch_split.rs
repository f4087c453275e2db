//! The payout of an epoch: worked numbers, conservation, hostile inputs.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	reason = "test numbers are small, and a failed lookup should fail the test"
)]

use std::collections::{BTreeMap, BTreeSet};

use noesis_emission::{
	share_with_parents, split_epoch, AlphaBalance, DividendPayment, EpochPots, EpochSplit,
	EpochSplitInput, HotkeyState, Parent, RootMembership, SharedDividend, SplitError, Stake,
	StakeTerms, TaoBalance, U96F32,
};
use proptest::{prelude::*, test_runner::FileFailurePersistence::WithSource};

fn config() -> ProptestConfig {
	let failures = Box::new(WithSource("regressions"));
	ProptestConfig { cases: 20_000, failure_persistence: Some(failures), ..Default::default() }
}

type Key = u16;
type Hotkeys = BTreeMap<Key, HotkeyState<Key>>;

const GIGA: u64 = 1_000_000_000;
const TAO_WEIGHT: u64 = noesis_types::INITIAL_TAO_WEIGHT;
const DELEGATE_TAKE: u16 = 11_796;
const PARENT: Key = 1;
const CHILD: Key = 2;
const TERMS: StakeTerms = StakeTerms { tao_weight: TAO_WEIGHT, childkey_burn: 0 };

/// A hotkey that owns itself, lends nothing and has no parents.
fn hotkey(key: Key, alpha: u64, root: u64) -> HotkeyState<Key> {
	HotkeyState {
		owner: key,
		stake: Stake { alpha: AlphaBalance::new(alpha), root: TaoBalance::new(root) },
		children: vec![],
		parents: vec![],
		childkey_take: 0,
		delegate_take: DELEGATE_TAKE,
		root: RootMembership::Absent,
	}
}

/// A child with 700 alpha and a parent with 600 that lends half of it.
fn family() -> Hotkeys {
	let half = 1 << 63;
	let mut parent = hotkey(PARENT, 600 * GIGA, 0);
	parent.children = vec![half];
	let mut child = hotkey(CHILD, 700 * GIGA, 0);
	child.parents = vec![Parent { hotkey: PARENT, proportion: half }];
	child.childkey_take = 5_898;
	[(PARENT, parent), (CHILD, child)].into()
}

fn shared(terms: &StakeTerms, hotkeys: &Hotkeys) -> SharedDividend<Key> {
	share_with_parents(terms, &CHILD, AlphaBalance::new(GIGA), hotkeys).unwrap()
}

fn amounts(of: &[(Key, u64)]) -> Vec<(Key, AlphaBalance)> {
	of.iter().map(|(key, amount)| (*key, AlphaBalance::new(*amount))).collect()
}

fn pots(server: u64, validator: u64, root: u64) -> EpochPots {
	EpochPots { server: server.into(), validator: validator.into(), root: root.into() }
}

fn payment(hotkey: Key, take: u64, stakers: u64) -> DividendPayment<Key> {
	DividendPayment { hotkey, take: take.into(), stakers: stakers.into() }
}

struct Epoch {
	pots: EpochPots,
	terms: StakeTerms,
	incentives: Vec<(Key, AlphaBalance)>,
	dividends: Vec<(Key, AlphaBalance)>,
	hotkeys: Hotkeys,
	owner_hotkeys: BTreeSet<Key>,
}

impl Epoch {
	fn new(pots: EpochPots, dividends: &[(Key, u64)], hotkeys: Hotkeys) -> Self {
		Self {
			pots,
			terms: TERMS,
			incentives: vec![],
			dividends: amounts(dividends),
			hotkeys,
			owner_hotkeys: BTreeSet::new(),
		}
	}

	fn incentives(mut self, incentives: &[(Key, u64)]) -> Self {
		self.incentives = amounts(incentives);
		self
	}

	fn try_split(&self) -> Result<EpochSplit<Key>, SplitError> {
		split_epoch(&EpochSplitInput {
			pots: self.pots,
			terms: self.terms,
			incentives: &self.incentives,
			dividends: &self.dividends,
			hotkeys: &self.hotkeys,
			owner_hotkeys: &self.owner_hotkeys,
		})
	}

	fn split(&self) -> EpochSplit<Key> {
		let split = self.try_split().unwrap();
		assert_eq!(everything(&split), sum_of(&self.pots));
		split
	}
}

fn sum_of(pots: &EpochPots) -> u128 {
	[pots.server, pots.validator, pots.root].map(u128::from).iter().sum()
}

fn sum(of: impl IntoIterator<Item = AlphaBalance>) -> u128 {
	of.into_iter().map(u128::from).sum()
}

/// All that a split names.
fn everything(split: &EpochSplit<Key>) -> u128 {
	let miners = split.incentives.iter().chain(&split.withheld).map(|(_, amount)| *amount);
	let dividends = split.alpha_dividends.iter().chain(&split.root_dividends);
	sum(miners)
		+ sum(dividends.flat_map(|paid| [paid.take, paid.stakers]))
		+ sum([split.childkey_recycled, split.root_recycled, split.unowned])
}

#[test]
fn a_child_keeps_its_take_of_what_a_foreign_parent_earns() {
	let got = shared(&TERMS, &family());
	assert_eq!(got.payments, amounts(&[(PARENT, 273_000_686), (CHILD, 726_999_313)]));
	assert_eq!(got.recycled, AlphaBalance::ZERO);
}

#[test]
fn a_child_takes_nothing_from_a_parent_of_its_owner() {
	let mut hotkeys = family();
	hotkeys.get_mut(&PARENT).unwrap().owner = CHILD;
	let got = shared(&StakeTerms { childkey_burn: u64::MAX / 10, ..TERMS }, &hotkeys);
	assert_eq!(got.payments, amounts(&[(PARENT, 299_999_999), (CHILD, 700_000_000)]));
	assert_eq!(got.recycled, AlphaBalance::ZERO);
}

#[test]
fn the_childkey_burn_comes_off_the_parent() {
	let got = shared(&StakeTerms { childkey_burn: u64::MAX / 10, ..TERMS }, &family());
	assert_eq!(got.payments, amounts(&[(PARENT, 243_000_686), (CHILD, 726_999_313)]));
	assert_eq!(got.recycled, AlphaBalance::new(29_999_999));
}

#[test]
fn burn_and_take_together_never_exceed_the_part_of_the_parent() {
	let mut hotkeys = family();
	hotkeys.get_mut(&CHILD).unwrap().childkey_take = u16::MAX;
	let got = shared(&StakeTerms { childkey_burn: u64::MAX, ..TERMS }, &hotkeys);
	assert_eq!(got.payments, amounts(&[(PARENT, 0), (CHILD, 700_000_000)]));
	assert_eq!(got.recycled, AlphaBalance::new(299_999_999));
}

#[test]
fn a_hotkey_without_parents_keeps_its_dividend_whatever_it_lends() {
	let hotkeys = [(CHILD, HotkeyState { children: vec![u64::MAX], ..hotkey(CHILD, 5, 5) })].into();
	assert_eq!(shared(&TERMS, &hotkeys).payments, amounts(&[(CHILD, GIGA)]));
}

#[test]
fn a_child_without_stake_of_its_own_passes_all_but_its_take_on() {
	let mut hotkeys = family();
	hotkeys.get_mut(&CHILD).unwrap().stake = Stake::default();
	let got = shared(&TERMS, &hotkeys);
	// The take is 5898 / 65535 of 10^9: 89,997,711.1.
	assert_eq!(got.payments, amounts(&[(PARENT, 910_002_288), (CHILD, 89_997_711)]));
}

#[test]
fn own_stake_counts_in_whole_rao_and_lent_stake_in_fractions() {
	let mut hotkeys = family();
	for state in hotkeys.values_mut() {
		state.stake.alpha = AlphaBalance::new(1);
		state.children = vec![1 << 63];
		state.owner = PARENT;
	}
	// Each side holds half a rao: the child's is rounded away, the parent's is not.
	assert_eq!(shared(&TERMS, &hotkeys).payments, amounts(&[(PARENT, GIGA), (CHILD, 0)]));
}

#[test]
fn takes_are_paid_after_dividends_are_shared() {
	let epoch = Epoch::new(pots(0, 147_398_400_000, 0), &[(CHILD, GIGA)], family());
	let got = epoch.split();
	assert_eq!(
		got.alpha_dividends,
		[
			payment(PARENT, 7_242_991_373, 32_996_872_970),
			payment(CHILD, 19_288_045_867, 87_870_489_754),
		]
	);
	assert_eq!(got.root_dividends, []);
}

/// A with alpha only, B with alpha and root stake, equal dividends.
fn alpha_and_root(root: RootMembership) -> Epoch {
	let (a, b) = (hotkey(1, 1_000 * GIGA, 0), hotkey(2, 500 * GIGA, 10_000 * GIGA));
	let hotkeys = [(1, HotkeyState { root, ..a }), (2, HotkeyState { root, ..b })].into();
	let dividends = [(1, 500_000_000), (2, 500_000_000)];
	Epoch::new(pots(0, 140 * GIGA, 7 * GIGA), &dividends, hotkeys)
}

#[test]
fn alpha_pays_by_alpha_weight_and_root_by_root_weight() {
	let got = alpha_and_root(RootMembership::Registered).split();
	assert_eq!(
		got.alpha_dividends,
		[payment(1, 16_946_851_089, 77_204_716_088), payment(2, 8_252_508_019, 37_595_924_769),]
	);
	assert_eq!(got.root_dividends, [payment(2, 1_259_967_955, 5_740_032_044)]);
	assert_eq!(got.root_recycled, AlphaBalance::ZERO);
	// 35 rao of 140 alpha, since ratios have 32 bits, and 1 rao of the root payment's two parts.
	assert_eq!(got.unowned, AlphaBalance::new(36));
}

#[test]
fn root_pot_is_recycled_when_nobody_is_on_root() {
	let got = alpha_and_root(RootMembership::Absent).split();
	let on_root = alpha_and_root(RootMembership::Registered).split();
	assert_eq!(got.alpha_dividends, on_root.alpha_dividends);
	assert_eq!(got.root_dividends, []);
	assert_eq!(got.root_recycled, AlphaBalance::new(7 * GIGA));
}

#[test]
fn miners_half_goes_to_validators_when_no_miner_earned() {
	let hotkeys: Hotkeys = [(1, HotkeyState { delegate_take: 0, ..hotkey(1, 1, 0) })].into();
	let got = Epoch::new(pots(600, 400, 0), &[(1, 5)], hotkeys.clone()).split();
	assert_eq!(got.alpha_dividends, [payment(1, 0, 1_000)]);
	let zero = Epoch::new(pots(600, 400, 0), &[(1, 5)], hotkeys).incentives(&[(7, 0)]).split();
	assert_eq!(zero, got);
	assert_eq!(got.miner_burned, U96F32::from_num(0));
}

#[test]
fn nobody_is_paid_when_nobody_earned() {
	let got = Epoch::new(pots(600, 400, 30), &[], Hotkeys::new()).split();
	assert!(got.alpha_dividends.is_empty() && got.incentives.is_empty());
	assert_eq!(got.root_recycled, AlphaBalance::new(30));
	assert_eq!(got.unowned, AlphaBalance::new(1_000));
}

#[test]
fn incentives_of_the_owner_are_withheld_and_counted() {
	let mut epoch = Epoch::new(pots(600, 0, 0), &[], Hotkeys::new()).incentives(&[
		(9, 100),
		(3, 150),
		(9, 50),
		(4, 300),
		(5, 0),
	]);
	epoch.owner_hotkeys = [3].into();
	let got = epoch.split();
	assert_eq!(got.incentives, amounts(&[(4, 300), (9, 150)]));
	assert_eq!(got.withheld, amounts(&[(3, 150)]));
	assert_eq!(got.miner_burned, U96F32::from_num(0.25));
}

#[test]
fn incentives_above_the_miners_pot_come_out_of_the_other_pots() {
	let hotkeys: Hotkeys = [(1, HotkeyState { delegate_take: 0, ..hotkey(1, 1, 0) })].into();
	let epoch = |incentive| {
		Epoch::new(pots(600, 400, 30), &[(1, 5)], hotkeys.clone()).incentives(&[(7, incentive)])
	};
	assert_eq!(epoch(700).split().alpha_dividends, [payment(1, 0, 300)]);
	assert_eq!(epoch(1_010).split().root_recycled, AlphaBalance::new(20));
	assert_eq!(epoch(1_030).split().unowned, AlphaBalance::ZERO);
	assert_eq!(epoch(1_031).try_split(), Err(SplitError::IncentivesExceedPots));
	assert_eq!(epoch(u64::MAX).try_split(), Err(SplitError::IncentivesExceedPots));
}

#[test]
fn what_the_childkey_burn_recycles_comes_out_of_the_pots() {
	let mut epoch = Epoch::new(pots(0, 900_000_000, 100_000_000), &[(CHILD, GIGA)], family());
	epoch.terms.childkey_burn = u64::MAX / 10;
	let got = epoch.split();
	assert_eq!(got.childkey_recycled, AlphaBalance::new(29_999_999));
	// A tenth of it, rounded down, comes out of root's pot.
	assert_eq!(got.root_recycled, AlphaBalance::new(100_000_000 - 2_999_999));
	let paid = sum(got.alpha_dividends.iter().map(DividendPayment::total));
	assert!((872_999_990..=873_000_000).contains(&paid), "{paid}");
}

#[test]
fn unknown_hotkeys_and_overflowing_pots_are_refused() {
	let lost = Epoch::new(pots(0, 1, 0), &[(1, 5)], Hotkeys::new());
	assert_eq!(lost.try_split(), Err(SplitError::UnknownHotkey));
	let mut orphan = family();
	orphan.remove(&PARENT);
	let orphan = Epoch::new(pots(0, 1, 0), &[(CHILD, 5)], orphan);
	assert_eq!(orphan.try_split(), Err(SplitError::UnknownHotkey));
	let full = Epoch::new(pots(u64::MAX, 1, 0), &[], Hotkeys::new());
	assert_eq!(full.try_split(), Err(SplitError::PotsOverflow));
}

#[test]
fn a_delegate_take_of_everything_leaves_stakers_nothing() {
	let hotkeys = [(1, HotkeyState { delegate_take: u16::MAX, ..hotkey(1, 1, 0) })].into();
	let got = Epoch::new(pots(0, 1_000, 0), &[(1, 1)], hotkeys).split();
	assert_eq!(got.alpha_dividends, [payment(1, 1_000, 0)]);
}

const KEYS: Key = 6;

fn any_hotkey(key: Key, amount: BoxedStrategy<u64>) -> impl Strategy<Value = HotkeyState<Key>> {
	let parents = prop::collection::vec((0..KEYS, any::<u64>()), 0..4);
	let children = prop::collection::vec(any::<u64>(), 0..3);
	(amount.clone(), amount, 0..3_u16, any::<(u16, u16, bool)>(), parents, children).prop_map(
		move |(alpha, root, owner, (childkey_take, delegate_take, on_root), parents, children)| {
			let parents = parents.into_iter().filter(|(parent, _)| *parent != key);
			HotkeyState {
				owner,
				children,
				parents: parents
					.map(|(hotkey, proportion)| Parent { hotkey, proportion })
					.collect(),
				childkey_take,
				delegate_take,
				root: if on_root { RootMembership::Registered } else { RootMembership::Absent },
				..hotkey(key, alpha, root)
			}
		},
	)
}

fn any_hotkeys(amount: BoxedStrategy<u64>) -> impl Strategy<Value = Hotkeys> {
	(0..KEYS)
		.map(|key| any_hotkey(key, amount.clone()))
		.collect::<Vec<_>>()
		.prop_map(|states| (0..).zip(states).collect())
}

fn earnings(amount: BoxedStrategy<u64>) -> impl Strategy<Value = Vec<(Key, AlphaBalance)>> {
	prop::collection::vec((0..KEYS, amount.prop_map(AlphaBalance::new)), 0..8)
}

prop_compose! {
	/// Amounts as a chain has them; incentives stay below the miners' pot.
	fn plausible_epoch()(
		incentives in earnings((0..GIGA).boxed()),
		dividends in earnings((0..100 * GIGA).boxed()),
		hotkeys in any_hotkeys((0..21_000_000 * GIGA).boxed()),
		(left, validator, root) in (0..GIGA, 0..360 * GIGA, 0..360 * GIGA),
		(tao_weight, childkey_burn) in any::<(u64, u64)>(),
		owner_hotkeys in prop::collection::btree_set(0..KEYS, 0..3),
	) -> Epoch {
		let earned: AlphaBalance = incentives.iter().map(|(_, amount)| *amount).sum();
		let server = earned.to_u64() + left;
		Epoch {
			pots: pots(server, validator, root),
			terms: StakeTerms { tao_weight, childkey_burn },
			incentives,
			dividends,
			hotkeys,
			owner_hotkeys,
		}
	}
}

/// Zero, one, the largest, and anything.
fn extreme() -> BoxedStrategy<u64> {
	prop_oneof![Just(0), Just(1), Just(u64::MAX), any::<u64>()].boxed()
}

prop_compose! {
	fn extreme_epoch()(
		incentives in earnings(extreme()),
		dividends in earnings(extreme()),
		hotkeys in any_hotkeys(extreme()),
		(server, validator, root) in (extreme(), extreme(), extreme()),
		(tao_weight, childkey_burn) in (extreme(), extreme()),
	) -> Epoch {
		Epoch {
			pots: pots(server, validator, root),
			terms: StakeTerms { tao_weight, childkey_burn },
			incentives,
			dividends,
			hotkeys,
			owner_hotkeys: [0].into(),
		}
	}
}

impl std::fmt::Debug for Epoch {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		write!(f, "{:?} {:?} ", self.pots, self.terms)?;
		write!(f, "{:?} {:?} {:?}", self.incentives, self.dividends, self.hotkeys)
	}
}

/// The pots that dividends are paid from, as limits of what they may pay.
fn limits(epoch: &Epoch, split: &EpochSplit<Key>) -> (u128, u128) {
	let no_incentives = split.incentives.is_empty() && split.withheld.is_empty();
	let server = if no_incentives { epoch.pots.server } else { AlphaBalance::ZERO };
	(sum([epoch.pots.validator, server]), epoch.pots.root.into())
}

proptest! {
	#![proptest_config(config())]

	#[test]
	fn a_split_conserves_its_pots_exactly(epoch in plausible_epoch()) {
		let split = epoch.try_split().unwrap();
		prop_assert_eq!(everything(&split), sum_of(&epoch.pots));
	}

	#[test]
	fn no_pot_pays_more_than_it_holds(epoch in plausible_epoch()) {
		let split = epoch.try_split().unwrap();
		let (validator, root) = limits(&epoch, &split);
		let miners = split.incentives.iter().chain(&split.withheld).map(|(_, amount)| *amount);
		prop_assert!(sum(miners) <= u128::from(epoch.pots.server));
		let paid = |of: &[DividendPayment<Key>]| {
			sum(of.iter().flat_map(|paid| [paid.take, paid.stakers]))
		};
		prop_assert!(paid(&split.alpha_dividends) <= validator);
		prop_assert!(paid(&split.root_dividends) + u128::from(split.root_recycled) <= root);
		prop_assert!(split.miner_burned <= U96F32::from_num(1));
	}

	#[test]
	fn little_is_left_unowned_when_there_are_receivers(epoch in plausible_epoch()) {
		let mut epoch = epoch;
		for state in epoch.hotkeys.values_mut() {
			state.stake.alpha = state.stake.alpha.max(AlphaBalance::new(GIGA));
		}
		epoch.dividends.push((0, AlphaBalance::new(100 * GIGA)));
		let split = epoch.try_split().unwrap();
		let earned = sum(split.incentives.iter().chain(&split.withheld).map(|(_, amount)| *amount));
		let server = if earned == 0 { 0 } else { u128::from(epoch.pots.server) - earned };
		// Ratios have 32 bits: each receiver may lack a 2^-32 part of each pot and a few rao.
		let receivers = u128::from(KEYS);
		let slack = receivers * ((sum_of(&epoch.pots) >> 31) + 4);
		let validators_paid = sum(split.alpha_dividends.iter().map(DividendPayment::total)) > 0;
		if validators_paid {
			prop_assert!(u128::from(split.unowned) <= server + slack);
		}
	}

	#[test]
	fn sharing_with_parents_never_creates_alpha_and_loses_only_rounding(
		hotkeys in any_hotkeys((0..21_000_000 * GIGA).boxed()), dividend in 0..360 * GIGA,
		tao_weight: u64, childkey_burn: u64,
	) {
		let terms = StakeTerms { tao_weight, childkey_burn };
		for (key, state) in &hotkeys {
			let got = share_with_parents(&terms, key, dividend.into(), &hotkeys).unwrap();
			prop_assert_eq!(got.payments.len(), state.parents.len() + 1);
			let named = sum(got.payments.iter().map(|(_, amount)| *amount).chain([got.recycled]));
			let lost = u128::from(dividend).checked_sub(named);
			prop_assert!(lost.is_some_and(|lost| lost <= 2 * state.parents.len() as u128 + 1));
			let without_burn = StakeTerms { childkey_burn: 0, ..terms };
			let got = share_with_parents(&without_burn, key, dividend.into(), &hotkeys).unwrap();
			let lost = u128::from(dividend) - sum(got.payments.iter().map(|(_, amount)| *amount));
			prop_assert!(lost <= state.parents.len() as u128 + 1);
		}
	}

	#[test]
	fn order_of_earnings_decides_nothing(epoch in plausible_epoch()) {
		let split = epoch.try_split();
		let mut reversed = epoch;
		reversed.incentives.reverse();
		reversed.dividends.reverse();
		prop_assert_eq!(reversed.try_split(), split);
	}

	#[test]
	fn extreme_epochs_are_split_exactly_or_refused(epoch in extreme_epoch()) {
		match epoch.try_split() {
			Ok(split) => prop_assert_eq!(everything(&split), sum_of(&epoch.pots)),
			Err(SplitError::PotsOverflow) => {
				prop_assert!(sum_of(&epoch.pots) > u128::from(u64::MAX));
			}
			Err(SplitError::IncentivesExceedPots) => {
				let earned = sum(epoch.incentives.iter().map(|(_, amount)| *amount));
				prop_assert!(earned > sum_of(&epoch.pots));
			}
			Err(SplitError::UnknownHotkey) => prop_assert!(false, "all hotkeys are known"),
		}
	}
}
