//! What clients ask about proxy types: the table that filters calls, listed for this runtime.

#![allow(
	clippy::cast_possible_truncation,
	reason = "the codec casts the index of a variant that holds fields"
)]

use super::{Constraint, ProxyType, Rule};
use crate::RuntimeCall;
use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::{form::MetaForm, TypeDef, TypeInfo, Variant};

/// A proxy type by name.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct ProxyTypeInfo {
	/// The name of the type, as in metadata.
	pub name: Vec<u8>,
	/// The index by which the type is encoded.
	pub index: u8,
	/// Whether the type has lost its subject and allows nothing.
	pub deprecated: bool,
}

/// A proxy type with the calls that it allows.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct ProxyFilterInfo {
	/// The index by which the type is encoded.
	pub proxy_type: u8,
	/// The name of the type, as in metadata.
	pub name: Vec<u8>,
	/// Whether the type has lost its subject and allows nothing.
	pub deprecated: bool,
	/// What the type allows.
	pub filter_mode: FilterMode,
}

/// What a proxy type allows.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub enum FilterMode {
	/// Every call, also those that future runtimes add.
	#[codec(index = 0)]
	AllowAll,
	/// These calls and no others.
	#[codec(index = 1)]
	#[codec(index = 1)]
	Allow(Vec<CallInfo>),
}

/// A call that a proxy type allows.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct CallInfo {
	/// The pallet of the call.
	pub pallet_name: Vec<u8>,
	/// The index of the pallet.
	pub pallet_index: u8,
	/// The name of the call.
	pub call_name: Vec<u8>,
	/// The index of the call in its pallet.
	pub call_index: u8,
	/// What the arguments of the call must fulfil, if not every one is allowed.
	pub constraint: Option<CallConstraint>,
}

/// What the arguments of an allowed call must fulfil.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub enum CallConstraint {
	/// The amount in a parameter is below a limit.
	#[codec(index = 0)]
	#[codec(index = 0)]
	ParamLessThan {
		/// The parameter that holds the amount.
		param_name: Vec<u8>,
		/// The smallest amount that is refused, in rao.
		limit: u128,
	},
	/// The call in a parameter is a certain one.
	#[codec(index = 1)]
	#[codec(index = 1)]
	NestedCallMustBe {
		/// The parameter that holds the call.
		param_name: Vec<u8>,
		/// The pallet of the nested call.
		pallet_name: Vec<u8>,
		/// The name of the nested call.
		call_name: Vec<u8>,
	},
}

sp_api::decl_runtime_apis! {
	/// What proxies of each type may do.
	pub trait ProxyFilterRuntimeApi {
		/// All proxy types, by index.
		fn get_proxy_types() -> Vec<ProxyTypeInfo>;
		/// What proxy types allow: those with the indices in `proxy_types`, each once and in the
		/// order asked for, or all of them. Indices that no type has are skipped.
		///
		/// Lists the calls of this runtime, in the order of their indices. Two rules of execution
		/// come on top: `Proxy.add_proxy` and `Proxy.remove_proxy` are for types within one's own,
		/// `Proxy.remove_proxies` and `Proxy.kill_pure` for `Any`.
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

/// The variants of an enum as metadata shows them, so that no list of them can go stale.
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

/// The calls of one pallet: the name and the index of the pallet, then its calls.
type PalletCalls = (Variant<MetaForm>, Vec<Variant<MetaForm>>);

/// All calls of this runtime.
fn calls_by_pallet() -> Vec<PalletCalls> {
	let pallets = variants(RuntimeCall::type_info().type_def).into_iter();
	let with_calls = |pallet: Variant<MetaForm>| {
		let calls = pallet.fields.first()?.ty.type_info().type_def;
		Some((pallet, variants(calls)))
	};
	pallets.filter_map(with_calls).collect()
}

/// What a proxy type allows of the calls in `pallets`.
fn filter_mode(proxy_type: ProxyType, pallets: &[PalletCalls]) -> FilterMode {
	if proxy_type == ProxyType::Any {
		return FilterMode::AllowAll;
	}
	let calls = pallets.iter().flat_map(|(pallet, calls)| calls.iter().map(move |c| (pallet, c)));
	let allowed = calls.filter_map(|(pallet, call)| {
		let constraint = match proxy_type.rule(pallet.name, call.name) {
			Rule::Deny => return None,
			Rule::Allow => None,
			Rule::AllowIf(constraint) => Some(constraint.into()),
		};
		Some(CallInfo {
			pallet_name: pallet.name.into(),
			pallet_index: pallet.index,
			call_name: call.name.into(),
			call_index: call.index,
			constraint,
		})
	});
	FilterMode::Allow(allowed.collect())
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

/// What the types with the given indices allow, or all types: see [`ProxyFilterRuntimeApi`].
pub(crate) fn proxy_filters(proxy_types: Option<Vec<u8>>) -> Vec<ProxyFilterInfo> {
	let known: Vec<_> = named_types().collect();
	let pallets = calls_by_pallet();
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
				filter_mode: filter_mode(*proxy_type, &pallets),
			});
		}
	}
	filters
}
