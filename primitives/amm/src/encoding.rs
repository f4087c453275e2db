//! Encodings and type information of stored and answered types, as the interface defines them.

use codec::{
	Decode, DecodeWithMemTracking, Encode, EncodeLike, Error, Input, MaxEncodedLen, Output,
};
use scale_info::{build::Fields, Path, Type, TypeInfo};
use sp_arithmetic::Perquintill;

use crate::{fee::FeeRate, weight::QuoteWeight};

/// Implements the codec of a number with bounds: encoding is that of the number, and decoding
/// rejects a number out of bounds.
macro_rules! bounded_number {
	($type:ident as $number:ident, else $error:literal) => {
		impl Encode for $type {
			fn size_hint(&self) -> usize {
				$number::from(*self).size_hint()
			}

			fn encode_to<O: Output + ?Sized>(&self, output: &mut O) {
				$number::from(*self).encode_to(output);
			}
		}

		impl EncodeLike for $type {}

		impl Decode for $type {
			fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
				Self::try_from($number::decode(input)?).map_err(|_| $error.into())
			}
		}

		impl DecodeWithMemTracking for $type {}

		impl MaxEncodedLen for $type {
			fn max_encoded_len() -> usize {
				$number::max_encoded_len()
			}
		}
	};
}

bounded_number!(FeeRate as u16, else "fee rate too high");
bounded_number!(QuoteWeight as u64, else "weight out of bounds");

impl TypeInfo for FeeRate {
	type Identity = u16;

	// The interface knows fee rates as plain numbers.
	fn type_info() -> Type {
		u16::type_info()
	}
}

impl TypeInfo for QuoteWeight {
	type Identity = Self;

	// Written by hand for its path and field, by which clients know the type.
	fn type_info() -> Type {
		let quote = Fields::named()
			.field(|field| field.ty::<Perquintill>().name("quote").type_name("Perquintill"));
		Type::builder()
			.path(Path::new("Balancer", "pallet_subtensor_swap::pallet::balancer"))
			.composite(quote)
	}
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "bounds have room on both sides")]
mod tests {
	use noesis_types::{AlphaBalance, TaoBalance};
	use scale_info::{form::MetaForm, meta_type, Field, TypeDef};

	use super::*;
	use crate::SimSwapResult;

	/// The fields of a composite type.
	fn fields(info: Type) -> Vec<Field<MetaForm>> {
		match info.type_def {
			TypeDef::Composite(composite) => composite.fields,
			other => panic!("not a composite: {other:?}"),
		}
	}

	#[test]
	fn default_fee_rate_is_0x2100_and_shows_as_u16() {
		assert_eq!(FeeRate::DEFAULT.encode(), [0x21, 0x00]);
		assert_eq!(FeeRate::decode(&mut &[0x21, 0x00][..]), Ok(FeeRate::DEFAULT));
		assert_eq!(FeeRate::max_encoded_len(), 2);
		assert_eq!(meta_type::<FeeRate>(), meta_type::<u16>());
		assert_eq!(FeeRate::type_info(), u16::type_info());
	}

	#[test]
	fn fee_rate_above_the_highest_does_not_decode() {
		assert_eq!(FeeRate::decode(&mut &10_000u16.encode()[..]), Ok(FeeRate::MAX));
		for parts in [10_001, u16::MAX] {
			assert!(FeeRate::decode(&mut &parts.encode()[..]).is_err(), "{parts}");
		}
		assert!(FeeRate::decode(&mut &[0x21][..]).is_err());
	}

	#[test]
	fn even_weight_is_the_default_balancer_of_the_interface() {
		let bytes = [0x00, 0x00, 0xb2, 0xd3, 0x59, 0x5b, 0xf0, 0x06];
		assert_eq!(QuoteWeight::EVEN.encode(), bytes);
		assert_eq!(QuoteWeight::decode(&mut &bytes[..]), Ok(QuoteWeight::EVEN));
		assert_eq!(QuoteWeight::max_encoded_len(), 8);
		assert_eq!(Perquintill::from_percent(50).encode(), bytes);
	}

	#[test]
	fn weight_out_of_bounds_does_not_decode() {
		let (least, most) = (QuoteWeight::MIN, QuoteWeight::MAX);
		for weight in [least, most] {
			assert_eq!(QuoteWeight::decode(&mut &weight.encode()[..]), Ok(weight));
		}
		for parts in [0, least.parts() - 1, most.parts() + 1, u64::MAX] {
			assert!(QuoteWeight::decode(&mut &parts.encode()[..]).is_err(), "{parts}");
		}
	}

	#[test]
	fn weight_shows_as_a_balancer_with_a_quote() {
		let info = QuoteWeight::type_info();
		assert_eq!(info.path.segments, ["pallet_subtensor_swap", "pallet", "balancer", "Balancer"]);
		let fields = fields(info);
		assert_eq!(fields.len(), 1);
		assert_eq!(fields[0].name, Some("quote"));
		assert_eq!(fields[0].ty, meta_type::<Perquintill>());
	}

	#[test]
	fn simulated_trade_is_six_amounts_in_the_order_of_the_interface() {
		let result = SimSwapResult {
			tao_amount: 1u64.into(),
			alpha_amount: 2u64.into(),
			tao_fee: 3u64.into(),
			alpha_fee: 4u64.into(),
			tao_slippage: 5u64.into(),
			alpha_slippage: u64::MAX.into(),
		};
		let bytes = [1, 2, 3, 4, 5, u64::MAX].encode();
		assert_eq!(result.encode(), bytes);
		assert_eq!(SimSwapResult::decode(&mut &bytes[..]), Ok(result));
		assert_eq!(SimSwapResult::max_encoded_len(), 48);

		let info = SimSwapResult::type_info();
		assert_eq!(info.path.segments.last(), Some(&"SimSwapResult"));
		let fields: Vec<_> = fields(info).iter().map(|field| (field.name, field.ty)).collect();
		let (tao, alpha) = (meta_type::<TaoBalance>(), meta_type::<AlphaBalance>());
		let expected = [
			("tao_amount", tao),
			("alpha_amount", alpha),
			("tao_fee", tao),
			("alpha_fee", alpha),
			("tao_slippage", tao),
			("alpha_slippage", alpha),
		];
		assert_eq!(fields, expected.map(|(name, ty)| (Some(name), ty)));
	}
}
