//! Calls for root: sudo, scheduled calls, their preimages, and safe mode.

use core::cmp::Ordering;

use frame_support::{
	parameter_types,
	traits::{fungible::HoldConsideration, ConstU32, LinearStoragePrice, PrivilegeCmp},
	weights::Weight,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess, RawOrigin};
use sp_runtime::Perbill;

use super::{deposit, system::Weights};
use crate::{
	policy::{filters::SafeModeWhitelist, guards::GuardedCall},
	AccountId, Balances, BlockNumber, OriginCaller, Preimage, Runtime, RuntimeEvent,
	RuntimeHoldReason, RuntimeOrigin, System, TaoBalance,
};

/// Share of a block for scheduled calls.
const SCHEDULED_SHARE: Perbill = Perbill::from_percent(80);

/// `share` of `weight`, each dimension rounded down.
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
	/// No deposit enters or extends safe mode: only root may.
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

/// Ranks root above every other origin. Other origins do not compare.
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
