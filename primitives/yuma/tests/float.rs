//! The epoch in floating point, written from the formulas and not from the crate: it agrees but for
//! rounding.

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

use noesis_yuma::{BondsRule, ConsensusMode, Fixed, LiquidAlpha, Params};
use support::{random, random::Random, Subnet};

/// Largest difference in a neuron's share. One unit of the crate is 2.3e-10, and a share is a few
/// hundred roundings away from the input, some of them of small numbers.
const TOLERANCE: f64 = 1e-6;
/// Largest difference in a bond. Bonds are in relation to others on the same neuron, which may all
/// be bought with little weight by little stake, and then have few digits.
const BOND_TOLERANCE: f64 = 5e-5;

type Matrix = Vec<Vec<f64>>;

struct Terms {
	consensus: Vec<f64>,
	trust: Vec<f64>,
	incentive: Vec<f64>,
	dividends: Vec<f64>,
	bonds: Matrix,
	emission: Vec<f64>,
}

fn ratio(part: u16) -> f64 {
	f64::from(part) / 65535.0
}

fn norm(xs: &[f64]) -> Vec<f64> {
	let sum: f64 = xs.iter().sum();
	xs.iter().map(|x| if sum == 0.0 { *x } else { x / sum }).collect()
}

fn full(rows: &[Vec<(u16, u16)>]) -> Matrix {
	let mut matrix = vec![vec![0.0; rows.len()]; rows.len()];
	for (i, row) in rows.iter().enumerate() {
		for (j, value) in row {
			matrix[i][usize::from(*j)] = f64::from(*value);
		}
	}
	matrix
}

fn transposed(m: &Matrix) -> Matrix {
	(0..m.len()).map(|j| m.iter().map(|row| row[j]).collect()).collect()
}

fn columns(m: &Matrix, f: impl Fn(&[f64]) -> Vec<f64>) -> Matrix {
	transposed(&transposed(m).iter().map(|column| f(column)).collect())
}

fn zip(one: &Matrix, other: &Matrix, f: impl Fn(f64, f64) -> f64) -> Matrix {
	let row = |(a, b): (&Vec<f64>, &Vec<f64>)| a.iter().zip(b).map(|(a, b)| f(*a, *b)).collect();
	one.iter().zip(other).map(row).collect()
}

/// The largest weight that at least `kappa` of `stake` gives.
fn majority(weights: &[f64], stake: &[f64], kappa: f64) -> f64 {
	let backed = |least: f64| {
		weights.iter().zip(stake).filter(|(w, _)| **w >= least).map(|(_, s)| s).sum::<f64>()
			>= kappa
	};
	weights.iter().copied().filter(|w| backed(*w)).fold(0.0, f64::max)
}

/// The epoch of a subnet in which everyone is active and long registered.
fn terms(subnet: &Subnet) -> Terms {
	let n = subnet.stakes.len();
	let p = &subnet.params;
	let stake = norm(&subnet.stakes.iter().map(|s| s.to_num::<f64>()).collect::<Vec<_>>());
	let mut weights = full(&subnet.weights);
	(0..n).for_each(|i| weights[i][i] = 0.0);
	let weights: Matrix = weights.iter().map(|row| norm(row)).collect();
	let consensus: Vec<f64> =
		transposed(&weights).iter().map(|w| majority(w, &stake, ratio(p.kappa))).collect();
	let cut = |row: &Vec<f64>| row.iter().zip(&consensus).map(|(w, c)| w.min(*c)).collect();
	let clipped: Matrix = weights.iter().map(cut).collect();
	let trust = clipped.iter().map(|row| row.iter().sum()).collect();
	let rank = |w: &Vec<f64>| w.iter().zip(&stake).map(|(w, s)| w * s).sum();
	let incentive = norm(&transposed(&clipped).iter().map(rank).collect::<Vec<f64>>());
	let beta = ratio(p.bonds_penalty);
	let aims = zip(&weights, &clipped, |w, c| w + beta * (c - w));

	let average = p.bonds_moving_average as f64 / 1e6;
	let old = full(&subnet.bonds);
	let (bonds, shares, by_stake) = match p.bonds {
		BondsRule::Shared => {
			let by = |(row, s): (&Vec<f64>, &f64)| row.iter().map(|w| w * s).collect();
			let bought = columns(&aims.iter().zip(&stake).map(by).collect(), norm);
			let mixed =
				zip(&bought, &columns(&old, norm), |b, o| (1.0 - average) * b + average * o);
			let shares = columns(&mixed, norm);
			let top = |xs: &[f64]| {
				let top = xs.iter().copied().fold(0.0, f64::max);
				xs.iter().map(|x| if top == 0.0 { 0.0 } else { x / top }).collect()
			};
			(columns(&shares, top), shares, vec![1.0; n])
		}
		BondsRule::Liquid(liquid) if consensus.iter().any(|c| *c > 0.0) => {
			let moved = liquid_average(subnet, &liquid, &aims, &old, &consensus);
			(moved.clone(), columns(&moved, norm), stake.clone())
		}
		_ => {
			let moved = zip(&aims, &old, |w, b| (1.0 - average) * w + average * b / 65535.0);
			(moved.clone(), columns(&moved, norm), stake.clone())
		}
	};
	let yielded = |(row, s): (&Vec<f64>, &f64)| {
		s * row.iter().zip(&incentive).map(|(b, i)| b * i).sum::<f64>()
	};
	let dividends = norm(&shares.iter().zip(&by_stake).map(yielded).collect::<Vec<f64>>());
	let both: Vec<f64> = incentive.iter().zip(&dividends).map(|(i, d)| i + d).collect();
	Terms { consensus, trust, incentive, dividends, bonds, emission: norm(&both) }
}

