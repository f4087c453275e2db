//! Samples of all calls of the runtime, built from its metadata.

use std::collections::BTreeSet;

use codec::{Compact, Decode, Encode};
use frame_metadata::{v15::RuntimeMetadataV15, RuntimeMetadata, RuntimeMetadataPrefixed};
use noesis_runtime::RuntimeCall;
use pallet_subtensor::Profile;
use scale_info::{form::PortableForm, PortableRegistry, TypeDef, TypeDefPrimitive, Variant};

use crate::block::chain;

/// The metadata of the runtime.
pub fn metadata() -> RuntimeMetadataV15 {
	chain(12_000, Profile::Production).execute_with(|| {
		let opaque = noesis_runtime::policy::metadata::at_version(15).unwrap();
		match RuntimeMetadataPrefixed::decode(&mut opaque.as_slice()).unwrap().1 {
			RuntimeMetadata::V15(metadata) => metadata,
			_ => panic!("asked for another format"),
		}
	})
}

/// The variants of the enum with this id.
pub fn variants(types: &PortableRegistry, id: u32) -> &[Variant<PortableForm>] {
	match &types.resolve(id).unwrap().type_def {
		TypeDef::Variant(def) => &def.variants,
		other => panic!("{other:?} is no enum"),
	}
}

/// Call as metadata describes it.
pub struct Shape {
	pub pallet: String,
	pub pallet_index: u8,
	pub call: String,
	pub call_index: u8,
	/// Names and types of the parameters.
	params: Vec<(String, u32)>,
}

/// All calls of the runtime, and the types of their arguments.
pub struct Shapes {
	types: PortableRegistry,
	pub calls: Vec<Shape>,
}

impl Shapes {
	/// Reads the calls from metadata.
	pub fn new() -> Self {
		let metadata = metadata();
		let mut shapes = Vec::new();
		for pallet in &metadata.pallets {
			let calls = pallet.calls.as_ref().map(|calls| variants(&metadata.types, calls.ty.id));
			for call in calls.unwrap_or_default() {
				let param =
					|f: &scale_info::Field<PortableForm>| (f.name.clone().unwrap(), f.ty.id);
				shapes.push(Shape {
					pallet: pallet.name.clone(),
					pallet_index: pallet.index,
					call: call.name.clone(),
					call_index: call.index,
					params: call.fields.iter().map(param).collect(),
				});
			}
		}
		Self { types: metadata.types, calls: shapes }
	}

	/// The call with zeros, empty lists and first variants for all arguments. `None` if the type of
	/// an argument has no values, so that the call cannot be dispatched.
	pub fn sample(&self, shape: &Shape) -> Option<RuntimeCall> {
		self.sample_with(shape, |_, _| None)
	}

	/// Samples of all calls that have one.
	pub fn samples(&self) -> Vec<RuntimeCall> {
		self.calls.iter().filter_map(|shape| self.sample(shape)).collect()
	}

	/// Pallet and name of each call with a parameter that contains a call.
	pub fn carriers(&self) -> Vec<(String, String)> {
		let mut carriers = Vec::new();
		for shape in &self.calls {
			if shape.params.iter().any(|(_, ty)| self.contains_call(*ty, &mut BTreeSet::new())) {
				carriers.push((shape.pallet.clone(), shape.call.clone()));
			}
		}
		carriers
	}

	/// Whether values of the type with this id contain calls. Skips the types in `seen`.
	fn contains_call(&self, ty: u32, seen: &mut BTreeSet<u32>) -> bool {
		if !seen.insert(ty) {
			return false;
		}
		let ty = self.types.resolve(ty).unwrap();
		if ty.path.segments.last().is_some_and(|name| name == "RuntimeCall") {
			return true;
		}
		let parts: Vec<u32> = match &ty.type_def {
			TypeDef::Composite(def) => def.fields.iter().map(|field| field.ty.id).collect(),
			TypeDef::Variant(def) => {
				def.variants.iter().flat_map(|v| &v.fields).map(|field| field.ty.id).collect()
			}
			TypeDef::Tuple(def) => def.fields.iter().map(|field| field.id).collect(),
			TypeDef::Array(def) => vec![def.type_param.id],
			TypeDef::Sequence(def) => vec![def.type_param.id],
			TypeDef::Compact(def) => vec![def.type_param.id],
			TypeDef::Primitive(_) | TypeDef::BitSequence(_) => Vec::new(),
		};
		parts.into_iter().any(|part| self.contains_call(part, seen))
	}

