//! Mock runtime: balances and the pallet, nothing else.

use frame_support::{
	derive_impl, parameter_types,
	traits::{Contains, OnFinalize, OnInitialize},
	weights::constants::RocksDbWeight,
};
use noesis_types::TaoBalance;
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage};

use crate::{self as pallet_subtensor, access::VouchForFree, Pallet, Profile};

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system = 0,
		Balances: pallet_balances = 5,
		SubtensorModule: pallet_subtensor = 7,
	}
);

parameter_types! {
	pub const ExistentialDeposit: TaoBalance = TaoBalance::new(500);
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountId = AccountId32;
	type Lookup = IdentityLookup<AccountId32>;
	type AccountData = pallet_balances::AccountData<TaoBalance>;
	type DbWeight = RocksDbWeight;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = TaoBalance;
	type ExistentialDeposit = ExistentialDeposit;
	type AccountStore = System;
}

/// Remarks stand for the calls of other pallets that are allowed during a coldkey swap.
pub struct Remarks;

impl Contains<RuntimeCall> for Remarks {
	fn contains(call: &RuntimeCall) -> bool {
		matches!(call, RuntimeCall::System(frame_system::Call::remark { .. }))
	}
}

/// Remarks stand for the free calls of other pallets. Accounts below 200 have the standing for them,
/// and account 201 is a delegate of account 1.
pub struct FreeRemarks;

impl VouchForFree<AccountId32, RuntimeCall> for FreeRemarks {
	fn sponsor(signer: &AccountId32, call: &RuntimeCall) -> Option<AccountId32> {
		let number = <[u8; 32]>::from(signer.clone())[0];
		match number {
			_ if !Remarks::contains(call) => None,
			201 => Some(account(1)),
			_ => (number < 200).then(|| signer.clone()),
		}
	}
}

impl crate::Config for Test {
	type Currency = Balances;
	type AllowedDuringColdkeySwap = Remarks;
	type FreeCalls = FreeRemarks;
	type WeightInfo = ();
}

/// The account with this number.
pub fn account(number: u8) -> AccountId32 {
	AccountId32::new([number; 32])
}

/// Builder of a chain, in words.
pub struct ExtBuilder {
	block_time: u64,
	profile: Profile,
	balances: Vec<(AccountId32, TaoBalance)>,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self {
			block_time: crate::chain::DEFAULT_BLOCK_TIME,
			profile: Profile::Production,
			balances: Vec::new(),
		}
	}
}

impl ExtBuilder {
	pub fn block_time(mut self, milliseconds: u64) -> Self {
		self.block_time = milliseconds;
		self
	}

	pub fn profile(mut self, profile: Profile) -> Self {
		self.profile = profile;
		self
	}

	pub fn balance(mut self, who: u8, rao: u64) -> Self {
		self.balances.push((account(who), TaoBalance::new(rao)));
		self
	}

	pub fn build(self) -> sp_io::TestExternalities {
		let genesis = RuntimeGenesisConfig {
			balances: pallet_balances::GenesisConfig {
				balances: self.balances,
				..Default::default()
			},
			subtensor_module: crate::GenesisConfig {
				block_time: self.block_time,
				profile: self.profile,
				..Default::default()
			},
			..Default::default()
		};
		genesis.build_storage().unwrap().into()
	}

	/// Runs `test` in block 1, ends the block, and checks every invariant of the pallet.
	pub fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			Pallet::<Test>::do_try_state().unwrap();
			start_block(1);
			test();
			end_block();
		});
	}
}

/// Starts a block.
pub fn start_block(number: u64) {
	System::set_block_number(number);
	SubtensorModule::on_initialize(number);
}

/// Ends the block and checks every invariant of the pallet.
pub fn end_block() {
	SubtensorModule::on_finalize(System::block_number());
	Pallet::<Test>::do_try_state().unwrap();
}
