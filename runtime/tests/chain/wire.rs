//! Names, indices and order that clients see and sign.

use codec::Decode;
use frame_metadata::{v15::RuntimeMetadataV15, RuntimeMetadata, RuntimeMetadataPrefixed};
use frame_system::limits::BlockWeights;
use noesis_runtime::{Runtime, VERSION};
use pallet_subtensor::Profile;

use crate::block::chain;

/// Metadata in format `version`, of a chain with this block time and profile.
fn metadata_at(version: u32, block_time: u64, profile: Profile) -> RuntimeMetadata {
	chain(block_time, profile).execute_with(|| {
		let opaque =
			noesis_runtime::policy::metadata::at_version(version).expect("the format is offered");
		RuntimeMetadataPrefixed::decode(&mut opaque.as_slice()).unwrap().1
	})
}

fn metadata(block_time: u64, profile: Profile) -> RuntimeMetadataV15 {
	match metadata_at(15, block_time, profile) {
		RuntimeMetadata::V15(metadata) => metadata,
		_ => panic!("asked for another format"),
	}
}

fn constant<T: Decode>(metadata: &RuntimeMetadataV15, pallet: &str, name: &str) -> T {
	let pallet = metadata.pallets.iter().find(|p| p.name == pallet).unwrap();
	let constant = pallet.constants.iter().find(|c| c.name == name).unwrap();
	T::decode(&mut constant.value.as_slice()).unwrap()
}

#[test]
fn pallets_have_the_names_and_indices_of_the_interface() {
	let pallets: Vec<_> = metadata(12_000, Profile::Production)
		.pallets
		.into_iter()
		.map(|pallet| (pallet.index, pallet.name))
		.collect();
	let expected = [
		(0, "System"),
		(1, "RandomnessCollectiveFlip"),
		(2, "Timestamp"),
		(3, "Aura"),
		(4, "Grandpa"),
		(5, "Balances"),
		(6, "TransactionPayment"),
		(7, "SubtensorModule"),
		(11, "Utility"),
		(12, "Sudo"),
		(13, "Multisig"),
		(14, "Preimage"),
		(15, "Scheduler"),
		(16, "Proxy"),
		(20, "SafeMode"),
		(30, "MevShield"),
	]
	.map(|(index, name)| (index, name.to_string()));
	assert_eq!(pallets, expected);
}

/// Clients recognise an encoded call by the number of its type.
#[test]
fn calls_inside_calls_have_the_type_of_the_outermost_call() {
	let metadata = metadata(12_000, Profile::Production);
	let call = metadata.outer_enums.call_enum_ty.id;
	let name = metadata.types.resolve(call).unwrap().path.clone();
	let named: Vec<_> = metadata.types.types.iter().filter(|entry| entry.ty.path == name).collect();
	assert_eq!(named.len(), 1);

	let pallets = ["Utility", "Sudo", "Multisig", "Scheduler", "Proxy"];
	for pallet in metadata.pallets.iter().filter(|pallet| pallets.contains(&&*pallet.name)) {
		let calls = metadata.types.resolve(pallet.calls.as_ref().unwrap().ty.id).unwrap();
		let scale_info::TypeDef::Variant(calls) = &calls.type_def else { panic!("not an enum") };
		let fields = calls.variants.iter().flat_map(|variant| &variant.fields);
		let is_call = |name: Option<&str>| matches!(name, Some("call" | "main" | "fallback"));
		let calls = fields.filter(|field| is_call(field.name.as_deref()));
		let numbers: Vec<_> = calls.map(|field| field.ty.id).collect();
		assert!(!numbers.is_empty(), "{}", pallet.name);
		assert!(numbers.iter().all(|number| *number == call), "{}: {numbers:?}", pallet.name);
	}
}

#[test]
fn extensions_are_signed_in_the_order_of_the_interface() {
	let extrinsic = metadata(12_000, Profile::Production).extrinsic;
	let extensions: Vec<_> =
		extrinsic.signed_extensions.iter().map(|e| e.identifier.as_str()).collect();
	assert_eq!(
		extensions,
		[
			"CheckNonZeroSender",
			"CheckSpecVersion",
			"CheckTxVersion",
			"CheckGenesis",
			"CheckMortality",
			"CheckNonce",
			"CheckWeight",
			"ChargeTransactionPayment",
			"SudoTransactionExtension",
			"CheckShieldedTxValidity",
			"SubtensorTransactionExtension",
			"DrandPriority",
			"CheckMetadataHash",
		]
	);
	assert_eq!(extrinsic.version, 4);
}

#[test]
fn three_formats_of_metadata_are_offered() {
	chain(12_000, Profile::Production)
		.execute_with(|| assert_eq!(Runtime::metadata_versions(), [14, 15, 16]));
	assert!(matches!(metadata_at(14, 12_000, Profile::Fast), RuntimeMetadata::V14(_)));
	assert!(matches!(metadata_at(16, 12_000, Profile::Fast), RuntimeMetadata::V16(_)));
}

#[test]
fn constants_follow_block_time_and_profile_independently() {
	for (block_time, profile, tempo) in [
		(12_000u64, Profile::Production, 360u16),
		(12_000, Profile::Fast, 10),
		(250, Profile::Production, 360),
		(250, Profile::Fast, 10),
	] {
		let metadata = metadata(block_time, profile);
		assert_eq!(constant::<u64>(&metadata, "Aura", "SlotDuration"), block_time);
		assert_eq!(constant::<u64>(&metadata, "Timestamp", "MinimumPeriod"), block_time / 2);
		assert_eq!(constant::<u16>(&metadata, "SubtensorModule", "InitialTempo"), tempo);
		let limits: BlockWeights = constant(&metadata, "System", "BlockWeights");
		assert_eq!(limits.max_block.ref_time(), block_time * 1_000_000_000 / 3);
	}
}

#[test]
fn the_runtime_has_a_name_of_its_own() {
	assert_eq!((&*VERSION.spec_name, &*VERSION.impl_name), ("noesis", "noesis"));
	assert_eq!(VERSION.transaction_version, 1);
}
