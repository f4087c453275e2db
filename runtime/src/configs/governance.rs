//! What root decides: sudo, scheduled calls, their preimages, and the emergency brake.

use super::{deposit, system::Weights};
use crate::{
	policy::guards::GuardedCall, AccountId, Balances, BlockNumber, OriginCaller, Preimage, Runtime,
	RuntimeCall, RuntimeEvent, RuntimeHoldReason, RuntimeOrigin, System, TaoBalance,
};
use core::cmp::Ordering;
use frame_support::{
	parameter_types,
	traits::{fungible::HoldConsideration, ConstU32, Contains, LinearStoragePrice, PrivilegeCmp},
	weights::Weight,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess, RawOrigin};
use sp_runtime::Perbill;

/// Share of a block that scheduled calls may fill.
const SCHEDULED_SHARE: Perbill = Perbill::from_percent(80);

fn part_of(weight: Weight, share: Perbill) -> Weight {
	Weight::from_parts(share.mul_floor(weight.ref_time()), share.mul_floor(weight.proof_size()))
}

parameter_types! {
	pub const PreimageBaseDeposit: TaoBalance = deposit(2, 64);
	pub const PreimageByteDeposit: TaoBalance = deposit(0, 1);
	pub const PreimageHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Preimage(pallet_preimage::HoldReason::Preimage);
	pub MaximumSchedulerWeight: Weight = part_of(Weights::get().max_block, SCHEDULED_SHARE);
	pub const ForceEnterDuration: BlockNumber = 7_200;
	pub const ForceExtendDuration: BlockNumber = 3_600;
	/// Nobody may enter, extend or leave safe mode for a deposit.
	pub const NoDeposit: Option<TaoBalance> = None;
	pub const NoRelease: Option<BlockNumber> = None;
}

impl pallet_sudo::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = GuardedCall;
	type WeightInfo = pallet_sudo::weights::SubstrateWeight<Runtime>;
}

impl pallet_preimage::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_preimage::weights::SubstrateWeight<Runtime>;
	type Currency = Balances;
	type ManagerOrigin = EnsureRoot<AccountId>;
	type Consideration = HoldConsideration<
		AccountId,
		Balances,
		PreimageHoldReason,
		LinearStoragePrice<PreimageBaseDeposit, PreimageByteDeposit, TaoBalance>,
	>;
}

/// Root outranks every other origin; the others do not compare.
pub struct RootOutranksAll;

impl PrivilegeCmp<OriginCaller> for RootOutranksAll {
	fn cmp_privilege(left: &OriginCaller, right: &OriginCaller) -> Option<Ordering> {
		match (left, right) {
			(left, right) if left == right => Some(Ordering::Equal),
			(OriginCaller::system(RawOrigin::Root), _) => Some(Ordering::Greater),
			(_, OriginCaller::system(RawOrigin::Root)) => Some(Ordering::Less),
			_ => None,
		}
	}
}

impl pallet_scheduler::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	type PalletsOrigin = OriginCaller;
	type RuntimeCall = GuardedCall;
	type MaximumWeight = MaximumSchedulerWeight;
	type ScheduleOrigin = EnsureRoot<AccountId>;
	type OriginPrivilegeCmp = RootOutranksAll;
	type MaxScheduledPerBlock = ConstU32<50>;
	type WeightInfo = pallet_scheduler::weights::SubstrateWeight<Runtime>;
	type Preimages = Preimage;
	type BlockNumberProvider = System;
}

/// Calls that go through in safe mode: those that keep the chain running and lead out of it.
pub struct SafeModeWhitelist;

impl Contains<RuntimeCall> for SafeModeWhitelist {
	fn contains(call: &RuntimeCall) -> bool {
		matches!(
			call,
			RuntimeCall::Sudo(_)
				| RuntimeCall::Multisig(_)
				| RuntimeCall::System(_)
				| RuntimeCall::SafeMode(_)
				| RuntimeCall::Timestamp(_)
		)
	}
}

impl pallet_safe_mode::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type WhitelistedCalls = SafeModeWhitelist;
	type EnterDuration = ConstU32<0>;
	type ExtendDuration = ConstU32<0>;
	type EnterDepositAmount = NoDeposit;
	type ExtendDepositAmount = NoDeposit;
	type ForceEnterOrigin = EnsureRootWithSuccess<AccountId, ForceEnterDuration>;
	type ForceExtendOrigin = EnsureRootWithSuccess<AccountId, ForceExtendDuration>;
	type ForceExitOrigin = EnsureRoot<AccountId>;
	type ForceDepositOrigin = EnsureRoot<AccountId>;
	type Notify = ();
	type ReleaseDelay = NoRelease;
	type WeightInfo = pallet_safe_mode::weights::SubstrateWeight<Runtime>;
}
