//! Null consensus: its three budgets, who is paid from which, and vectors of a second
//! implementation (`vectors/null_model.py`).

#![allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	reason = "tests may fail, and what they compute stays small"
)]

use noesis_types::AlphaBalance;
use noesis_yuma::{
	largest_stake, null_epoch, ActivityCutoff, Budgets, InputError, NullInput, NullMechanism,
	NullOutcome,
};
use proptest::{
	collection::vec, prelude::*, sample::select, test_runner::FileFailurePersistence::WithSource,
};
use serde::Deserialize;
use substrate_fixed::types::I64F64;

const N: usize = 4;
const VECTORS: &str = "tests/vectors/null.json";

fn budgets(server: u64, validator: u64, root: u64) -> Budgets {
	Budgets { server: server.into(), validator: validator.into(), root: root.into() }
}

fn stakes(rao: [u64; N]) -> Vec<I64F64> {
	rao.into_iter().map(I64F64::from_num).collect()
}

fn mechanism<'a>(part: u64, updates: &'a [u64], row: &'a [(u16, u16)]) -> NullMechanism<'a> {
	NullMechanism {
		part: part.into(),
		last_update: updates,
		pending_commit: u64::MAX,
		winner_weights: row,
	}
}

fn run(budgets: Budgets, stakes: &[I64F64], mechanisms: &[NullMechanism]) -> NullOutcome {
	let registered_at = &[0, 0, 0, 60];
	let activity_cutoff = ActivityCutoff::new(10_000, 1);
	let input =
		NullInput { block: 100, activity_cutoff, budgets, stakes, registered_at, mechanisms };
	null_epoch(&input).unwrap()
}

fn rao(amounts: &[AlphaBalance]) -> Vec<u64> {
	amounts.iter().copied().map(u64::from).collect()
}

fn sum(amounts: &[AlphaBalance]) -> u128 {
	amounts.iter().copied().map(u128::from).sum()
}

/// Sums of the miners' and of the validators' payments.
fn sums(outcome: &NullOutcome) -> (u128, u128) {
	(sum(&outcome.aggregate.server_emission), sum(&outcome.aggregate.validator_emission))
}

#[test]
fn with_stake_dividends_are_the_budgets_of_validators_and_root() {
	let row = [(2, 1)];
	let staked = stakes([3, 1, 0, 0]);
	let got = run(budgets(0, 200, 300), &staked, &[mechanism(500, &[95; N], &row)]);
	assert_eq!(sums(&got), (0, 500));
	assert_eq!(rao(&got.aggregate.validator_emission), [375, 125, 0, 0]);
	let got = run(budgets(500, 200, 300), &staked, &[mechanism(1_000, &[95; N], &row)]);
	assert_eq!(sums(&got), (500, 500));
	assert_eq!(rao(&got.aggregate.server_emission), [0, 0, 500, 0]);
}

#[test]
fn without_stake_miners_get_the_budgets_of_miners_and_validators_alike() {
	let got =
		run(budgets(500, 200, 300), &stakes([0; N]), &[mechanism(1_000, &[95; N], &[(2, 1)])]);
	// The 300 of root are left to be recycled.
	assert_eq!(sums(&got), (700, 0));
	assert_eq!(rao(&got.aggregate.server_emission), [175; N]);
	assert_eq!((got.winner, got.aggregate.permits), (None, vec![false; N]));
}

#[test]
fn a_single_number_is_halved_in_favour_of_miners() {
	assert_eq!(Budgets::halved(101u64.into()), budgets(51, 50, 0));
	assert_eq!(Budgets::halved(100u64.into()), budgets(50, 50, 0));
	assert_eq!(Budgets::halved(AlphaBalance::MAX).total(), Ok(AlphaBalance::MAX));
	let got = run(Budgets::halved(101u64.into()), &stakes([0; N]), &[mechanism(1, &[], &[])]);
	assert_eq!(sums(&got), (101, 0));
}

#[test]
fn miners_are_paid_by_the_winners_row_and_validators_by_stake() {
	let row = [(2, 1), (1, 2)];
	let mechanisms = [mechanism(101, &[95, 0, 0, 0], &row)];
	let got = run(budgets(51, 20, 30), &stakes([30, 10, 0, 0]), &mechanisms);
	assert_eq!(got.winner, Some(0));
	assert_eq!(rao(&got.aggregate.server_emission), [0, 34, 17, 0]);
	// 37.5 and 12.5: equal remainders, so the lower uid gets the unit.
	assert_eq!(rao(&got.aggregate.validator_emission), [38, 12, 0, 0]);
	assert_eq!(rao(&got.aggregate.emission), [38, 46, 17, 0]);
	assert_eq!(got.incentives, [[0, 43689, 21844, 0]]);
	assert_eq!(got.aggregate.dividends, [49151, 16383, 0, 0]);
	assert_eq!(got.aggregate.permits, [true, false, false, false]);
	assert_eq!(got.aggregate.active, [true, false, false, false]);
	assert_eq!(got.aggregate.consensus, [0; N]);
}

