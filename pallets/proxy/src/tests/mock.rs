//! Mock runtime with round prices, and builders of the values that tests need.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, Contains, InstanceFilter},
	weights::constants::RocksDbWeight,
};
use scale_info::TypeInfo;
use sp_runtime::{
	traits::{BlakeTwo256, Dispatchable, LookupError, StaticLookup},
	AccountId32, BuildStorage, DispatchResult,
};

use crate::{self as pallet_noesis_proxy, DepositKind, Nested, NestedCalls, Pallet};

pub(crate) type Block = frame_system::mocking::MockBlockU32<Test>;
pub(crate) type CallHash = <BlakeTwo256 as sp_runtime::traits::Hash>::Output;

frame_support::construct_runtime!(
	pub struct Test {
		System: frame_system,
		Balances: pallet_balances,
		Utility: pallet_utility,
		Free: free,
		Origins: origins,
		Proxy: pallet_noesis_proxy,
	}
);

pub(crate) const ALICE: AccountId32 = AccountId32::new([1; 32]);
pub(crate) const BOB: AccountId32 = AccountId32::new([2; 32]);
pub(crate) const CHARLIE: AccountId32 = AccountId32::new([3; 32]);
pub(crate) const DAVE: AccountId32 = AccountId32::new([4; 32]);
/// Address that names no account.
pub(crate) const NOWHERE: AccountId32 = AccountId32::new([8; 32]);
/// Has no balance.
pub(crate) const POOR: AccountId32 = AccountId32::new([9; 32]);

/// Free balance of each account but [`POOR`] at the start.
pub(crate) const ENDOWMENT: u64 = 10_000;

/// Pallet with a call that is free and operational, and one that is mandatory.
#[frame_support::pallet(dev_mode)]
pub mod free {
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Do nothing.
		#[pallet::call_index(0)]
		#[pallet::weight((Weight::from_parts(1, 0), DispatchClass::Operational, Pays::No))]
		pub fn nothing(origin: OriginFor<T>) -> DispatchResult {
			ensure_signed(origin)?;
			Ok(())
		}

		/// Do nothing, at any weight.
		#[pallet::call_index(1)]
		#[pallet::weight((Weight::MAX, DispatchClass::Mandatory))]
		pub fn mandatory(origin: OriginFor<T>) -> DispatchResult {
			ensure_none(origin)?;
			Ok(())
		}
	}
}

/// Pallet that dispatches calls from a fresh origin, as a multisig does, and accepts calls whose
/// content shows only later.
#[frame_support::pallet(dev_mode)]
pub mod origins {
	use frame_support::{dispatch::GetDispatchInfo, pallet_prelude::*};
	use frame_system::{pallet_prelude::*, RawOrigin};
	use sp_runtime::traits::Dispatchable;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		type RuntimeCall: Parameter
			+ Dispatchable<RuntimeOrigin = Self::RuntimeOrigin>
			+ GetDispatchInfo;
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Dispatch a call as the signer, without the filters of the origin.
		#[pallet::call_index(0)]
		#[pallet::weight(call.get_dispatch_info().call_weight)]
		pub fn fresh(
			origin: OriginFor<T>,
			call: Box<<T as Config>::RuntimeCall>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			call.dispatch(RawOrigin::Signed(who).into()).map(|_| ()).map_err(|e| e.error)
		}

		/// Accept a call that is encrypted.
		#[pallet::call_index(1)]
		#[pallet::weight(Weight::zero())]
		pub fn hidden(origin: OriginFor<T>) -> DispatchResult {
			ensure_signed(origin)?;
			Ok(())
		}
	}
}

/// Resolves every address but [`NOWHERE`] to itself.
pub struct Directory;

impl StaticLookup for Directory {
	type Source = AccountId32;
	type Target = AccountId32;

	fn lookup(address: AccountId32) -> Result<AccountId32, LookupError> {
		if address == NOWHERE {
			return Err(LookupError);
		}
		Ok(address)
	}

	fn unlookup(account: AccountId32) -> AccountId32 {
		account
	}
}

/// Filter of the chain: denies one call, which stands for all calls that the chain denies.
pub struct BaseFilter;

impl Contains<RuntimeCall> for BaseFilter {
	fn contains(call: &RuntimeCall) -> bool {
		!matches!(call, RuntimeCall::System(frame_system::Call::remark_with_event { .. }))
	}
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountData = pallet_balances::AccountData<u64>;
	type AccountId = AccountId32;
	type BaseCallFilter = BaseFilter;
	type Block = Block;
	type DbWeight = RocksDbWeight;
	type Lookup = Directory;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
}

impl pallet_utility::Config for Test {
	type PalletsOrigin = OriginCaller;
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
}

impl free::Config for Test {}

impl origins::Config for Test {
	type RuntimeCall = RuntimeCall;
}

/// Proxy types: one for all calls, and three with narrower filters.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum ProxyType {
	/// All calls.
	#[default]
	Any,
	/// Transfers.
	Transfer,
	/// Transfers of less than ten.
	SmallTransfer,
	/// Calls of Utility, Proxy, System and Origins.
	Infra,
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		match self {
			Self::Any => true,
			Self::Transfer => matches!(call, RuntimeCall::Balances(_)),
			Self::SmallTransfer => matches!(
				call,
				RuntimeCall::Balances(pallet_balances::Call::transfer_allow_death { value, .. })
				if *value < 10
			),
			Self::Infra => matches!(
				call,
				RuntimeCall::Utility(_)
					| RuntimeCall::Proxy(_)
					| RuntimeCall::System(_)
					| RuntimeCall::Origins(_)
			),
		}
	}

	fn is_superset(&self, other: &Self) -> bool {
		self == other
			|| *self == Self::Any
			|| (*self == Self::Transfer && *other == Self::SmallTransfer)
	}
}

