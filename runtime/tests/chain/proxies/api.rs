//! The runtime API of proxy types tells clients what the filters do.

use codec::{Decode, Encode};
use frame_support::traits::InstanceFilter;
use noesis_runtime::{
	policy::proxies::{
		filter_api::{CallConstraint, CallInfo, FilterMode, ProxyFilterInfo, ProxyTypeInfo},
		ProxyType,
	},
	VERSION,
};
use scale_info::{form::PortableForm, Field, TypeDef};

use super::{
	samples::{metadata, variants, Shapes},
	table::{groups, verdict, Verdict},
	ProxyType::*,
	ALL,
};

/// Calls a method of the API as a node does.
fn ask<T: Decode>(method: &str, arguments: &impl Encode) -> T {
	let method = format!("ProxyFilterRuntimeApi_{method}");
	let answer = noesis_runtime::api::dispatch(&method, &arguments.encode()).unwrap();
	let mut input = answer.as_slice();
	let decoded = T::decode(&mut input).unwrap();
	assert!(input.is_empty());
	decoded
}

fn types() -> Vec<ProxyTypeInfo> {
	ask("get_proxy_types", &())
}

fn filters(types: Option<Vec<u8>>) -> Vec<ProxyFilterInfo> {
	ask("get_proxy_filters", &types)
}

/// The answer for one type.
fn mode(proxy_type: ProxyType) -> FilterMode {
	let mut filters = filters(Some(proxy_type.encode()));
	assert_eq!(filters.len(), 1);
	filters.remove(0).filter_mode
}

/// The calls in the answer for a type that does not allow all.
fn allowed(proxy_type: ProxyType) -> Vec<CallInfo> {
	match mode(proxy_type) {
		FilterMode::Allow(calls) => calls,
		FilterMode::AllowAll => panic!("{proxy_type:?} allows all"),
	}
}

#[test]
fn types_are_listed_with_names_and_indices_of_the_interface() {
	let expected: Vec<ProxyTypeInfo> = ALL
		.into_iter()
		.enumerate()
		.map(|(index, proxy_type)| ProxyTypeInfo {
			name: format!("{proxy_type:?}").into_bytes(),
			index: index as u8,
			deprecated: [Senate, Triumvirate, Governance, RootWeights].contains(&proxy_type),
		})
		.collect();
	assert_eq!(types(), expected);
}

#[test]
fn all_filters_are_listed_unless_some_are_asked_for() {
	let heads = |filters: Vec<ProxyFilterInfo>| -> Vec<(u8, Vec<u8>, bool)> {
		filters.into_iter().map(|f| (f.proxy_type, f.name, f.deprecated)).collect()
	};
	let all: Vec<_> = types().into_iter().map(|t| (t.index, t.name, t.deprecated)).collect();
	assert_eq!(heads(filters(None)), all);
	// Each once, in the order asked for, without indices that no type has.
	let some = filters(Some(vec![8, 255, 0, 8, 19, 4]));
	assert_eq!(heads(some), [all[8].clone(), all[0].clone(), all[4].clone()]);
	assert_eq!(filters(Some(vec![])), []);
	assert_eq!(filters(Some((0..=255).collect())), filters(None));
}

#[test]
fn any_allows_all_and_deprecated_types_nothing() {
	assert_eq!(mode(Any), FilterMode::AllowAll);
	for proxy_type in [Senate, Triumvirate, Governance, RootWeights] {
		assert_eq!(allowed(proxy_type), []);
	}
	assert!(allowed(NonTransfer).iter().all(|call| call.constraint.is_none()));
}

#[test]
fn listed_calls_are_those_that_filters_let_through() {
	let (shapes, groups) = (Shapes::new(), groups());
	for proxy_type in ALL.into_iter().filter(|proxy_type| *proxy_type != Any) {
		let mut listed = allowed(proxy_type).into_iter().peekable();
		for shape in &shapes.calls {
			let is_it = |info: &CallInfo| {
				(info.pallet_index, info.call_index) == (shape.pallet_index, shape.call_index)
			};
			let name = format!("{proxy_type:?}: {}.{}", shape.pallet, shape.call);
			let info = listed.next_if(is_it);
			if let Some(info) = &info {
				assert_eq!(info.pallet_name, shape.pallet.as_bytes());
				assert_eq!(info.call_name, shape.call.as_bytes());
			}
			let Some(sample) = shapes.sample(shape) else {
				let group = groups[&(shape.pallet.clone(), shape.call.clone())];
				let expected = verdict(&format!("{proxy_type:?}"), group, &shape.call);
				assert_eq!(info.is_some(), expected == Verdict::Yes, "{name}");
				continue;
			};
			match info.map(|info| info.constraint) {
				None => assert!(!proxy_type.filter(&sample), "{name}"),
				Some(None) => assert!(proxy_type.filter(&sample), "{name}"),
				Some(Some(CallConstraint::ParamLessThan { param_name, limit })) => {
					let param = String::from_utf8(param_name).unwrap();
					let limit = u64::try_from(limit).unwrap();
					let of = |rao| shapes.sample_of_amount(shape, &param, rao);
					assert!(proxy_type.filter(&of(limit - 1)), "{name}");
					assert!(!proxy_type.filter(&of(limit)), "{name}");
				}
				// Tested in `a_set_code_proxy_sets_code_through_one_call_and_dispatches_no_other`.
				Some(Some(CallConstraint::NestedCallMustBe { .. })) => {
					assert_eq!(proxy_type, SudoUncheckedSetCode, "{name}");
				}
			}
		}
		assert_eq!(listed.next(), None, "{proxy_type:?} lists it twice or out of order");
	}
}