#[test]
fn of_equal_stakes_the_lowest_uid_wins() {
	assert_eq!(largest_stake(&stakes([0, 5, 5, 1])), Some(1));
	assert_eq!(largest_stake(&stakes([0; N])), None);
	assert_eq!(largest_stake(&[]), None);
}

#[test]
fn less_than_a_rao_is_no_stake() {
	let fractions = [I64F64::from_bits((1 << 64) - 1); N];
	assert_eq!(largest_stake(&fractions), None);
	let got = run(budgets(8, 8, 8), &fractions, &[mechanism(24, &[95; N], &[(1, 9)])]);
	assert_eq!(rao(&got.aggregate.server_emission), [4; N]);
	assert_eq!(sums(&got), (16, 0));
}

#[test]
fn a_row_older_than_all_its_targets_pays_everyone_the_same() {
	let one = stakes([1, 0, 0, 0]);
	// Uid 3 was registered in block 60, after the update in block 50.
	let got = run(budgets(4, 4, 0), &one, &[mechanism(8, &[50, 0, 0, 0], &[(3, 9)])]);
	assert_eq!(rao(&got.aggregate.server_emission), [1; N]);
	let got = run(budgets(4, 4, 0), &one, &[mechanism(8, &[50, 0, 0, 0], &[(3, 9), (2, 1)])]);
	assert_eq!(rao(&got.aggregate.server_emission), [0, 0, 4, 0]);
}

#[test]
fn several_mechanisms_are_rounded_once() {
	// Halves of 3 for uids 1 and 2: 1.5 each, not 1 and 1 with one left over in each mechanism.
	let one = mechanism(3, &[99; N], &[(1, 7)]);
	let other = mechanism(3, &[99; N], &[(2, 7)]);
	let got = run(budgets(3, 3, 0), &stakes([1, 0, 0, 0]), &[one, other]);
	assert_eq!(rao(&got.aggregate.server_emission), [0, 2, 1, 0]);
	assert_eq!(got.incentives, [[0, 65535, 0, 0], [0, 0, 65535, 0]]);
}