fn liquid_average(
	subnet: &Subnet,
	liquid: &LiquidAlpha,
	aims: &Matrix,
	old: &Matrix,
	consensus: &[f64],
) -> Matrix {
	let reference: Vec<f64> = match liquid.mode {
		ConsensusMode::Previous => subnet.subnet_consensus.iter().map(|c| ratio(*c)).collect(),
		_ => consensus.to_vec(),
	};
	let (low, high) = (ratio(liquid.low), ratio(liquid.high));
	let mut moved = aims.clone();
	for (i, row) in moved.iter_mut().enumerate() {
		for (j, cell) in row.iter_mut().enumerate() {
			let stored = subnet.weights[i].iter().any(|(to, _)| usize::from(*to) == j) && i != j;
			let (w, b) = (*cell, old[i][j] / 65535.0);
			let d = if w >= b { w - reference[j] } else { b - w }.clamp(0.0, 1.0);
			let power = f64::from(liquid.steepness) / -100.0 * (d - 0.5);
			let alpha = low + (high - low) / (1.0 + power.exp());
			// A weight that consensus cut to nothing has left its row.
			let gone = subnet.params.bonds_penalty == 65535 && consensus[j] == 0.0;
			*cell = if stored && !gone { ((1.0 - alpha) * b + alpha * w).min(1.0) } else { 0.0 };
		}
	}
	moved
}

fn params(random: &mut Random) -> Params {
	let mut pick = |options: [u16; 3]| options[random.below(3) as usize];
	let mode = [ConsensusMode::Current, ConsensusMode::Previous][usize::from(pick([0, 1, 1]))];
	let liquid = LiquidAlpha {
		low: pick([1638, 30_000, 45_875]),
		high: pick([45_875, 58_982, 65_535]),
		steepness: i16::try_from(pick([0, 300, 1000])).unwrap(),
		mode,
	};
	Params {
		kappa: pick([20_000, 32_767, 45_000]),
		// A partial penalty leaves weights where a full one ends them; both are in the sample.
		bonds_penalty: pick([0, 40_000, 65_535]),
		bonds_moving_average: u64::from(pick([50, 90, 97])) * 10_000,
		max_validators: 64,
		stake_threshold: 0,
		bonds: [BondsRule::Shared, BondsRule::Own, BondsRule::Liquid(liquid)]
			[usize::from(pick([0, 1, 2]))],
	}
}

#[track_caller]
fn assert_close(
	what: &str,
	seed: u64,
	tolerance: f64,
	got: impl IntoIterator<Item = Fixed>,
	expected: &[f64],
) {
	let got: Vec<f64> = got.into_iter().map(|x| x.to_bits() as f64 / (1u64 << 32) as f64).collect();
	assert_eq!(got.len(), expected.len());
	for (uid, (got, expected)) in got.into_iter().zip(expected).enumerate() {
		let off = (got - expected).abs();
		assert!(
			off <= tolerance,
			"subnet {seed}, {what} of {uid}: {got} is {off:e} off {expected}"
		);
	}
}

#[test]
fn floating_point_agrees_but_for_rounding() {
	for seed in 1..=2000 {
		let mut random = Random::new(seed);
		let n = 4 + random.below(20) as u16;
		let validators = 2 + random.below(u64::from(n) - 2) as u16;
		let percent = 20 + random.below(81);
		let subnet = random::subnet(n, validators, percent, params(&mut random), seed);
		let (got, expected) = (subnet.explain(), terms(&subnet));
		let neurons = || got.neurons.iter();
		assert_close(
			"consensus",
			seed,
			TOLERANCE,
			neurons().map(|n| n.consensus),
			&expected.consensus,
		);
		assert_close(
			"trust",
			seed,
			TOLERANCE,
			neurons().map(|n| n.validator_trust),
			&expected.trust,
		);
		assert_close(
			"incentive",
			seed,
			TOLERANCE,
			neurons().map(|n| n.incentive),
			&expected.incentive,
		);
		assert_close(
			"dividend",
			seed,
			TOLERANCE,
			neurons().map(|n| n.dividend),
			&expected.dividends,
		);
		for (neuron, expected) in neurons().zip(&expected.bonds) {
			let mut bonds = vec![Fixed::ZERO; subnet.stakes.len()];
			neuron.bonds.iter().for_each(|(to, bond)| bonds[usize::from(*to)] = *bond);
			assert_close("bonds", seed, BOND_TOLERANCE, bonds, expected);
		}
		if expected.emission.iter().sum::<f64>() > 0.5 {
			let shares = neurons().map(|n| n.combined_share);
			assert_close("emission", seed, TOLERANCE, shares, &expected.emission);
		}
	}
}
