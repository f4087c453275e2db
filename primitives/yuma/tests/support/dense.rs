//! Textbook epoch: full matrices, library arithmetic, every formula as it is written.
//!
//! Slow and plain on purpose. It shares no code with the crate.

use noesis_yuma::{BondsRule, ConsensusMode, EpochInput, LiquidAlpha, Outcome, Row};
use substrate_fixed::types::{I32F32, I64F64, I96F32};

type F = I32F32;
/// A row for each uid, a cell for each uid; a cell may be missing, which is not the same as zero.
type Matrix = Vec<Vec<Option<F>>>;

const ZERO: F = F::from_bits(0);
const ONE: F = F::from_bits(1 << 32);

fn int(value: u16) -> F {
	F::from_num(value)
}

fn div(a: F, b: F) -> F {
	if b == ZERO {
		ZERO
	} else {
		a.checked_div(b).unwrap_or(ZERO)
	}
}

fn ratio(part: u16) -> F {
	div(int(part), int(u16::MAX))
}

fn part(x: F) -> u16 {
	x.saturating_mul(int(u16::MAX)).saturating_to_num()
}

fn sum(xs: impl IntoIterator<Item = F>) -> F {
	xs.into_iter().fold(ZERO, F::saturating_add)
}

/// Shares of a sum with enough digits for any number of terms.
fn norm(xs: &[F]) -> Vec<F> {
	let s = xs.iter().fold(I96F32::from_num(0), |s, x| s + I96F32::from_num(*x));
	let share = |x: &F| I96F32::from_num(*x).checked_div(s).and_then(I96F32::checked_to_num::<F>);
	xs.iter().map(|x| if s == 0 { *x } else { share(x).unwrap_or(ZERO) }).collect()
}

fn value(cell: Option<F>) -> F {
	cell.unwrap_or(ZERO)
}

fn get<T: Copy>(list: &[T], i: usize, default: T) -> T {
	list.get(i).copied().unwrap_or(default)
}

/// Runs the epoch of `input`, whose rows hold each uid once.
pub fn epoch(input: &EpochInput) -> Outcome {
	let p = &input.params;
	let neurons = neurons(input);
	let stake = normalised_stake(input, neurons.owner);
	let active_stake = active_stake(input, &neurons, &stake);
	let weights = counted_weights(input, &neurons);
	let consensus = consensus(&weights, &active_stake, ratio(p.kappa));
	let clipped: Matrix = weights.iter().map(|row| clip(row, &consensus)).collect();
	let trust: Vec<F> = clipped.iter().map(|row| sum(row.iter().flatten().copied())).collect();
	let incentive = norm(&ranks(&clipped, &active_stake));
	let bond_weights = penalised(&weights, &clipped, ratio(p.bonds_penalty));
	let old =
		matrix(input.bonds, stake.len(), |_, j| input.bonds_cutoff.block() > neurons.registered[j]);
	let (stored, dividends) =
		bonds(input, &bond_weights, old, &consensus, &incentive, &active_stake);
	let [server, validator, combined] =
		emission_shares(&incentive, &dividends, &active_stake, &stake);
	let permits = new_permits(&stake, p.max_validators, neurons.owner);
	Outcome {
		bonds: rows_to_store(input, &stored, &permits, &consensus),
		active: neurons.active,
		stake: input.stakes.iter().map(|s| s.saturating_to_num()).collect(),
		stake_weight: parts(&stake),
		consensus: parts(&consensus),
		incentive: parts(&incentive),
		dividends: parts(&dividends),
		validator_trust: parts(&trust),
		server_emission: amounts(&server, input.emission),
		validator_emission: amounts(&validator, input.emission),
		emission: amounts(&combined, input.emission),
		permits,
	}
}

/// Facts about each neuron that depend on no stake and no weight.
struct Neurons {
	owner: Option<usize>,
	updated: Vec<u64>,
	registered: Vec<u64>,
	active: Vec<bool>,
	permits: Vec<bool>,
}