#[test]
fn constraints_on_arguments_are_listed() {
	let info = |pallet: (&str, u8), call: (&str, u8), constraint| CallInfo {
		pallet_name: pallet.0.into(),
		pallet_index: pallet.1,
		call_name: call.0.into(),
		call_index: call.1,
		constraint: Some(constraint),
	};
	let small = CallConstraint::ParamLessThan { param_name: b"value".to_vec(), limit: 500_000_000 };
	let transfers: Vec<_> = allowed(SmallTransfer)
		.into_iter()
		.filter(|call| call.pallet_name == b"Balances".to_vec())
		.collect();
	assert_eq!(
		transfers,
		[
			info(("Balances", 5), ("transfer_allow_death", 0), small.clone()),
			info(("Balances", 5), ("transfer_keep_alive", 3), small),
		]
	);
	let nested = CallConstraint::NestedCallMustBe {
		param_name: b"call".to_vec(),
		pallet_name: b"System".to_vec(),
		call_name: b"set_code".to_vec(),
	};
	let expected = [info(("Sudo", 12), ("sudo_unchecked_weight", 1), nested)];
	assert_eq!(allowed(SudoUncheckedSetCode), expected);
}

#[test]
fn answers_are_encoded_as_clients_read_them() {
	// u8, bytes, bool, mode 1 with a list of one: bytes, u8, bytes, u8, Some(constraint 1 of bytes).
	let expected = [
		b"\x04\x0e\x50SudoUncheckedSetCode\x00\x01\x04".as_slice(),
		b"\x10Sudo\x0c\x54sudo_unchecked_weight\x01",
		b"\x01\x01\x10call\x18System\x20set_code",
	];
	let answer = noesis_runtime::api::dispatch(
		"ProxyFilterRuntimeApi_get_proxy_filters",
		&Some(vec![14u8]).encode(),
	);
	assert_eq!(answer.unwrap(), expected.concat());

	let less = CallConstraint::ParamLessThan { param_name: b"value".to_vec(), limit: 500_000_000 };
	let expected = [b"\x00\x14value\x00\x65\xcd\x1d".as_slice(), &[0; 12]].concat();
	assert_eq!(less.encode(), expected);
	assert_eq!(FilterMode::AllowAll.encode(), [0]);
}

#[test]
fn the_api_has_the_name_and_shape_of_the_interface() {
	const ID: [u8; 8] = [0xc0, 0xde, 0x49, 0x84, 0xd1, 0x12, 0xf3, 0xb4];
	assert!(VERSION.apis.contains(&(ID, 1)));

	let metadata = metadata();
	let api = metadata.apis.iter().find(|api| api.name == "ProxyFilterRuntimeApi").unwrap();
	let methods: Vec<(&str, Vec<&str>)> = api
		.methods
		.iter()
		.map(|m| (m.name.as_str(), m.inputs.iter().map(|input| input.name.as_str()).collect()))
		.collect();
	assert_eq!(methods, [("get_proxy_types", vec![]), ("get_proxy_filters", vec!["proxy_types"])]);

	let find = |name: &str| {
		let is_it = |ty: &&scale_info::PortableType| ty.ty.path.ident().as_deref() == Some(name);
		metadata.types.types.iter().find(is_it).unwrap()
	};
	let names = |fields: &[Field<PortableForm>]| -> Vec<String> {
		fields.iter().map(|field| field.name.clone().unwrap_or_default()).collect()
	};
	let fields = |name: &str| match &find(name).ty.type_def {
		TypeDef::Composite(def) => names(&def.fields),
		other => panic!("{other:?} is no struct"),
	};
	assert_eq!(fields("ProxyTypeInfo"), ["name", "index", "deprecated"]);
	assert_eq!(fields("ProxyFilterInfo"), ["proxy_type", "name", "deprecated", "filter_mode"]);
	assert_eq!(
		fields("CallInfo"),
		["pallet_name", "pallet_index", "call_name", "call_index", "constraint"]
	);
	let variants_of = |name: &str| -> Vec<(u8, &str, Vec<String>)> {
		variants(&metadata.types, find(name).id)
			.iter()
			.map(|variant| (variant.index, variant.name.as_str(), names(&variant.fields)))
			.collect()
	};
	let owned = |names: &[&str]| -> Vec<String> { names.iter().map(|n| n.to_string()).collect() };
	assert_eq!(variants_of("FilterMode"), [(0, "AllowAll", vec![]), (1, "Allow", owned(&[""]))]);
	assert_eq!(
		variants_of("CallConstraint"),
		[
			(0, "ParamLessThan", owned(&["param_name", "limit"])),
			(1, "NestedCallMustBe", owned(&["param_name", "pallet_name", "call_name"])),
		]
	);
}
