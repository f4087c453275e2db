//! Tests of the comparison of types and values, with types made for it.

use std::collections::BTreeMap;

use codec::{Compact, Encode};
use scale_info::{
	form::PortableForm, meta_type, Path, PortableRegistry, PortableRegistryBuilder, Registry, Type,
	TypeDef, TypeDefComposite, TypeInfo, TypeParameter,
};
use serde_json::{json, Value};
use sp_keyring::Sr25519Keyring::Alice;
use sp_runtime::AccountId32;

use super::{
	golden::Definition,
	types::{Matcher, Types},
	values,
};

#[derive(Encode, TypeInfo)]
struct Wrapper(u64);

#[derive(Encode, TypeInfo)]
struct Bits {
	bits: u128,
}

#[derive(Encode, TypeInfo)]
enum Tree {
	Leaf,
	Branch { left: Box<Tree>, right: Box<Tree> },
	Fruit(u8),
}

/// Registers `T` and the types of its parts. Returns all types and the id of `T`.
fn registry<T: TypeInfo + 'static>() -> (PortableRegistry, u32) {
	let mut registry = Registry::new();
	let id = registry.register_type(&meta_type::<T>()).id;
	(registry.into(), id)
}

/// The differences between a type expression and `T`.
fn against<T: TypeInfo + 'static>(expected: &str) -> Vec<String> {
	let definitions: BTreeMap<String, Definition> = serde_json::from_value(json!({
		"Money": {"fields": [[null, "u64"]]},
		"Fixed": {"fields": [["bits", "u128"]]},
		"Tree": {"variants": [
			[0, "Leaf", []],
			[1, "Branch", [["left", "Tree"], ["right", "Tree"]]],
			[2, "Fruit", [[null, "u8"]]],
		]},
		"Shrub": {"variants": [[0, "Leaf", []], [2, "Berry", [[null, "u8"]]], [3, "Thorn", []]]},
	}))
	.unwrap();
	let (types, id) = registry::<T>();
	Matcher::new(&definitions, Types(&types)).differences(expected, id, "it")
}

#[test]
fn equal_types_do_not_differ() {
	let none: [&str; 0] = [];
	assert_eq!(against::<u64>("u64"), none);
	assert_eq!(against::<()>("()"), none);
	assert_eq!(against::<(u8, [u16; 3])>("(u8, [u16; 3])"), none);
	assert_eq!(against::<Vec<(Compact<u32>, String)>>("Vec<(Compact<u32>, str)>"), none);
	assert_eq!(against::<Option<Result<(), bool>>>("Option<Result<(), bool>>"), none);
	assert_eq!(against::<BTreeMap<u8, Vec<i16>>>("BTreeMap<u8, Vec<i16>>"), none);
	assert_eq!(against::<Bits>("Fixed"), none);
	assert_eq!(against::<Tree>("Tree"), none);
}

#[test]
fn transparent_wrappers_and_bounds_make_no_difference() {
	let none: [&str; 0] = [];
	assert_eq!(against::<Wrapper>("u64"), none);
	assert_eq!(against::<u64>("Money"), none);
	assert_eq!(against::<Wrapper>("Money"), none);
	assert_eq!(against::<Vec<u8>>("BoundedVec<u8>"), none);
}

#[test]
fn differences_are_told_with_their_place() {
	assert_eq!(against::<u32>("u64"), ["it: expected u64, the runtime has u32"]);
	assert_eq!(against::<Bits>("u128"), ["it: expected u128, the runtime has Bits"]);
	assert_eq!(against::<u128>("Fixed"), ["it: expected Fixed, the runtime has u128"]);
	assert_eq!(against::<[u8; 4]>("[u8; 5]"), ["it: expected [u8; 5], the runtime has [u8; 4]"]);
	assert_eq!(against::<(u8,)>("(u8, u8)"), ["it: expected (u8, u8), the runtime has (u8,)"]);
	assert_eq!(against::<u8>("Vec<u8>"), ["it: expected Vec<u8>, the runtime has u8"]);
	assert_eq!(
		against::<Vec<(bool, Option<u8>)>>("Vec<(bool, Option<u16>)>"),
		["it[].1<Option>: expected u16, the runtime has u8"]
	);
	assert_eq!(against::<Bits>("Money"), ["it: fields are [bits], expected [0]"]);
	assert_eq!(
		against::<Tree>("Shrub"),
		[
			"it: variant 2 is Fruit, expected Berry",
			"it: variant 3 Thorn is missing",
			"it: extra variant 1 Branch",
		]
	);
}

