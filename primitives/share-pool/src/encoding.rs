//! Encoding and type information of shares, as the interface defines them.

use codec::{Decode, DecodeWithMemTracking, Error, Input};
use scale_info::{build::Fields, Path, Type, TypeInfo};

use crate::safe_float::SafeFloat;

impl Decode for SafeFloat {
	fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
		let (mantissa, exponent) = Decode::decode(input)?;
		match Self::new(mantissa, exponent) {
			Some(number) if (number.mantissa(), number.exponent()) == (mantissa, exponent) => {
				Ok(number)
			}
			_ => Err("not in normal form".into()),
		}
	}
}

impl DecodeWithMemTracking for SafeFloat {}

impl TypeInfo for SafeFloat {
	type Identity = Self;

	// Written by hand for its path, by which clients know the type.
	fn type_info() -> Type {
		let fields = Fields::named()
			.field(|field| field.ty::<u128>().name("mantissa").type_name("u128"))
			.field(|field| field.ty::<i64>().name("exponent").type_name("i64"));
		Type::builder().path(Path::new("SafeFloat", "share_pool")).composite(fields)
	}
}

#[cfg(test)]
mod tests {
	use codec::{Encode, MaxEncodedLen};
	use proptest::prelude::*;
	use scale_info::{meta_type, TypeDef};

	use super::*;

	/// The largest mantissa of the normal form.
	const MOST: u128 = 1_000_000_000_000_000_000_000;
	/// A tenth of it, the largest number that is too small for a mantissa.
	const TENTH: u128 = 100_000_000_000_000_000_000;

	fn is_normal(mantissa: u128, exponent: i64) -> bool {
		(mantissa, exponent) == (0, 0) || (mantissa > TENTH && mantissa <= MOST)
	}

	#[test]
	fn encoding_is_16_bytes_of_mantissa_and_8_of_exponent() {
		let hundred = SafeFloat::from(100u64);
		assert_eq!(hundred.encode(), (MOST, -19i64).encode());
		assert_eq!(SafeFloat::decode(&mut &hundred.encode()[..]), Ok(hundred));
		assert_eq!(SafeFloat::decode(&mut &[0; 24][..]), Ok(SafeFloat::ZERO));
		assert_eq!(SafeFloat::max_encoded_len(), 24);
	}

	#[test]
	fn decoding_rejects_a_number_that_is_not_in_normal_form() {
		for (mantissa, exponent) in [(TENTH, 0i64), (MOST + 1, 0), (0, 1), (100, 0)] {
			let bytes = (mantissa, exponent).encode();
			assert!(SafeFloat::decode(&mut &bytes[..]).is_err(), "{mantissa} {exponent}");
		}
	}

	#[test]
	fn metadata_has_the_path_and_the_fields_of_the_interface() {
		let info = SafeFloat::type_info();
		assert_eq!(info.path.segments, ["share_pool", "SafeFloat"]);
		let TypeDef::Composite(composite) = info.type_def else { panic!("not a composite") };
		let fields: Vec<_> = composite.fields.iter().map(|field| (field.name, field.ty)).collect();
		let expected =
			[(Some("mantissa"), meta_type::<u128>()), (Some("exponent"), meta_type::<i64>())];
		assert_eq!(fields, expected);
	}

	/// Any two fields, often at their bounds.
	fn fields() -> impl Strategy<Value = (u128, i64)> {
		let mantissa = prop_oneof![
			any::<u128>(),
			Just(0),
			Just(1),
			Just(u128::MAX),
			Just(MOST),
			Just(TENTH),
			TENTH..=MOST,
		];
		let exponent =
			prop_oneof![any::<i64>(), -80i64..80, Just(0), Just(i64::MAX), Just(i64::MIN)];
		(mantissa, exponent)
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(20_000))]

		#[test]
		fn bytes_decode_to_a_normal_number_or_not_at_all(
			(mantissa, exponent) in fields(),
			length in 0usize..=24,
		) {
			let bytes = (mantissa, exponent).encode();
			let decoded = SafeFloat::decode(&mut &bytes[..length]);
			prop_assert_eq!(decoded.is_ok(), length == 24 && is_normal(mantissa, exponent));
			if let Ok(number) = decoded {
				prop_assert_eq!((number.mantissa(), number.exponent()), (mantissa, exponent));
			}
		}
	}
}