fn neurons(input: &EpochInput) -> Neurons {
	let n = input.stakes.len();
	let owner = input.owner.map(usize::from).filter(|uid| *uid < n);
	let updated: Vec<u64> = (0..n).map(|i| get(input.last_update, i, 0)).collect();
	let cutoff = input.activity_cutoff.blocks();
	let active = updated.iter().map(|u| u.saturating_add(cutoff) >= input.block).collect();
	let mut permits: Vec<bool> = (0..n).map(|i| get(input.permits, i, false)).collect();
	if let Some(owner) = owner.filter(|owner| *owner < input.permits.len()) {
		permits[owner] = true;
	}
	let registered = (0..n).map(|i| get(input.registered_at, i, 0)).collect();
	Neurons { owner, updated, registered, active, permits }
}

fn active_stake(input: &EpochInput, neurons: &Neurons, stake: &[F]) -> Vec<F> {
	let unmasked = input.permits.is_empty();
	let counted = |i: usize| neurons.active[i] && (unmasked || neurons.permits[i]);
	let masked = (0..stake.len()).map(|i| if counted(i) { stake[i] } else { ZERO });
	norm(&masked.collect::<Vec<F>>())
}

fn counted_weights(input: &EpochInput, neurons: &Neurons) -> Matrix {
	let n = input.stakes.len();
	let commits: Vec<u64> = (0..n).map(|i| get(input.pending_commits, i, u64::MAX)).collect();
	let mut weights = matrix(input.weights, n, |i, j| {
		neurons.permits[i]
			&& (i != j || neurons.owner == Some(i))
			&& neurons.updated[i] > neurons.registered[j]
			&& commits[i] >= neurons.registered[j]
	});
	for row in &mut weights {
		let s = sum(row.iter().flatten().copied());
		row.iter_mut().flatten().filter(|_| s > ZERO).for_each(|w| *w = div(*w, s));
	}
	weights
}

fn ranks(clipped: &Matrix, active_stake: &[F]) -> Vec<F> {
	let n = active_stake.len();
	let rank = |j: usize| sum((0..n).map(|i| active_stake[i].saturating_mul(value(clipped[i][j]))));
	(0..n).map(rank).collect()
}

/// Shares of the emission by incentive, by dividends and by both.
fn emission_shares(
	incentive: &[F],
	dividends: &[F],
	active_stake: &[F],
	stake: &[F],
) -> [Vec<F>; 3] {
	let both: Vec<F> =
		incentive.iter().zip(dividends).map(|(one, other)| one.saturating_add(*other)).collect();
	let total = sum(both.iter().copied());
	if total == ZERO {
		let nobody = sum(active_stake.iter().copied()) == ZERO;
		let fallback = if nobody { stake } else { active_stake }.to_vec();
		return [vec![ZERO; both.len()], fallback.clone(), fallback];
	}
	let share = |xs: &[F]| xs.iter().map(|x| div(*x, total)).collect::<Vec<F>>();
	[share(incentive), share(dividends), norm(&both)]
}

fn amounts<A: From<u64>>(shares: &[F], emission: impl Into<u64>) -> Vec<A> {
	let emission = I96F32::from_num(emission.into());
	let amount = |x: &F| I96F32::from_num(*x).saturating_mul(emission).saturating_to_num::<u64>();
	shares.iter().map(|x| amount(x).into()).collect()
}

fn parts(xs: &[F]) -> Vec<u16> {
	xs.iter().map(|x| part(*x)).collect()
}

/// The bonds of those who may validate, in the order in which their rows are stored.
fn rows_to_store(
	input: &EpochInput,
	bonds: &Matrix,
	permits: &[bool],
	consensus: &[F],
) -> Vec<Row> {
	let row = |i: usize| -> Row {
		let stored = |j: usize| bonds[i][j].map(|b| (u16::try_from(j).unwrap(), part(b)));
		row_order(input, i, consensus).into_iter().filter_map(stored).collect()
	};
	(0..permits.len()).map(|i| if permits[i] { row(i) } else { Row::new() }).collect()
}