/// A type without a content.
fn named(path: &[&str], params: &[u32]) -> Type<PortableForm> {
	let param = |id: &u32| TypeParameter { name: "T".into(), ty: Some((*id).into()) };
	Type {
		path: Path { segments: path.iter().map(ToString::to_string).collect() },
		type_params: params.iter().map(param).collect(),
		type_def: TypeDef::Composite(TypeDefComposite { fields: Vec::new() }),
		docs: Vec::new(),
	}
}

#[test]
fn fixed_point_types_are_told_apart_by_their_point() {
	let mut types = PortableRegistryBuilder::new();
	let mut fraction = types.register_type(named(&["typenum", "UTerm"], &[]));
	let zero = types.register_type(named(&["typenum", "B0"], &[]));
	let one = types.register_type(named(&["typenum", "B1"], &[]));
	// 32 in binary.
	for bit in [one, zero, zero, zero, zero, zero] {
		fraction = types.register_type(named(&["typenum", "UInt"], &[fraction, bit]));
	}
	let fixed = types.register_type(named(&["substrate_fixed", "FixedI128"], &[fraction]));
	let types = types.finish();
	let types = Types(&types);
	assert_eq!(types.name(fixed), "I96F32");
	assert_eq!(types.ident(fixed), "FixedI128");
	let definitions = BTreeMap::new();
	let matcher = Matcher::new(&definitions, types);
	assert!(matcher.differences("I96F32", fixed, "").is_empty());
	assert_eq!(
		matcher.differences("I64F64", fixed, ""),
		[": expected I64F64, the runtime has I96F32"]
	);
}

/// Decodes the encoding of `value` as the client does.
fn shown<T: Encode + TypeInfo + 'static>(value: T) -> Value {
	let (types, id) = registry::<T>();
	values::decoded(Types(&types), id, &value.encode()).unwrap()
}

#[test]
fn values_are_those_that_the_client_shows() {
	assert_eq!(shown(Wrapper(7)), json!(7));
	assert_eq!(shown(Bits { bits: 7 }), json!({"bits": 7}));
	assert_eq!(shown(Bits { bits: 1 << 64 }), json!({"bits": "18446744073709551616"}));
	assert_eq!(shown(Some(-1i16)), json!(-1));
	assert_eq!(shown(None::<u8>), json!(null));
	assert_eq!(shown((Compact(5u64), true, String::from("a"))), json!([5, true, "a"]));
	assert_eq!(shown([1u8, 255]), json!("0x01ff"));
	assert_eq!(shown(b"TAO".to_vec()), json!("TAO"));
	assert_eq!(shown(vec![255u8]), json!("0xff"));
	assert_eq!(shown(vec![1u16, 2]), json!([1, 2]));
	let tree = Tree::Branch { left: Tree::Leaf.into(), right: Tree::Fruit(3).into() };
	assert_eq!(shown(tree), json!({"Branch": {"left": "Leaf", "right": {"Fruit": 3}}}));
	let alice: AccountId32 = Alice.to_account_id();
	assert_eq!(shown(alice), json!("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"));
}

#[test]
fn values_that_are_no_encodings_are_refused() {
	let (types, id) = registry::<u16>();
	assert!(values::decoded(Types(&types), id, &[1]).is_err());
	assert!(values::decoded(Types(&types), id, &[1, 0, 0]).is_err());
}
