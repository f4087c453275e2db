//! Mock runtime with guards, and builders of the calls that tests dispatch.

use codec::Encode;
use frame_support::{
	derive_impl,
	dispatch::{DispatchResultWithPostInfo, GetDispatchInfo},
	parameter_types,
	traits::Contains,
	weights::{constants::RocksDbWeight, Weight},
};
use sp_runtime::{
	traits::{Dispatchable, IdentityLookup},
	AccountId32, BuildStorage, DispatchError,
};

use super::{
	guarded::{GuardLog, GuardWeight, GuardedCall, Unfiltered},
	probe,
};
use crate::{self as pallet_noesis_utility, Call, Event};

pub(crate) type Block = frame_system::mocking::MockBlockU32<Test>;

frame_support::construct_runtime!(
	pub struct Test {
		System: frame_system,
		Balances: pallet_balances,
		Probe: probe,
		Stock: pallet_utility,
		Utility: pallet_noesis_utility,
	}
);

pub(crate) const ALICE: AccountId32 = AccountId32::new([1; 32]);
pub(crate) const BOB: AccountId32 = AccountId32::new([2; 32]);
pub(crate) const CHARLIE: AccountId32 = AccountId32::new([3; 32]);

/// Free balance of each account at the start.
pub(crate) const ENDOWMENT: u64 = 10_000;

/// Weight of the guards of the mock, the same as on the chain.
pub(crate) const GUARD: Weight = Weight::from_parts(60_000_000, 0);

parameter_types! {
	pub const ExistentialDeposit: u64 = 500;
}

/// Filter of the chain: denies one call, which stands for all calls that the chain denies.
pub struct BaseFilter;

impl Contains<RuntimeCall> for BaseFilter {
	fn contains(call: &RuntimeCall) -> bool {
		!matches!(call, RuntimeCall::Probe(probe::Call::forbidden {}))
	}
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountData = pallet_balances::AccountData<u64>;
	type AccountId = AccountId32;
	type BaseCallFilter = BaseFilter;
	type Block = Block;
	type DbWeight = RocksDbWeight;
	type Lookup = IdentityLookup<AccountId32>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type ExistentialDeposit = ExistentialDeposit;
}

impl probe::Config for Test {}

/// The stock pallet, with which this pallet has to agree.
impl pallet_utility::Config for Test {
	type PalletsOrigin = OriginCaller;
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_utility::weights::SubstrateWeight<Test>;
}

impl crate::Config for Test {
	type PalletsOrigin = OriginCaller;
	type RuntimeCall = GuardedCall;
	type WeightInfo = crate::weights::SubstrateWeight<Test>;
}

/// Runs a test in block 1 with the usual guards and empty logs, then checks the invariants.
pub(crate) fn build_and_execute<R>(test: impl FnOnce() -> R) -> R {
	GuardWeight::set(GUARD);
	GuardLog::take();
	Unfiltered::take();
	let mut storage = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.expect("the system has a default genesis");
	pallet_balances::GenesisConfig::<Test> {
		balances: [ALICE, BOB, CHARLIE].into_iter().map(|who| (who, ENDOWMENT)).collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.expect("the balances are valid");
	sp_io::TestExternalities::new(storage).execute_with(|| {
		System::set_block_number(1);
		let outcome = test();
		check_invariants();
		outcome
	})
}

/// Checks that the pallet has written no storage and that total balances equal the issuance.
fn check_invariants() {
	Utility::do_try_state().expect("the invariant holds after the test");
	let total: u64 = frame_system::Account::<Test>::iter()
		.map(|(_, account)| account.data.free + account.data.reserved)
		.sum();
	assert_eq!(total, Balances::total_issuance());
}

/// An origin signed by `who`.
pub(crate) fn signed(who: AccountId32) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// A call that transfers `value` to `dest` and leaves the sender alive.
pub(crate) fn transfer(dest: AccountId32, value: u64) -> RuntimeCall {
	RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive { dest, value })
}

/// A call that succeeds and leaves `value` in the storage.
pub(crate) fn write(value: u32) -> RuntimeCall {
	RuntimeCall::Probe(probe::Call::write { value })
}

/// A call that writes and fails, with `used` picoseconds used, or its whole weight.
pub(crate) fn fail(used: Option<u64>) -> RuntimeCall {
	RuntimeCall::Probe(probe::Call::fail { used })
}

/// A call that succeeds, with `used` picoseconds of its weight used.
pub(crate) fn refund(used: u64) -> RuntimeCall {
	RuntimeCall::Probe(probe::Call::refund { used })
}

/// A call that is free and operational.
pub(crate) fn free() -> RuntimeCall {
	RuntimeCall::Probe(probe::Call::free {})
}

/// A call that is operational and pays.
pub(crate) fn urgent() -> RuntimeCall {
	RuntimeCall::Probe(probe::Call::urgent {})
}

/// A call that the filter of the chain denies.
pub(crate) fn forbidden() -> RuntimeCall {
	RuntimeCall::Probe(probe::Call::forbidden {})
}

/// A call that the guards deny to every signer.
pub(crate) fn guarded_off() -> RuntimeCall {
	RuntimeCall::Probe(probe::Call::guarded_off {})
}

