//! Bounds that one crate assumes of another.

use frame_support::{
	dispatch::DispatchClass,
	traits::Get,
	weights::{constants::WEIGHT_REF_TIME_PER_SECOND, Weight},
};
use noesis_runtime::{configs::MAX_AUTHORITIES, Runtime};
use noesis_shield::{ENVELOPE_OVERHEAD, MAX_CIPHERTEXT_LEN, MAX_PLAINTEXT_LEN};
use pallet_noesis_proxy::WeightInfo as _;
use pallet_noesis_utility::WeightInfo as _;
use pallet_shield::WeightInfo as _;

use crate::limits::weights;

type Proxy = <Runtime as pallet_noesis_proxy::Config>::WeightInfo;
type Utility = <Runtime as pallet_noesis_utility::Config>::WeightInfo;
type Shield = <Runtime as pallet_shield::Config>::WeightInfo;

/// Block times from the shortest to that of production, in milliseconds.
const BLOCK_TIMES: [u64; 3] = [100, 250, 12_000];

/// The most that one transaction may weigh on a chain with this block time.
fn max_extrinsic(block_time: u64) -> Weight {
	weights(block_time).get(DispatchClass::Normal).max_extrinsic.unwrap()
}

#[test]
fn announcements_of_keys_are_weighed_for_all_authorities() {
	assert_eq!(MAX_AUTHORITIES, pallet_shield::MAX_AUTHORS);
	assert_eq!(<Runtime as pallet_aura::Config>::MaxAuthorities::get(), MAX_AUTHORITIES);
	assert_eq!(<Runtime as pallet_grandpa::Config>::MaxAuthorities::get(), MAX_AUTHORITIES);
}

#[test]
fn root_gives_the_queue_no_more_than_a_block_has() {
	assert!(pallet_shield::ABSOLUTE_MAX_WEIGHT <= weights(12_000).max_block.ref_time());
}

/// Removals do not count against the budget of the queue: the number of visits bounds them.
#[test]
fn as_many_removals_as_a_block_may_have_take_less_than_a_second() {
	let visits = u64::from(pallet_shield::MAX_VISITS_PER_BLOCK);
	let each = Shield::visit_stored() + Shield::remove_stored();
	let all = Shield::open_queue() + each * visits;
	assert!(all.ref_time() < WEIGHT_REF_TIME_PER_SECOND, "{all:?}");
}

#[test]
fn the_longest_carrier_fits_into_a_transaction() {
	assert_eq!(MAX_PLAINTEXT_LEN + ENVELOPE_OVERHEAD, MAX_CIPHERTEXT_LEN as usize);
	let longest = Shield::submit_encrypted(MAX_CIPHERTEXT_LEN);
	for block_time in BLOCK_TIMES {
		assert!(longest.all_lte(max_extrinsic(block_time)), "{block_time}");
	}
	let lengths = <Runtime as frame_system::Config>::BlockLength::get();
	assert!(MAX_CIPHERTEXT_LEN < *lengths.max.get(DispatchClass::Normal));
	assert!(pallet_shield::STORE_ENCRYPTED_WEIGHT.all_gte(Shield::store_encrypted()));
}

#[test]
fn the_longest_batch_fits_into_a_transaction() {
	let most = pallet_noesis_utility::Pallet::<Runtime>::batched_calls_limit();
	for of_batch in [Utility::batch, Utility::batch_all, Utility::force_batch] {
		assert!(of_batch(most).all_lte(max_extrinsic(12_000)));
	}
}

#[test]
fn full_lists_of_proxies_fit_into_a_transaction() {
	let proxies = <Runtime as pallet_noesis_proxy::Config>::MaxProxies::get();
	let pending = <Runtime as pallet_noesis_proxy::Config>::MaxPending::get();
	for weight in [
		Proxy::proxy_announced(pending, proxies),
		Proxy::remove_proxies(proxies),
		Proxy::kill_pure(proxies),
		Proxy::poke_deposit(),
	] {
		for block_time in BLOCK_TIMES {
			assert!(weight.all_lte(max_extrinsic(block_time)), "{block_time}: {weight:?}");
		}
	}
}
