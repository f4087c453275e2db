//! Free transactions: who may send them, how many and how large.

use std::collections::BTreeMap;

use frame_support::{
	dispatch::{DispatchClass, DispatchInfo, Pays, PostDispatchInfo},
	traits::Get,
	weights::Weight,
};
use frame_system::limits::BlockWeights;
use proptest::prelude::*;
use sp_runtime::{
	traits::{DispatchTransaction, TransactionExtension},
	transaction_validity::{InvalidTransaction, TransactionValidityError},
};

use super::mock::{account, end_block, start_block, ExtBuilder, RuntimeCall, RuntimeOrigin, Test};
use crate::{
	limits::{
		FreeSpace, FreeTransactions, FREE_BYTES_PER_BLOCK, FREE_TRANSACTIONS_PER_BLOCK,
		MAX_FREE_LENGTH,
	},
	FeelessInBlock, FreeSpaceInBlock, SubtensorTransactionExtension,
};

type Extension = SubtensorTransactionExtension<Test>;
type Outcome = Result<(), TransactionValidityError>;

const UNPAID: Outcome = Err(TransactionValidityError::Invalid(InvalidTransaction::Payment));
const WAITS: Outcome =
	Err(TransactionValidityError::Invalid(InvalidTransaction::ExhaustsResources));
const MAX_LENGTH: usize = MAX_FREE_LENGTH as usize;

fn remark() -> RuntimeCall {
	frame_system::Call::remark { remark: Vec::new() }.into()
}

fn transfer() -> RuntimeCall {
	pallet_balances::Call::transfer_all { dest: account(2), keep_alive: false }.into()
}

fn budget() -> FreeSpace {
	FreeTransactions::<Test>::budget()
}

/// Base weight of a transaction, in picoseconds.
fn base() -> u64 {
	let limits: BlockWeights = <Test as frame_system::Config>::BlockWeights::get();
	limits.get(DispatchClass::Normal).base_extrinsic.ref_time()
}

/// Info of a call that takes `ref_time` picoseconds together with the base weight.
fn info(ref_time: u64, pays_fee: Pays) -> DispatchInfo {
	let call_weight = Weight::from_parts(ref_time - base(), 0);
	DispatchInfo { call_weight, pays_fee, ..Default::default() }
}

/// Includes a transaction, as a block does.
fn send(who: u8, call: &RuntimeCall, info: &DispatchInfo, len: usize) -> Outcome {
	let origin = RuntimeOrigin::signed(account(who));
	Extension::new().validate_and_prepare(origin, call, info, len, 0).map(|_| ())
}

/// Includes a free transaction of `ref_time` picoseconds.
fn include(who: u8, ref_time: u64, len: usize) -> Outcome {
	send(who, &remark(), &info(ref_time, Pays::No), len)
}

#[test]
fn a_free_transaction_needs_a_standing_and_no_funds() {
	ExtBuilder::default().balance(200, 1_000_000).build_and_execute(|| {
		let free = info(base(), Pays::No);
		assert_eq!(send(1, &remark(), &free, 100), Ok(()));
		assert_eq!(send(200, &remark(), &free, 100), UNPAID);
		assert_eq!(send(1, &transfer(), &free, 100), UNPAID);
	});
}

#[test]
fn transactions_that_pay_have_no_part_in_the_limits() {
	ExtBuilder::default().build_and_execute(|| {
		let heavy = info(2 * budget().ref_time, Pays::Yes);
		assert_eq!(send(200, &transfer(), &heavy, 2 * MAX_LENGTH), Ok(()));
		assert!(!FreeSpaceInBlock::<Test>::exists());
		assert_eq!(FeelessInBlock::<Test>::iter().count(), 0);
	});
}

#[test]
fn free_transactions_are_counted_per_account_and_block() {
	ExtBuilder::default().build_and_execute(|| {
		for _ in 0..FREE_TRANSACTIONS_PER_BLOCK {
			assert_eq!(include(1, base(), 100), Ok(()));
		}
		assert_eq!(include(1, base(), 100), WAITS);
		assert_eq!(include(2, base(), 100), Ok(()));
		end_block();
		assert_eq!(FeelessInBlock::<Test>::iter().count(), 0);
		assert!(!FreeSpaceInBlock::<Test>::exists());
		start_block(2);
		assert_eq!(include(1, base(), 100), Ok(()));
	});
}

#[test]
fn transactions_of_a_delegate_count_against_the_account_that_vouches() {
	ExtBuilder::default().build_and_execute(|| {
		for _ in 0..FREE_TRANSACTIONS_PER_BLOCK {
			assert_eq!(include(201, base(), 100), Ok(()));
		}
		assert_eq!(FeelessInBlock::<Test>::get(account(201)), 0);
		assert_eq!(include(1, base(), 100), WAITS);
	});
}

#[test]
fn a_transaction_that_no_block_has_space_for_is_not_free() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(include(1, base(), MAX_LENGTH + 1), UNPAID);
		assert_eq!(include(1, budget().ref_time + 1, 100), UNPAID);
		assert_eq!(include(1, budget().ref_time, MAX_LENGTH), Ok(()));
	});
}

