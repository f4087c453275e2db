//! Honest majority against cabal: the published results on how much of the emission it retains.
//!
//! The honest team holds the share `S` of the stake and gives the share `W` of its weight to its own
//! servers, the rest to the cabal's; the cabal does the reverse as suits it best. `W` is what its
//! servers are worth (*utility*). The honest team *retains* its share if it earns at least `S`
//! whatever the cabal does, and the game is about the least `W` for which it does.

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

use noesis_yuma::{max_upscale, BondsRule, Params};
use support::{random::Random, Subnet};

/// Validators of each team.
const VALIDATORS: usize = 16;
/// Servers of each team.
const SERVERS: usize = 48;
/// Steps in which the cabal tries its weights.
const STEPS: u32 = 16;
/// Draws of stakes and weights that a result is the mean of.
const DRAWS: u64 = 3;
/// Largest difference of the least utility from the published one, which is read off a graph.
const TOLERANCE: f64 = 0.02;

#[derive(Clone, Copy)]
struct Game {
	kappa: f64,
	stake: f64,
	/// Deviation of stakes and weights within a team, as a share of their mean.
	deviation: f64,
	penalty: f64,
	/// The share of the emission that goes to validators.
	validator_reward: f64,
	draw: u64,
}

const PUBLISHED: Game =
	Game { kappa: 0.5, stake: 0.6, deviation: 0.4, penalty: 1.0, validator_reward: 0.5, draw: 1 };

/// A draw from the normal distribution of mean 0 and deviation 1, as the sum of twelve even draws.
fn normal(random: &mut Random) -> f64 {
	(0..12).map(|_| random.below(1 << 32) as f64 / (1u64 << 32) as f64).sum::<f64>() - 6.0
}

/// `count` shares of `whole` that deviate from their mean.
fn shares(random: &mut Random, count: usize, deviation: f64, whole: f64) -> Vec<f64> {
	let drawn: Vec<f64> = (0..count).map(|_| (1.0 + deviation * normal(random)).max(0.0)).collect();
	let sum: f64 = drawn.iter().sum();
	drawn.into_iter().map(|share| share / sum * whole).collect()
}

impl Game {
	fn params(&self) -> Params {
		let part = |share: f64| (share * 65535.0) as u16;
		Params {
			kappa: part(self.kappa),
			bonds_penalty: part(self.penalty),
			bonds_moving_average: 900_000,
			max_validators: 128,
			stake_threshold: 0,
			bonds: BondsRule::Shared,
		}
	}

	/// The honest team's share of the emission when the teams give themselves these weights.
	fn honest_share(&self, honest_weight: f64, cabal_weight: f64) -> f64 {
		let mut random = Random::new(self.draw);
		let mut draw = |count, whole| shares(&mut random, count, self.deviation, whole);
		let teams = [(self.stake, honest_weight), (1.0 - self.stake, 1.0 - cabal_weight)];
		let (mut stakes, mut rows) = (vec![], vec![]);
		for (stake, to_honest) in teams {
			stakes.extend(draw(VALIDATORS, stake).iter().map(|share| (share * 1e15) as u64));
			for _ in 0..VALIDATORS {
				let row = [draw(SERVERS, to_honest), draw(SERVERS, 1.0 - to_honest)].concat();
				rows.push(row.iter().map(|weight| (weight * 1e6) as u16).collect::<Vec<u16>>());
			}
		}
		let n = 2 * (VALIDATORS + SERVERS);
		stakes.resize(n, 0);
		let mut subnet = Subnet::new(&stakes, &vec![true; n], self.params());
		for (row, weights) in subnet.weights.iter_mut().zip(rows) {
			*row = (2 * VALIDATORS as u16..).zip(max_upscale(&weights)).collect();
		}
		let got = subnet.explain();
		let honest = |uid: usize| uid < VALIDATORS || (2 * VALIDATORS..n - SERVERS).contains(&uid);
		got.neurons
			.iter()
			.filter(|neuron| honest(neuron.uid.into()))
			.map(|neuron| {
				let [dividend, incentive] = [neuron.dividend, neuron.incentive]
					.map(|share| share.to_bits() as f64 / (1u64 << 32) as f64);
				self.validator_reward * dividend + (1.0 - self.validator_reward) * incentive
			})
			.sum()
	}

	/// The honest team's share when the cabal does its best.
	fn worst_share(&self, honest_weight: f64) -> f64 {
		(0..=STEPS)
			.map(|step| self.honest_share(honest_weight, f64::from(step) / f64::from(STEPS)))
			.fold(1.0, f64::min)
	}

	/// The least utility at which the honest team retains its share.
	fn least_utility(&self) -> f64 {
		let (mut lost, mut kept) = (0.0, 1.0);
		while kept - lost > 0.005 {
			let middle = (kept + lost) / 2.0;
			// Without deviation the team retains its share exactly, but for rounding.
			if self.worst_share(middle) >= self.stake - 1e-4 {
				kept = middle;
			} else {
				lost = middle;
			}
		}
		kept
	}
}

#[track_caller]
fn assert_least_utility(game: Game, published: f64) {
	let of_draw = |draw| Game { draw, ..game }.least_utility();
	let got = (1..=DRAWS).map(of_draw).sum::<f64>() / DRAWS as f64;
	assert!((got - published).abs() <= TOLERANCE, "{got} instead of {published}");
}

#[test]
fn disagreement_among_the_honest_costs_utility() {
	for (deviation, published) in [(0.0, 0.60), (0.2, 0.67), (0.4, 0.73)] {
		assert_least_utility(Game { deviation, ..PUBLISHED }, published);
	}
}

#[test]
fn the_bonds_penalty_protects_the_honest() {
	for (penalty, published) in [(0.0, 0.78), (0.5, 0.76), (1.0, 0.73)] {
		assert_least_utility(Game { penalty, ..PUBLISHED }, published);
	}
}

#[test]
fn paying_validators_protects_the_honest() {
	for (validator_reward, published) in [(0.0, 0.82), (0.25, 0.78), (0.5, 0.73)] {
		assert_least_utility(Game { validator_reward, ..PUBLISHED }, published);
	}
}

/// Consensus that needs 60 % of the stake cannot be had with less, and the cabal need not help.
#[test]
fn less_stake_than_kappa_is_not_protected() {
	let honest = |stake| Game { kappa: 0.6, stake, ..PUBLISHED };
	for weight in [0.6, 0.7, 0.8, 0.9, 0.95] {
		for stake in [0.51, 0.55, 0.59] {
			let share = honest(stake).worst_share(weight);
			assert!(share < stake - 0.05, "{share} of {stake} with {weight}");
		}
	}
	assert!(honest(0.65).worst_share(0.9) > 0.65);
}
