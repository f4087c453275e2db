//! Block steps.

use super::mock::{ExtBuilder, SubtensorModule, Test};
use frame_support::{
	traits::{Get, OnInitialize},
	weights::constants::RocksDbWeight,
};

#[test]
fn the_start_of_a_block_reserves_the_weight_of_its_end() {
	ExtBuilder::default().build_and_execute(|| {
		let db: frame_support::weights::RuntimeDbWeight =
			<Test as frame_system::Config>::DbWeight::get();
		assert_eq!(SubtensorModule::on_initialize(2), db.reads_writes(3, 1));
		assert!(SubtensorModule::on_initialize(2).all_lte(RocksDbWeight::get().reads_writes(3, 1)));
	});
}
