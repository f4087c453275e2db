//! Runtime API for clients: the calls of this runtime that each proxy type allows.

#![allow(
	clippy::cast_possible_truncation,
	reason = "the codec casts the index of a variant that holds fields"
)]

use alloc::vec::Vec;

use codec::{Decode, Encode};
use scale_info::{form::MetaForm, TypeDef, TypeInfo, Variant};

use super::{
	constraints::{ConstrainedCall, Constraint},
	groups::Group,
	ProxyType, Scope,
};
use crate::RuntimeCall;

/// Name and index of a proxy type.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct ProxyTypeInfo {
	/// Name of the type, as in metadata.
	pub name: Vec<u8>,
	/// Index by which the type is encoded.
	pub index: u8,
	/// Whether the type is deprecated and allows no call.
	pub deprecated: bool,
}

/// Proxy type with the calls that it allows.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct ProxyFilterInfo {
	/// Index by which the type is encoded.
	pub proxy_type: u8,
	/// Name of the type, as in metadata.
	pub name: Vec<u8>,
	/// Whether the type is deprecated and allows no call.
	pub deprecated: bool,
	/// Calls that the type allows.
	pub filter_mode: FilterMode,
}

/// Calls that a proxy type allows.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub enum FilterMode {
	/// Every call, also calls that future runtimes add.
	#[codec(index = 0)]
	AllowAll,
	/// These calls and no other.
	#[codec(index = 1)]
	Allow(Vec<CallInfo>),
}

/// Call that a proxy type allows.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct CallInfo {
	/// Name of the pallet.
	pub pallet_name: Vec<u8>,
	/// Index of the pallet.
	pub pallet_index: u8,
	/// Name of the call.
	pub call_name: Vec<u8>,
	/// Index of the call in its pallet.
	pub call_index: u8,
	/// Constraint on the arguments of the call, or none if all arguments are allowed.
	pub constraint: Option<CallConstraint>,
}

/// Constraint on the arguments of an allowed call.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub enum CallConstraint {
	/// The amount in a parameter is below a limit.
	#[codec(index = 0)]
	ParamLessThan {
		/// Name of the parameter that holds the amount.
		param_name: Vec<u8>,
		/// Exclusive upper bound of the amount, in rao.
		limit: u128,
	},
	/// The call in a parameter is the named one.
	#[codec(index = 1)]
	NestedCallMustBe {
		/// Name of the parameter that holds the nested call.
		param_name: Vec<u8>,
		/// Pallet of the nested call.
		pallet_name: Vec<u8>,
		/// Name of the nested call.
		call_name: Vec<u8>,
	},
}

sp_api::decl_runtime_apis! {
	/// Proxy types and the calls that they allow.
	pub trait ProxyFilterRuntimeApi {
		/// All proxy types, by index.
		fn get_proxy_types() -> Vec<ProxyTypeInfo>;
		/// The calls that proxy types allow: the types with the indices in `proxy_types`, each once
		/// and in the given order, or all types. Indices that no type has are skipped.
		///
		/// Lists the calls of this runtime, in the order of their indices. Execution restricts some of
		/// them further: a proxy adds and removes (`Proxy.add_proxy`, `Proxy.remove_proxy`) only
		/// proxies of types within its own; `Proxy.remove_proxies`, `Proxy.kill_pure`,
		/// `Proxy.announce`, `Proxy.set_real_pays_fee`, `Multisig.approve_as_multi` and
		/// `MevShield.store_encrypted` need type `Any`; and the calls inside a call must be allowed too.
		fn get_proxy_filters(proxy_types: Option<Vec<u8>>) -> Vec<ProxyFilterInfo>;
	}
}

impl From<Constraint> for CallConstraint {
	fn from(constraint: Constraint) -> Self {
		match constraint {
			Constraint::ParamLessThan { param, limit } => {
				Self::ParamLessThan { param_name: param.into(), limit: limit.into() }
			}
			Constraint::NestedCallMustBe { param, pallet, call } => Self::NestedCallMustBe {
				param_name: param.into(),
				pallet_name: pallet.into(),
				call_name: call.into(),
			},
		}
	}
}

