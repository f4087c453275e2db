//! Invariants of every history of a pool.

use noesis_share_pool::{SafeFloat, ShareError, SharePool, ShareRow};
use noesis_types::AlphaBalance;
use proptest::prelude::*;

use crate::{
	exact::{in_units, ExactPool, Natural},
	ledger::Ledger,
};

const MEMBERS: usize = 4;
/// The supply cap of TAO and of alpha, 21 million, in the smallest units.
const SUPPLY: u64 = 21_000_000_000_000_000;

#[derive(Clone, Debug)]
enum Step {
	Deposit(usize, u64),
	/// Withdraws a part of the quoted value, of 255.
	Withdraw(usize, u8),
	Credit(u64),
	Debit(u64),
}

/// Amounts of every magnitude up to `most`.
fn amount(most: u64) -> impl Strategy<Value = u64> {
	(0..=most, 0u32..64).prop_map(|(number, shift)| number >> shift)
}

/// Histories in which `most` bounds each amount.
fn history(most: u64) -> impl Strategy<Value = Vec<Step>> {
	let member = || 0..MEMBERS;
	let part = prop_oneof![any::<u8>(), Just(255)];
	let step = prop_oneof![
		4 => (member(), amount(most)).prop_map(|(member, a)| Step::Deposit(member, a)),
		3 => (member(), part).prop_map(|(member, part)| Step::Withdraw(member, part)),
		2 => amount(most).prop_map(Step::Credit),
		1 => amount(most).prop_map(Step::Debit),
	];
	prop::collection::vec(step, 1..25)
}

/// `value * part / 255`, rounded down.
fn part_of(value: u64, part: u8) -> u64 {
	(u128::from(value) * u128::from(part) / 255) as u64
}

fn apply(ledger: &mut Ledger<MEMBERS>, step: &Step) -> Result<(), ShareError> {
	match *step {
		Step::Deposit(member, amount) => ledger.deposit(member, amount).map(drop)?,
		Step::Withdraw(member, part) => {
			let amount = part_of(ledger.value(member), part);
			assert_eq!(ledger.withdraw(member, amount)?, amount);
		}
		Step::Credit(amount) => ledger.credit(amount),
		Step::Debit(amount) => ledger.debit(amount),
	}
	Ok(())
}

fn play(history: &[Step]) -> Ledger<MEMBERS> {
	let mut ledger = Ledger::new();
	for step in history {
		apply(&mut ledger, step).unwrap();
	}
	ledger
}

/// [`play`], without the dividends that an empty pool holds for its next member.
fn play_to_an_owned_pool(history: &[Step]) -> Ledger<MEMBERS> {
	let mut ledger = play(history);
	if ledger.pool.denominator.is_zero() {
		ledger.debit(ledger.total());
	}
	ledger
}

