//! A runtime with balances and the pallet, nothing else.

use crate::{self as pallet_subtensor, Pallet, Profile};
use frame_support::{
	derive_impl, parameter_types,
	traits::{OnFinalize, OnInitialize},
};
use noesis_types::TaoBalance;
use sp_runtime::BuildStorage;

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
	type AccountData = pallet_balances::AccountData<TaoBalance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = TaoBalance;
	type ExistentialDeposit = ExistentialDeposit;
	type AccountStore = System;
}

impl crate::Config for Test {
	type Currency = Balances;
}

/// A chain to be, in words.
pub struct ExtBuilder {
	block_time: u64,
	profile: Profile,
	balances: Vec<(u64, TaoBalance)>,
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

	pub fn balance(mut self, who: u64, rao: u64) -> Self {
		self.balances.push((who, TaoBalance::new(rao)));
		self
	}

	/// Runs `test` on the chain, ends the block, and checks every law of the pallet.
	pub fn build_and_execute(self, test: impl FnOnce()) {
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
		let mut chain: sp_io::TestExternalities = genesis.build_storage().unwrap().into();
		chain.execute_with(|| {
			Pallet::<Test>::do_try_state().unwrap();
			System::set_block_number(1);
			SubtensorModule::on_initialize(1);
			test();
			SubtensorModule::on_finalize(1);
			Pallet::<Test>::do_try_state().unwrap();
		});
	}
}