fn normalised_stake(input: &EpochInput, owner: Option<usize>) -> Vec<F> {
	let filter = |(i, s): (usize, &I64F64)| {
		let small = s.saturating_to_num::<u64>() < input.params.stake_threshold;
		if owner != Some(i) && small {
			I64F64::from_num(0)
		} else {
			*s
		}
	};
	let filtered: Vec<I64F64> = input.stakes.iter().enumerate().map(filter).collect();
	let total = filtered.iter().fold(I64F64::from_num(0), |acc, s| acc.saturating_add(*s));
	let share = |s: &I64F64| if total == 0 { *s } else { s.checked_div(total).unwrap() };
	filtered.iter().map(|s| F::from_num(share(s))).collect()
}

fn new_permits(stake: &[F], k: u16, owner: Option<usize>) -> Vec<bool> {
	let mut permits: Vec<bool> = stake.iter().map(|s| *s != ZERO).collect();
	let mut order: Vec<usize> = (0..stake.len()).collect();
	order.sort_by_key(|uid| stake[*uid]);
	for uid in order.iter().take(stake.len().saturating_sub(k.into())) {
		permits[*uid] = false;
	}
	if let Some(owner) = owner {
		permits[owner] = true;
	}
	permits
}

fn matrix(rows: &[Row], n: usize, keep: impl Fn(usize, usize) -> bool) -> Matrix {
	let mut full = vec![vec![None; n]; n];
	for (i, row) in rows.iter().enumerate().take(n) {
		for (j, v) in row {
			let j = usize::from(*j);
			if j < n && keep(i, j) {
				full[i][j] = Some(int(*v));
			}
		}
	}
	full
}

fn consensus(weights: &Matrix, active_stake: &[F], kappa: F) -> Vec<F> {
	let n = active_stake.len();
	let voters: Vec<usize> = (0..n).filter(|i| active_stake[*i] > ZERO).collect();
	let stake = norm(&voters.iter().map(|i| active_stake[*i]).collect::<Vec<F>>());
	let total = sum(stake.iter().copied());
	let minority = total.saturating_sub(kappa);
	let median = |j: usize| {
		let scores: Vec<F> = voters.iter().map(|i| value(weights[*i][j])).collect();
		weighted_median(&stake, &scores, minority, total)
	};
	(0..n).map(median).collect()
}

fn weighted_median(stake: &[F], scores: &[F], minority: F, total: F) -> F {
	let mut idx: Vec<usize> = (0..stake.len()).collect();
	let (mut lo, mut hi) = (ZERO, total);
	for _ in 0..=stake.len() {
		match idx.as_slice() {
			[] => return ZERO,
			[one] => return scores[*one],
			_ => {}
		}
		let pivot = scores[idx[idx.len() / 2]];
		let lower: Vec<usize> = idx.iter().copied().filter(|i| scores[*i] < pivot).collect();
		let upper: Vec<usize> = idx.iter().copied().filter(|i| scores[*i] > pivot).collect();
		let ls = sum(lower.iter().map(|i| stake[*i]));
		let us = sum(upper.iter().map(|i| stake[*i]));
		if minority < lo.saturating_add(ls) && !lower.is_empty() {
			(idx, hi) = (lower, lo.saturating_add(ls));
		} else if hi.saturating_sub(us) <= minority && !upper.is_empty() {
			(idx, lo) = (upper, hi.saturating_sub(us));
		} else {
			return pivot;
		}
	}
	panic!("the median was not found")
}

fn clip(row: &[Option<F>], consensus: &[F]) -> Vec<Option<F>> {
	let cut = |(w, c): (&Option<F>, &F)| match w {
		Some(w) if c < w => (*c > ZERO).then_some(*c),
		w => *w,
	};
	row.iter().zip(consensus).map(cut).collect()
}