fn sum(values: &[u64]) -> u128 {
	values.iter().copied().map(u128::from).sum()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(8_000))]

	#[test]
	fn members_own_at_most_the_pool(history in history(u64::MAX)) {
		let mut ledger = Ledger::new();
		for step in &history {
			apply(&mut ledger, step).unwrap();
			prop_assert!(sum(&ledger.values()) <= ledger.total().into());
			let shares = (0..MEMBERS).map(|member| in_units(ledger.shares(member)));
			let shares = shares.fold(Natural::from(0), |sum, shares| sum.plus(&shares));
			prop_assert!(shares <= in_units(ledger.pool.denominator));
		}
	}

	#[test]
	fn quoted_value_is_the_part_of_the_shares_rounded_down(history in history(u64::MAX)) {
		let ledger = play(&history);
		let all = in_units(ledger.pool.denominator);
		for member in 0..MEMBERS {
			let owned = Natural::from(ledger.total().into()).times(&in_units(ledger.shares(member)));
			let quoted = u128::from(ledger.value(member));
			prop_assert!(Natural::from(quoted).times(&all) <= owned);
			prop_assert!(owned < Natural::from(quoted + 1).times(&all) || all == Natural::from(0));
		}
	}

	#[test]
	fn quoted_values_follow_exact_fractions_within_the_stated_shift(
		history in history(SUPPLY / 32)
	) {
		let (mut ledger, mut exact) = (Ledger::new(), ExactPool::<MEMBERS>::new());
		let mut shift = 0.0;
		for step in &history {
			let before = ledger.clone();
			match *step {
				// An empty pool has no member to credit, and losses of all end an epoch.
				Step::Debit(_) => continue,
				Step::Credit(_) if ledger.pool.denominator.is_zero() => continue,
				_ => apply(&mut ledger, step).unwrap(),
			}
			match *step {
				Step::Deposit(_, 0) | Step::Debit(_) => {},
				Step::Deposit(member, amount) => exact.deposit(member, amount),
				Step::Withdraw(member, part) => {
					let amount = part_of(before.value(member), part);
					let left = ledger.rows[member] == ShareRow::ABSENT;
					if amount > 0 {
						exact.withdraw(member, amount, left);
					}
				},
				Step::Credit(amount) => exact.credit(amount),
			}
			if exact.is_deserted() && ledger.total() > 0 {
				// The remainder that rounding left, grown by the credits since.
				let ownerless = 1 + (shift + 20.0 * before.total() as f64 / 1e20) as u64;
				prop_assert_eq!(ledger.values(), [0; MEMBERS]);
				prop_assert!(ledger.total() <= ownerless);
				break;
			}
			let (old, new) = (before.total() as f64, ledger.total() as f64);
			match *step {
				Step::Credit(_) => shift *= new / old,
				_ => shift += 20.0 * old.max(new) / 1e20,
			}
			let tolerance = 1 + shift as u64;
			for member in 0..MEMBERS {
				prop_assert!(exact.is_near(member, ledger.value(member), tolerance));
			}
		}
	}

	#[test]
	fn pool_without_value_has_no_shares_after_a_withdrawal(
		history in history(SUPPLY), member in 0..MEMBERS, part: u8
	) {
		let mut ledger = play(&history);
		let amount = part_of(ledger.value(member), part);
		if amount > 0 {
			ledger.withdraw(member, amount).unwrap();
			prop_assert_eq!(ledger.total() == 0, ledger.pool.denominator.is_zero());
		}
	}

	#[test]
	fn rows_that_stay_after_a_withdrawal_are_worth_a_unit(
		history in history(u64::MAX), member in 0..MEMBERS, part: u8, less in 0u64..2
	) {
		let mut ledger = play(&history);
		let quoted = ledger.value(member);
		let amount = if part < 128 { quoted.saturating_sub(less) } else { part_of(quoted, part) };
		if amount > 0 {
			ledger.withdraw(member, amount).unwrap();
			let stays = ledger.rows[member] != ShareRow::ABSENT;
			prop_assert_eq!(stays, amount < quoted);
			prop_assert_eq!(stays, ledger.value(member) > 0);
		}
	}

	#[test]
	fn epoch_is_even_exactly_while_the_pool_is_closed(history in history(u64::MAX)) {
		let mut ledger = Ledger::new();
		for step in &history {
			let before = ledger.pool;
			apply(&mut ledger, step).unwrap();
			prop_assert!(ledger.pool.epoch >= before.epoch);
			prop_assert_eq!(ledger.pool.epoch % 2 == 0, ledger.pool.denominator.is_zero());
		}
	}

	#[test]
	fn newcomer_is_quoted_the_deposit_or_one_less(
		history in history(SUPPLY / 32), deposit in 1..=SUPPLY
	) {
		let mut ledger = play_to_an_owned_pool(&history);
		ledger.rows[0] = ShareRow::ABSENT;
		ledger.deposit(0, deposit).unwrap();
		prop_assert!(ledger.value(0) == deposit || ledger.value(0) == deposit - 1);
	}

	#[test]
	fn deposit_then_withdrawal_never_gains(
		history in history(u64::MAX / 64), member in 0..MEMBERS, deposit in amount(u64::MAX / 64)
	) {
		let mut ledger = play_to_an_owned_pool(&history);
		let before = ledger.value(member);
		ledger.deposit(member, deposit).unwrap();
		let most = ledger.value(member);
		prop_assert!(most <= before + deposit);
		ledger.withdraw(member, most).unwrap();
		prop_assert_eq!(ledger.value(member), 0);
	}

	#[test]
	fn deposit_then_withdrawal_in_two_steps_gains_no_unit_but_the_rounded_one(
		history in history(SUPPLY / 32), member in 0..MEMBERS, deposit in amount(SUPPLY), part: u8
	) {
		let mut ledger = play_to_an_owned_pool(&history);
		let before = ledger.value(member);
		ledger.deposit(member, deposit).unwrap();
		let first = part_of(ledger.value(member), part);
		ledger.withdraw(member, first).unwrap();
		let second = ledger.value(member);
		ledger.withdraw(member, second).unwrap();
		prop_assert!(first + second <= before + deposit + 1);
	}

	#[test]
	fn others_move_by_at_most_one_unit(history in history(SUPPLY / 32), step in history(SUPPLY / 32)) {
		let mut ledger = play(&history);
		for step in step {
			let before = ledger.values();
			let mover = match step {
				Step::Deposit(member, _) | Step::Withdraw(member, _) => member,
				Step::Credit(_) | Step::Debit(_) => continue,
			};
			apply(&mut ledger, &step).unwrap();
			for member in (0..MEMBERS).filter(|member| *member != mover) {
				prop_assert!(ledger.value(member).abs_diff(before[member]) <= 1);
			}
		}
	}

	#[test]
	fn order_of_deposits_moves_a_value_by_at_most_one_unit(
		deposits in prop::collection::vec((0..MEMBERS, amount(SUPPLY / 32)), 1..24),
		swaps in prop::collection::vec(any::<prop::sample::Index>(), 24),
		credit in amount(SUPPLY)
	) {
		let mut shuffled = deposits.clone();
		for (position, other) in swaps.iter().enumerate() {
			let length = shuffled.len();
			shuffled.swap(position % length, other.index(length));
		}
		let [one, two] = [deposits, shuffled].map(|deposits| {
			let mut ledger = Ledger::<MEMBERS>::new();
			for (member, amount) in deposits {
				ledger.deposit(member, amount).unwrap();
			}
			ledger.credit(credit);
			ledger
		});
		prop_assert_eq!(one.total(), two.total());
		for member in 0..MEMBERS {
			prop_assert!(one.value(member).abs_diff(two.value(member)) <= 1);
		}
	}

	#[test]
	fn growth_is_in_proportion_to_what_members_own(
		history in history(SUPPLY / 32), growth in amount(SUPPLY)
	) {
		let ledger = play(&history);
		let mut grown = ledger.clone();
		grown.credit(growth);
		let (old, new) = (u128::from(ledger.total()), u128::from(grown.total()));
		for member in 0..MEMBERS {
			let (before, after) = (u128::from(ledger.value(member)), u128::from(grown.value(member)));
			// The member owned at least `before` and less than one unit more, and so it grew.
			prop_assert!((after + 1) * old > before * new || old == 0);
			prop_assert!(after * old < (before + 1) * new || after == 0);
		}
	}

	#[test]
	fn any_numbers_give_a_result_or_an_error(
		value: u64, epoch in 0u64..3, row_epoch in 0u64..3, amount: u64,
		denominator in float(), shares in float()
	) {
		let pool = SharePool { value: AlphaBalance::new(value), denominator, epoch };
		let row = ShareRow { shares, epoch: row_epoch };
		let amount = AlphaBalance::new(amount);
		prop_assert!(pool.value_of(&row) <= pool.value);
		for amount in [amount, pool.value_of(&row), AlphaBalance::ZERO, AlphaBalance::MAX] {
			let _ = pool.accepts(amount);
			prop_assert!(pool.credit(amount).value >= pool.value);
			prop_assert!(pool.debit(amount).value <= pool.value);
			if let Ok(change) = pool.deposit(row, amount) {
				prop_assert_eq!(change.pool.value, pool.value.saturating_add(amount));
			}
			match pool.withdraw(row, amount) {
				Ok(change) => prop_assert_eq!(change.pool.value.try_add(amount), Ok(pool.value)),
				Err(ShareError::NotCovered) => prop_assert!(pool.value_of(&row) < amount),
				Err(ShareError::SharesOutOfRange) => {},
			}
		}
	}
}

/// Any valid float, with exponents near amounts and at the bounds.
fn float() -> impl Strategy<Value = SafeFloat> {
	let mantissa = prop_oneof![Just(0u128), Just(1), Just(10u128.pow(21)), 0..10u128.pow(21)];
	let exponent =
		prop_oneof![-60i64..60, Just(i64::MIN), Just(i64::MAX), Just(i64::MIN + 21), any::<i64>()];
	(mantissa, exponent).prop_map(|(m, e)| SafeFloat::new(m, e).unwrap_or_default())
}
