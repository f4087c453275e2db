//! Services for accounts: batches, multisigs, proxies.

use frame_support::{parameter_types, traits::ConstU32};
use sp_runtime::traits::BlakeTwo256;

use super::deposit;
use crate::{
	policy::{
		guards::GuardedCall,
		proxies::{nested::CallsInside, ProxyType},
	},
	Balances, OriginCaller, Runtime, RuntimeEvent, System, TaoBalance,
};

parameter_types! {
	pub const MultisigDepositBase: TaoBalance = deposit(1, 112);
	pub const MultisigDepositFactor: TaoBalance = deposit(0, 32);
	pub const ProxyDepositBase: TaoBalance = deposit(1, 40);
	pub const ProxyDepositFactor: TaoBalance = deposit(0, 33);
	pub const AnnouncementDepositBase: TaoBalance = deposit(1, 16);
	pub const AnnouncementDepositFactor: TaoBalance = deposit(0, 68);
}

impl pallet_noesis_utility::Config for Runtime {
	type RuntimeCall = GuardedCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = pallet_noesis_utility::weights::SubstrateWeight<Runtime>;
}

impl pallet_multisig::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = GuardedCall;
	type Currency = Balances;
	type DepositBase = MultisigDepositBase;
	type DepositFactor = MultisigDepositFactor;
	type MaxSignatories = ConstU32<100>;
	type WeightInfo = pallet_multisig::weights::SubstrateWeight<Runtime>;
	type BlockNumberProvider = System;
}

impl pallet_noesis_proxy::Config for Runtime {
	type RuntimeCall = GuardedCall;
	type NestedCalls = CallsInside;
	type Currency = Balances;
	type ProxyType = ProxyType;
	type ProxyDepositBase = ProxyDepositBase;
	type ProxyDepositFactor = ProxyDepositFactor;
	type MaxProxies = ConstU32<20>;
	type WeightInfo = pallet_noesis_proxy::weights::SubstrateWeight<Runtime>;
	type MaxPending = ConstU32<75>;
	type CallHasher = BlakeTwo256;
	type AnnouncementDepositBase = AnnouncementDepositBase;
	type AnnouncementDepositFactor = AnnouncementDepositFactor;
	type BlockNumberProvider = System;
}
