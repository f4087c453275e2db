//! Tests that the comparison fails. Each test changes the metadata of the runtime and lists all
//! lines that the comparison then prints.

use frame_metadata::v15::{
	PalletMetadata, RuntimeMetadataV15, StorageEntryMetadata, StorageEntryModifier,
	StorageEntryType, StorageHasher,
};
use pallet_subtensor::Profile;
use scale_info::{form::PortableForm, TypeDef, Variant};

use super::{compare::Report, compare_both, lists::Lists};

/// The complaints about metadata after `change`.
fn complaints(change: impl Fn(&mut RuntimeMetadataV15)) -> Vec<String> {
	super::lists().complaints(&compare_both(change))
}

fn pallet<'a>(
	metadata: &'a mut RuntimeMetadataV15,
	name: &str,
) -> &'a mut PalletMetadata<PortableForm> {
	metadata.pallets.iter_mut().find(|pallet| pallet.name == name).unwrap()
}

fn item<'a>(
	metadata: &'a mut RuntimeMetadataV15,
	pallet_name: &str,
	name: &str,
) -> &'a mut StorageEntryMetadata<PortableForm> {
	let entries = &mut pallet(metadata, pallet_name).storage.as_mut().unwrap().entries;
	entries.iter_mut().find(|entry| entry.name == name).unwrap()
}

/// The variants of the enum with this id.
fn variants(metadata: &mut RuntimeMetadataV15, id: u32) -> &mut Vec<Variant<PortableForm>> {
	match &mut metadata.types.types[id as usize].ty.type_def {
		TypeDef::Variant(definition) => &mut definition.variants,
		_ => panic!("no enum"),
	}
}

/// The call of this name.
fn call<'a>(
	metadata: &'a mut RuntimeMetadataV15,
	pallet_name: &str,
	name: &str,
) -> &'a mut Variant<PortableForm> {
	let calls = pallet(metadata, pallet_name).calls.as_ref().unwrap().ty.id;
	variants(metadata, calls).iter_mut().find(|call| call.name == name).unwrap()
}

/// The id of the first type with this name.
fn type_id(metadata: &RuntimeMetadataV15, name: &str) -> u32 {
	let mut types = metadata.types.types.iter();
	let named = types.find(|entry| entry.ty.path.segments.last().is_some_and(|last| last == name));
	named.unwrap().id
}

#[test]
fn errors_that_change_places_are_seen() {
	let swap = |metadata: &mut RuntimeMetadataV15| {
		let errors = pallet(metadata, "Balances").error.as_ref().unwrap().ty.id;
		let errors = variants(metadata, errors);
		(errors[0].index, errors[1].index) = (errors[1].index, errors[0].index);
	};
	assert_eq!(
		complaints(swap),
		[
			"mismatched  error Balances.LiquidityRestrictions: index 0, the client expects 1",
			"mismatched  error Balances.VestingBalance: index 1, the client expects 0",
		]
	);
}

#[test]
fn a_block_of_constants_that_replaces_another_is_seen() {
	let mut metadata = super::metadata(Profile::Production, 12_000);
	let mut gone: Vec<_> = pallet(&mut metadata, "SubtensorModule")
		.constants
		.iter()
		.filter(|constant| constant.name != "InitialTempo")
		.map(|constant| format!("missing     constant SubtensorModule.{}", constant.name))
		.collect();
	gone.sort();
	assert!(!gone.is_empty());
	let replace = |metadata: &mut RuntimeMetadataV15| {
		let constants = &mut pallet(metadata, "SubtensorModule").constants;
		constants.retain(|constant| constant.name == "InitialTempo");
	};
	assert_eq!(complaints(replace), gone);
}

#[test]
fn a_value_that_changes_in_one_profile_is_seen() {
	let change = |metadata: &mut RuntimeMetadataV15| {
		for constant in &mut pallet(metadata, "Timestamp").constants {
			if constant.value[0] == 125 {
				constant.value[0] = 126;
			}
		}
	};
	assert_eq!(
		complaints(change),
		["mismatched  constant Timestamp.MinimumPeriod: value: is 126, expected 125 (fast)"]
	);
}

