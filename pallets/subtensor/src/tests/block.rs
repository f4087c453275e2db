//! Block steps.

use frame_support::{traits::OnInitialize, weights::constants::RocksDbWeight};

use super::mock::{ExtBuilder, SubtensorModule};

#[test]
fn the_start_of_a_block_reserves_the_weight_of_its_end() {
	ExtBuilder::default().build_and_execute(|| {
		// The issuance: two reads, one write. Free transactions: the used space, one read, and four
		// counts that may be stale.
		let reserved = RocksDbWeight::get().reads_writes(2 + 5, 1 + 5);
		assert_eq!(SubtensorModule::on_initialize(2), reserved);
	});
}
