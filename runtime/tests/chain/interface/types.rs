//! Compares type expressions of the interface with types of the runtime.
//!
//! Two types are equal if their values have the same encoding, and if fields and variants have the
//! same names and indices. Names of types, bounds of lists and transparent wrappers do not matter
//! here. The client's own names for types ([`Types::ident`]) are compared separately, for arguments
//! of calls and values in storage.

use std::{
	cell::RefCell,
	collections::{BTreeMap, HashMap},
};

use scale_info::{
	form::PortableForm, Field as LiveField, PortableRegistry, Type, TypeDef, TypeDefPrimitive,
	Variant,
};

use super::golden::{Definition, Field};

/// Types that the runtime assembles from its pallets. They are compared by name only, since the
/// pallets are compared one by one.
const OPAQUE: [&str; 12] = [
	"RuntimeCall",
	"RuntimeEvent",
	"RuntimeError",
	"RuntimeOrigin",
	"OriginCaller",
	"RuntimeHoldReason",
	"RuntimeFreezeReason",
	"RuntimeTask",
	"sp_runtime::Block",
	"sp_runtime::UncheckedExtrinsic",
	"fp_self_contained::UncheckedExtrinsic",
	"sp_runtime::Header",
];

/// Lists whose bound is not in metadata.
const BOUNDED: [&str; 2] = ["BoundedVec", "WeakBoundedVec"];

/// The types of a runtime, by id.
#[derive(Clone, Copy)]
pub struct Types<'a>(pub &'a PortableRegistry);

impl<'a> Types<'a> {
	pub fn get(&self, id: u32) -> &'a Type<PortableForm> {
		self.0.resolve(id).unwrap()
	}

	pub fn definition(&self, id: u32) -> &'a TypeDef<PortableForm> {
		&self.get(id).type_def
	}

	fn path(&self, id: u32) -> &'a [String] {
		&self.get(id).path.segments
	}

	/// The last segment of the path, empty for types without one.
	pub fn last(&self, id: u32) -> &'a str {
		self.path(id).last().map_or("", String::as_str)
	}

	fn params(&self, id: u32) -> Vec<u32> {
		self.get(id).type_params.iter().filter_map(|param| param.ty).map(|ty| ty.id).collect()
	}

	/// The variants of an enum, none for other types.
	pub fn variants(&self, id: u32) -> &'a [Variant<PortableForm>] {
		match self.definition(id) {
			TypeDef::Variant(definition) => &definition.variants,
			_ => &[],
		}
	}

	/// The type inside a struct of one unnamed field.
	pub fn inner(&self, id: u32) -> Option<u32> {
		match self.definition(id) {
			TypeDef::Composite(definition) => match definition.fields.as_slice() {
				[field] if field.name.is_none() => Some(field.ty.id),
				_ => None,
			},
			_ => None,
		}
	}

	/// The elements of a list, in a transparent wrapper or not.
	fn elements(&self, id: u32) -> Option<u32> {
		match self.definition(self.inner(id).unwrap_or(id)) {
			TypeDef::Sequence(definition) => Some(definition.type_param.id),
			_ => None,
		}
	}

	/// The number that a type-level number stands for.
	fn typenum(&self, id: u32) -> Option<u32> {
		match (self.last(id), self.params(id).as_slice()) {
			("UTerm", []) => Some(0),
			("UInt", [high, low]) => {
				Some(self.typenum(*high)? * 2 + u32::from(self.last(*low) == "B1"))
			}
			_ => None,
		}
	}

	/// The name of a fixed-point type by its bits before and behind the point, as `U64F64`.
	fn fixed(&self, id: u32) -> Option<String> {
		let [krate, .., name] = self.path(id) else { return None };
		let kind = name.strip_prefix("Fixed").filter(|_| krate.contains("fixed"))?;
		let (sign, bits) =
			kind.split_at_checked(1).filter(|(sign, _)| ["I", "U"].contains(sign))?;
		let &[fraction] = self.params(id).as_slice() else { return None };
		let fraction = self.typenum(fraction)?;
		Some(format!("{sign}{}F{fraction}", bits.parse::<u32>().ok()? - fraction))
	}

	/// The type expression of the type with this id.
	pub fn name(&self, id: u32) -> String {
		let last = self.last(id);
		if let Some(fixed) = self.fixed(id) {
			return fixed;
		}
		if BOUNDED.contains(&last) {
			if let Some(elements) = self.elements(id) {
				return format!("{last}<{}>", self.name(elements));
			}
		}
		if !last.is_empty() && self.path(id).len() > 1 {
			return last.into();
		}
		let params: Vec<_> = self.params(id).into_iter().map(|param| self.name(param)).collect();
		match params.as_slice() {
			[] => self.put_together(id, &|id| self.name(id)),
			params => format!("{last}<{}>", params.join(", ")),
		}
	}

	/// The client's own name for the type with this id: without parameters but for `Option`.
	pub fn ident(&self, id: u32) -> String {
		match (self.last(id), self.params(id).as_slice()) {
			("Option", [some]) => format!("Option<{}>", self.ident(*some)),
			_ => self.put_together(id, &|id| self.ident(id)),
		}
	}

	/// Names a type by its path, or by its parts, which `name` names.
	fn put_together(&self, id: u32, name: &dyn Fn(u32) -> String) -> String {
		let last = self.last(id);
		if !last.is_empty() {
			return last.into();
		}
		match self.definition(id) {
			TypeDef::Primitive(primitive) => primitive_name(primitive).into(),
			TypeDef::Sequence(list) => format!("Vec<{}>", name(list.type_param.id)),
			TypeDef::Array(array) => format!("[{}; {}]", name(array.type_param.id), array.len),
			TypeDef::Compact(compact) => format!("Compact<{}>", name(compact.type_param.id)),
			TypeDef::Tuple(tuple) => {
				let parts: Vec<_> = tuple.fields.iter().map(|part| name(part.id)).collect();
				let comma = if parts.len() == 1 { "," } else { "" };
				format!("({}{comma})", parts.join(", "))
			}
			other => format!("{other:?}"),
		}
	}
}

