//! Compares the metadata that the runtime builds with the public interface in `tests/interface`.
//!
//! - `surface.json` describes the interface. Everything that the runtime has equals it.
//! - `missing.txt` lists all items of the interface that the runtime does not have yet. A line is
//!   deleted when its item is added; lines are never added, except for items that a newer
//!   `surface.json` brings.
//! - `extra.txt` lists all items that only this runtime has, each with a reason.
//! - [`DEVIATIONS`] lists all differences on purpose, each with a reason.
//!
//! A line that is wrong or not needed fails the test, as a missing line does.

mod compare;
mod expressions;
pub mod golden;
mod lists;
mod tampered;
mod types;
mod values;

use codec::{Decode, Encode};
use compare::{compare, Report};
use frame_metadata::{v15::RuntimeMetadataV15, RuntimeMetadata, RuntimeMetadataPrefixed};
use lists::Lists;
use pallet_subtensor::Profile;
use sp_core::OpaqueMetadata;

use crate::block::chain;

/// Differences on purpose, by reason. A line that ends with `*` stands for all lines that begin
/// like it.
const DEVIATIONS: &[(&str, &[&str])] = &[
	(
		"This chain has its own name, its own versions and, so far, fewer runtime APIs.",
		&[
			"constant System.Version: value.apis: is *",
			"constant System.Version: value.impl_name: is \"noesis\", expected \"node-subtensor\"",
			"constant System.Version: value.spec_name: is \"noesis\", expected \"node-subtensor\"",
			"constant System.Version: value.spec_version: is *",
		],
	),
	(
		"The weight of a block follows the block time; in the interface it is four seconds on a chain of \
		 250 ms as well.",
		&[
			"constant Scheduler.MaximumWeight: value.ref_time: is 66666666666, expected 3200000000000 \
			 (fast)",
			"constant System.BlockWeights: value.max_block.ref_time: is 83333333333, expected \
			 4000000000000 (fast)",
			"constant System.BlockWeights: value.per_class.normal.max_extrinsic.ref_time: is 54058509667, \
			 expected 2599891843000 (fast)",
			"constant System.BlockWeights: value.per_class.normal.max_total.ref_time: is 62500000000, \
			 expected 3000000000000 (fast)",
			"constant System.BlockWeights: value.per_class.operational.max_extrinsic.ref_time: is \
			 74891843000, expected 3599891843000 (fast)",
			"constant System.BlockWeights: value.per_class.operational.max_total.ref_time: is 83333333333, \
			 expected 4000000000000 (fast)",
			"constant System.BlockWeights: value.per_class.operational.reserved.ref_time: is 20833333333, \
			 expected 1000000000000 (fast)",
		],
	),
	(
		"System is the stock pallet of this SDK release.",
		&[
			"constant System.BlockLength: type: fields are [max, max_header_size], expected [max]",
			"constant System.BlockLength: value.max_header_size: is null, expected nothing",
			"event System.CodeUpdated: fields are [hash], expected []",
		],
	),
	(
		"Names that the client queries rate limits by, newer than the metadata that the interface was \
		 taken from.",
		&[
			"storage SubtensorModule.LastRateLimitedBlock: key 0::OwnerHyperparamUpdate.1: extra variant \
			 35 EpochConsensus",
			"storage SubtensorModule.LastRateLimitedBlock: key 0::OwnerHyperparamUpdate.1: extra variant \
			 36 BurnRegistrationAllowed",
		],
	),
	(
		"Balances is the stock pallet of this SDK release, which has new events among the old ones.",
		&[
			"event Balances.Burned: index 12, the client expects 11",
			"event Balances.Suspended: index 14, the client expects 12",
			"event Balances.Restored: index 15, the client expects 13",
			"event Balances.Upgraded: index 16, the client expects 14",
			"event Balances.Issued: index 17, the client expects 15",
			"event Balances.Rescinded: index 18, the client expects 16",
			"event Balances.Locked: index 19, the client expects 17",
			"event Balances.Unlocked: index 20, the client expects 18",
			"event Balances.Frozen: index 21, the client expects 19",
			"event Balances.Thawed: index 22, the client expects 20",
			"event Balances.TotalIssuanceForced: index 23, the client expects 21",
		],
	),
	(
		"Newer versions of stock runtime APIs. Only nodes call them; a lazy block has the encoding of \
		 a block.",
		&[
			"api BlockBuilder.check_inherents: block: expected sp_runtime::Block, the runtime has \
			 LazyBlock",
			"api Core.execute_block: block: expected sp_runtime::Block, the runtime has LazyBlock",
			"api SessionKeys.generate_session_keys: parameters are [\"owner\", \"seed\"], expected \
			 [\"seed\"]",
			"api SessionKeys.generate_session_keys: returns: expected Vec<u8>, the runtime has \
			 OpaqueGeneratedSessionKeys",
		],
	),
	(
		"Our extension wraps the stock one and adds no bytes.",
		&["extension CheckMortality: type.0: expected Era, the runtime has CheckMortality"],
	),
	(
		"`MultiSignature` of this SDK release has one more kind of signature, behind the others.",
		&["extrinsic: signature: extra variant 3 Eth"],
	),
];