#[test]
fn another_hasher_modifier_or_number_of_keys_is_seen() {
	let change = |metadata: &mut RuntimeMetadataV15| {
		let account = item(metadata, "System", "Account");
		account.modifier = StorageEntryModifier::Optional;
		let StorageEntryType::Map { hashers, value, .. } = &mut account.ty else { panic!() };
		*hashers = vec![StorageHasher::Identity];
		let value = *value;
		item(metadata, "Balances", "Account").ty = StorageEntryType::Plain(value);
	};
	assert_eq!(
		complaints(change),
		[
			"mismatched  storage Balances.Account: 0 keys, expected 1",
			"mismatched  storage Balances.Account: hashers [], the client expects \
			 [\"Blake2_128Concat\"]",
			"mismatched  storage Balances.Account: value is AccountInfo, the client expects \
			 AccountData",
			"mismatched  storage Balances.Account: value: fields are [nonce, consumers, providers, \
			 sufficients, data], expected [free, reserved, frozen, flags]",
			"mismatched  storage System.Account: hashers [\"Identity\"], the client expects \
			 [\"Blake2_128Concat\"]",
			"mismatched  storage System.Account: modifier Optional, the client expects Default",
		]
	);
}

#[test]
fn other_default_bytes_and_another_prefix_are_seen() {
	let change = |metadata: &mut RuntimeMetadataV15| {
		item(metadata, "Timestamp", "Now").default[0] = 1;
		pallet(metadata, "Aura").storage.as_mut().unwrap().prefix = "Babe".into();
	};
	assert_eq!(
		complaints(change),
		[
			"mismatched  pallet Aura: prefix Some(\"Babe\"), the client expects Some(\"Aura\")",
			"mismatched  storage Timestamp.Now: default 0x0100000000000000, the client expects \
			 0x0000000000000000",
		]
	);
}

#[test]
fn a_renamed_argument_is_seen() {
	let rename = |metadata: &mut RuntimeMetadataV15| {
		call(metadata, "Balances", "transfer_keep_alive").fields[0].name = Some("target".into());
	};
	assert_eq!(
		complaints(rename),
		["mismatched  call Balances.transfer_keep_alive: arguments are [\"target\", \"value\"], \
		  expected [\"dest\", \"value\"]"]
	);
}

/// An amount without a name is the same bytes. The client shows it without its unit.
#[test]
fn arguments_of_another_type_are_seen_even_if_the_bytes_are_the_same() {
	let change = |metadata: &mut RuntimeMetadataV15| {
		let pages = call(metadata, "System", "set_heap_pages").fields[0].ty;
		let amount = type_id(metadata, "TaoBalance");
		call(metadata, "System", "set_heap_pages").fields[0].ty = amount.into();
		call(metadata, "Balances", "force_set_balance").fields[1].ty = pages;
	};
	assert_eq!(
		complaints(change),
		[
			"mismatched  call Balances.force_set_balance: new_free is u64, the client expects \
			 Compact<TaoBalance>",
			"mismatched  call Balances.force_set_balance: new_free: expected Compact<TaoBalance>, \
			 the runtime has u64",
			"mismatched  call System.set_heap_pages: pages is TaoBalance, the client expects u64",
		]
	);
}

#[test]
fn calls_and_pallets_and_events_with_another_index_are_seen() {
	let change = |metadata: &mut RuntimeMetadataV15| {
		call(metadata, "Timestamp", "set").index = 7;
		pallet(metadata, "Sudo").index = 17;
		let events = pallet(metadata, "Sudo").event.as_ref().unwrap().ty.id;
		variants(metadata, events)[0].index = 9;
	};
	assert_eq!(
		complaints(change),
		[
			"mismatched  call Timestamp.set: index 7, the client expects 0",
			"mismatched  event Sudo.Sudid: index 9, the client expects 0",
			"mismatched  pallet Sudo: index 17, the client expects 12",
		]
	);
}

