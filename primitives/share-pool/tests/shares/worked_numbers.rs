//! The worked numbers of the specification, and the edges of a pool's life.

use noesis_share_pool::{SafeFloat, ShareError, SharePool, ShareRow};
use noesis_types::AlphaBalance;

use crate::ledger::Ledger;

const ALICE: usize = 0;
const BOB: usize = 1;
const CAROL: usize = 2;

fn float(mantissa: u128, exponent: i64) -> SafeFloat {
	SafeFloat::new(mantissa, exponent).unwrap()
}

fn alpha(units: u64) -> AlphaBalance {
	AlphaBalance::new(units)
}

#[test]
fn first_stake_of_a_hotkey_is_its_own_shares() {
	let mut ledger = Ledger::<1>::new();
	ledger.deposit(ALICE, 363_469_893_959).unwrap();
	assert_eq!(ledger.total(), 363_469_893_959);
	let shares = ledger.shares(ALICE);
	assert_eq!((shares.mantissa(), shares.exponent()), (363_469_893_959_000_000_000, -9));
	assert_eq!(ledger.pool.denominator, shares);
}

#[test]
fn deposits_of_100_and_200_share_a_dividend_as_1_to_2() {
	let mut ledger = Ledger::<2>::new();
	ledger.deposit(ALICE, 100).unwrap();
	assert_eq!(ledger.pool.denominator, float(1_000_000_000_000_000_000_000, -19));
	assert_eq!(ledger.shares(ALICE), ledger.pool.denominator);
	ledger.deposit(BOB, 200).unwrap();
	assert_eq!(ledger.pool.denominator, float(300_000_000_000_000_000_000, -18));
	assert_eq!(ledger.shares(BOB), float(200_000_000_000_000_000_000, -18));
	ledger.credit(100);
	assert_eq!((ledger.values(), ledger.total()), ([133, 266], 400));
}

#[test]
fn withdrawal_and_newcomer_leave_the_others_where_they_were() {
	let mut ledger = Ledger::<3>::new();
	ledger.deposit(ALICE, 100).unwrap();
	ledger.deposit(BOB, 200).unwrap();
	ledger.credit(100);
	assert_eq!(ledger.withdraw(ALICE, 33), Ok(33));
	assert_eq!(ledger.pool.denominator, float(275_250_000_000_000_000_000, -18));
	assert_eq!(ledger.shares(ALICE), float(752_500_000_000_000_000_000, -19));
	assert_eq!((ledger.values(), ledger.total()), ([100, 266, 0], 367));
	ledger.deposit(CAROL, 1000).unwrap();
	assert_eq!(ledger.shares(CAROL), float(750_000_000_000_000_000_000, -18));
	assert_eq!((ledger.values(), ledger.total()), ([100, 266, 1000], 1367));
}

#[test]
fn deposit_into_an_uneven_pool_reads_one_less() {
	let mut ledger = Ledger::<2>::new();
	ledger.deposit(ALICE, 3_000_000_000).unwrap();
	ledger.credit(1);
	ledger.deposit(BOB, 1_000_000_000).unwrap();
	assert_eq!(ledger.pool.denominator, float(399_999_999_966_666_666_677, -11));
	assert_eq!(ledger.shares(BOB), float(999_999_999_666_666_666_770, -12));
	assert_eq!(ledger.values(), [3_000_000_001, 999_999_999]);
}

#[test]
fn leaving_with_the_quoted_value_leaves_the_remainder_to_the_others() {
	let mut ledger = Ledger::<2>::new();
	ledger.deposit(ALICE, 3).unwrap();
	ledger.deposit(BOB, 7).unwrap();
	ledger.credit(1);
	assert_eq!((ledger.values(), ledger.total()), ([3, 7], 11));
	ledger.withdraw(ALICE, 3).unwrap();
	assert_eq!(ledger.rows[ALICE], ShareRow::ABSENT);
	assert_eq!(ledger.pool.denominator, float(700_000_000_000_000_000_000, -20));
	assert_eq!(ledger.shares(BOB), ledger.pool.denominator);
	assert_eq!(ledger.value(BOB), 8);
	assert_eq!(ledger.pool.epoch, 1);
	ledger.withdraw(BOB, 8).unwrap();
	assert_eq!(ledger.pool, SharePool { epoch: 2, ..SharePool::EMPTY });
	assert_eq!(ledger.rows, [ShareRow::ABSENT; 2]);
}