	/// The sample of a call with `amount` for the parameter named `param`.
	pub fn sample_of_amount(&self, shape: &Shape, param: &str, amount: u64) -> RuntimeCall {
		assert!(shape.params.iter().any(|(name, _)| name == param), "{}.{param}", shape.call);
		let patch = |name: &str, ty| (name == param).then(|| self.amount(ty, amount));
		self.sample_with(shape, patch).unwrap()
	}

	fn sample_with(
		&self,
		shape: &Shape,
		patch: impl Fn(&str, u32) -> Option<Vec<u8>>,
	) -> Option<RuntimeCall> {
		let mut bytes = vec![shape.pallet_index, shape.call_index];
		for (name, ty) in &shape.params {
			bytes.extend(patch(name, *ty).or_else(|| self.zero(*ty))?);
		}
		let mut input = bytes.as_slice();
		let name = format!("{}.{}", shape.pallet, shape.call);
		let call = RuntimeCall::decode(&mut input)
			.unwrap_or_else(|error| panic!("zeros are no arguments of {name}: {error}"));
		assert!(input.is_empty(), "{name} was not read to its end");
		Some(call)
	}

	/// Encoding of an amount in the type with this id: compact or plain, wrapped or not.
	fn amount(&self, ty: u32, amount: u64) -> Vec<u8> {
		match &self.types.resolve(ty).unwrap().type_def {
			TypeDef::Compact(_) => Compact(amount).encode(),
			TypeDef::Composite(def) if def.fields.len() == 1 => {
				self.amount(def.fields[0].ty.id, amount)
			}
			TypeDef::Primitive(TypeDefPrimitive::U64) => amount.encode(),
			other => panic!("{other:?} holds no amount"),
		}
	}

	/// Shortest encoding of a value of the type with this id, if it has values.
	fn zero(&self, ty: u32) -> Option<Vec<u8>> {
		let all = |types: Vec<u32>| -> Option<Vec<u8>> {
			let parts: Option<Vec<_>> = types.into_iter().map(|ty| self.zero(ty)).collect();
			Some(parts?.concat())
		};
		match &self.types.resolve(ty).unwrap().type_def {
			TypeDef::Composite(def) => all(def.fields.iter().map(|f| f.ty.id).collect()),
			TypeDef::Tuple(def) => all(def.fields.iter().map(|field| field.id).collect()),
			TypeDef::Array(def) => Some(self.zero(def.type_param.id)?.repeat(def.len as usize)),
			TypeDef::Variant(def) => {
				let first = def.variants.first()?;
				let fields = all(first.fields.iter().map(|f| f.ty.id).collect())?;
				Some([vec![first.index], fields].concat())
			}
			TypeDef::Compact(_) | TypeDef::Sequence(_) | TypeDef::BitSequence(_) => Some(vec![0]),
			TypeDef::Primitive(primitive) => Some(vec![0; size(primitive)]),
		}
	}
}

/// Length of the shortest encoding of a primitive type, in bytes.
fn size(primitive: &TypeDefPrimitive) -> usize {
	use TypeDefPrimitive::*;
	match primitive {
		Bool | Str | U8 | I8 => 1,
		U16 | I16 => 2,
		Char | U32 | I32 => 4,
		U64 | I64 => 8,
		U128 | I128 => 16,
		U256 | I256 => 32,
	}
}
