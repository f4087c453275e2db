//! Invariants of an epoch on random subnets.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::cast_possible_wrap,
	clippy::cast_precision_loss,
	clippy::cast_sign_loss,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	reason = "tests may fail, and what they compute stays small"
)]

mod support;

use noesis_yuma::{
	aggregate, explain, BondsRule, ConsensusMode, Fixed, InputError, LiquidAlpha, NeuronTerms,
	Params, Row,
};
use proptest::{prelude::*, sample::select, test_runner::FileFailurePersistence::WithSource};
use substrate_fixed::types::I64F64;
use support::{dense, Subnet};

const ONE: i64 = 1 << 32;

fn config(cases: u32) -> ProptestConfig {
	let failures = Box::new(WithSource("regressions"));
	ProptestConfig {
		cases,
		max_global_rejects: 4 * cases,
		failure_persistence: Some(failures),
		..Default::default()
	}
}

fn fraction() -> impl Strategy<Value = u16> {
	prop_oneof![select(vec![0, 1, 32767, 32768, 65534, 65535]), any::<u16>()]
}

fn mode() -> impl Strategy<Value = ConsensusMode> {
	select(vec![ConsensusMode::Current, ConsensusMode::Previous, ConsensusMode::Auto])
}

fn rule() -> impl Strategy<Value = BondsRule> {
	let steepness = prop_oneof![select(vec![0, 1, 1000, i16::MAX, i16::MIN]), any::<i16>()];
	let liquid =
		(fraction(), fraction(), steepness, mode()).prop_map(|(low, high, steepness, mode)| {
			BondsRule::Liquid(LiquidAlpha { low, high, steepness, mode })
		});
	prop_oneof![Just(BondsRule::Shared), Just(BondsRule::Own), liquid]
}

prop_compose! {
	fn params()(
		kappa in fraction(),
		bonds_penalty in fraction(),
		bonds_moving_average in prop_oneof![0u64..=1_000_000, select(vec![1_000_001, u64::MAX])],
		max_validators in prop_oneof![0u16..8, Just(128)],
		stake_threshold in select(vec![0, 1, 2_000, u64::MAX]),
		bonds in rule(),
	) -> Params {
		Params { kappa, bonds_penalty, bonds_moving_average, max_validators, stake_threshold, bonds }
	}
}

/// Rows that name each uid once, some beyond the subnet, in any order.
fn rows(n: usize) -> impl Strategy<Value = Vec<Row>> {
	let top = u16::try_from(n).unwrap() + 1;
	let uids = prop::sample::subsequence((0..=top).collect::<Vec<u16>>(), 0..=n).prop_shuffle();
	let value = prop_oneof![select(vec![0, 1, 65535]), any::<u16>()];
	let row = (uids, prop::collection::vec(value, n), any::<bool>()).prop_map(
		|(mut uids, values, sort)| {
			if sort {
				uids.sort_unstable();
			}
			uids.into_iter().zip(values).collect::<Row>()
		},
	);
	prop::collection::vec(row, n)
}

fn stake() -> impl Strategy<Value = I64F64> {
	let bits = prop_oneof![
		select(vec![0, 1 << 64, 1000 << 64, 1001 << 64]),
		0i128..1 << 60,
		0i128..1 << 80,
		0i128..1 << 118,
	];
	bits.prop_map(I64F64::from_bits)
}

/// Legal subnets of every shape, some without stored permits.
fn subnet() -> impl Strategy<Value = Subnet> {
	(1usize..9).prop_flat_map(|n| {
		let blocks = || prop::collection::vec(select(vec![0u64, 90, 95, 96, 100]), n);
		let parts = || prop_oneof![Just(vec![]), prop::collection::vec(fraction(), n - 1..=n + 1)];
		let permits = prop::collection::vec(prop::bool::weighted(0.8), n);
		let stored = prop::bool::weighted(0.9);
		(
			(params(), prop::collection::vec(stake(), n), permits, stored),
			(blocks(), blocks(), blocks(), rows(n), rows(n)),
			(parts(), parts(), prop::option::of(0..=u16::try_from(n).unwrap()), any::<u64>()),
		)
			.prop_map(
				|(
					(params, stakes, mut permits, stored),
					lists,
					(of_mech, of_net, owner, emission),
				)| {
					let (last_update, registered_at, commits, weights, bonds) = lists;
					if !stored {
						permits.clear();
					}
					Subnet {
						block: 101,
						activity_cutoff: 6,
						last_step: 95,
						emission,
						owner,
						stakes,
						last_update,
						registered_at: registered_at
							.into_iter()
							.map(|block| block.min(96))
							.collect(),
						permits,
						pending_commits: if emission % 2 == 0 { vec![] } else { commits },
						weights,
						bonds,
						mechanism_consensus: of_mech,
						subnet_consensus: of_net,
						params,
					}
				},
			)
	})
}

