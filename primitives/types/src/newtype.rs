//! Declares the types of this crate.

/// Declares an integer type that does not mix with others.
///
/// Encoding, JSON and display are those of the integer; metadata shows a composite with one unnamed
/// field.
macro_rules! newtype {
	($(#[$doc:meta])* $name:ident($int:ty)) => {
		$(#[$doc])*
		#[derive(
			Clone,
			Copy,
			codec::CompactAs,
			codec::Decode,
			codec::DecodeWithMemTracking,
			Default,
			serde::Deserialize,
			codec::Encode,
			Eq,
			Hash,
			codec::MaxEncodedLen,
			Ord,
			PartialEq,
			PartialOrd,
			serde::Serialize,
			scale_info::TypeInfo,
		)]
		#[serde(transparent)]
		pub struct $name($int);

		impl From<$int> for $name {
			fn from(number: $int) -> Self {
				Self(number)
			}
		}

		impl From<$name> for $int {
			fn from(unit: $name) -> Self {
				unit.0
			}
		}

		impl core::fmt::Debug for $name {
			fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
				write!(f, "{}({})", stringify!($name), self.0)
			}
		}

		impl core::fmt::Display for $name {
			fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
				core::fmt::Display::fmt(&self.0, f)
			}
		}
	};
}

pub(crate) use newtype;
