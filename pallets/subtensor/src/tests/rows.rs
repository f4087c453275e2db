//! The list of storage items against the metadata, and its functions at work.

use std::{
	any::TypeId,
	collections::{BTreeMap, BTreeSet},
};

use codec::Encode;
use frame_support::{assert_ok, storage::unhashed};
use noesis_types::{NetUid, NetUidStorageIndex, TaoBalance};
use scale_info::{form::MetaForm, MetaType, Type, TypeDef};
use sp_io::hashing::twox_128;
use sp_metadata_ir::{StorageEntryMetadataIR, StorageEntryTypeIR};
use sp_runtime::AccountId32;

use super::{
	mock::{account, ExtBuilder, RuntimeOrigin, SubtensorModule, Test},
	world::{announced_swap, subnet},
};
use crate::{
	hyperparams::set,
	limits::{Hyperparameter, RateLimitKey},
	rows::{rows, OnDissolve, OnRename, Row, Scope},
	LastRateLimitedBlock, MinBurn, Pallet,
};

/// Storage items in the metadata of the pallet, by name.
fn metadata() -> BTreeMap<String, StorageEntryMetadataIR> {
	// Defaults that depend on the profile are read from storage.
	let entries =
		ExtBuilder::default().build().execute_with(|| Pallet::<Test>::storage_metadata().entries);
	entries.into_iter().map(|entry| (entry.name.to_string(), entry)).collect()
}

/// Whether `wanted` is `ty`, or part of it at any depth.
fn mentions(ty: &MetaType, wanted: &[TypeId], seen: &mut BTreeSet<TypeId>) -> bool {
	if wanted.contains(&ty.type_id()) {
		return true;
	}
	if !seen.insert(ty.type_id()) {
		return false;
	}
	parts(&ty.type_info()).iter().any(|part| mentions(part, wanted, seen))
}

/// Types that a type is made of.
fn parts(ty: &Type<MetaForm>) -> Vec<MetaType> {
	match &ty.type_def {
		TypeDef::Composite(composite) => composite.fields.iter().map(|field| field.ty).collect(),
		TypeDef::Variant(variants) => variants
			.variants
			.iter()
			.flat_map(|variant| &variant.fields)
			.map(|field| field.ty)
			.collect(),
		TypeDef::Sequence(sequence) => vec![sequence.type_param],
		TypeDef::Array(array) => vec![array.type_param],
		TypeDef::Tuple(tuple) => tuple.fields.clone(),
		TypeDef::Compact(compact) => vec![compact.type_param],
		TypeDef::Primitive(_) | TypeDef::BitSequence(_) => Vec::new(),
	}
}

fn mentions_subnet(ty: &MetaType) -> bool {
	let ids = [TypeId::of::<NetUid>(), TypeId::of::<NetUidStorageIndex>()];
	mentions(ty, &ids, &mut BTreeSet::new())
}

fn mentions_account(ty: &MetaType) -> bool {
	mentions(ty, &[TypeId::of::<AccountId32>()], &mut BTreeSet::new())
}

/// Type of the keys of an item, if it has any.
fn key_of(entry: &StorageEntryMetadataIR) -> Option<MetaType> {
	match &entry.ty {
		StorageEntryTypeIR::Plain(_) => None,
		StorageEntryTypeIR::Map { key, .. } => Some(*key),
	}
}

fn value_of(entry: &StorageEntryMetadataIR) -> MetaType {
	match &entry.ty {
		StorageEntryTypeIR::Plain(value) | StorageEntryTypeIR::Map { value, .. } => *value,
	}
}

#[test]
fn every_storage_item_is_listed_once() {
	let mut listed: Vec<_> =
		rows::<Test>().into_iter().map(|row| String::from_utf8(row.name).unwrap()).collect();
	listed.sort();
	let items: Vec<_> = metadata().into_keys().collect();
	assert_eq!(listed, items);
}

#[test]
fn the_scope_of_an_item_is_that_of_its_keys() {
	let metadata = metadata();
	for row in rows::<Test>() {
		let name = String::from_utf8(row.name).unwrap();
		let key = key_of(&metadata[&name]);
		let subnet = key.as_ref().is_some_and(mentions_subnet);
		let account = key.as_ref().is_some_and(mentions_account);
		let scope = match (subnet, account) {
			(false, false) => Scope::Chain,
			(true, false) => Scope::Subnet,
			(false, true) => Scope::Account,
			(true, true) => Scope::Both,
		};
		assert_eq!(row.scope, scope, "{name}");
	}
}

