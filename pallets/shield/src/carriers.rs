//! Carriers: their event, what the pool and the author of a block ask about them, and opening them.

use codec::{DecodeLimit, Encode};
use frame_support::traits::IsSubType;
use frame_system::pallet_prelude::RuntimeCallFor;
use noesis_shield::{KeyPair, ShieldedTransaction};
use sp_runtime::{
	generic::{CheckedExtrinsic, ExtrinsicFormat},
	traits::{Checkable, Hash},
	transaction_validity::{InvalidTransaction, TransactionValidityError},
};

use crate::{Call, Ciphertext, Config, Event, Pallet};

/// The custom code with which the pool refuses a carrier whose bytes are no envelope.
pub const PARSING_FAILED: u8 = 23;

/// The longest era of a carrier, in blocks. Immortal carriers, and longer ones, are stale.
pub const MAX_ERA: u64 = 8;

/// How deep a carrier or an inner extrinsic may nest.
///
/// Both are somebody's bytes that an author decodes without being paid for it.
pub const MAX_DECODE_DEPTH: u32 = 8;

impl<T: Config> Pallet<T> {
	/// Returns the bytes that this call carries, if it is a carrier.
	///
	/// The call itself is meant, not one inside it: a carrier in a batch is none.
	pub fn carried_ciphertext<C: IsSubType<Call<T>>>(call: &C) -> Option<&Ciphertext> {
		match call.is_sub_type() {
			Some(Call::submit_encrypted { ciphertext }) => Some(ciphertext),
			_ => None,
		}
	}

	/// Checks that a carrier brings an envelope. Calls that are no carriers pass.
	///
	/// # Errors
	///
	/// The custom code [`PARSING_FAILED`].
	pub fn check_ciphertext<C: IsSubType<Call<T>>>(
		call: &C,
	) -> Result<(), TransactionValidityError> {
		let Some(ciphertext) = Self::carried_ciphertext(call) else { return Ok(()) };
		ShieldedTransaction::parse(ciphertext)
			.map(|_| ())
			.map_err(|_| InvalidTransaction::Custom(PARSING_FAILED).into())
	}

	/// Returns the envelope in an extrinsic, if that is a carrier with a good signature.
	pub fn try_decode_shielded_tx<Extrinsic, Context, Extension, Others>(
		extrinsic: &Extrinsic,
	) -> Option<ShieldedTransaction>
	where
		Context: Default,
		Extrinsic: Encode
			+ DecodeLimit
			+ Checkable<
				Context,
				Checked = CheckedExtrinsic<T::AccountId, RuntimeCallFor<T>, Extension, Others>,
			>,
	{
		// Whoever called us decoded without this limit.
		let bytes = extrinsic.encode();
		let shallow =
			Extrinsic::decode_all_with_depth_limit(MAX_DECODE_DEPTH, &mut bytes.as_slice()).ok()?;
		let checked = shallow.check(&Context::default()).ok()?;
		if !matches!(checked.format, ExtrinsicFormat::Signed(..)) {
			return None;
		}
		let ciphertext = Self::carried_ciphertext(&checked.function)?;
		ShieldedTransaction::parse(ciphertext).ok()
	}

	/// Opens an envelope with the seed of a key pair and decodes what is inside.
	///
	/// `None` if the seed does not have 64 bytes, the envelope does not open, or what is inside is
	/// not exactly one extrinsic.
	pub fn try_unshield_tx<Extrinsic: DecodeLimit>(
		dec_key_bytes: &[u8],
		shielded_tx: &ShieldedTransaction,
	) -> Option<Extrinsic> {
		let plaintext = KeyPair::try_from(dec_key_bytes).ok()?.decrypt(shielded_tx).ok()?;
		Extrinsic::decode_all_with_depth_limit(MAX_DECODE_DEPTH, &mut plaintext.as_slice()).ok()
	}

	/// Reports a carrier.
	pub(crate) fn do_submit_encrypted(who: T::AccountId, ciphertext: &Ciphertext) {
		let id = T::Hashing::hash_of(&(&who, ciphertext));
		Self::deposit_event(Event::EncryptedSubmitted { id, who });
	}

	/// Returns the length of a ciphertext, in bytes.
	pub(crate) fn length_of(ciphertext: &Ciphertext) -> u32 {
		u32::try_from(ciphertext.len()).unwrap_or(u32::MAX)
	}
}
