//! Bonds: the shares that validators own of the neurons they weighed, and their dividends.

use alloc::{borrow::Cow, vec, vec::Vec};

use substrate_fixed::types::I64F64;

use crate::{
	fixed,
	fixed::Fixed,
	input::EpochInput,
	liquid::{self, Curve},
	params::BondsRule,
	rows::{at, is_ascending, Entry, Row, Rows},
};

/// Units of the moving average's setting in one.
const MILLION: u64 = 1_000_000;

/// Bonds of an epoch, before and after, and the dividends on them.
#[derive(Clone, Debug)]
pub(crate) struct Bonds {
	/// Stored bonds, as the rule scales them.
	pub(crate) old: Rows,
	/// Pace of each bond, if liquid alpha gave it one and the caller asked for it.
	pub(crate) alphas: Rows,
	/// Bonds to store.
	pub(crate) stored: Rows,
	/// Share of each validator in the bonds on each neuron.
	pub(crate) shares: Rows,
	/// Yield of each uid: its shares of bonds times the incentives they are on.
	pub(crate) yields: Vec<Fixed>,
	/// Earnings of each uid's bonds: their yield, under Yuma3 times its active stake.
	pub(crate) earned: Vec<Fixed>,
	/// `earned` as shares of its sum, rounded down.
	pub(crate) dividends: Vec<Fixed>,
}

/// Terms of the epoch that bonds follow from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Basis<'a> {
	/// Weights that bonds follow.
	pub(crate) weights: &'a Rows,
	/// Consensus of this epoch.
	pub(crate) consensus: &'a [Fixed],
	/// Incentive of this epoch.
	pub(crate) incentive: &'a [Fixed],
	/// Shares of the active validators' stake.
	pub(crate) active_stake: &'a [Fixed],
	/// Block of each uid's registration.
	pub(crate) registered: &'a [u64],
	/// Whether to keep the pace of each bond.
	pub(crate) keep_alphas: bool,
}

/// Removes the bonds of all validators on `uid` from a mechanism's `rows`.
///
/// For subnets on which a neuron may ask for it.
pub fn reset_bonds(rows: &mut [Row], uid: u16) {
	rows.iter_mut().for_each(|row| row.retain(|(target, _)| *target != uid));
}

/// Weights with the part beyond consensus cut by `penalty`: all of it at one, nothing at zero.
///
/// Rows come out sorted by uid, without zeros. The cut is rounded away from zero.
pub(crate) fn penalised_weights(weights: &Rows, consensus: &[Fixed], penalty: Fixed) -> Rows {
	let mut penalised = Rows::with_capacity(consensus.len(), weights.len());
	for row in weights.iter() {
		for (uid, weight) in row {
			let beyond = at(consensus, *uid).min(*weight).saturating_sub(*weight);
			let rest = weight.saturating_add(penalty.mul_floor(beyond));
			if rest > Fixed::ZERO {
				penalised.push(*uid, rest);
			}
		}
		let row = penalised.end_row();
		if !is_ascending(row) {
			row.sort_by_key(|(uid, _)| *uid);
		}
	}
	penalised
}

/// Moves the stored bonds by one epoch and pays dividends on them.
pub(crate) fn step(input: &EpochInput, basis: Basis) -> Bonds {
	match input.params.bonds {
		BondsRule::Shared => shared(input, basis),
		BondsRule::Own | BondsRule::Liquid(_) => own(input, basis),
	}
}

/// Bonds as shares of a neuron, bought by weight times stake.
fn shared(input: &EpochInput, basis: Basis) -> Bonds {
	let n = basis.registered.len();
	// Only the relation of bonds on a neuron counts, whatever their unit.
	let unscaled = |bond: u16| Fixed::from_bits(bond.into());
	let mut old = counted_bonds(input, basis.registered, unscaled);
	old.normalise_columns(n);
	let mut bought = basis.weights.map_by_row(basis.active_stake, Fixed::mul_floor);
	bought.normalise_columns(n);
	let mut shares = moving_average(&bought, &old, fixed_alpha(&input.params));
	shares.normalise_columns(n);
	// The largest bond on a neuron is stored as one, for the precision of the others.
	let mut stored = shares.clone();
	stored.divide_by_column_maxima(n);
	let yields = yields(&shares, basis.incentive);
	let earned = yields.clone();
	let dividends = normalised(&earned);
	Bonds { old, alphas: Rows::default(), stored, shares, yields, earned, dividends }
}

/// Bonds that follow each validator's own weight.
fn own(input: &EpochInput, basis: Basis) -> Bonds {
	let n = basis.registered.len();
	let old = counted_bonds(input, basis.registered, Fixed::from_part);
	let mut alphas = Rows::default();
	let some_consensus = basis.consensus.iter().any(|weight| *weight != Fixed::ZERO);
	let stored = match input.params.bonds {
		BondsRule::Liquid(settings) if some_consensus => {
			let reference = liquid::reference(input, settings.mode, basis.consensus);
			liquid_average(&basis, &old, &Curve::new(&settings), &reference, &mut alphas)
		}
		_ => moving_average(basis.weights, &old, fixed_alpha(&input.params)),
	};
	let mut shares = stored.clone();
	shares.normalise_columns(n);
	let yields = yields(&shares, basis.incentive);
	let earned: Vec<Fixed> = yields
		.iter()
		.zip(basis.active_stake)
		.map(|(yielded, stake)| yielded.checked_mul_floor(*stake).unwrap_or_default())
		.collect();
	let dividends = normalised(&earned);
	Bonds { old, alphas, stored, shares, yields, earned, dividends }
}

