//! Signers whose public key has small order.

use core::marker::PhantomData;

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{CloneNoBound, DebugNoBound, DefaultNoBound, EqNoBound, PartialEqNoBound};
use scale_info::TypeInfo;
use sp_runtime::{
	impl_tx_ext_default,
	traits::{
		AsSystemOriginSigner, DispatchInfoOf, DispatchOriginOf, Dispatchable, Implication,
		TransactionExtension, ValidateResult,
	},
	transaction_validity::{InvalidTransaction, TransactionSource},
	Weight,
};

/// Points of small order on curve 25519 in the encoding of ed25519, with the sign bit cleared.
///
/// The orders are 4, 1, 8, 8 and 2; the last two entries are the second encodings, above the prime
/// of the field, of the first two points. A signature by such a point needs no secret key, so
/// anybody could sign for an account with this id.
const SMALL_ORDER: [[u8; 32]; 7] = [
	[0; 32],
	bytes_of(1, 0, 0),
	[
		0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
		0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
		0xfc, 0x05,
	],
	[
		0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
		0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
		0x03, 0x7a,
	],
	bytes_of(0xec, 0xff, 0x7f),
	bytes_of(0xed, 0xff, 0x7f),
	bytes_of(0xee, 0xff, 0x7f),
];

/// 32 bytes: `first`, then 30 times `middle`, then `last`.
const fn bytes_of(first: u8, middle: u8, last: u8) -> [u8; 32] {
	let mut bytes = [middle; 32];
	bytes[0] = first;
	bytes[31] = last;
	bytes
}

/// Rejects signers whose public key has small order, the zero account among them, with `BadSigner`.
#[derive(
	CloneNoBound,
	DebugNoBound,
	Decode,
	DecodeWithMemTracking,
	DefaultNoBound,
	Encode,
	EqNoBound,
	PartialEqNoBound,
	TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct CheckNonZeroSender<T>(PhantomData<T>);

impl<T> CheckNonZeroSender<T> {
	/// The extension, which carries no data.
	pub const fn new() -> Self {
		Self(PhantomData)
	}
}

/// Whether the bytes of an account id encode a point of small order.
fn is_small_order(account: &[u8]) -> bool {
	let Ok(mut point) = <[u8; 32]>::try_from(account) else { return false };
	if let Some(last) = point.last_mut() {
		*last &= 0x7f;
	}
	SMALL_ORDER.contains(&point)
}

impl<T> TransactionExtension<T::RuntimeCall> for CheckNonZeroSender<T>
where
	T: frame_system::Config + Send + Sync,
	T::RuntimeCall: Dispatchable,
	DispatchOriginOf<T::RuntimeCall>: AsSystemOriginSigner<T::AccountId>,
{
	const IDENTIFIER: &'static str = "CheckNonZeroSender";
	type Implicit = ();
	type Val = ();
	type Pre = ();

	fn weight(&self, _: &T::RuntimeCall) -> Weight {
		Weight::zero()
	}

	fn validate(
		&self,
		origin: DispatchOriginOf<T::RuntimeCall>,
		_call: &T::RuntimeCall,
		_info: &DispatchInfoOf<T::RuntimeCall>,
		_len: usize,
		_implicit: (),
		_implication: &impl Implication,
		_source: TransactionSource,
	) -> ValidateResult<(), T::RuntimeCall> {
		match origin.as_system_origin_signer() {
			Some(who) if who.using_encoded(is_small_order) => {
				Err(InvalidTransaction::BadSigner.into())
			}
			_ => Ok((Default::default(), (), origin)),
		}
	}

	impl_tx_ext_default!(T::RuntimeCall; prepare);
}