#[test]
fn last_member_owns_the_whole_value_after_the_other_left() {
	let mut ledger = Ledger::<2>::new();
	ledger.deposit(ALICE, 363_469_893_959).unwrap();
	ledger.deposit(BOB, 1_000_000_000).unwrap();
	ledger.credit(12_345_678_901);
	assert_eq!(ledger.values(), [375_781_699_886, 1_033_872_973]);
	ledger.withdraw(BOB, 1_033_872_973).unwrap();
	assert_eq!((ledger.value(ALICE), ledger.total()), (375_781_699_887, 375_781_699_887));
}

#[test]
fn remainder_below_one_unit_leaves_the_pool_with_the_last_withdrawal() {
	// Alice owns 5.33 of 8; she keeps 1.33, then 0.33, which nobody could withdraw.
	let mut ledger = Ledger::<2>::new();
	ledger.deposit(ALICE, 2).unwrap();
	ledger.deposit(BOB, 1).unwrap();
	ledger.credit(5);
	assert_eq!(ledger.values(), [5, 2]);
	ledger.withdraw(ALICE, 4).unwrap();
	assert_eq!(ledger.values(), [1, 2]);
	ledger.withdraw(ALICE, 1).unwrap();
	assert_eq!(ledger.rows[ALICE], ShareRow::ABSENT);
	assert_eq!((ledger.values(), ledger.total()), ([0, 3], 3));
}

#[test]
fn shares_that_rounding_left_to_nobody_grow_with_the_value() {
	let mut ledger = Ledger::<3>::new();
	ledger.deposit(BOB, 44_171_264).unwrap();
	ledger.credit(4);
	ledger.deposit(ALICE, 4_194_304).unwrap();
	// Bob comes and goes with 200,000 alpha, which costs the pool the last digits of its shares.
	ledger.deposit(BOB, 199_999_929_768_788).unwrap();
	ledger.withdraw(BOB, ledger.value(BOB)).unwrap();
	assert_eq!((ledger.values(), ledger.total()), ([4_194_304, 0, 0], 4_194_305));
	// Less than a unit of four million becomes 32 units of 145 million million.
	ledger.credit(145_247_450_841_216);
	assert_eq!(ledger.total() - ledger.value(ALICE), 32);
	ledger.withdraw(ALICE, ledger.value(ALICE)).unwrap();
	assert_eq!(ledger.rows, [ShareRow::ABSENT; 3]);
	assert_eq!((ledger.total(), ledger.pool.denominator.is_zero()), (32, false));
	// Dividends of a pool without members belong to nobody. No later member gets them.
	ledger.credit(100);
	ledger.deposit(CAROL, 1000).unwrap();
	assert_eq!((ledger.values(), ledger.total()), ([0, 0, 999], 1132));
	ledger.credit(1132);
	assert_eq!((ledger.values(), ledger.total()), ([0, 0, 1999], 2264));
}

#[test]
fn withdrawal_above_the_quoted_value_is_refused() {
	let mut ledger = Ledger::<2>::new();
	ledger.deposit(ALICE, 100).unwrap();
	ledger.deposit(BOB, 100).unwrap();
	assert_eq!(ledger.withdraw(ALICE, 101), Err(ShareError::NotCovered));
	assert_eq!(ledger.values(), [100, 100]);
	let nobody = SharePool::EMPTY.withdraw(ShareRow::ABSENT, alpha(1));
	assert_eq!(nobody, Err(ShareError::NotCovered));
}

