//! The public interface as it lies in `tests/interface/surface.json`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// Name, if it has one, and type expression of a field.
pub type Field = (Option<String>, String);

/// Everything a client sees of a runtime.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Surface {
	pub extrinsic: Extrinsic,
	pub pallets: Vec<Pallet>,
	pub runtime_apis: Vec<Api>,
	/// Definitions of the types that type expressions name.
	pub types: BTreeMap<String, Definition>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extrinsic {
	pub version: u8,
	pub address: String,
	pub signature: String,
	pub call: String,
	pub extensions: Vec<Extension>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
	pub identifier: String,
	/// Type of the data that travels in the extrinsic.
	pub in_extrinsic: String,
	/// Type of the data that is only signed.
	pub implied: String,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pallet {
	pub name: String,
	pub index: u8,
	/// Storage prefix, unless the pallet stores nothing.
	pub prefix: Option<String>,
	pub calls: Vec<Call>,
	pub storage: Vec<Storage>,
	pub constants: Vec<Constant>,
	pub errors: Vec<Error>,
	pub events: Vec<Event>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
	/// `None` if unknown.
	pub index: Option<u8>,
	pub name: String,
	pub args: Vec<Argument>,
}

/// A pair of name and type, or these and the client's own name for the type.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub enum Argument {
	Pair(String, String),
	Triple(String, String, String),
}

impl Argument {
	pub fn name(&self) -> &str {
		match self {
			Self::Pair(name, _) | Self::Triple(name, ..) => name,
		}
	}

	/// The type expression.
	pub fn ty(&self) -> &str {
		match self {
			Self::Pair(_, ty) | Self::Triple(_, ty, _) => ty,
		}
	}

	/// The client's own name for the type.
	pub fn ident(&self) -> &str {
		match self {
			Self::Pair(_, ident) | Self::Triple(_, _, ident) => ident,
		}
	}
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Storage {
	pub name: String,
	pub keys: Vec<String>,
	/// One for each key. `None` if unknown.
	pub hashers: Option<Vec<String>>,
	pub value: String,
	/// `Default` or `Optional`. `None` if unknown.
	pub modifier: Option<String>,
	/// The client's own name for the type of the value, where it is not `value`.
	ident: Option<String>,
	/// Encoding of the default with the fast profile.
	pub default_hex: Option<String>,
	/// The decoded default with the fast profile, where its encoding is unknown.
	pub default: Option<Value>,
	/// The decoded default with the production profile, where it is another one.
	pub default_prod: Option<Value>,
	/// The constant of the same pallet that the default equals.
	pub default_from: Option<String>,
}

impl Storage {
	/// The client's own name for the type of the value.
	pub fn ident(&self) -> &str {
		self.ident.as_ref().unwrap_or(&self.value)
	}
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Constant {
	pub name: String,
	#[serde(rename = "type")]
	pub ty: String,
	/// The value with the production profile.
	pub value: Value,
	/// The value with the fast profile, where it is another one.
	pub fast: Option<Value>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Error {
	pub index: u8,
	pub name: String,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
	pub index: u8,
	pub name: String,
	pub fields: Vec<Field>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Api {
	pub name: String,
	pub methods: Vec<Method>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
	pub name: String,
	/// Name and type expression of each parameter.
	pub inputs: Vec<(String, String)>,
	pub output: String,
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Definition {
	/// A struct, or a tuple struct if no field has a name.
	Fields(Vec<Field>),
	/// An enum: index, name and fields of each variant.
	Variants(Vec<(u8, String, Vec<Field>)>),
}

/// Reads the committed interface.
pub fn surface() -> Surface {
	serde_json::from_str(include_str!("../../interface/surface.json")).unwrap()
}
