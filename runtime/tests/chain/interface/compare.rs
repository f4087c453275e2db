//! Compares the interface with the metadata of a runtime.

use std::collections::BTreeSet;

use frame_metadata::v15::{
	ExtrinsicMetadata, PalletConstantMetadata, PalletMetadata, RuntimeApiMetadata,
	RuntimeApiMethodMetadata, RuntimeMetadataV15, SignedExtensionMetadata, StorageEntryMetadata,
	StorageEntryType,
};
use pallet_subtensor::Profile;
use scale_info::{form::PortableForm, TypeDef, Variant};
use serde_json::Value;

use super::{
	golden::{
		Api, Argument, Call, Constant, Error, Event, Extension, Extrinsic, Method, Pallet, Storage,
		Surface,
	},
	types::{Matcher, Types},
	values,
};

/// The outcome of a comparison. Lines begin with the kind and the name of an item, as in
/// `call System.remark`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Report {
	/// All items of the interface.
	pub items: BTreeSet<String>,
	/// Items of the interface that the runtime does not have.
	pub missing: BTreeSet<String>,
	/// Items of the runtime that the interface does not have.
	pub extra: BTreeSet<String>,
	/// Differences of items that both have.
	pub different: BTreeSet<String>,
}

/// Something that is looked up by its name.
trait Named {
	fn name(&self) -> &str;
}

macro_rules! named {
	($($ty:ty: $name:ident,)*) => {
		$(impl Named for $ty {
			fn name(&self) -> &str {
				&self.$name
			}
		})*
	};
}

named! {
	Pallet: name,
	Call: name,
	Storage: name,
	Constant: name,
	Error: name,
	Event: name,
	Method: name,
	Extension: identifier,
	PalletMetadata<PortableForm>: name,
	StorageEntryMetadata<PortableForm>: name,
	PalletConstantMetadata<PortableForm>: name,
	Variant<PortableForm>: name,
	RuntimeApiMethodMetadata<PortableForm>: name,
	SignedExtensionMetadata<PortableForm>: identifier,
}

impl Report {
	/// Looks every expected item up by name and compares it with its counterpart.
	fn pair<E: Named, L: Named>(
		&mut self,
		scope: &str,
		expected: &[E],
		live: &[L],
		problems: impl Fn(&E, &L) -> Vec<String>,
	) {
		for item in expected {
			let label = format!("{scope}{}", item.name());
			match live.iter().find(|other| other.name() == item.name()) {
				None => {
					self.missing.insert(label.clone());
				}
				Some(other) => self.add_differences(&label, problems(item, other)),
			}
			self.items.insert(label);
		}
		let unknown = |other: &&L| expected.iter().all(|item| item.name() != other.name());
		let extra = live.iter().filter(unknown);
		self.extra.extend(extra.map(|other| format!("{scope}{}", other.name())));
	}

	fn add_differences(&mut self, label: &str, problems: Vec<String>) {
		let line = |problem: String| format!("{label}: {}", problem.trim_start_matches(": "));
		self.different.extend(problems.into_iter().map(line));
	}
}

/// Compares the interface with metadata that was built on a chain with this profile.
pub fn compare(surface: &Surface, metadata: &RuntimeMetadataV15, profile: Profile) -> Report {
	let types = Types(&metadata.types);
	let matcher = &Matcher::new(&surface.types, types);
	let mut report = Report::default();
	report.pair("pallet ", &surface.pallets, &metadata.pallets, |pallet, live| {
		unequal("index", live.index, pallet.index)
	});
	for pallet in &surface.pallets {
		let live = metadata.pallets.iter().find(|live| live.name == pallet.name);
		compare_pallet(&mut report, matcher, pallet, live, profile);
	}
	for api in &surface.runtime_apis {
		let live = metadata.apis.iter().find(|live| live.name == api.name);
		compare_api(&mut report, matcher, api, live);
	}
	let known = |live: &&RuntimeApiMetadata<_>| {
		surface.runtime_apis.iter().all(|api| api.name != live.name)
	};
	for live in metadata.apis.iter().filter(known) {
		report.extra.extend(live.methods.iter().map(|m| format!("api {}.{}", live.name, m.name)));
	}
	compare_extrinsic(&mut report, matcher, &surface.extrinsic, &metadata.extrinsic);
	report
}

/// A difference if the runtime has another number than the interface.
fn unequal<T: PartialEq + std::fmt::Display>(what: &str, live: T, expected: T) -> Vec<String> {
	if live == expected {
		return Vec::new();
	}
	vec![format!("{what} {live}, the client expects {expected}")]
}