/// Subnets in which something happens: all active, old and permitted as far as they have stake.
fn lively() -> impl Strategy<Value = Subnet> {
	(subnet(), 0u16..40_000, 0u64..=990_000).prop_map(|(mut subnet, kappa, average)| {
		let n = subnet.stakes.len();
		subnet.last_update = vec![100; n];
		subnet.registered_at = vec![0; n];
		subnet.pending_commits = vec![];
		subnet.permits = vec![true; n];
		subnet.params.stake_threshold = 0;
		subnet.params.max_validators = 128;
		subnet.params.kappa = kappa;
		subnet.params.bonds_moving_average = average;
		subnet
	})
}

fn total(shares: impl IntoIterator<Item = Fixed>) -> i64 {
	shares.into_iter().map(Fixed::to_bits).sum()
}

proptest! {
	#![proptest_config(config(20_000))]

	#[test]
	fn the_epoch_is_the_textbook_one_bit_for_bit(subnet in subnet()) {
		prop_assert_eq!(subnet.epoch(), dense::epoch(&subnet.input()));
	}

	#[test]
	fn lively_epochs_are_the_textbook_ones_bit_for_bit(subnet in lively()) {
		prop_assert_eq!(subnet.epoch(), dense::epoch(&subnet.input()));
	}
}