/// The variants of an enum as metadata shows them, so that no list of variants can go stale.
fn variants(def: TypeDef) -> Vec<Variant<MetaForm>> {
	match def {
		TypeDef::Variant(def) => def.variants,
		_ => Vec::new(),
	}
}

/// All proxy types with their names, by index.
fn named_types() -> impl Iterator<Item = (ProxyType, Variant<MetaForm>)> {
	variants(ProxyType::type_info().type_def).into_iter().filter_map(|variant| {
		let proxy_type = ProxyType::decode(&mut [variant.index].as_slice()).ok()?;
		Some((proxy_type, variant))
	})
}

/// A call of this runtime, without constraint, and its group.
type GroupedCall = (Group, CallInfo);

/// All calls of this runtime, in the order of their indices.
fn grouped_calls() -> Vec<GroupedCall> {
	let mut calls = Vec::new();
	for pallet in variants(RuntimeCall::type_info().type_def) {
		let calls_of_pallet = pallet.fields.first().map(|field| field.ty.type_info().type_def);
		for call in calls_of_pallet.map(variants).unwrap_or_default() {
			let info = CallInfo {
				pallet_name: pallet.name.into(),
				pallet_index: pallet.index,
				call_name: call.name.into(),
				call_index: call.index,
				constraint: None,
			};
			calls.extend(Group::of_named(pallet.name, call.name).map(|group| (group, info)));
		}
	}
	calls
}

/// `call` with the constraint of its entry in `allowed`, if it has an entry.
fn constrained(call: &CallInfo, allowed: &[ConstrainedCall]) -> Option<CallInfo> {
	let is_call = |entry: &&ConstrainedCall| {
		entry.pallet.as_bytes() == call.pallet_name && entry.call.as_bytes() == call.call_name
	};
	let constraint = allowed.iter().find(is_call)?.constraint.into();
	Some(CallInfo { constraint: Some(constraint), ..call.clone() })
}

/// The calls among `calls` that a proxy type allows.
fn filter_mode(proxy_type: ProxyType, calls: &[GroupedCall]) -> FilterMode {
	let of_groups = |groups: &[Group]| {
		let calls = calls.iter().filter(|(group, _)| groups.contains(group));
		calls.map(|(_, call)| call.clone()).collect()
	};
	match proxy_type.scope() {
		Scope::Everything => FilterMode::AllowAll,
		Scope::Nothing => FilterMode::Allow(Vec::new()),
		Scope::Groups(groups) => FilterMode::Allow(of_groups(groups)),
		Scope::Constrained(allowed) => FilterMode::Allow(
			calls.iter().filter_map(|(_, call)| constrained(call, allowed)).collect(),
		),
	}
}

/// All proxy types, by index.
pub(crate) fn proxy_types() -> Vec<ProxyTypeInfo> {
	let info = |(proxy_type, variant): (ProxyType, Variant<MetaForm>)| ProxyTypeInfo {
		name: variant.name.into(),
		index: variant.index,
		deprecated: proxy_type.is_deprecated(),
	};
	named_types().map(info).collect()
}

/// The calls that proxy types allow: see [`ProxyFilterRuntimeApi`].
pub(crate) fn proxy_filters(proxy_types: Option<Vec<u8>>) -> Vec<ProxyFilterInfo> {
	let known: Vec<_> = named_types().collect();
	let calls = grouped_calls();
	let asked = proxy_types.unwrap_or_else(|| known.iter().map(|(_, v)| v.index).collect());
	let mut filters: Vec<ProxyFilterInfo> = Vec::new();
	for index in asked {
		let found = known.iter().find(|(_, variant)| variant.index == index);
		let is_answered = filters.iter().any(|filter| filter.proxy_type == index);
		if let (Some((proxy_type, variant)), false) = (found, is_answered) {
			filters.push(ProxyFilterInfo {
				proxy_type: index,
				name: variant.name.into(),
				deprecated: proxy_type.is_deprecated(),
				filter_mode: filter_mode(*proxy_type, &calls),
			});
		}
	}
	filters
}
