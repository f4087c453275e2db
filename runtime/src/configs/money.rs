//! Balances and the network.

use frame_support::{parameter_types, traits::ConstU32};

use crate::{
	policy::{free::FreeCalls, guards::ShieldedCarriers},
	Balances, Runtime, RuntimeEvent, RuntimeFreezeReason, RuntimeHoldReason, System, TaoBalance,
};

/// Smallest balance with which an account exists, in rao.
pub const EXISTENTIAL_DEPOSIT: TaoBalance = TaoBalance::new(500);

parameter_types! {
	pub const ExistentialDeposit: TaoBalance = EXISTENTIAL_DEPOSIT;
}

impl pallet_balances::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type WeightInfo = pallet_balances::weights::SubstrateWeight<Runtime>;
	type Balance = TaoBalance;
	// Dust leaves circulation, and both issuance counters with it.
	type DustRemoval = ();
	type ExistentialDeposit = ExistentialDeposit;
	type AccountStore = System;
	type ReserveIdentifier = [u8; 8];
	type FreezeIdentifier = RuntimeFreezeReason;
	type MaxLocks = ConstU32<50>;
	type MaxReserves = ConstU32<50>;
	type MaxFreezes = ConstU32<50>;
	type DoneSlashHandler = ();
}

impl pallet_subtensor::Config for Runtime {
	type Currency = Balances;
	type AllowedDuringColdkeySwap = ShieldedCarriers;
	type FreeCalls = FreeCalls;
	type WeightInfo = pallet_subtensor::weights::SubstrateWeight<Runtime>;
}