/// Chooses the value of a profile. The fast value is absent where it equals the production value.
fn of_profile<'a>(profile: Profile, production: &'a Value, fast: Option<&'a Value>) -> &'a Value {
	match profile {
		Profile::Production => production,
		Profile::Fast => fast.unwrap_or(production),
	}
}

fn compare_pallet(
	report: &mut Report,
	matcher: &Matcher,
	pallet: &Pallet,
	live: Option<&PalletMetadata<PortableForm>>,
	profile: Profile,
) {
	let scope = |kind: &str| format!("{kind} {}.", pallet.name);
	let variants = |id: Option<u32>| id.map_or(&[][..], |id| matcher.types.variants(id));
	let calls = variants(live.and_then(|live| live.calls.as_ref()).map(|calls| calls.ty.id));
	let errors = variants(live.and_then(|live| live.error.as_ref()).map(|error| error.ty.id));
	let events = variants(live.and_then(|live| live.event.as_ref()).map(|event| event.ty.id));
	let constants = live.map_or(&[][..], |live| &live.constants);
	let storage = live.and_then(|live| live.storage.as_ref());
	let entries = storage.map_or(&[][..], |storage| &storage.entries);

	let prefix = storage.map(|storage| &storage.prefix);
	if live.is_some() && prefix != pallet.prefix.as_ref() {
		let line = format!("prefix {prefix:?}, the client expects {:?}", pallet.prefix);
		report.add_differences(&format!("pallet {}", pallet.name), vec![line]);
	}
	report
		.pair(&scope("call"), &pallet.calls, calls, |call, live| compare_call(matcher, call, live));
	report.pair(&scope("storage"), &pallet.storage, entries, |item, live| {
		let mut found = compare_storage(matcher, item, live);
		found.extend(compare_default(matcher.types, item, live, constants, profile));
		found
	});
	report.pair(&scope("constant"), &pallet.constants, constants, |constant, live| {
		compare_constant(matcher, constant, live, profile)
	});
	report.pair(&scope("error"), &pallet.errors, errors, |error, live| {
		let fields = matcher.compare_fields(&[], &live.fields, "");
		[unequal("index", live.index, error.index), fields].concat()
	});
	report.pair(&scope("event"), &pallet.events, events, |event, live| {
		let fields = matcher.compare_fields(&event.fields, &live.fields, "");
		[unequal("index", live.index, event.index), fields].concat()
	});
}

fn compare_call(matcher: &Matcher, call: &Call, live: &Variant<PortableForm>) -> Vec<String> {
	let names: Vec<_> = call.args.iter().map(Argument::name).collect();
	let have: Vec<_> = live.fields.iter().filter_map(|field| field.name.as_deref()).collect();
	let mut found = call.index.map_or(Vec::new(), |index| unequal("index", live.index, index));
	if names != have {
		found.push(format!("arguments are {have:?}, expected {names:?}"));
		return found;
	}
	for (arg, field) in call.args.iter().zip(&live.fields) {
		let ident = matcher.types.ident(field.ty.id);
		if ident != arg.ident() {
			let expected = arg.ident();
			found.push(format!("{} is {ident}, the client expects {expected}", arg.name()));
		}
		found.extend(matcher.differences(arg.ty(), field.ty.id, arg.name()));
	}
	found
}

/// Compares all of a storage item except its default.
fn compare_storage(
	matcher: &Matcher,
	item: &Storage,
	live: &StorageEntryMetadata<PortableForm>,
) -> Vec<String> {
	let (keys, hashers, value) = match &live.ty {
		StorageEntryType::Plain(value) => (Vec::new(), Vec::new(), value.id),
		StorageEntryType::Map { hashers, key, value } => {
			let keys = match matcher.types.definition(key.id) {
				TypeDef::Tuple(tuple) if hashers.len() > 1 => {
					tuple.fields.iter().map(|key| key.id).collect()
				}
				_ => vec![key.id],
			};
			(keys, hashers.iter().map(|hasher| format!("{hasher:?}")).collect(), value.id)
		}
	};
	let mut found = Vec::new();
	let ident = matcher.types.ident(value);
	if ident != item.ident() {
		found.push(format!("value is {ident}, the client expects {}", item.ident()));
	}
	if keys.len() != item.keys.len() {
		found.push(format!("{} keys, expected {}", keys.len(), item.keys.len()));
	}
	for (i, (expected, key)) in item.keys.iter().zip(keys).enumerate() {
		found.extend(matcher.differences(expected, key, &format!("key {i}")));
	}
	if let Some(expected) = item.hashers.as_ref().filter(|expected| **expected != hashers) {
		found.push(format!("hashers {hashers:?}, the client expects {expected:?}"));
	}
	let modifier = format!("{:?}", live.modifier);
	if let Some(expected) = item.modifier.as_ref().filter(|expected| **expected != modifier) {
		found.push(format!("modifier {modifier}, the client expects {expected}"));
	}
	found.extend(matcher.differences(&item.value, value, "value"));
	found
}