/// Both profiles, each with the block time that it has in the interface, in milliseconds.
const PROFILES: [(Profile, u64); 2] = [(Profile::Production, 12_000), (Profile::Fast, 250)];

/// The committed lists.
fn lists() -> Lists {
	let deviations = DEVIATIONS.iter().map(|(reason, lines)| (*reason, lines.to_vec()));
	Lists {
		missing: include_str!("../interface/missing.txt").into(),
		extra: include_str!("../interface/extra.txt").into(),
		deviations: deviations.collect(),
	}
}

/// The metadata that the client asks a chain with this profile for.
fn metadata(profile: Profile, block_time: u64) -> RuntimeMetadataV15 {
	chain(block_time, profile).execute_with(|| {
		let answer =
			noesis_runtime::api::dispatch("Metadata_metadata_at_version", &15u32.encode()).unwrap();
		let opaque = Option::<OpaqueMetadata>::decode(&mut answer.as_slice()).unwrap().unwrap();
		match RuntimeMetadataPrefixed::decode(&mut opaque.as_slice()).unwrap().1 {
			RuntimeMetadata::V15(metadata) => metadata,
			_ => panic!("asked for another format"),
		}
	})
}

/// Compares the metadata of both profiles, after `change`. Differences that only one of them has are
/// marked with its name.
fn compare_both(change: impl Fn(&mut RuntimeMetadataV15)) -> Report {
	let surface = golden::surface();
	let [mut both, fast] = PROFILES.map(|(profile, block_time)| {
		let mut metadata = metadata(profile, block_time);
		change(&mut metadata);
		compare(&surface, &metadata, profile)
	});
	let production = std::mem::take(&mut both.different);
	let label = |line: &String| match (production.contains(line), fast.different.contains(line)) {
		(true, true) => line.clone(),
		(true, false) => format!("{line} (production)"),
		_ => format!("{line} (fast)"),
	};
	both.different = production.union(&fast.different).map(label).collect();
	both.missing.extend(fast.missing);
	both.extra.extend(fast.extra);
	both
}

#[test]
fn the_runtime_is_the_interface_but_for_what_the_lists_name() {
	let complaints = lists().complaints(&compare_both(|_| {}));
	assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// Length of `missing.txt`. It may only be lowered.
const MISSING_AT_MOST: usize = 1193;

#[test]
fn the_list_of_missing_items_only_shrinks() {
	let missing = lists().missing.lines().count();
	assert!(missing == MISSING_AT_MOST, "lower MISSING_AT_MOST to {missing}, or remove a line");
}

#[test]
fn every_deviation_has_a_reason() {
	assert!(DEVIATIONS.iter().all(|(reason, lines)| !reason.is_empty() && !lines.is_empty()));
}