/// An item with a subnet in its key or value has rows to remove, and an item with an account there
/// has rows to rename.
#[test]
fn no_item_with_a_subnet_or_account_is_left_out() {
	let metadata = metadata();
	for row in rows::<Test>() {
		let name = String::from_utf8(row.name).unwrap();
		let entry = &metadata[&name];
		let types = [key_of(entry), Some(value_of(entry))];
		let subnet = types.iter().flatten().any(mentions_subnet);
		let account = types.iter().flatten().any(mentions_account);
		assert_eq!(matches!(row.on_dissolve, OnDissolve::Remove(_)), subnet, "{name}");
		assert_eq!(!matches!(row.on_rename, OnRename::Unaffected), account, "{name}");
	}
}

/// Storage prefix of an item of the pallet.
fn prefix_of(name: &[u8]) -> Vec<u8> {
	[twox_128(b"SubtensorModule"), twox_128(name)].concat()
}

/// Number of rows of the pallet with `bytes` in the key behind the prefix of the item.
fn rows_with(bytes: &[u8]) -> usize {
	let pallet = twox_128(b"SubtensorModule");
	let next = |key: &Vec<u8>| sp_io::storage::next_key(key).filter(|key| key.starts_with(&pallet));
	std::iter::successors(next(&pallet.to_vec()), next)
		.filter(|key| key[32..].windows(bytes.len()).any(|window| window == bytes))
		.count()
}

/// The tests below write rows of subnets and accounts raw, and those of both scopes by their keys.
fn only_rate_limits_have_both_scopes() {
	let both = rows::<Test>().into_iter().filter(|row| row.scope == Scope::Both);
	let names: Vec<_> = both.map(|row| String::from_utf8(row.name).unwrap()).collect();
	assert_eq!(names, ["LastRateLimitedBlock"]);
}

#[test]
fn removing_the_rows_of_a_subnet_leaves_no_key_with_its_netuid() {
	ExtBuilder::default().build().execute_with(|| {
		only_rate_limits_have_both_scopes();
		// Their bytes occur in no other key.
		let (gone, kept) = (NetUid::new(0xabcd), NetUid::new(0xabce));
		let maps: Vec<_> =
			rows::<Test>().into_iter().filter(|row| row.scope == Scope::Subnet).collect();
		for netuid in [gone, kept] {
			for row in &maps {
				unhashed::put_raw(&[prefix_of(&row.name), netuid.encode()].concat(), &[0; 32]);
			}
			let update = RateLimitKey::OwnerHyperparamUpdate(netuid, Hyperparameter::MinBurn);
			for key in RateLimitKey::of_subnet(netuid).into_iter().chain([update]) {
				LastRateLimitedBlock::<Test>::insert(key, 1);
			}
		}
		let before = maps.len() + 4;
		assert_eq!([gone, kept].map(|netuid| rows_with(&netuid.encode())), [before, before]);
		for row in rows::<Test>() {
			if let OnDissolve::Remove(remove) = row.on_dissolve {
				remove(gone);
			}
		}
		assert_eq!([gone, kept].map(|netuid| rows_with(&netuid.encode())), [0, before]);
	});
}

#[test]
fn renaming_a_coldkey_leaves_no_row_of_the_old_one() {
	ExtBuilder::default().build_and_execute(|| {
		only_rate_limits_have_both_scopes();
		let (old, new) = (announced_swap(0xee), account(0xdd));
		let netuid = subnet(1, 0xee);
		let owner = RuntimeOrigin::signed(old.clone());
		assert_ok!(SubtensorModule::dispute_coldkey_swap(owner.clone()));
		for key in RateLimitKey::of_account(&old) {
			LastRateLimitedBlock::<Test>::insert(key, 1);
		}
		// Announcement, dispute and three rate limits: one row of every map that outlives a block.
		let lasting = |row: &Row<Test>| !matches!(row.on_rename, OnRename::EndsWithBlock);
		let by_account =
			rows::<Test>().into_iter().filter(|row| row.scope == Scope::Account && lasting(row));
		assert_eq!(rows_with(old.as_ref()), by_account.count() + 3);
		for row in rows::<Test>() {
			if let OnRename::Coldkey(rename) | OnRename::EitherKey(rename) = row.on_rename {
				rename(&old, &new);
			}
		}
		assert_eq!(rows_with(old.as_ref()), 0);
		assert_eq!(rows_with(new.as_ref()), 3);
		let value = TaoBalance::new(1);
		assert!(set::<Test, MinBurn<Test>>(owner, netuid, value).is_err());
		assert_ok!(set::<Test, MinBurn<Test>>(RuntimeOrigin::signed(new), netuid, value));
	});
}
