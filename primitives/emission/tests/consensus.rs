//! Payout of the results of consensus: the exact budgets of Null consensus, and the excess of
//! Yuma's incentives over the miners' pot.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	reason = "test numbers are small, and a failed lookup should fail the test"
)]

use std::collections::{BTreeMap, BTreeSet};

use noesis_emission::{
	split_epoch, AlphaBalance, DividendPayment, EpochPots, EpochSplit, EpochSplitInput,
	HotkeyState, RootMembership, Stake, StakeTerms,
};
use noesis_yuma::{
	epoch, null_epoch, ActivityCutoff, BondsRule, Budgets, EpochInput, NullInput, NullMechanism,
	Params, Row, StepHistory,
};
use substrate_fixed::types::I64F64;

/// Hotkeys are named by their uid.
type Key = u16;

const PERCENT_18: u16 = 11_796;

fn hotkeys(stakes: &[u64]) -> BTreeMap<Key, HotkeyState<Key>> {
	let state = |owner, stake: &u64| HotkeyState {
		owner,
		stake: Stake { alpha: (*stake).into(), root: (*stake).into() },
		children: vec![],
		parents: vec![],
		childkey_take: 0,
		delegate_take: PERCENT_18,
		root: RootMembership::Registered,
	};
	(0..).zip(stakes).map(|(uid, stake)| (uid, state(uid, stake))).collect()
}

fn by_uid(amounts: &[AlphaBalance]) -> Vec<(Key, AlphaBalance)> {
	let earned = (0..).zip(amounts.iter().copied());
	earned.filter(|(_, amount)| !amount.is_zero()).collect()
}

fn sum(amounts: &[AlphaBalance]) -> u64 {
	amounts.iter().copied().map(u64::from).sum()
}

fn totals(payments: &[DividendPayment<Key>]) -> u64 {
	payments.iter().map(|payment| payment.total().to_u64()).sum()
}

/// Splits `pots` by the results of consensus; the pots are exactly the sum of the split.
fn pay(
	pots: EpochPots,
	server: &[AlphaBalance],
	validator: &[AlphaBalance],
	stakes: &[u64],
) -> EpochSplit<Key> {
	let split = split_epoch(&EpochSplitInput {
		pots,
		terms: StakeTerms { tao_weight: noesis_types::INITIAL_TAO_WEIGHT, childkey_burn: 0 },
		incentives: &by_uid(server),
		dividends: &by_uid(validator),
		hotkeys: &hotkeys(stakes),
		owner_hotkeys: &BTreeSet::new(),
	})
	.unwrap();
	let incentives: u64 = split.incentives.iter().map(|(_, amount)| amount.to_u64()).sum();
	let dividends = totals(&split.alpha_dividends) + totals(&split.root_dividends);
	let rest = split.root_recycled.to_u64() + split.unowned.to_u64();
	let all = [pots.server, pots.validator, pots.root];
	assert_eq!(incentives + dividends + rest, sum(&all));
	split
}

/// Null consensus over the same pots, with one mechanism in which the winner weighs uid 2.
fn pay_null(pots: EpochPots, stakes: &[u64]) -> EpochSplit<Key> {
	let EpochPots { server, validator, root } = pots;
	let wide: Vec<I64F64> = stakes.iter().map(|stake| I64F64::from_num(*stake)).collect();
	let updates = vec![95; stakes.len()];
	let mechanism = NullMechanism {
		part: 1u64.into(),
		last_update: &updates,
		pending_commit: u64::MAX,
		winner_weights: &[(2, 1)],
	};
	let outcome = null_epoch(&NullInput {
		block: 100,
		activity_cutoff: ActivityCutoff::new(13_889, 360),
		budgets: Budgets { server, validator, root },
		stakes: &wide,
		registered_at: &vec![0; stakes.len()],
		mechanisms: &[mechanism],
	});
	let aggregate = outcome.unwrap().aggregate;
	pay(pots, &aggregate.server_emission, &aggregate.validator_emission, stakes)
}

fn pots(server: u64, validator: u64, root: u64) -> EpochPots {
	EpochPots { server: server.into(), validator: validator.into(), root: root.into() }
}

#[test]
fn null_consensus_with_stake_pays_miners_their_pot_and_validators_theirs() {
	let stakes = [3_000_000_000, 1_000_000_000, 0, 0];
	let got = pay_null(pots(500, 200, 300), &stakes);
	assert_eq!(got.incentives, [(2, 500u64.into())]);
	assert!((195..=200).contains(&totals(&got.alpha_dividends)), "{got:?}");
	assert!((295..=300).contains(&totals(&got.root_dividends)), "{got:?}");
	let without_miners = pay_null(pots(0, 200, 300), &stakes);
	assert_eq!(without_miners.incentives, []);
	assert_eq!(without_miners.alpha_dividends, got.alpha_dividends);
	assert_eq!(without_miners.root_dividends, got.root_dividends);
}

#[test]
fn null_consensus_without_stake_pays_miners_700_and_recycles_300() {
	let got = pay_null(pots(500, 200, 300), &[0; 4]);
	assert_eq!(got.incentives, [0, 1, 2, 3].map(|uid| (uid, 175u64.into())));
	assert_eq!(got.root_recycled, AlphaBalance::new(300));
	assert!(got.alpha_dividends.is_empty() && got.unowned.is_zero());
}

/// A subnet of `validators` and one miner under Yuma, whose incentive is one exactly while the
/// dividends are rounded down one by one.
#[test]
fn yuma_with_few_miners_gives_them_more_than_their_pot_and_validators_bear_it() {
	for validators in [8u16, 64, 128] {
		let n = usize::from(validators) + 1;
		let stake = |uid: u16| 1_000_000_000_000 + u64::from(uid) * 7_777_777_777;
		let stakes: Vec<u64> = (0..validators).map(stake).chain([0]).collect();
		let wide: Vec<I64F64> = stakes.iter().map(|stake| I64F64::from_num(*stake)).collect();
		let mut weights: Vec<Row> = vec![vec![(validators, u16::MAX)]; n];
		weights[n - 1].clear();
		// 360 blocks after the owner's cut: half for miners, 5 % of the other half for root.
		let pots = pots(147_600_000_000, 140_220_000_000, 7_380_000_000);
		let steps = StepHistory { tempo: 360, last_step: 640, last_yuma_step: None };
		let outcome = epoch(&EpochInput {
			block: 1_000,
			activity_cutoff: ActivityCutoff::new(13_889, 360),
			bonds_cutoff: steps.bonds_cutoff(1_000),
			emission: sum(&[pots.server, pots.validator, pots.root]).into(),
			owner: None,
			stakes: &wide,
			last_update: &vec![990; n],
			registered_at: &vec![0; n],
			permits: &vec![true; n],
			pending_commits: &[],
			weights: &weights,
			bonds: &[],
			mechanism_consensus: &[],
			subnet_consensus: &[],
			params: Params {
				kappa: 32_767,
				bonds_penalty: 65_535,
				bonds_moving_average: 900_000,
				max_validators: 256,
				stake_threshold: 0,
				bonds: BondsRule::Own,
			},
		})
		.unwrap();
		let excess = sum(&outcome.server_emission) - pots.server.to_u64();
		assert!((1..10_000).contains(&excess), "{excess} with {validators} validators");
		let got = pay(pots, &outcome.server_emission, &outcome.validator_emission, &stakes);
		let for_validators = pots.validator.to_u64() - excess;
		assert!(totals(&got.alpha_dividends) <= for_validators);
	}
}