proptest! {
	#![proptest_config(config(3_000))]

	#[test]
	fn explaining_changes_nothing(subnet in subnet()) {
		let explanation = subnet.explain();
		prop_assert_eq!(&explanation.outcome, &subnet.epoch());
		prop_assert_eq!(explanation.neurons.len(), subnet.stakes.len());
	}

	/// Each share is rounded down by less than 2^-32, each amount by less than one.
	#[test]
	fn emission_is_conserved_but_for_dust(subnet in lively()) {
		let got = subnet.epoch();
		let n = subnet.stakes.len() as u128;
		let paid = |amounts: &[noesis_types::AlphaBalance]| {
			amounts.iter().map(|amount| u128::from(*amount)).sum::<u128>()
		};
		let emission = u128::from(subnet.emission);
		let apart = paid(&got.server_emission) + paid(&got.validator_emission);
		let nobody = subnet.stakes.iter().all(|stake| *stake == 0);
		// Stake is rounded twice, incentive and dividends each and their sum once more.
		let dust = 2 * n + ((4 * n * emission) >> 32) + 4;
		for paid in [apart, paid(&got.emission)] {
			prop_assert!(paid <= emission);
			prop_assert!(nobody || paid + dust >= emission, "{paid} of {emission}");
		}
	}

	#[test]
	fn incentive_and_dividends_sum_to_one_or_nothing(subnet in lively()) {
		let got = subnet.explain();
		let n = subnet.stakes.len() as i64;
		for sum in [
			total(got.neurons.iter().map(|neuron| neuron.incentive)),
			total(got.neurons.iter().map(|neuron| neuron.dividend)),
		] {
			prop_assert!(sum == 0 || (ONE - n..=ONE).contains(&sum), "{sum}");
		}
	}

	#[test]
	fn neurons_without_weight_earn_no_incentive(mut subnet in lively(), who: prop::sample::Index) {
		let uid = who.index(subnet.stakes.len());
		let target = u16::try_from(uid).unwrap();
		for row in &mut subnet.weights {
			row.retain(|(to, _)| *to != target);
		}
		let got = subnet.epoch();
		prop_assert_eq!(got.incentive[uid], 0);
		prop_assert_eq!(u64::from(got.server_emission[uid]), 0);
		prop_assert_eq!(got.consensus[uid], 0);
	}

	#[test]
	fn terms_keep_their_bounds(subnet in subnet()) {
		let got = subnet.explain();
		for neuron in &got.neurons {
			for term in [neuron.stake, neuron.active_stake, neuron.consensus, neuron.validator_trust,
				neuron.rank, neuron.incentive, neuron.server_share, neuron.validator_share,
				neuron.combined_share]
			{
				prop_assert!((0..=ONE).contains(&term.to_bits()), "{term:?} of {neuron:?}");
			}
			for (uid, weight) in &neuron.clipped_weights {
				let consensus = got.neurons[usize::from(*uid)].consensus;
				let whole = neuron.weights.iter().find(|(to, _)| to == uid).unwrap().1;
				prop_assert_eq!(*weight, whole.min(consensus));
			}
			prop_assert!(neuron.bonds.iter().all(|(_, bond)| *bond > Fixed::ZERO));
			let sum = total(neuron.weights.iter().map(|(_, weight)| *weight));
			prop_assert!((neuron.validator_trust.to_bits() < sum)
				== (neuron.clipped_weights != neuron.weights));
		}
		prop_assert!(got.outcome.permits.iter().zip(&got.outcome.bonds).all(|(p, b)| *p || b.is_empty()));
	}

	/// A majority that gives at least, a minority that gives more: consensus by its definition.
	#[test]
	fn consensus_is_the_largest_weight_with_a_majority(subnet in lively()) {
		let got = subnet.explain();
		let sum = total(got.neurons.iter().map(|neuron| neuron.active_stake));
		for target in &got.neurons {
			let backing = |least: Fixed| -> i64 {
				let gives = |row: &[(u16, Fixed)]| {
					row.iter().find(|(to, _)| *to == target.uid).map_or(Fixed::ZERO, |entry| entry.1)
				};
				let backers = got.neurons.iter().filter(|voter| gives(&voter.weights) >= least);
				total(backers.map(|voter| voter.active_stake))
			};
			// Stake is normalised once more for the median: n units at most.
			let slack = subnet.stakes.len() as i64;
			let above = backing(Fixed::from_bits(target.consensus.to_bits() + 1));
			let enough = backing(target.consensus) + slack >= got.kappa.to_bits();
			prop_assert!(sum == 0 || enough, "{target:?}");
			prop_assert!(got.kappa == Fixed::ZERO || above < got.kappa.to_bits(), "{target:?}");
		}
	}

	/// Whatever anybody else does, short of kappa of the stake nobody is pushed down.
	#[test]
	fn a_majority_keeps_its_miner_up(
		mut subnet in lively(), who: prop::sample::Index, backers: u16, votes in prop::collection::vec(fraction(), 8),
	) {
		let (target, n) = (who.index(subnet.stakes.len()), subnet.stakes.len() as i64);
		let before = subnet.explain();
		let given = |row: &[(u16, Fixed)]| {
			row.iter().find(|(to, _)| usize::from(*to) == target).map_or(Fixed::ZERO, |entry| entry.1)
		};
		let backs = |uid: usize| backers >> uid & 1 == 1;
		let majority = || before.neurons.iter().filter(|neuron| backs(neuron.uid.into()));
		let stake = total(majority().map(|neuron| neuron.active_stake));
		// Stake is normalised once more for the median: n units at most.
		prop_assume!(stake > n);
		subnet.params.kappa = Fixed::from_bits(stake - n).to_part();
		let least = majority()
			.filter(|neuron| neuron.active_stake > Fixed::ZERO)
			.map(|neuron| given(&neuron.weights))
			.min()
			.unwrap_or_default();
		for (uid, row) in subnet.weights.iter_mut().enumerate().filter(|(uid, _)| !backs(*uid)) {
			row.iter_mut().zip(&votes).for_each(|((_, weight), vote)| *weight = *vote);
			row.retain(|(to, _)| usize::from(*to) != target || votes[uid % 8] > 40_000);
		}
		prop_assert!(subnet.explain().neurons[target].consensus >= least);
	}

	/// Whatever anybody else does, short of kappa of the stake nobody is pulled up.
	#[test]
	fn more_than_the_rest_of_kappa_keeps_a_miner_down(
		mut subnet in lively(), who: prop::sample::Index, backers: u16, votes in prop::collection::vec(fraction(), 8),
	) {
		let (target, n) = (who.index(subnet.stakes.len()), subnet.stakes.len() as i64);
		let before = subnet.explain();
		let given = |row: &[(u16, Fixed)]| {
			row.iter().find(|(to, _)| usize::from(*to) == target).map_or(Fixed::ZERO, |entry| entry.1)
		};
		let backs = |uid: usize| backers >> uid & 1 == 1;
		let voters = || before.neurons.iter().filter(|neuron| neuron.active_stake > Fixed::ZERO);
		let others = || voters().filter(|neuron| !backs(neuron.uid.into()));
		let stake = total(others().map(|neuron| neuron.active_stake));
		prop_assume!(stake + n < ONE - ONE / 65535);
		subnet.params.kappa = Fixed::from_bits(stake + n).to_part() + 1;
		let most = voters()
			.filter(|neuron| backs(neuron.uid.into()))
			.map(|neuron| given(&neuron.weights))
			.max()
			.unwrap_or_default();
		for (_, row) in subnet.weights.iter_mut().enumerate().filter(|(uid, _)| !backs(*uid)) {
			row.iter_mut().zip(&votes).for_each(|((_, weight), vote)| *weight = *vote);
			row.retain(|(to, _)| usize::from(*to) != target);
			row.push((target as u16, 65535));
		}
		prop_assert!(subnet.explain().neurons[target].consensus <= most);
	}

	/// Rows count as shares of their sum, so a common factor of one is not seen at all.
	#[test]
	fn scaling_a_row_of_weights_changes_nothing(
		mut subnet in lively(), who: prop::sample::Index, factor in 1u16..=100,
	) {
		let uid = who.index(subnet.weights.len());
		subnet.weights[uid].iter_mut().for_each(|(_, weight)| *weight %= 656);
		let before = subnet.epoch();
		subnet.weights[uid].iter_mut().for_each(|(_, weight)| *weight *= factor);
		prop_assert_eq!(before, subnet.epoch());
	}

	/// Of two validators with the same row, one raises a weight beyond what the majority gives.
	#[test]
	fn deviating_upward_never_raises_trust(
		mut stakes in prop::collection::vec(100u64..1000, 4..8),
		weights in prop::collection::vec(1u16..1000, 3), miner in 0usize..3, more in 1u16..60_000,
		params in params(),
	) {
		// All but one agree and are a majority; the one, with a quarter of the stake, is none.
		stakes[0] = stakes[0].min(stakes[1..].iter().sum::<u64>() / 3);
		let kappa = params.kappa.clamp(17_000, 48_000);
		let params = Params { kappa, stake_threshold: 0, max_validators: 128, ..params };
		let voters = stakes.len();
		let stakes = [stakes, vec![0; 3]].concat();
		let mut subnet = Subnet::new(&stakes, &vec![true; voters + 3], params);
		for row in subnet.weights.iter_mut().take(voters) {
			*row = (voters as u16..).zip(weights.iter().copied()).collect();
		}
		subnet.weights[0][miner].1 += more;
		let got = subnet.explain();
		let trust = |uid: usize| got.neurons[uid].validator_trust;
		prop_assert!((1..voters).all(|uid| trust(0) <= trust(uid)));
		let whole = total(got.neurons[1].weights.iter().map(|entry| entry.1));
		prop_assert_eq!(trust(1).to_bits(), whole);
	}

	/// All tied stakes are told apart first: at the cut for permits the uid decides.
	#[test]
	fn permuting_uids_permutes_the_outcome(mut subnet in lively(), seed in any::<[u8; 16]>()) {
		let n = subnet.stakes.len();
		for (uid, stake) in subnet.stakes.iter_mut().enumerate() {
			*stake = I64F64::from_num(1 + (stake.to_bits() >> 70) as u64 % 1000 * 16 + uid as u64);
		}
		for list in [&mut subnet.mechanism_consensus, &mut subnet.subnet_consensus] {
			if !list.is_empty() {
				list.resize(n, 7);
			}
		}
		let mut to: Vec<u16> = (0..n as u16).collect();
		to.sort_by_key(|uid| (seed[usize::from(*uid) % 16], *uid));
		let sorted = |rows: &[Row], moved: bool| -> Vec<Row> {
			let mut out = vec![Row::new(); n];
			for (uid, row) in rows.iter().enumerate() {
				let mut row: Row = row.iter().copied().filter(|(uid, _)| usize::from(*uid) < n).collect();
				if moved {
					row.iter_mut().for_each(|(uid, _)| *uid = to[usize::from(*uid)]);
				}
				row.sort_unstable();
				out[if moved { usize::from(to[uid]) } else { uid }] = row;
			}
			out
		};
		fn permuted<T: Clone>(items: &[T], to: &[u16]) -> Vec<T> {
			let mut out = items.to_vec();
			for (item, to) in items.iter().zip(to) {
				out[usize::from(*to)] = item.clone();
			}
			out
		}
		let mut other = subnet.clone();
		subnet.owner = subnet.owner.filter(|owner| usize::from(*owner) < n);
		other.owner = subnet.owner.map(|owner| to[usize::from(owner)]);
		other.stakes = permuted(&subnet.stakes, &to);
		other.mechanism_consensus = permuted(&subnet.mechanism_consensus, &to);
		other.subnet_consensus = permuted(&subnet.subnet_consensus, &to);
		other.weights = sorted(&subnet.weights, true);
		other.bonds = sorted(&subnet.bonds, true);
		subnet.weights = sorted(&subnet.weights, false);
		subnet.bonds = sorted(&subnet.bonds, false);
		let (one, other) = (subnet.epoch(), other.epoch());
		prop_assert_eq!(permuted(&one.permits, &to), other.permits);
		prop_assert_eq!(permuted(&one.consensus, &to), other.consensus);
		prop_assert_eq!(permuted(&one.incentive, &to), other.incentive);
		prop_assert_eq!(permuted(&one.dividends, &to), other.dividends);
		prop_assert_eq!(permuted(&one.validator_trust, &to), other.validator_trust);
		prop_assert_eq!(permuted(&one.emission, &to), other.emission);
		prop_assert_eq!(sorted(&one.bonds, true), other.bonds);
	}

	/// Powers of two scale quotients exactly, so nothing may change at all.
	#[test]
	fn doubling_all_stake_changes_nothing(mut subnet in lively(), doublings in 0u32..5) {
		let before = subnet.epoch();
		subnet.stakes.iter_mut().for_each(|stake| *stake <<= doublings);
		let mut after = subnet.epoch();
		after.stake.clone_from(&before.stake);
		prop_assert_eq!(before, after);
	}

	/// Other factors change the quotients' last bits only: stake shares by one unit of 2^-32.
	#[test]
	fn scaling_all_stake_moves_stake_shares_by_a_unit(mut subnet in lively(), factor in 1i128..1000) {
		let before = subnet.explain();
		subnet.stakes.iter_mut().for_each(|stake| *stake = I64F64::from_bits(stake.to_bits() / 1000 * factor));
		let after = subnet.explain();
		let large = subnet.stakes.iter().map(|stake| stake.to_bits()).sum::<i128>() > 1 << 60;
		for (one, other) in before.neurons.iter().zip(&after.neurons) {
			let moved = (one.stake.to_bits() - other.stake.to_bits()).abs();
			prop_assert!(!large || moved <= 1, "{one:?} {other:?}");
		}
	}

	/// Validators with less than kappa of the stake who weigh what nobody else does.
	#[test]
	fn a_minority_cabal_earns_its_miner_nothing(
		honest in prop::collection::vec(1u64..1000, 1..6),
		cabal in prop::collection::vec(1u64..1000, 1..6),
		mut params in params(), weight in 1u16.., self_weight in 1u16..,
	) {
		let stakes = [honest.clone(), cabal.clone(), vec![0, 0]].concat();
		let (majority, all): (u64, u64) = (honest.iter().sum(), stakes.iter().sum());
		let (honest, cabal, majority) =
			if majority * 2 < all { (cabal, honest, all - majority) } else { (honest, cabal, majority) };
		prop_assume!(majority * 2 > all);
		let stakes = [honest.clone(), cabal.clone(), vec![0, 0]].concat();
		params.kappa = params.kappa.max(32768);
		params.stake_threshold = 0;
		let n = stakes.len();
		let mut subnet = Subnet::new(&stakes, &vec![true; n], params);
		let [miner, friend] = [n - 2, n - 1].map(|uid| uid as u16);
		for row in subnet.weights.iter_mut().take(honest.len()) {
			*row = vec![(miner, weight)];
		}
		for row in subnet.weights.iter_mut().skip(honest.len()).take(cabal.len()) {
			*row = vec![(friend, self_weight)];
		}
		let got = subnet.explain();
		let friend = &got.neurons[n - 1];
		prop_assert_eq!(friend.consensus, Fixed::ZERO);
		prop_assert_eq!(friend.incentive, Fixed::ZERO);
		prop_assert!(got.neurons[honest.len()].clipped_weights.is_empty());
	}

	/// One validator weighs a miner more than the majority does. Rounding: bonds have at least 2^18
	/// units, so shares of them are exact to about 2^-18.
	#[test]
	fn a_full_penalty_never_pays_overweighting_more(
		mut stakes in prop::collection::vec(100u64..1000, 3..8), mut params in params(),
		(common, more) in (1000u16..30_000, 1u16..30_000), own: bool,
	) {
		stakes[0] = stakes[0].min(stakes[1..].iter().sum::<u64>() / 2);
		let n = stakes.len() + 2;
		let [one, other] = [n - 2, n - 1].map(|uid| uid as u16);
		stakes.extend([0, 0]);
		params.kappa = 32767;
		params.stake_threshold = 0;
		params.bonds_moving_average = params.bonds_moving_average.min(900_000);
		params.bonds = if own { BondsRule::Own } else { BondsRule::Shared };
		let mut subnet = Subnet::new(&stakes, &vec![true; n], params);
		for row in subnet.weights.iter_mut().take(n - 2) {
			*row = vec![(one, common), (other, 20_000)];
		}
		subnet.weights[0][0].1 += more;
		let mut dividend = |penalty| {
			subnet.params.bonds_penalty = penalty;
			subnet.explain().neurons[0].dividend.to_bits()
		};
		let (none, full) = (dividend(0), dividend(65535));
		prop_assert!(full <= none + (ONE >> 18), "{full} > {none}");
	}
}