fn penalised(weights: &Matrix, clipped: &Matrix, penalty: F) -> Matrix {
	if penalty == ZERO {
		return weights.clone();
	}
	if penalty == ONE {
		return clipped.clone();
	}
	let mix = |(w, c): (&Option<F>, &Option<F>)| {
		let (w, c) = (value(*w), value(*c));
		let v = w.saturating_add(penalty.saturating_mul(c.saturating_sub(w)));
		(v > ZERO).then_some(v)
	};
	let row = |(w, c): (&Vec<Option<F>>, &Vec<Option<F>>)| w.iter().zip(c).map(mix).collect();
	weights.iter().zip(clipped).map(row).collect()
}

fn columns_divided(m: &Matrix, divisor: impl Fn(&[F]) -> F) -> Matrix {
	let n = m.len();
	let column = |j: usize| m.iter().map(|row| value(row[j])).collect::<Vec<F>>();
	let by: Vec<F> = (0..n).map(|j| divisor(&column(j))).collect();
	let cell = |(v, d): (&Option<F>, &F)| v.map(|v| if *d == ZERO { v } else { div(v, *d) });
	m.iter().map(|row| row.iter().zip(&by).map(cell).collect()).collect()
}

fn columns_normalised(m: &Matrix) -> Matrix {
	let n = m.len();
	let column = |j: usize| m.iter().map(|row| value(row[j])).collect::<Vec<F>>();
	let shares: Vec<Vec<F>> = (0..n).map(|j| norm(&column(j))).collect();
	let cell = |i: usize, j: usize| m[i][j].map(|_| shares[j][i]);
	(0..n).map(|i| (0..n).map(|j| cell(i, j)).collect()).collect()
}

fn moving_average(new: &Matrix, old: &Matrix, alpha: F) -> Matrix {
	let keep = ONE.saturating_sub(alpha);
	let cell = |(w, b): (&Option<F>, &Option<F>)| {
		let moved = alpha.saturating_mul(value(*w)).saturating_add(keep.saturating_mul(value(*b)));
		(moved > ZERO).then_some(moved)
	};
	let row = |(w, b): (&Vec<Option<F>>, &Vec<Option<F>>)| w.iter().zip(b).map(cell).collect();
	new.iter().zip(old).map(row).collect()
}

fn yields(shares: &Matrix, incentive: &[F]) -> Vec<F> {
	let cell = |(b, i): (&Option<F>, &F)| i.saturating_mul(value(*b));
	shares.iter().map(|row| sum(row.iter().zip(incentive).map(cell))).collect()
}

fn bonds(
	input: &EpochInput,
	weights: &Matrix,
	old: Matrix,
	consensus: &[F],
	incentive: &[F],
	active_stake: &[F],
) -> (Matrix, Vec<F>) {
	let average = I64F64::saturating_from_num(input.params.bonds_moving_average)
		/ I64F64::from_num(1_000_000);
	let alpha = ONE.saturating_sub(F::saturating_from_num(average));
	if input.params.bonds == BondsRule::Shared {
		let old = columns_normalised(&old);
		let buy = |(row, a): (&Vec<Option<F>>, &F)| {
			row.iter().map(|w| w.map(|w| w.saturating_mul(*a))).collect()
		};
		let bought = columns_normalised(&weights.iter().zip(active_stake).map(buy).collect());
		let shares = columns_normalised(&moving_average(&bought, &old, alpha));
		let dividends = norm(&yields(&shares, incentive));
		let largest = |column: &[F]| column.iter().copied().max().unwrap_or(ZERO);
		return (columns_divided(&shares, largest), dividends);
	}
	let old = columns_divided(&old, |_| int(u16::MAX));
	let moved = match input.params.bonds {
		BondsRule::Liquid(liquid) if consensus.iter().any(|c| *c != ZERO) => {
			liquid_average(input, &liquid, weights, &old, consensus)
		}
		_ => moving_average(weights, &old, alpha),
	};
	let yields = yields(&columns_normalised(&moved), incentive);
	let earned: Vec<F> =
		yields.iter().zip(active_stake).map(|(y, a)| y.checked_mul(*a).unwrap_or(ZERO)).collect();
	(moved, norm(&earned))
}

