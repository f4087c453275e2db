//! Metadata in which nested calls have the type of the outermost call.
//!
//! Nested calls are [`GuardedCall`](super::guards::GuardedCall)s, which look like a
//! [`RuntimeCall`](crate::RuntimeCall) except behind a `Box`: there, metadata lists them as a
//! second type with the same name and variants. Clients recognise an encoded call by the number of
//! its type, so there must be only one such type.

use alloc::vec::Vec;

use frame_metadata::{RuntimeMetadata, RuntimeMetadataPrefixed};
use scale_info::{form::PortableForm, Field, PortableRegistry, Type, TypeDef, TypeDefTuple};
use sp_core::OpaqueMetadata;

use crate::Runtime;

/// The metadata in format `version`, if the runtime offers it.
pub fn at_version(version: u32) -> Option<OpaqueMetadata> {
	let mut metadata = sp_metadata_ir::into_version(Runtime::metadata_ir(), version)?;
	unite_calls(&mut metadata);
	Some(OpaqueMetadata::new(metadata.into()))
}

/// Replaces the copies of the call type in all fields by the type of the outermost call.
fn unite_calls(metadata: &mut RuntimeMetadataPrefixed) -> Option<()> {
	let (types, call) = match &mut metadata.1 {
		RuntimeMetadata::V14(metadata) => {
			let call = call_of_extrinsic(&metadata.types, metadata.extrinsic.ty.id)?;
			(&mut metadata.types, call)
		}
		RuntimeMetadata::V15(metadata) => {
			(&mut metadata.types, metadata.outer_enums.call_enum_ty.id)
		}
		RuntimeMetadata::V16(metadata) => {
			(&mut metadata.types, metadata.outer_enums.call_enum_ty.id)
		}
		_ => return None,
	};
	let path = types.resolve(call)?.path.clone();
	let is_copy = |id: u32, ty: &Type<PortableForm>| id != call && ty.path == path;
	let copies: Vec<u32> =
		types.types.iter().filter(|entry| is_copy(entry.id, &entry.ty)).map(|e| e.id).collect();
	for entry in &mut types.types {
		for field in fields(&mut entry.ty.type_def) {
			if copies.contains(&field.ty.id) {
				field.ty = call.into();
			}
		}
		if copies.contains(&entry.id) {
			entry.ty = placeholder();
		}
	}
	Some(())
}

/// The call type of an extrinsic type, which has it as a parameter.
fn call_of_extrinsic(types: &PortableRegistry, extrinsic: u32) -> Option<u32> {
	let parameters = &types.resolve(extrinsic)?.type_params;
	parameters.iter().find(|parameter| parameter.name == "Call")?.ty.map(|ty| ty.id)
}

/// Fields of a type, or of all its variants.
fn fields(definition: &mut TypeDef<PortableForm>) -> Vec<&mut Field<PortableForm>> {
	match definition {
		TypeDef::Composite(composite) => composite.fields.iter_mut().collect(),
		TypeDef::Variant(variant) => {
			variant.variants.iter_mut().flat_map(|variant| &mut variant.fields).collect()
		}
		_ => Vec::new(),
	}
}

/// Empty tuple, in place of a type that nothing refers to. The place stays, because types are
/// numbered by their place.
fn placeholder() -> Type<PortableForm> {
	Type {
		path: Default::default(),
		type_params: Vec::new(),
		type_def: TypeDef::Tuple(TypeDefTuple { fields: Vec::new() }),
		docs: Vec::new(),
	}
}