impl AsRef<RuntimeCall> for RuntimeCall {
	fn as_ref(&self) -> &RuntimeCall {
		self
	}
}

/// Calls of the mock runtime that contain calls.
pub struct CallsInside;

impl NestedCalls<RuntimeCall> for CallsInside {
	fn nested_calls(call: &RuntimeCall) -> Nested<'_, RuntimeCall> {
		match call {
			RuntimeCall::Utility(
				pallet_utility::Call::batch { calls } | pallet_utility::Call::batch_all { calls },
			) => Nested::Inheriting(calls.iter().collect()),
			RuntimeCall::Origins(origins::Call::fresh { call }) => Nested::Fresh(vec![call]),
			RuntimeCall::Origins(origins::Call::hidden {}) => Nested::Hidden,
			_ => Nested::NONE,
		}
	}
}

parameter_types! {
	pub static ProxyDepositBase: u64 = 60;
	pub static ProxyDepositFactor: u64 = 33;
	pub static AnnouncementDepositBase: u64 = 36;
	pub static AnnouncementDepositFactor: u64 = 68;
}

impl crate::Config for Test {
	type AnnouncementDepositBase = AnnouncementDepositBase;
	type AnnouncementDepositFactor = AnnouncementDepositFactor;
	type BlockNumberProvider = System;
	type CallHasher = BlakeTwo256;
	type Currency = Balances;
	type MaxPending = ConstU32<3>;
	type MaxProxies = ConstU32<4>;
	type ProxyDepositBase = ProxyDepositBase;
	type ProxyDepositFactor = ProxyDepositFactor;
	type NestedCalls = CallsInside;
	type ProxyType = ProxyType;
	type RuntimeCall = RuntimeCall;
	type WeightInfo = ();
}

/// Runs a test in block 1 at the usual prices, then checks the invariants.
pub(crate) fn build_and_execute(test: impl FnOnce()) {
	reset_prices();
	let mut storage = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.expect("the system has a default genesis");
	pallet_balances::GenesisConfig::<Test> {
		balances: [ALICE, BOB, CHARLIE, DAVE].into_iter().map(|who| (who, ENDOWMENT)).collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.expect("the balances are valid");
	sp_io::TestExternalities::new(storage).execute_with(|| {
		System::set_block_number(1);
		test();
		Pallet::<Test>::do_try_state().expect("the invariants hold after the test");
	});
	reset_prices();
}

/// Sets the usual prices: 93 for one delegate, 104 for one announcement.
fn reset_prices() {
	set_proxy_price(60, 33);
	set_announcement_price(36, 68);
}

/// Sets the price of delegates.
pub(crate) fn set_proxy_price(base: u64, factor: u64) {
	ProxyDepositBase::set(base);
	ProxyDepositFactor::set(factor);
}

/// Sets the price of announcements.
pub(crate) fn set_announcement_price(base: u64, factor: u64) {
	AnnouncementDepositBase::set(base);
	AnnouncementDepositFactor::set(factor);
}

/// An origin signed by `who`.
pub(crate) fn signed(who: AccountId32) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// A call that transfers `value` to `dest`.
pub(crate) fn transfer(dest: AccountId32, value: u64) -> RuntimeCall {
	RuntimeCall::Balances(pallet_balances::Call::transfer_allow_death { dest, value })
}

/// The hash by which `call` is announced.
pub(crate) fn hash_of(call: &RuntimeCall) -> CallHash {
	<BlakeTwo256 as sp_runtime::traits::Hash>::hash_of(call)
}

/// Dispatches `call` for `real` as its delegate `who`, without a forced type.
pub(crate) fn act(who: AccountId32, real: AccountId32, call: RuntimeCall) -> DispatchResult {
	proxied(real, call).dispatch(signed(who)).map(|_| ()).map_err(|failure| failure.error)
}

/// The call that dispatches `call` for `real`, without a forced type.
pub(crate) fn proxied(real: AccountId32, call: RuntimeCall) -> RuntimeCall {
	let call = Box::new(call);
	RuntimeCall::Proxy(crate::Call::proxy { real, force_proxy_type: None, call })
}

/// The call that dispatches the `call` that `delegate` announced for `real`.
pub(crate) fn announced(
	delegate: AccountId32,
	real: AccountId32,
	call: RuntimeCall,
) -> RuntimeCall {
	let call = Box::new(call);
	RuntimeCall::Proxy(crate::Call::proxy_announced {
		delegate,
		real,
		force_proxy_type: None,
		call,
	})
}

/// A call that changes no state.
pub(crate) fn remark() -> RuntimeCall {
	RuntimeCall::System(frame_system::Call::remark { remark: vec![1] })
}

/// A batch of these calls that ends at the first that fails.
pub(crate) fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
	RuntimeCall::Utility(pallet_utility::Call::batch { calls })
}

/// The deposit for a list of `count` entries at the present price.
pub(crate) fn price(kind: DepositKind, count: usize) -> u64 {
	Proxy::deposit_for(kind, count).expect("prices in tests are small")
}

/// Asserts that the last event is this event of the pallet.
pub(crate) fn assert_last(event: crate::Event<Test>) {
	System::assert_last_event(event.into());
}

/// The events of the pallet in this block.
pub(crate) fn own_events() -> Vec<crate::Event<Test>> {
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Proxy(event) => Some(event),
			_ => None,
		})
		.collect()
}
