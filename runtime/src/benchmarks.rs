//! Benchmarks of our pallets, for `tools/weights`.
//!
//! FRAME's pallets keep the weights that FRAME has measured. `frame_system` is listed to compare a
//! machine with the one that FRAME measured on.

use alloc::{string::String, vec::Vec};

use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkList};
use frame_support::traits::{StorageInfo, StorageInfoTrait, WhitelistedStorageKeys};

use crate::{AllPalletsWithSystem, MevShield, Proxy, Runtime, SubtensorModule, Utility};

frame_benchmarking::define_benchmarks!(
	[frame_system, frame_system_benchmarking::Pallet::<Runtime>]
	[pallet_noesis_proxy, Proxy]
	[pallet_noesis_utility, Utility]
	[pallet_shield, MevShield]
	[pallet_subtensor, SubtensorModule]
);

impl frame_system_benchmarking::Config for Runtime {}

/// Benchmarks of all listed pallets, and the storage items of all pallets.
pub fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
	let mut list = Vec::new();
	list_benchmarks!(list, extra);
	(list, AllPalletsWithSystem::storage_info())
}

/// Runs the benchmark that `config` names.
///
/// # Errors
///
/// The error of the benchmark, or that it does not exist.
pub fn dispatch(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
	let whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
	let mut batches = Vec::new();
	let params = (&config, &whitelist);
	add_benchmarks!(params, batches);
	Ok(batches)
}