/// The ends of a type as often as anything between.
fn wild<T: Arbitrary + Clone + 'static>(extremes: Vec<T>) -> impl Strategy<Value = T> {
	prop_oneof![select(extremes), any::<T>()]
}

prop_compose! {
	/// Subnets of neurons, stakes, blocks and rows from the ends of their types.
	fn extreme_subnet()(
		params in params(),
		neurons in prop::collection::vec(
			(
				wild(vec![i128::MIN, -1, 0, 1, 1 << 64, 1 << 126, i128::MAX]),
				[wild(vec![0, 1, u64::MAX]), wild(vec![0, 1, u64::MAX]), wild(vec![0, 1, u64::MAX])],
				any::<bool>(),
				prop::collection::vec((0u16..7, fraction()), 0..9),
				prop::collection::vec((0u16..7, fraction()), 0..9),
			),
			0..9,
		),
		(of_mech, of_net) in (
			prop::collection::vec(wild(vec![0, 65535]), 0..6),
			prop::collection::vec(wild(vec![0, 65535]), 0..6),
		),
		(block, activity_cutoff, last_step) in (wild(vec![0, u64::MAX]), any::<u32>(), wild(vec![0, u64::MAX])),
		(emission, owner) in (wild(vec![0, 1, u64::MAX]), any::<Option<u16>>()),
		present in any::<[bool; 5]>(),
	) -> Subnet {
		fn or_empty<T: Clone>(present: bool, list: impl Iterator<Item = T>) -> Vec<T> {
			list.filter(|_| present).collect()
		}
		Subnet {
			block, activity_cutoff, last_step, emission,
			owner: owner.map(|owner| owner % 10),
			stakes: neurons.iter().map(|neuron| I64F64::from_bits(neuron.0)).collect(),
			last_update: or_empty(present[0], neurons.iter().map(|neuron| neuron.1[0])),
			registered_at: neurons.iter().map(|neuron| neuron.1[1]).collect(),
			permits: or_empty(present[1], neurons.iter().map(|neuron| neuron.2)),
			pending_commits: or_empty(present[2], neurons.iter().map(|neuron| neuron.1[2])),
			weights: or_empty(present[3], neurons.iter().map(|neuron| neuron.3.clone())),
			bonds: or_empty(present[4], neurons.iter().map(|neuron| neuron.4.clone())),
			mechanism_consensus: of_mech, subnet_consensus: of_net, params,
		}
	}
}