/// The call `batch`.
pub(crate) fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
	RuntimeCall::Utility(Call::batch { calls: wrapped(calls) })
}

/// The call `batch_all`.
pub(crate) fn batch_all(calls: Vec<RuntimeCall>) -> RuntimeCall {
	RuntimeCall::Utility(Call::batch_all { calls: wrapped(calls) })
}

/// The call `force_batch`.
pub(crate) fn force_batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
	RuntimeCall::Utility(Call::force_batch { calls: wrapped(calls) })
}

/// The call `as_derivative`.
pub(crate) fn as_derivative(index: u16, call: RuntimeCall) -> RuntimeCall {
	RuntimeCall::Utility(Call::as_derivative { index, call: boxed(call) })
}

/// The call `if_else`.
pub(crate) fn if_else(main: RuntimeCall, fallback: RuntimeCall) -> RuntimeCall {
	RuntimeCall::Utility(Call::if_else { main: boxed(main), fallback: boxed(fallback) })
}

/// The call `dispatch_as`.
pub(crate) fn dispatch_as(origin: impl Into<OriginCaller>, call: RuntimeCall) -> RuntimeCall {
	RuntimeCall::Utility(Call::dispatch_as {
		as_origin: Box::new(origin.into()),
		call: boxed(call),
	})
}

/// The call `dispatch_as_fallible`.
pub(crate) fn dispatch_as_fallible(
	origin: impl Into<OriginCaller>,
	call: RuntimeCall,
) -> RuntimeCall {
	RuntimeCall::Utility(Call::dispatch_as_fallible {
		as_origin: Box::new(origin.into()),
		call: boxed(call),
	})
}

/// The call `with_weight`.
pub(crate) fn with_weight(call: RuntimeCall, weight: Weight) -> RuntimeCall {
	RuntimeCall::Utility(Call::with_weight { call: boxed(call), weight })
}

/// Constructors of the three batches.
pub(crate) const BATCHES: [fn(Vec<RuntimeCall>) -> RuntimeCall; 3] =
	[batch, batch_all, force_batch];

/// The calls in the type of the pallet's arguments.
fn wrapped(calls: Vec<RuntimeCall>) -> Vec<GuardedCall> {
	calls.into_iter().map(GuardedCall).collect()
}

/// The call in the type of the pallet's arguments.
fn boxed(call: RuntimeCall) -> Box<GuardedCall> {
	Box::new(GuardedCall(call))
}

/// The caller of transactions signed by `who`.
pub(crate) fn signer(who: AccountId32) -> OriginCaller {
	OriginCaller::system(frame_system::RawOrigin::Signed(who))
}

/// The caller of root.
pub(crate) fn root_caller() -> OriginCaller {
	OriginCaller::system(frame_system::RawOrigin::Root)
}

/// Dispatches a call as Alice.
pub(crate) fn run(call: RuntimeCall) -> DispatchResultWithPostInfo {
	call.dispatch(signed(ALICE))
}

/// The weight that a dispatch reports as used.
pub(crate) fn used(result: &DispatchResultWithPostInfo) -> Weight {
	let post_info = match result {
		Ok(post_info) => post_info,
		Err(failure) => &failure.post_info,
	};
	post_info.actual_weight.expect("the dispatch reports the weight it used")
}

/// The weight that a call declares.
pub(crate) fn declared(call: &RuntimeCall) -> Weight {
	call.get_dispatch_info().total_weight()
}

/// Returns the error of a call that a filter denies.
pub(crate) fn filtered() -> DispatchError {
	frame_system::Error::<Test>::CallFiltered.into()
}

/// Returns the error of the call that always fails.
pub(crate) fn asked_to_fail() -> DispatchError {
	probe::Error::<Test>::AskedToFail.into()
}

/// Returns the error of a call that the guards deny.
pub(crate) fn denied_by_guard() -> DispatchError {
	probe::Error::<Test>::DeniedByGuard.into()
}

/// The value in the storage of the probe pallet.
pub(crate) fn written() -> Option<u32> {
	probe::Written::<Test>::get()
}

/// The free balances of Alice, Bob and Charlie.
pub(crate) fn balances() -> [u64; 3] {
	[ALICE, BOB, CHARLIE].map(Balances::free_balance)
}

/// The events of the pallet in this block.
pub(crate) fn own_events() -> Vec<Event> {
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Utility(event) => Some(event),
			_ => None,
		})
		.collect()
}

/// Asserts that a call of Alice fails with this error and changes no storage.
pub(crate) fn assert_fails(call: RuntimeCall, error: impl Into<DispatchError>) {
	assert_fails_for(signed(ALICE), call, error);
}

/// Asserts that a call with this origin fails with this error and changes no storage.
pub(crate) fn assert_fails_for(
	origin: RuntimeOrigin,
	call: RuntimeCall,
	error: impl Into<DispatchError>,
) {
	let before = state_root();
	let shown = call.encode();
	let failure = call.dispatch(origin).expect_err("the call fails");
	assert_eq!(failure.error, error.into(), "{shown:?}");
	assert_eq!(state_root(), before, "{shown:?}");
}

/// The root hash of the storage.
pub(crate) fn state_root() -> Vec<u8> {
	sp_io::storage::root(sp_runtime::StateVersion::V1)
}
