//! Weights, lengths and deposits of the interface.

use frame_support::dispatch::{DispatchClass, GetDispatchInfo};
use frame_system::limits::BlockWeights;
use noesis_runtime::Runtime;
use pallet_subtensor::{BlockTime, Profile};
use sp_keyring::Sr25519Keyring::{Alice, Dave};
use sp_runtime::{transaction_validity::InvalidTransaction, Perbill, Weight};

use crate::{
	block::{chain, free, in_a_block, in_a_block_of, last_fee, send},
	calls::{boxed, sudo},
};

/// Limits of weight of a chain with this block time, in milliseconds.
pub fn weights(block_time: u64) -> BlockWeights {
	chain(block_time, Profile::Production)
		.execute_with(<Runtime as frame_system::Config>::BlockWeights::get)
}

#[test]
fn block_limits_are_those_of_the_interface() {
	let weights = weights(12_000);
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
fn a_block_weighs_a_third_of_its_time_and_at_most_four_seconds() {
	const MILLISECOND: u64 = 1_000_000_000;
	let max_block = |block_time| weights(block_time).max_block.ref_time();
	assert_eq!(max_block(100), 100 * MILLISECOND / 3);
	assert_eq!(max_block(250), 250 * MILLISECOND / 3);
	assert_eq!(max_block(3_000), 1_000 * MILLISECOND);
	assert_eq!(max_block(11_998), 11_998 * MILLISECOND / 3);
	for long in [12_000, 12_002, 60_000] {
		assert_eq!(max_block(long), 4_000 * MILLISECOND, "{long}");
	}
}

#[test]
fn limits_of_every_block_time_are_consistent() {
	for block_time in (100..=12_000).step_by(350) {
		let weights = weights(block_time);
		weights.clone().validate().unwrap();
		let normal = weights.get(DispatchClass::Normal);
		let share = normal.max_total.unwrap().ref_time();
		assert!(share.abs_diff(weights.max_block.ref_time() / 4 * 3) < 1_000, "{block_time}");
		assert_eq!(weights.get(DispatchClass::Operational).max_total.unwrap(), weights.max_block);
	}
}

#[test]
fn the_largest_transaction_fits_beside_the_inherents() {
	let announcement = pallet_shield::Call::<Runtime>::announce_next_key { enc_key: None };
	let announced = announcement.get_dispatch_info().call_weight;
	for block_time in (100..=12_000).step_by(50) {
		let weights = weights(block_time);
		for class in [DispatchClass::Normal, DispatchClass::Operational] {
			let of_class = weights.get(class);
			let base = of_class.base_extrinsic;
			let most = of_class.max_extrinsic.unwrap() + base + announced + base;
			assert!(most.all_lte(of_class.max_total.unwrap()), "{block_time}, {class:?}");
		}
	}
}

#[test]
fn a_chain_without_a_block_time_has_the_limits_of_twelve_seconds() {
	chain(250, Profile::Production).execute_with(|| {
		let max_block =
			|| <Runtime as frame_system::Config>::BlockWeights::get().max_block.ref_time();
		for unusable in [None, Some(0), Some(u64::MAX)] {
			BlockTime::<Runtime>::set(unusable.unwrap_or_default());
			if unusable.is_none() {
				BlockTime::<Runtime>::kill();
			}
			assert_eq!(max_block(), 4_000_000_000_000, "{unusable:?}");
		}
	});
}

#[test]
fn scheduled_calls_take_at_most_four_fifths_of_a_block_of_any_time() {
	for block_time in [100, 250, 3_000, 12_000] {
		let of_scheduler = chain(block_time, Profile::Production)
			.execute_with(<Runtime as pallet_scheduler::Config>::MaximumWeight::get);
		let expected = Perbill::from_percent(80) * weights(block_time).max_block.ref_time();
		assert_eq!(of_scheduler.ref_time(), expected);
	}
}

/// The weight of `set_code` is that of a chain with blocks of seconds.
#[test]
fn new_code_fits_a_fast_block_only_at_a_weight_that_root_states() {
	let set_code = || frame_system::Call::set_code_without_checks { code: vec![1] };
	let at_no_weight = || pallet_sudo::Call::sudo_unchecked_weight {
		call: boxed(set_code()),
		weight: Weight::zero(),
	};
	for block_time in [100, 250, 546] {
		in_a_block_of(block_time, || {
			let exhausted = Err(InvalidTransaction::ExhaustsResources.into());
			assert_eq!(send(Alice, sudo(set_code())), exhausted, "{block_time}");
			send(Alice, at_no_weight()).unwrap().unwrap();
		});
	}
	for block_time in [550, 12_000] {
		in_a_block_of(block_time, || send(Alice, sudo(set_code())).unwrap().unwrap());
	}
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
	in_a_block(|| {
		let before = free(&Dave.to_account_id());
		send(Dave, pallet_preimage::Call::note_preimage { bytes: vec![7; 100] }).unwrap().unwrap();
		assert_eq!(free(&Dave.to_account_id()), before - 204_000_000 - last_fee().1);
	});
}