/// Compares the default of a storage item, also with the constant that it comes from.
fn compare_default(
	types: Types,
	item: &Storage,
	live: &StorageEntryMetadata<PortableForm>,
	constants: &[PalletConstantMetadata<PortableForm>],
	profile: Profile,
) -> Vec<String> {
	let (StorageEntryType::Plain(value) | StorageEntryType::Map { value, .. }) = &live.ty;
	let mut found = Vec::new();
	let production = item.default_prod.as_ref().filter(|_| profile == Profile::Production);
	if let Some(expected) = production.or(item.default.as_ref()) {
		found.extend(compare_value(types, expected, value.id, &live.default, "default"));
	} else if let Some(expected) = &item.default_hex {
		if values::bytes(expected).unwrap() != live.default {
			let default = sp_core::bytes::to_hex(&live.default, false);
			found.push(format!("default {default}, the client expects {expected}"));
		}
	}
	let constant =
		constants.iter().find(|constant| item.default_from.as_ref() == Some(&constant.name));
	if let Some(constant) = constant.filter(|constant| constant.value != live.default) {
		found.push(format!("default is not the value of the constant {}", constant.name));
	}
	found
}

fn compare_constant(
	matcher: &Matcher,
	constant: &Constant,
	live: &PalletConstantMetadata<PortableForm>,
	profile: Profile,
) -> Vec<String> {
	let expected = of_profile(profile, &constant.value, constant.fast.as_ref());
	let mut found = matcher.differences(&constant.ty, live.ty.id, "type");
	found.extend(compare_value(matcher.types, expected, live.ty.id, &live.value, "value"));
	found
}

/// The differences between a value and the one that `bytes` encode.
fn compare_value(types: Types, expected: &Value, id: u32, bytes: &[u8], at: &str) -> Vec<String> {
	match values::decoded(types, id, bytes) {
		Ok(value) => values::differences(expected, &value, at),
		Err(error) => vec![format!("{at}: cannot be decoded: {error}")],
	}
}

fn compare_api(
	report: &mut Report,
	matcher: &Matcher,
	api: &Api,
	live: Option<&RuntimeApiMetadata<PortableForm>>,
) {
	report.pair(
		&format!("api {}.", api.name),
		&api.methods,
		live.map_or(&[][..], |live| &live.methods),
		|method, live| {
			let names: Vec<_> = method.inputs.iter().map(|(name, _)| name).collect();
			let have: Vec<_> = live.inputs.iter().map(|input| &input.name).collect();
			let mut found = Vec::new();
			if names == have {
				for ((name, ty), input) in method.inputs.iter().zip(&live.inputs) {
					found.extend(matcher.differences(ty, input.ty.id, name));
				}
			} else {
				found.push(format!("parameters are {have:?}, expected {names:?}"));
			}
			found.extend(matcher.differences(&method.output, live.output.id, "returns"));
			found
		},
	);
}

fn compare_extrinsic(
	report: &mut Report,
	matcher: &Matcher,
	extrinsic: &Extrinsic,
	live: &ExtrinsicMetadata<PortableForm>,
) {
	let mut found = unequal("version", live.version, extrinsic.version);
	found.extend(matcher.differences(&extrinsic.address, live.address_ty.id, "address"));
	found.extend(matcher.differences(&extrinsic.signature, live.signature_ty.id, "signature"));
	found.extend(matcher.differences(&extrinsic.call, live.call_ty.id, "call"));
	let order: Vec<_> = extrinsic.extensions.iter().map(|e| e.identifier.as_str()).collect();
	let have: Vec<_> = live.signed_extensions.iter().map(|e| e.identifier.as_str()).collect();
	if order != have {
		found.push(format!("extensions are {have:?}, expected {order:?}"));
	}
	report.add_differences("extrinsic", found);
	report.pair("extension ", &extrinsic.extensions, &live.signed_extensions, |extension, live| {
		let mut found = matcher.differences(&extension.in_extrinsic, live.ty.id, "type");
		let implied = live.additional_signed.id;
		found.extend(matcher.differences(&extension.implied, implied, "implied"));
		found
	});
}
