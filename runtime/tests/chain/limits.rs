//! Weights, lengths and deposits of the interface.

use frame_support::dispatch::DispatchClass;
use noesis_runtime::Runtime;

use crate::block::in_a_block;

#[test]
fn block_limits_are_those_of_the_interface() {
	let weights = <Runtime as frame_system::Config>::BlockWeights::get();
	let normal = weights.get(DispatchClass::Normal);
	let operational = weights.get(DispatchClass::Operational);
	assert_eq!(weights.base_block.ref_time(), 431_614_000);
	assert_eq!(weights.max_block.ref_time(), 4_000_000_000_000);
	assert_eq!(normal.base_extrinsic.ref_time(), 108_157_000);
	assert_eq!(normal.max_total.unwrap().ref_time(), 3_000_000_000_000);
	assert_eq!(normal.max_extrinsic.unwrap().ref_time(), 2_599_891_843_000);
	assert_eq!(operational.max_total.unwrap().ref_time(), 4_000_000_000_000);
	assert_eq!(operational.max_extrinsic.unwrap().ref_time(), 3_599_891_843_000);
	assert_eq!(operational.reserved.unwrap().ref_time(), 1_000_000_000_000);

	let length = <Runtime as frame_system::Config>::BlockLength::get();
	assert_eq!(*length.max.get(DispatchClass::Normal), 7_864_320);
	assert_eq!(*length.max.get(DispatchClass::Operational), 10_485_760);
}

#[test]
fn deposits_are_those_of_the_interface() {
	let rao = |amount: noesis_runtime::TaoBalance| amount.to_u64();
	let multisig = rao(<Runtime as pallet_multisig::Config>::DepositBase::get());
	let signatory = rao(<Runtime as pallet_multisig::Config>::DepositFactor::get());
	assert_eq!((multisig + 2 * signatory, multisig + 3 * signatory), (196_000_000, 228_000_000));

	let base = rao(<Runtime as pallet_noesis_proxy::Config>::ProxyDepositBase::get());
	let proxy = rao(<Runtime as pallet_noesis_proxy::Config>::ProxyDepositFactor::get());
	assert_eq!((base + proxy, base + 2 * proxy), (93_000_000, 126_000_000));

	let base = rao(<Runtime as pallet_noesis_proxy::Config>::AnnouncementDepositBase::get());
	let pending = rao(<Runtime as pallet_noesis_proxy::Config>::AnnouncementDepositFactor::get());
	assert_eq!(base + pending, 104_000_000);
}

#[test]
fn a_preimage_of_a_hundred_bytes_holds_204_000_000() {
	use sp_keyring::Sr25519Keyring::Dave;

	use crate::block::{free, last_fee, send};
	in_a_block(|| {
		let before = free(&Dave.to_account_id());
		send(Dave, pallet_preimage::Call::note_preimage { bytes: vec![7; 100] }).unwrap().unwrap();
		assert_eq!(free(&Dave.to_account_id()), before - 204_000_000 - last_fee().1);
	});
}