fn liquid_average(
	input: &EpochInput,
	liquid: &LiquidAlpha,
	weights: &Matrix,
	old: &Matrix,
	consensus: &[F],
) -> Matrix {
	let n = consensus.len();
	let full = input.params.bonds_penalty == u16::MAX;
	let previous =
		liquid.mode == ConsensusMode::Previous || (liquid.mode == ConsensusMode::Auto && full);
	let stored = if input.mechanism_consensus.is_empty() {
		input.subnet_consensus
	} else {
		input.mechanism_consensus
	};
	let reference: Vec<F> = if previous && !stored.is_empty() {
		(0..n).map(|j| ratio(get(stored, j, 0))).collect()
	} else {
		consensus.to_vec()
	};
	let mixed = input.params.bonds_penalty != 0 && !full;
	let mut moved = vec![vec![None; n]; n];
	for i in 0..n {
		let seen_w = if mixed { vec![true; n] } else { visible(&weights[i], input.weights.get(i)) };
		let seen_b = visible(&old[i], input.bonds.get(i));
		for j in 0..n {
			let w = if seen_w[j] { value(weights[i][j]) } else { ZERO };
			let b = if seen_b[j] { value(old[i][j]) } else { ZERO };
			let alpha = sigmoid(liquid, reference[j], w, b);
			let Some(w) = weights[i][j] else { continue };
			let kept = ONE.saturating_sub(alpha).saturating_mul(value(old[i][j]));
			let v = kept.saturating_add(alpha.saturating_mul(w).max(ZERO)).min(ONE);
			moved[i][j] = (v > ZERO).then_some(v);
		}
	}
	moved
}

/// Which of a row's cells have a uid above those of all present cells that are stored before it.
fn visible(cells: &[Option<F>], stored: Option<&Row>) -> Vec<bool> {
	let mut seen = vec![false; cells.len()];
	let mut before: Vec<usize> = Vec::new();
	for (j, _) in stored.into_iter().flatten() {
		let j = usize::from(*j);
		if j < cells.len() && cells[j].is_some() {
			seen[j] = before.iter().all(|other| j > *other);
			before.push(j);
		}
	}
	seen
}

fn sigmoid(liquid: &LiquidAlpha, c: F, w: F, b: F) -> F {
	let unit = |x: F| x.max(ZERO).min(ONE);
	let d = if w >= b { unit(w.saturating_sub(c)) } else { unit(b.saturating_sub(w)) };
	let (low, high) = (ratio(liquid.low), ratio(liquid.high));
	let k = F::from_num(liquid.steepness) / F::from_num(-100);
	let e = exp(k.saturating_mul(d.saturating_sub(F::from_num(0.5))));
	let s = ONE / (ONE.saturating_add(e));
	low.saturating_add(s.saturating_mul(high.saturating_sub(low))).min(high).max(low)
}

fn exp(x: F) -> F {
	let x = x.max(F::from_num(-20)).min(F::from_num(20));
	if x == ZERO {
		return ONE;
	}
	if x == ONE {
		return F::from_bits(11_674_931_200);
	}
	let o = if x < ZERO { ZERO.saturating_sub(x) } else { x };
	let (mut result, mut term) = (ONE.saturating_add(o), o);
	for i in 2..=31 {
		term = term.checked_mul(o).unwrap().checked_div(F::from_num(i)).unwrap();
		result = result.checked_add(term).unwrap();
	}
	if x < ZERO {
		ONE / result
	} else {
		result
	}
}

/// The order in which the bonds of `i` are stored: that of the weights where liquid alpha applies
/// and the weights were not mixed, else by uid.
fn row_order(input: &EpochInput, i: usize, consensus: &[F]) -> Vec<usize> {
	let n = consensus.len();
	let mixed = input.params.bonds_penalty != 0 && input.params.bonds_penalty != u16::MAX;
	let liquid = matches!(input.params.bonds, BondsRule::Liquid(_));
	if liquid && !mixed && consensus.iter().any(|c| *c != ZERO) {
		let row = input.weights.get(i).into_iter().flatten();
		row.map(|(j, _)| usize::from(*j)).filter(|j| *j < n).collect()
	} else {
		(0..n).collect()
	}
}