#[test]
fn deposit_after_total_loss_starts_a_new_epoch_without_the_old_rows() {
	let mut ledger = Ledger::<2>::new();
	ledger.deposit(ALICE, 100).unwrap();
	ledger.debit(100);
	assert_eq!(ledger.values(), [0, 0]);
	assert!(ledger.pool.accepts(alpha(50)));
	ledger.deposit(BOB, 50).unwrap();
	assert_eq!((ledger.values(), ledger.total(), ledger.pool.epoch), ([0, 50], 50, 3));
	// A deposit ignores the old row as well.
	ledger.deposit(ALICE, 10).unwrap();
	assert_eq!(ledger.values(), [10, 50]);
}

#[test]
fn dividend_of_an_empty_pool_goes_to_the_next_deposit() {
	let mut ledger = Ledger::<1>::new();
	ledger.credit(5);
	assert_eq!((ledger.total(), ledger.pool.epoch), (5, 0));
	ledger.deposit(ALICE, 10).unwrap();
	assert_eq!(ledger.value(ALICE), 15);
}

#[test]
fn nothing_is_accepted_only_by_a_pool_without_shares() {
	let open = SharePool::EMPTY.deposit(ShareRow::ABSENT, alpha(9)).unwrap().pool;
	assert!(SharePool::EMPTY.accepts(alpha(0)));
	assert!(SharePool::EMPTY.accepts(alpha(1)));
	assert!(!open.accepts(alpha(0)));
	assert!(open.accepts(alpha(1)));
	assert!(!open.debit(alpha(9)).accepts(alpha(0)));
	assert!(open.debit(alpha(9)).accepts(alpha(1)));
}

#[test]
fn amount_of_zero_changes_nothing() {
	let opened = SharePool::EMPTY.deposit(ShareRow::ABSENT, alpha(9)).unwrap();
	for change in [
		opened.pool.deposit(opened.row, alpha(0)).unwrap(),
		opened.pool.withdraw(opened.row, alpha(0)).unwrap(),
	] {
		assert_eq!((change.pool, change.row), (opened.pool, opened.row));
		assert_eq!(change.moved, alpha(0));
	}
	let lost = opened.pool.debit(alpha(9));
	assert_eq!(lost.deposit(opened.row, alpha(0)).unwrap().pool, lost);
}

#[test]
fn rows_without_epoch_count_in_a_pool_without_epoch() {
	let shares = SafeFloat::from(60u64);
	let old = SharePool { value: alpha(100), denominator: 100u64.into(), epoch: 0 };
	let row = ShareRow { shares, epoch: 0 };
	assert_eq!(old.value_of(&row), alpha(60));
	let change = old.withdraw(row, alpha(10)).unwrap();
	assert_eq!((change.row.epoch, change.pool.epoch), (0, 0));
	assert_eq!(old.value_of(&ShareRow { shares, epoch: 5 }), alpha(60));
	// A pool with an epoch ignores rows of another epoch.
	let counted = SharePool { epoch: 3, ..old };
	assert_eq!(counted.value_of(&row), alpha(0));
	assert_eq!(counted.value_of(&ShareRow { shares, epoch: 3 }), alpha(60));
}

#[test]
fn value_is_capped_at_that_of_the_pool() {
	let pool = SharePool { value: alpha(100), denominator: 100u64.into(), epoch: 1 };
	let row = ShareRow { shares: 700u64.into(), epoch: 1 };
	assert_eq!(pool.value_of(&row), alpha(100));
}

#[test]
fn deposit_moves_only_what_the_value_can_hold() {
	let mut ledger = Ledger::<2>::new();
	assert_eq!(ledger.deposit(ALICE, u64::MAX - 5), Ok(u64::MAX - 5));
	assert_eq!(ledger.deposit(BOB, 20), Ok(5));
	assert_eq!(ledger.total(), u64::MAX);
	ledger.credit(7);
	assert_eq!(ledger.total(), u64::MAX);
}

#[test]
fn shares_of_a_foreign_exponent_are_an_error() {
	let largest = float(1_000_000_000_000_000_000_000, i64::MAX);
	let pool = SharePool { value: alpha(2), denominator: largest, epoch: 1 };
	let row = ShareRow { shares: largest, epoch: 1 };
	assert_eq!(pool.deposit(row, alpha(2)), Err(ShareError::SharesOutOfRange));
	assert_eq!(ShareError::SharesOutOfRange.to_string(), "the shares are out of range");
}