#[test]
fn lists_of_the_wrong_length_and_budgets_without_a_sum_are_refused() {
	let updates = [99; 3];
	let mechanisms = [mechanism(1, &updates, &[])];
	let staked = stakes([1, 0, 0, 0]);
	let input = NullInput {
		block: 100,
		activity_cutoff: ActivityCutoff::new(1, 1),
		budgets: budgets(1, 1, 1),
		stakes: &staked,
		registered_at: &[0; N],
		mechanisms: &mechanisms,
	};
	let wrong = |list, found| Err(InputError::WrongLength { list, expected: N, found });
	assert_eq!(null_epoch(&input), wrong("last_update", 3));
	let input = NullInput { mechanisms: &[], registered_at: &[], ..input };
	assert_eq!(null_epoch(&input), wrong("registered_at", 0));
	let input = NullInput { registered_at: &[0; N], budgets: budgets(u64::MAX, 1, 0), ..input };
	assert_eq!(null_epoch(&input), Err(InputError::BudgetsOverflow));
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
	/// Miners, validators, root.
	budgets: [u64; 3],
	/// Whole rao.
	stakes: Vec<u64>,
	registered_at: Vec<u64>,
	mechanisms: Vec<Mechanism>,
	winner: Option<u16>,
	server: Vec<u64>,
	validator: Vec<u64>,
	incentives: Vec<Vec<u16>>,
	dividends: Vec<u16>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mechanism {
	part: u64,
	last_update: Vec<u64>,
	pending_commit: u64,
	winner_weights: Vec<(u16, u16)>,
}

#[test]
fn epochs_are_those_of_the_second_implementation() {
	let text =
		std::fs::read_to_string(VECTORS).unwrap_or_else(|error| panic!("{VECTORS}: {error}"));
	let cases: Vec<Case> = serde_json::from_str(&text).expect("the vectors parse");
	assert_eq!(cases.len(), 122, "{VECTORS} has lost vectors");
	for (number, case) in cases.into_iter().enumerate() {
		let staked: Vec<I64F64> = case.stakes.iter().map(|rao| I64F64::from_num(*rao)).collect();
		let mechanisms: Vec<NullMechanism> = case
			.mechanisms
			.iter()
			.map(|of| NullMechanism {
				pending_commit: of.pending_commit,
				..mechanism(of.part, &of.last_update, &of.winner_weights)
			})
			.collect();
		let [server, validator, root] = case.budgets;
		let got = null_epoch(&NullInput {
			block: 1_000,
			activity_cutoff: ActivityCutoff::new(100_000, 1),
			budgets: budgets(server, validator, root),
			stakes: &staked,
			registered_at: &case.registered_at,
			mechanisms: &mechanisms,
		})
		.expect("the vectors are legal");
		assert_eq!(got.winner, case.winner, "vector {number}");
		assert_eq!(rao(&got.aggregate.server_emission), case.server, "vector {number}");
		assert_eq!(rao(&got.aggregate.validator_emission), case.validator, "vector {number}");
		assert_eq!(got.incentives, case.incentives, "vector {number}");
		assert_eq!(got.aggregate.dividends, case.dividends, "vector {number}");
	}
}

fn config() -> ProptestConfig {
	let failures = Box::new(WithSource("regressions"));
	ProptestConfig { cases: 5_000, failure_persistence: Some(failures), ..Default::default() }
}

fn u64s() -> impl Strategy<Value = u64> {
	prop_oneof![select(vec![0, 1, u64::MAX / 3, u64::MAX - 1, u64::MAX]), any::<u64>()]
}

fn stake() -> impl Strategy<Value = I64F64> {
	let ends = select(vec![i128::MIN, -1, 0, 1, 1 << 64, 1 << 126, i128::MAX]);
	prop_oneof![ends, any::<i128>()].prop_map(I64F64::from_bits)
}

fn row() -> impl Strategy<Value = Vec<(u16, u16)>> {
	let value = prop_oneof![select(vec![0, 1, u16::MAX]), any::<u16>()];
	vec((prop_oneof![0u16..6, Just(u16::MAX)], value), 0..6)
}

proptest! {
	#![proptest_config(config())]

	/// Exact sums for any input, from the ends of the types: with stake and without.
	#[test]
	fn both_sums_are_exact_whatever_is_passed(
		(block, factor, tempo) in (u64s(), any::<u32>(), any::<u16>()),
		(server, validator, root) in (u64s(), u64s(), u64s()),
		neurons in vec((stake(), u64s(), u64s()), 0..6),
		mechanisms in vec((u64s(), u64s(), row()), 0..4),
	) {
		let staked: Vec<I64F64> = neurons.iter().map(|neuron| neuron.0).collect();
		let registered_at: Vec<u64> = neurons.iter().map(|neuron| neuron.1).collect();
		let last_update: Vec<u64> = neurons.iter().map(|neuron| neuron.2).collect();
		let mechanisms: Vec<NullMechanism> = mechanisms
			.iter()
			.map(|(part, pending_commit, row)| NullMechanism {
				pending_commit: *pending_commit,
				..mechanism(*part, &last_update, row)
			})
			.collect();
		let budgets = budgets(server, validator, root);
		let got = null_epoch(&NullInput {
			block,
			activity_cutoff: ActivityCutoff::new(factor, tempo),
			budgets,
			stakes: &staked,
			registered_at: &registered_at,
			mechanisms: &mechanisms,
		});
		let [server, validator, root] = [server, validator, root].map(u128::from);
		if server + validator + root > u128::from(u64::MAX) {
			prop_assert_eq!(got, Err(InputError::BudgetsOverflow));
			return Ok(());
		}
		let got = got.unwrap();
		let expected = match (largest_stake(&staked), staked.len()) {
			(Some(_), _) => (server, validator + root),
			(None, 0) => (0, 0),
			(None, _) => (server + validator, 0),
		};
		prop_assert_eq!(sums(&got), expected);
		prop_assert_eq!(sum(&got.aggregate.emission), expected.0 + expected.1);
		let whole = |parts: &[u16]| parts.iter().copied().map(u64::from).sum::<u64>() <= 65_535;
		prop_assert!(whole(&got.aggregate.dividends) && whole(&got.aggregate.stake_weight));
		prop_assert!(got.incentives.iter().all(|parts| whole(parts)));
	}
}
