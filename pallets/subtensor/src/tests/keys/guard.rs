//! Guard of coldkeys whose swap is pending.

use frame_support::assert_ok;

use crate::{
	access::{rejection_code, OTHER_REJECTION},
	tests::{
		mock::{account, ExtBuilder, RuntimeCall, RuntimeOrigin, SubtensorModule, Test},
		world::announced_swap,
	},
	Call, Error,
};

fn dispute() -> RuntimeCall {
	Call::dispute_coldkey_swap {}.into()
}

fn reset() -> RuntimeCall {
	Call::reset_coldkey_swap { coldkey: account(1) }.into()
}

fn remark() -> RuntimeCall {
	frame_system::Call::remark { remark: Vec::new() }.into()
}

fn transfer() -> RuntimeCall {
	pallet_balances::Call::transfer_all { dest: account(2), keep_alive: false }.into()
}

/// The error of the guard for each of four calls.
fn guarded(origin: &RuntimeOrigin) -> [Result<(), &'static str>; 4] {
	[dispute(), remark(), reset(), transfer()]
		.map(|call| SubtensorModule::guard(origin, &call).map_err(|error| error.as_str()))
}

#[test]
fn an_announced_swap_leaves_only_the_calls_that_concern_it() {
	ExtBuilder::default().build_and_execute(|| {
		let origin = RuntimeOrigin::signed(announced_swap(1));
		let rejected = Err("ColdkeySwapAnnounced");
		assert_eq!(guarded(&origin), [Ok(()), Ok(()), rejected, rejected]);
	});
}

#[test]
fn a_disputed_swap_leaves_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		let origin = RuntimeOrigin::signed(announced_swap(1));
		assert_ok!(SubtensorModule::dispute_coldkey_swap(origin.clone()));
		assert_eq!(guarded(&origin), [Err("ColdkeySwapDisputed"); 4]);
	});
}

#[test]
fn root_and_other_accounts_are_free() {
	ExtBuilder::default().build_and_execute(|| {
		announced_swap(1);
		assert_eq!(guarded(&RuntimeOrigin::root()), [Ok(()); 4]);
		assert_eq!(guarded(&RuntimeOrigin::signed(account(2))), [Ok(()); 4]);
	});
}

#[test]
fn rejections_have_the_codes_that_clients_know() {
	assert_eq!(rejection_code(&Error::<Test>::ColdkeySwapAnnounced), 0);
	assert_eq!(rejection_code(&Error::<Test>::ColdkeySwapDisputed), 21);
	assert_eq!(rejection_code(&Error::<Test>::TxRateLimitExceeded), OTHER_REJECTION);
}