fn primitive_name(primitive: &TypeDefPrimitive) -> &'static str {
	use TypeDefPrimitive::*;
	match primitive {
		Bool => "bool",
		Char => "char",
		Str => "str",
		U8 => "u8",
		U16 => "u16",
		U32 => "u32",
		U64 => "u64",
		U128 => "u128",
		U256 => "u256",
		I8 => "i8",
		I16 => "i16",
		I32 => "i32",
		I64 => "i64",
		I128 => "i128",
		I256 => "i256",
	}
}

fn is_primitive(expression: &str) -> bool {
	let digits = expression.strip_prefix(['u', 'i']);
	["bool", "char", "str"].contains(&expression)
		|| digits.is_some_and(|bits| ["8", "16", "32", "64", "128", "256"].contains(&bits))
}

/// Whether the expression is a fixed-point type, as `U64F64`.
fn is_fixed(expression: &str) -> bool {
	let number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
	let bits = expression.strip_prefix(['U', 'I']).and_then(|bits| bits.split_once('F'));
	bits.is_some_and(|(whole, fraction)| number(whole) && number(fraction))
}

/// The parts between commas that stand in no brackets.
fn split(list: &str) -> Vec<&str> {
	let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
	for (at, character) in list.char_indices() {
		match character {
			'<' | '(' | '[' => depth += 1,
			'>' | ')' | ']' => depth -= 1,
			',' if depth == 0 => {
				parts.push(list[start..at].trim());
				start = at + 1;
			}
			_ => {}
		}
	}
	parts.push(list[start..].trim());
	parts.retain(|part| !part.is_empty());
	parts
}

/// Compares type expressions with types of the runtime.
pub struct Matcher<'a> {
	definitions: &'a BTreeMap<String, Definition>,
	pub types: Types<'a>,
	/// Differences found before. Holds an empty entry for a pair that is being compared, since types
	/// may contain themselves.
	known: RefCell<HashMap<(String, u32), Vec<String>>>,
}

impl<'a> Matcher<'a> {
	pub fn new(definitions: &'a BTreeMap<String, Definition>, types: Types<'a>) -> Self {
		Self { definitions, types, known: RefCell::default() }
	}

	/// The differences between an expression and a type, each with `at` in front.
	pub fn differences(&self, expected: &str, id: u32, at: &str) -> Vec<String> {
		let key = (expected.to_string(), id);
		let known = self.known.borrow().get(&key).cloned();
		let found = known.unwrap_or_else(|| {
			self.known.borrow_mut().insert(key.clone(), Vec::new());
			let found = self.compare(expected, id);
			self.known.borrow_mut().insert(key, found.clone());
			found
		});
		found.into_iter().map(|line| format!("{at}{line}")).collect()
	}

	/// No difference if `equal`, else one that names both types.
	fn unless(&self, equal: bool, expected: &str, id: u32) -> Vec<String> {
		let line = || format!(": expected {expected}, the runtime has {}", self.types.name(id));
		if equal {
			Vec::new()
		} else {
			vec![line()]
		}
	}

	fn compare(&self, expected: &str, id: u32) -> Vec<String> {
		let types = self.types;
		if OPAQUE.contains(&expected) {
			let name = expected.rsplit("::").next();
			return self.unless(name == Some(types.last(id)), expected, id);
		}
		if is_fixed(expected) {
			return self.unless(types.name(id) == expected, expected, id);
		}
		if let Some(definition) = self.definitions.get(expected) {
			return self.compare_named(expected, definition, id);
		}
		if is_primitive(expected) {
			return match (types.definition(id), types.inner(id)) {
				(TypeDef::Primitive(primitive), _) => {
					self.unless(primitive_name(primitive) == expected, expected, id)
				}
				(_, Some(inner)) => {
					self.unless(self.compare(expected, inner).is_empty(), expected, id)
				}
				_ => self.unless(false, expected, id),
			};
		}
		if expected.starts_with(['(', '[']) {
			return self.compare_parts(expected, id);
		}
		match expected.strip_suffix('>').and_then(|generic| generic.split_once('<')) {
			Some((head, params)) => self.compare_generic(expected, head, &split(params), id),
			None => self.unless(types.last(id) == expected, expected, id),
		}
	}

