//! Bonds over several epochs.

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

use noesis_yuma::{BondsRule, Fixed, Params, Row};
use proptest::{prelude::*, sample::select, test_runner::FileFailurePersistence::WithSource};
use support::Subnet;

/// The validators that are compared.
const PAIR: [usize; 2] = [0, 1];

fn config() -> ProptestConfig {
	let failures = Box::new(WithSource("regressions"));
	ProptestConfig { cases: 2_000, failure_persistence: Some(failures), ..Default::default() }
}

prop_compose! {
	/// Two validators of equal stake, others of any, and two miners at the end.
	fn subnet()(
		equal in 1u64..1_000_000, others in prop::collection::vec(1u64..1_000_000, 0..5),
		kappa in 1u16..=65535, bonds_penalty in select(vec![0, 32768, 65535]),
		bonds_moving_average in 0u64..1_000_000,
		bonds in select(vec![BondsRule::Shared, BondsRule::Own]),
	) -> Subnet {
		let params = Params {
			kappa, bonds_penalty, bonds_moving_average, max_validators: 128, stake_threshold: 0, bonds,
		};
		let stakes = [vec![equal; 2], others, vec![0; 2]].concat();
		Subnet::new(&stakes, &vec![true; stakes.len()], params)
	}
}

/// Runs an epoch and stores its bonds; gives the bond of both validators on `miner`.
fn step(subnet: &mut Subnet, miner: u16) -> [(Fixed, Fixed); 2] {
	let got = subnet.explain();
	let on_miner = |row: &[(u16, Fixed)]| {
		row.iter().find(|(to, _)| *to == miner).map_or(Fixed::ZERO, |entry| entry.1)
	};
	subnet.bonds.clone_from(&got.outcome.bonds);
	PAIR.map(|uid| {
		let neuron = &got.neurons[uid];
		(on_miner(&neuron.bonds), on_miner(&neuron.bond_shares))
	})
}

proptest! {
	#![proptest_config(config())]

	/// Whoever moves to a miner first never holds less of it than who follows with the same weights.
	#[test]
	fn the_first_mover_keeps_its_lead(
		mut subnet in subnet(), (before, lead, after) in (0usize..4, 0usize..6, 1usize..12),
		old in any::<u16>(), new in any::<(u16, u16)>(), others in any::<(u16, u16)>(),
	) {
		let n = subnet.stakes.len() as u16;
		let (known, fresh) = (n - 2, n - 1);
		let (old, new): (Row, Row) = (vec![(known, old)], vec![(known, new.0), (fresh, new.1)]);
		for row in subnet.weights.iter_mut().take(usize::from(n - 2)).skip(2) {
			*row = vec![(known, others.0), (fresh, others.1)];
		}
		for epoch in 0..before + lead + after {
			let moved = [epoch >= before, epoch >= before + lead];
			for (uid, moved) in PAIR.into_iter().zip(moved) {
				subnet.weights[uid] = if moved { new.clone() } else { old.clone() };
			}
			let [first, second] = step(&mut subnet, fresh);
			prop_assert!(first.0 >= second.0 && first.1 >= second.1, "{epoch}: {first:?} {second:?}");
		}
	}

	/// Under a full penalty bonds grow from clipped weight alone, and so not at all beyond consensus.
	#[test]
	fn under_a_full_penalty_bonds_grow_from_clipped_weight(
		mut subnet in subnet(), rows in prop::collection::vec(any::<(u16, u16)>(), 7),
		bonds in prop::collection::vec(any::<(u16, u16)>(), 7),
	) {
		let n = subnet.stakes.len() as u16;
		subnet.params.bonds_penalty = u16::MAX;
		subnet.params.bonds = BondsRule::Own;
		let row = |(one, other): (u16, u16)| vec![(n - 2, one), (n - 1, other)];
		for uid in 0..usize::from(n - 2) {
			(subnet.weights[uid], subnet.bonds[uid]) = (row(rows[uid]), row(bonds[uid]));
		}
		let got = subnet.explain();
		for neuron in &got.neurons {
			prop_assert_eq!(&neuron.bond_weights, &neuron.clipped_weights);
			for (uid, bond) in &neuron.bonds {
				let of = |row: &[(u16, Fixed)]| {
					row.iter().find(|(to, _)| to == uid).map_or(Fixed::ZERO, |entry| entry.1)
				};
				prop_assert!(*bond <= of(&neuron.clipped_weights).max(of(&neuron.old_bonds)));
			}
		}
	}
}