#[test]
fn a_change_inside_a_type_is_seen_wherever_the_type_is_used() {
	let change = |metadata: &mut RuntimeMetadataV15| {
		let proxy_type = type_id(metadata, "ProxyType");
		variants(metadata, proxy_type)[3].name = "Other".into();
	};
	let complaints = complaints(change);
	for place in ["call Proxy.add_proxy: proxy_type", "event Proxy.ProxyAdded: .proxy_type"] {
		let line = format!("mismatched  {place}: variant 3 is Other, expected NonTransfer");
		assert!(complaints.contains(&line), "{line} is not in {complaints:#?}");
	}
	assert!(complaints.iter().all(|line| line.contains("variant 3 is Other, expected")));
}

#[test]
fn a_changed_method_or_extension_is_seen() {
	let change = |metadata: &mut RuntimeMetadataV15| {
		metadata.extrinsic.signed_extensions.swap(0, 1);
		let apis = &mut metadata.apis;
		let api = apis.iter_mut().find(|api| api.name == "AccountNonceApi").unwrap();
		api.methods[0].inputs[0].name = "who".into();
	};
	let complaints = complaints(change);
	assert_eq!(complaints.len(), 2);
	assert_eq!(
		complaints[0],
		"mismatched  api AccountNonceApi.account_nonce: parameters are [\"who\"], expected \
		 [\"account\"]"
	);
	assert!(complaints[1].starts_with(
		"mismatched  extrinsic: extensions are [\"CheckSpecVersion\", \"CheckNonZeroSender\", "
	));
}

#[test]
fn added_and_removed_items_are_reported() {
	let change = |metadata: &mut RuntimeMetadataV15| {
		let mut another = item(metadata, "Timestamp", "Now").clone();
		another.name = "Then".into();
		pallet(metadata, "Timestamp").storage.as_mut().unwrap().entries.push(another);
		pallet(metadata, "Aura").constants.clear();
		metadata.pallets.retain(|pallet| pallet.name != "RandomnessCollectiveFlip");
		metadata.apis.retain(|api| api.name != "AccountNonceApi");
		metadata.extrinsic.signed_extensions.retain(|e| e.identifier != "CheckNonce");
	};
	let complaints = complaints(change);
	let lines: Vec<&str> = complaints.iter().map(String::as_str).collect();
	assert_eq!(
		lines[..6],
		[
			"missing     api AccountNonceApi.account_nonce",
			"missing     constant Aura.SlotDuration",
			"missing     extension CheckNonce",
			"missing     pallet RandomnessCollectiveFlip",
			"missing     storage RandomnessCollectiveFlip.RandomMaterial",
			"extra       storage Timestamp.Then",
		]
	);
	assert!(lines[6].starts_with("mismatched  extrinsic: extensions are "));
	assert_eq!(lines.len(), 7);
}

/// A report about an interface of three items.
fn report() -> Report {
	let set = |items: &[&str]| items.iter().map(ToString::to_string).collect();
	Report {
		items: set(&["call A.x", "call A.y", "call A.z"]),
		missing: set(&["call A.y"]),
		extra: set(&["call A.ours"]),
		different: set(&["call A.z: index 1, the client expects 0"]),
	}
}

#[test]
fn a_wrong_line_in_a_list_fails() {
	let exact = Lists {
		missing: "call A.y\n".into(),
		extra: "call A.ours: for a reason\n".into(),
		deviations: vec![("for a reason", vec!["call A.z: index 1, the client expects 0"])],
	};
	let none: [&str; 0] = [];
	assert_eq!(exact.complaints(&report()), none);
	let shorter = Lists { missing: "".into(), extra: "".into(), deviations: vec![] };
	assert_eq!(
		shorter.complaints(&report()),
		[
			"missing     call A.y",
			"extra       call A.ours",
			"mismatched  call A.z: index 1, the client expects 0",
		]
	);
	let longer = Lists {
		missing: "call A.x\ncall A.y\ncall A.w\n".into(),
		extra: "call A.gone: once\ncall A.ours\n".into(),
		deviations: vec![("for a reason", vec!["call A.z: index *", "call A.x: index *"])],
	};
	assert_eq!(
		longer.complaints(&report()),
		[
			"not sorted in missing.txt: call A.w",
			"not in the interface, delete from missing.txt: call A.w",
			"exists now, delete from missing.txt: call A.x",
			"not in the runtime, delete from extra.txt: call A.gone",
			"no reason in extra.txt: call A.ours",
			"no longer so, delete from the deviations: call A.x: index *",
		]
	);
}