/// Stored bonds on neurons that were registered before the cutoff, converted by `scale`.
fn counted_bonds(input: &EpochInput, registered: &[u64], scale: impl Fn(u16) -> Fixed) -> Rows {
	let entries = input.bonds.iter().map(Vec::len).fold(0, usize::saturating_add);
	let mut bonds = Rows::with_capacity(registered.len(), entries);
	for uid in 0..registered.len() {
		let row = input.bonds.get(uid).map(Vec::as_slice).unwrap_or_default();
		for (target, bond) in row {
			let since = registered.get(usize::from(*target));
			if since.is_some_and(|since| input.bonds_cutoff.keeps(*since)) {
				bonds.push(*target, scale(*bond));
			}
		}
		bonds.end_row();
	}
	bonds
}

/// Pace of all bonds without liquid alpha: one minus the moving average's setting, which is
/// rounded down.
pub(crate) fn fixed_alpha(params: &crate::Params) -> Fixed {
	let setting = I64F64::saturating_from_num(params.bonds_moving_average);
	let share = setting.checked_div(I64F64::saturating_from_num(MILLION)).unwrap_or_default();
	let bits = i64::try_from(share.to_bits() >> 32).unwrap_or(i64::MAX);
	Fixed::ONE.saturating_sub(Fixed::from_bits(bits))
}

/// Moves every bond from `old` towards `new` at the pace `alpha`; both products are rounded down.
///
/// Rows come out sorted by uid, without zeros.
fn moving_average(new: &Rows, old: &Rows, alpha: Fixed) -> Rows {
	let keep = Fixed::ONE.saturating_sub(alpha);
	let room = new.len().saturating_add(old.len());
	let mut moved = Rows::with_capacity(new.iter().count(), room);
	for (new, old) in new.iter().zip(old.iter()) {
		let (new, old) = (ascending(new), ascending(old));
		let mut push = |uid: u16, towards: Fixed, from: Fixed| {
			let bond = alpha.mul_floor(towards).saturating_add(keep.mul_floor(from));
			if bond > Fixed::ZERO {
				moved.push(uid, bond);
			}
		};
		let mut old = old.iter().peekable();
		for (uid, weight) in new.iter() {
			while let Some((other, bond)) = old.next_if(|(other, _)| other < uid) {
				push(*other, Fixed::ZERO, *bond);
			}
			let bond = old.next_if(|(other, _)| other == uid);
			push(*uid, *weight, bond.map_or(Fixed::ZERO, |(_, bond)| *bond));
		}
		old.for_each(|(uid, bond)| push(*uid, Fixed::ZERO, *bond));
		moved.end_row();
	}
	moved
}

/// Row by rising uid: itself, or a copy where its order is another.
fn ascending(row: &[Entry]) -> Cow<'_, [Entry]> {
	if is_ascending(row) {
		return Cow::Borrowed(row);
	}
	let mut sorted = row.to_vec();
	sorted.sort_by_key(|(uid, _)| *uid);
	Cow::Owned(sorted)
}

/// Moves the bonds that have a weight, each at its own pace; the others vanish.
///
/// Rows keep the order of the weights. The pace takes an entry for zero if its uid is not
/// above that of every earlier entry of its row; the average itself uses its value.
fn liquid_average(
	basis: &Basis,
	old: &Rows,
	curve: &Curve,
	reference: &[Fixed],
	alphas: &mut Rows,
) -> Rows {
	let n = basis.registered.len();
	let mut moved = Rows::with_capacity(n, basis.weights.len());
	let mut bonds = vec![Fixed::ZERO; n];
	let mut seen_bonds = bonds.clone();
	for (weights, old) in basis.weights.iter().zip(old.iter()) {
		for (uid, bond, seen) in with_visibility(old) {
			put(&mut bonds, uid, bond);
			if seen {
				put(&mut seen_bonds, uid, bond);
			}
		}
		for (uid, weight, seen) in with_visibility(weights) {
			let seen_weight = if seen { weight } else { Fixed::ZERO };
			let alpha = curve.alpha(at(reference, uid), seen_weight, at(&seen_bonds, uid));
			let kept = Fixed::ONE.saturating_sub(alpha).mul_floor(at(&bonds, uid));
			let gained = alpha.mul_floor(weight).max(Fixed::ZERO);
			let bond = kept.saturating_add(gained).min(Fixed::ONE);
			if bond > Fixed::ZERO {
				moved.push(uid, bond);
			}
			if basis.keep_alphas {
				alphas.push(uid, alpha);
			}
		}
		for (uid, _) in old {
			put(&mut bonds, *uid, Fixed::ZERO);
			put(&mut seen_bonds, *uid, Fixed::ZERO);
		}
		moved.end_row();
		alphas.end_row();
	}
	moved
}