#[test]
fn the_budget_is_a_quarter_of_the_weight_of_normal_transactions() {
	ExtBuilder::default().build_and_execute(|| {
		let limits: BlockWeights = <Test as frame_system::Config>::BlockWeights::get();
		let normal = limits.get(DispatchClass::Normal).max_total.unwrap().ref_time();
		assert_eq!(budget(), FreeSpace { ref_time: normal / 4, bytes: FREE_BYTES_PER_BLOCK });
	});
}

#[test]
fn further_transactions_of_an_account_leave_half_of_the_budget_to_others() {
	ExtBuilder::default().build_and_execute(|| {
		let tenth = budget().ref_time / 10;
		for _ in 0..5 {
			assert_eq!(include(1, tenth, 100), Ok(()));
		}
		assert_eq!(include(1, tenth, 100), WAITS);
		assert_eq!(include(2, 4 * tenth, 100), Ok(()));
		assert_eq!(include(2, base(), 100), WAITS);
		assert_eq!(include(3, 2 * tenth, 100), WAITS);
		assert_eq!(include(3, tenth, 100), Ok(()));
	});
}

#[test]
fn bytes_are_limited_like_weight() {
	ExtBuilder::default().build_and_execute(|| {
		for who in 1..=32 {
			assert_eq!(include(who, base(), MAX_LENGTH), Ok(()));
		}
		assert_eq!(include(33, base(), 1), WAITS);
		assert_eq!(FreeSpaceInBlock::<Test>::get().bytes, FREE_BYTES_PER_BLOCK);
	});
}

#[test]
fn weight_that_a_free_transaction_does_not_use_returns_to_the_budget() {
	ExtBuilder::default().build_and_execute(|| {
		let declared = info(budget().ref_time, Pays::No);
		let origin = RuntimeOrigin::signed(account(1));
		let (pre, _) =
			Extension::new().validate_and_prepare(origin, &remark(), &declared, 100, 0).unwrap();
		let used =
			PostDispatchInfo { actual_weight: Some(Weight::from_parts(7, 0)), pays_fee: Pays::No };
		let unspent = <Extension as TransactionExtension<RuntimeCall>>::post_dispatch_details(
			pre,
			&declared,
			&used,
			100,
			&Ok(()),
		);
		// No weight of the extension itself is left over.
		assert_eq!(unspent, Ok(Weight::zero()));
		assert_eq!(FreeSpaceInBlock::<Test>::get(), FreeSpace { ref_time: base() + 7, bytes: 100 });
		assert_eq!(include(2, budget().ref_time / 2, 100), Ok(()));
	});
}

/// Model of the limits in a block.
#[derive(Default)]
struct Model {
	used: FreeSpace,
	sent: BTreeMap<u8, u32>,
}

impl Model {
	fn include(&mut self, who: u8, ref_time: u64, len: usize) -> Outcome {
		let budget = budget();
		if len > MAX_LENGTH || ref_time > budget.ref_time {
			return UNPAID;
		}
		let after = FreeSpace {
			ref_time: self.used.ref_time + ref_time,
			bytes: self.used.bytes + len as u32,
		};
		let sent = self.sent.entry(who).or_default();
		let divisor = if *sent == 0 { 1 } else { 2 };
		let is_open = after.ref_time <= budget.ref_time / divisor
			&& u64::from(after.bytes) <= u64::from(budget.bytes) / divisor;
		if *sent == FREE_TRANSACTIONS_PER_BLOCK || !is_open {
			return WAITS;
		}
		*sent += 1;
		self.used = after;
		Ok(())
	}
}

/// Reference time of `parts` thousandths of the budget, but at least the base weight.
fn thousandths(parts: u64) -> u64 {
	(budget().ref_time / 1_000 * parts).max(base())
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(256))]

	#[test]
	fn no_flood_exceeds_the_budget(
		flood in prop::collection::vec((1..12u8, 0..1_050u64, 0..17 * 1_024usize), 0..80),
		is_light in any::<bool>(),
	) {
		ExtBuilder::default().build_and_execute(|| {
			let mut model = Model::default();
			for (who, parts, len) in flood {
				let ref_time = thousandths(if is_light { parts / 50 } else { parts });
				assert_eq!(include(who, ref_time, len), model.include(who, ref_time, len));
				let used = FreeSpaceInBlock::<Test>::get();
				assert_eq!(used, model.used);
				assert!(used.ref_time <= budget().ref_time && used.bytes <= budget().bytes);
			}
		});
	}

	/// Two accounts flood. Three others send one transaction each, at any time.
	#[test]
	fn the_first_transaction_of_an_account_is_included_while_others_flood(
		flood in prop::collection::vec((1..=2u8, 1..=125u64, 0..=MAX_LENGTH), 0..80),
		others in prop::collection::vec((0..80usize, 1..=125u64, 0..=MAX_LENGTH), 3),
	) {
		ExtBuilder::default().build_and_execute(|| {
			let mut others: Vec<_> = (3u8..).zip(others).collect();
			for (at, (flooder, parts, len)) in (0..80).zip(flood.into_iter().cycle().take(80)) {
				others.retain(|(who, (turn, parts, len))| {
					let is_due = *turn == at;
					assert!(!is_due || include(*who, thousandths(*parts), *len).is_ok());
					!is_due
				});
				let _ = include(flooder, thousandths(parts), len);
			}
		});
	}
}
