//! Decodes values in metadata as the client does, and compares them.

use std::collections::BTreeSet;

use codec::{Compact, Decode, Error, Input};
use scale_info::{form::PortableForm, Field, TypeDef, TypeDefPrimitive};
use serde_json::{Map, Value};
use sp_core::crypto::{AccountId32, Ss58AddressFormat, Ss58Codec};

use super::types::Types;

/// Decodes `bytes` as a value of the type with this id.
///
/// # Errors
/// If they do not encode such a value, or encode more than it.
pub fn decoded(types: Types, id: u32, mut bytes: &[u8]) -> Result<Value, Error> {
	let value = decode(types, id, &mut bytes)?;
	if bytes.is_empty() {
		Ok(value)
	} else {
		Err("bytes are left".into())
	}
}

/// Decodes a value from the start of `input`. Integers beyond 64 bits become strings.
fn decode(types: Types, id: u32, input: &mut &[u8]) -> Result<Value, Error> {
	if types.last(id) == "AccountId32" {
		let account = AccountId32::decode(input)?;
		return Ok(account.to_ss58check_with_version(Ss58AddressFormat::custom(42)).into());
	}
	match types.definition(id) {
		TypeDef::Composite(definition) => decode_fields(types, &definition.fields, input),
		TypeDef::Variant(definition) => {
			let index = input.read_byte()?;
			let variant = definition.variants.iter().find(|variant| variant.index == index);
			let variant = variant.ok_or("no such variant")?;
			let payload = decode_fields(types, &variant.fields, input)?;
			Ok(match (types.last(id), variant.fields.is_empty()) {
				("Option", true) => Value::Null,
				("Option", false) => payload,
				(_, true) => variant.name.clone().into(),
				(_, false) => Map::from_iter([(variant.name.clone(), payload)]).into(),
			})
		}
		TypeDef::Sequence(list) => {
			let len = Compact::<u32>::decode(input)?.0;
			let value = decode_list(types, list.type_param.id, len, input)?;
			Ok(match value {
				Value::String(hex) => text(&hex).unwrap_or(hex).into(),
				other => other,
			})
		}
		TypeDef::Array(array) => decode_list(types, array.type_param.id, array.len, input),
		TypeDef::Tuple(tuple) => {
			tuple.fields.iter().map(|part| decode(types, part.id, input)).collect()
		}
		TypeDef::Primitive(primitive) => decode_primitive(primitive, input),
		TypeDef::Compact(_) => Ok(number(Compact::<u128>::decode(input)?.0)),
		TypeDef::BitSequence(_) => Err("the client does not decode bit sequences".into()),
	}
}

/// Decodes fields: to an object if they have names, to the value of a single field without a name,
/// else to a list.
fn decode_fields(
	types: Types,
	fields: &[Field<PortableForm>],
	input: &mut &[u8],
) -> Result<Value, Error> {
	match fields {
		[] => Ok(Map::new().into()),
		[field] if field.name.is_none() => decode(types, field.ty.id, input),
		_ if fields.iter().all(|field| field.name.is_some()) => {
			let mut object = Map::new();
			for field in fields {
				object.insert(field.name.clone().unwrap(), decode(types, field.ty.id, input)?);
			}
			Ok(object.into())
		}
		_ => fields.iter().map(|field| decode(types, field.ty.id, input)).collect(),
	}
}

/// Decodes `len` values to a list. Bytes become a string of hexadecimal digits.
fn decode_list(types: Types, id: u32, len: u32, input: &mut &[u8]) -> Result<Value, Error> {
	let values: Vec<Value> =
		(0..len).map(|_| decode(types, id, input)).collect::<Result<_, Error>>()?;
	if !matches!(types.definition(id), TypeDef::Primitive(TypeDefPrimitive::U8)) {
		return Ok(values.into());
	}
	let digits: String =
		values.iter().map(|byte| format!("{:02x}", byte.as_u64().unwrap())).collect();
	Ok(format!("0x{digits}").into())
}

/// Reads bytes in hexadecimal digits as UTF-8.
fn text(hex: &str) -> Option<String> {
	String::from_utf8(bytes(hex)?).ok()
}

/// Reads `0x` and hexadecimal digits.
pub fn bytes(hex: &str) -> Option<Vec<u8>> {
	let digits = hex.strip_prefix("0x")?;
	let pairs = digits.as_bytes().chunks(2);
	pairs.map(|pair| u8::from_str_radix(core::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

fn decode_primitive(primitive: &TypeDefPrimitive, input: &mut &[u8]) -> Result<Value, Error> {
	use TypeDefPrimitive::*;
	Ok(match primitive {
		Bool => bool::decode(input)?.into(),
		Str => String::decode(input)?.into(),
		U8 => u8::decode(input)?.into(),
		U16 => u16::decode(input)?.into(),
		U32 => u32::decode(input)?.into(),
		U64 => u64::decode(input)?.into(),
		U128 => number(u128::decode(input)?),
		I8 => i8::decode(input)?.into(),
		I16 => i16::decode(input)?.into(),
		I32 => i32::decode(input)?.into(),
		I64 => i64::decode(input)?.into(),
		I128 => {
			let number = i128::decode(input)?;
			i64::try_from(number).map_or_else(|_| number.to_string().into(), Value::from)
		}
		Char | U256 | I256 => return Err("no value of the interface has this type".into()),
	})
}

fn number(number: u128) -> Value {
	u64::try_from(number).map_or_else(|_| number.to_string().into(), Value::from)
}

/// The differences between two values, each with `at` and its place in the value in front.
pub fn differences(expected: &Value, value: &Value, at: &str) -> Vec<String> {
	match (expected, value) {
		(Value::Object(expected), Value::Object(value)) => {
			let keys: BTreeSet<&String> = expected.keys().chain(value.keys()).collect();
			let compare = |key: &String| match (expected.get(key), value.get(key)) {
				(Some(expected), Some(value)) => {
					differences(expected, value, &format!("{at}.{key}"))
				}
				(None, Some(value)) => vec![format!("{at}.{key}: is {value}, expected nothing")],
				(Some(expected), None) => {
					vec![format!("{at}.{key}: is missing, expected {expected}")]
				}
				(None, None) => Vec::new(),
			};
			keys.into_iter().flat_map(compare).collect()
		}
		(Value::Array(expected), Value::Array(value)) if expected.len() == value.len() => {
			let pairs = expected.iter().zip(value).enumerate();
			pairs.flat_map(|(i, (e, v))| differences(e, v, &format!("{at}.{i}"))).collect()
		}
		_ if expected == value => Vec::new(),
		_ => vec![format!("{at}: is {value}, expected {expected}")],
	}
}