/// Entries of a row, each with whether its uid is above that of every earlier one.
fn with_visibility(row: &[Entry]) -> impl Iterator<Item = (u16, Fixed, bool)> + '_ {
	let mut highest = None;
	row.iter().map(move |(uid, value)| {
		let seen = Some(*uid) > highest;
		highest = highest.max(Some(*uid));
		(*uid, *value, seen)
	})
}

fn put(items: &mut [Fixed], uid: u16, value: Fixed) {
	if let Some(slot) = items.get_mut(usize::from(uid)) {
		*slot = value;
	}
}

/// Sum of each row's shares times the incentives they are on, each product rounded down.
fn yields(shares: &Rows, incentive: &[Fixed]) -> Vec<Fixed> {
	let of_row =
		|row: &[Entry]| row.iter().map(|(uid, share)| at(incentive, *uid).mul_floor(*share)).sum();
	shares.iter().map(of_row).collect()
}

fn normalised(numbers: &[Fixed]) -> Vec<Fixed> {
	let mut shares = numbers.to_vec();
	fixed::normalise(&mut shares);
	shares
}

#[cfg(test)]
mod tests {
	use proptest::prelude::*;

	use super::*;

	fn alpha(bonds_moving_average: u64) -> i64 {
		let mut params = crate::tests::params();
		params.bonds_moving_average = bonds_moving_average;
		fixed_alpha(&params).to_bits()
	}

	#[test]
	fn fixed_alpha_is_what_the_moving_average_leaves() {
		assert_eq!(alpha(0), 4_294_967_296);
		assert_eq!(alpha(500_000), 2_147_483_648);
		assert_eq!(alpha(900_000), 429_496_730);
		assert_eq!(alpha(975_000), 107_374_183);
		assert_eq!(alpha(1_000_000), 0);
	}

	#[test]
	fn a_moving_average_above_one_makes_alpha_negative() {
		assert_eq!(alpha(2_000_000), -(1 << 32));
		assert_eq!(alpha(u64::MAX), (1i64 << 32) - i64::MAX);
	}

	#[test]
	fn reset_removes_bonds_towards_the_neuron_only() {
		let mut rows = vec![vec![(1, 10), (2, 20)], vec![], vec![(2, 5)]];
		reset_bonds(&mut rows, 2);
		assert_eq!(rows, [vec![(1, 10)], vec![], vec![]]);
	}

	#[test]
	fn entries_behind_a_higher_uid_are_not_seen() {
		let row = [3, 1, 4].map(|uid| (uid, Fixed::ONE));
		let seen: Vec<bool> = with_visibility(&row).map(|(_, _, seen)| seen).collect();
		assert_eq!(seen, [true, false, true]);
	}

	proptest! {
		#[test]
		fn reset_bonds_is_idempotent_and_leaves_the_rest(
			rows in prop::collection::vec(prop::collection::vec((0u16..6, any::<u16>()), 0..6), 0..6),
			uid in 0u16..7,
		) {
			let mut reset = rows.clone();
			reset_bonds(&mut reset, uid);
			let kept: Vec<Row> = rows
				.iter()
				.map(|row| row.iter().copied().filter(|entry| entry.0 != uid).collect())
				.collect();
			prop_assert_eq!(&reset, &kept);
			reset_bonds(&mut reset, uid);
			prop_assert_eq!(reset, kept);
		}

		/// Constant weights: the bond rises to the weight and never beyond it.
		#[test]
		fn bonds_converge_to_constant_weights(weight in 0i64..=1 << 32, average in 0u64..=990_000) {
			let mut params = crate::tests::params();
			params.bonds_moving_average = average;
			let pace = fixed_alpha(&params);
			let mut target = Rows::default();
			target.push(0, Fixed::from_bits(weight));
			target.end_row();
			let mut bonds = Rows::default();
			bonds.end_row();
			let mut last = Fixed::ZERO;
			let keep = 1.0 - pace.to_bits() as f64 / 2f64.powi(32);
			let mut rest = 1.0;
			for _ in 0..2500 {
				bonds = moving_average(&target, &bonds, pace);
				let bond = bonds.entries().first().map_or(Fixed::ZERO, |entry| entry.1);
				prop_assert!(bond >= last && bond.to_bits() <= weight);
				last = bond;
				// The closed form w (1 - (1 - alpha)^t), less the two units an epoch loses, of which
				// the next one keeps a share.
				rest *= keep;
				let exact = weight as f64 * (1.0 - rest);
				let lost = 2.0 * (1.0 - rest) / (1.0 - keep);
				let short = exact - bond.to_bits() as f64;
				prop_assert!((-0.01..=lost + 0.01).contains(&short), "{short} of {lost}");
			}
			// Two units are lost an epoch, which a pace of 1/100 can make up for 200 units away.
			prop_assert!(weight - last.to_bits() <= 201, "{weight} {last:?}");
		}
	}
}