	/// Tuples and arrays.
	fn compare_parts(&self, expected: &str, id: u32) -> Vec<String> {
		let content = &expected[1..expected.len() - 1];
		match self.types.definition(id) {
			TypeDef::Tuple(tuple) if expected.starts_with('(') => {
				let parts = split(content);
				if parts.len() != tuple.fields.len() {
					return self.unless(false, expected, id);
				}
				let pairs = parts.iter().zip(&tuple.fields).enumerate();
				pairs
					.flat_map(|(i, (part, live))| self.differences(part, live.id, &format!(".{i}")))
					.collect()
			}
			TypeDef::Array(array) if expected.starts_with('[') => {
				let (element, len) = content.rsplit_once("; ").unwrap();
				if len != array.len.to_string() {
					return self.unless(false, expected, id);
				}
				self.differences(element, array.type_param.id, "[]")
			}
			_ => self.unless(false, expected, id),
		}
	}

	fn compare_generic(&self, expected: &str, head: &str, params: &[&str], id: u32) -> Vec<String> {
		let types = self.types;
		if head == "Vec" || BOUNDED.contains(&head) {
			return match types.elements(id) {
				Some(elements) => self.differences(params[0], elements, "[]"),
				None => self.unless(false, expected, id),
			};
		}
		if head == "Compact" {
			return match types.definition(id) {
				TypeDef::Compact(compact) => self.differences(params[0], compact.type_param.id, ""),
				_ => self.unless(false, expected, id),
			};
		}
		let live = types.params(id);
		if types.last(id) != head || live.len() < params.len() {
			return self.unless(false, expected, id);
		}
		let pairs = params.iter().zip(live);
		pairs
			.flat_map(|(param, live)| self.differences(param, live, &format!("<{head}>")))
			.collect()
	}

	fn compare_named(&self, expected: &str, definition: &Definition, id: u32) -> Vec<String> {
		match (definition, self.types.definition(id)) {
			(Definition::Fields(fields), TypeDef::Composite(live)) => {
				self.compare_fields(fields, &live.fields, "")
			}
			// A transparent wrapper may be missing.
			(Definition::Fields(fields), _) => match fields.as_slice() {
				[(None, inner)] => self.differences(inner, id, ""),
				_ => self.unless(false, expected, id),
			},
			(Definition::Variants(variants), TypeDef::Variant(live)) => {
				self.compare_variants(variants, &live.variants)
			}
			(Definition::Variants(_), _) => self.unless(false, expected, id),
		}
	}

	/// Fields of a struct, a variant or an event, with `at` in front of each difference.
	pub fn compare_fields(
		&self,
		expected: &[Field],
		live: &[LiveField<PortableForm>],
		at: &str,
	) -> Vec<String> {
		let names: Vec<_> = expected.iter().map(|(name, _)| name.as_deref()).collect();
		let live_names: Vec<_> = live.iter().map(|field| field.name.as_deref()).collect();
		if names != live_names {
			let [names, live] = [names, live_names].map(|names| field_names(&names));
			return vec![format!("{at}: fields are {live}, expected {names}")];
		}
		let pairs = expected.iter().zip(live).enumerate();
		pairs
			.flat_map(|(i, ((name, ty), field))| {
				let name = name.clone().unwrap_or(i.to_string());
				self.differences(ty, field.ty.id, &format!("{at}.{name}"))
			})
			.collect()
	}

	fn compare_variants(
		&self,
		expected: &[(u8, String, Vec<Field>)],
		live: &[Variant<PortableForm>],
	) -> Vec<String> {
		let mut found = Vec::new();
		for (index, name, fields) in expected {
			match live.iter().find(|variant| variant.index == *index) {
				None => found.push(format!(": variant {index} {name} is missing")),
				Some(other) if other.name != *name => {
					found.push(format!(": variant {index} is {}, expected {name}", other.name));
				}
				Some(other) => {
					found.extend(self.compare_fields(fields, &other.fields, &format!("::{name}")));
				}
			}
		}
		let extra = live.iter().filter(|v| expected.iter().all(|(index, ..)| *index != v.index));
		found.extend(extra.map(|v| format!(": extra variant {} {}", v.index, v.name)));
		found
	}
}

/// The names of fields in brackets. Fields without names are numbered.
fn field_names(names: &[Option<&str>]) -> String {
	let name = |(i, name): (usize, &Option<&str>)| name.map_or(i.to_string(), str::to_string);
	format!("[{}]", names.iter().enumerate().map(name).collect::<Vec<_>>().join(", "))
}