proptest! {
	#![proptest_config(config(20_000))]

	/// From the ends of all types: nothing panics, and shares of a sum never exceed one.
	#[test]
	fn no_input_is_paid_more_than_its_emission(subnet in extreme_subnet()) {
		let got = subnet.explain();
		let paid = |amounts: &[noesis_types::AlphaBalance]| {
			amounts.iter().map(|amount| u128::from(*amount)).sum::<u128>()
		};
		let outcome = &got.outcome;
		let emission = u128::from(subnet.emission);
		prop_assert!(paid(&outcome.server_emission) + paid(&outcome.validator_emission) <= emission);
		prop_assert!(paid(&outcome.emission) <= emission);
		let shares: [fn(&NeuronTerms) -> Fixed; 5] = [
			|neuron| neuron.stake,
			|neuron| neuron.active_stake,
			|neuron| neuron.incentive,
			|neuron| neuron.dividend,
			|neuron| neuron.combined_share,
		];
		for share in shares {
			prop_assert!(total(got.neurons.iter().map(share)) <= ONE);
		}
		for uid in got.neurons.iter().map(|neuron| neuron.uid) {
			let shares = got.neurons.iter().flat_map(|neuron| &neuron.bond_shares);
			// A uid that is twice in a row has a share for each time.
			let column = total(shares.filter(|(to, _)| *to == uid).map(|entry| entry.1));
			prop_assert!((0..=ONE).contains(&column), "{column} on {uid}");
		}
		let n = subnet.stakes.len();
		let emission = subnet.emission.into();
		let aggregate = aggregate(&[(emission, got.outcome)]);
		prop_assert_eq!(aggregate.unwrap().active.len(), n);
	}

	/// One list is cut or grows: an error that names it, unless it may be empty and is.
	#[test]
	fn a_list_of_the_wrong_length_is_an_error(mut subnet in lively(), which in 0usize..6, length in 0usize..12) {
		fn change<T: Clone + Default>(list: &mut Vec<T>, length: usize) -> usize {
			list.resize(length, T::default());
			length
		}
		let n = subnet.stakes.len();
		let (list, found, optional) = match which {
			0 => ("last_update", change(&mut subnet.last_update, length), true),
			1 => ("registered_at", change(&mut subnet.registered_at, length), false),
			2 => ("permits", change(&mut subnet.permits, length), true),
			3 => ("pending_commits", change(&mut subnet.pending_commits, length), true),
			4 => ("weights", change(&mut subnet.weights, length), true),
			_ => ("bonds", change(&mut subnet.bonds, length), true),
		};
		let legal = found == n || (optional && found == 0);
		let error = InputError::WrongLength { list, expected: n, found };
		prop_assert_eq!(subnet.try_epoch().err(), (!legal).then_some(error));
		prop_assert_eq!(explain(&subnet.input()).err(), (!legal).then_some(error));
	}
}

/// Four stakes of 2^62 rao, whose sum exceeds 2^63, and nobody with a permit.
#[test]
fn stake_beyond_its_type_is_paid_its_shares_and_no_more() {
	let mut subnet = Subnet::new(&[1 << 62; 4], &[false; 4], params_by_default());
	subnet.emission = 1_000_000;
	let got = subnet.epoch();
	assert_eq!(got.validator_emission, [250_000u64.into(); 4]);
	assert_eq!(got.emission, got.validator_emission);
	assert_eq!(got.stake_weight, [16383; 4]);
}

#[test]
fn a_subnet_without_neurons_has_an_empty_outcome() {
	let mut subnet = Subnet::new(&[], &[], params_by_default());
	assert_eq!(subnet.epoch(), noesis_yuma::Outcome::default());
	subnet.weights = vec![vec![(0, 1)]];
	let error = InputError::WrongLength { list: "weights", expected: 0, found: 1 };
	assert_eq!(subnet.try_epoch(), Err(error));
}

fn params_by_default() -> Params {
	Params {
		kappa: 32767,
		bonds_penalty: 65535,
		bonds_moving_average: 900_000,
		max_validators: 64,
		stake_threshold: 0,
		bonds: BondsRule::Own,
	}
}
