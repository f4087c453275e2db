//! Carriers: their event, their check in the pool, and decrypting their envelope.

use codec::DecodeLimit;
use frame_support::{ensure, traits::IsSubType};
use frame_system::pallet_prelude::RuntimeCallFor;
use noesis_shield::{KeyPair, ShieldedTransaction};
use sp_runtime::{
	traits::{ExtrinsicCall, Hash},
	transaction_validity::{InvalidTransaction, TransactionValidityError},
};

use crate::{Call, Ciphertext, Config, Event, Pallet};

/// Custom code with which a carrier is rejected whose bytes are no envelope.
pub const PARSING_FAILED: u8 = 23;

/// Custom code with which a carrier is rejected whose key was not among those announced last.
pub const UNKNOWN_KEY: u8 = 24;

/// Maximum era of a carrier, in blocks. Carriers with a longer or an immortal era are rejected.
pub const MAX_ERA: u64 = 8;

/// Maximum depth to which calls nest in an inner extrinsic.
///
/// The author decodes the bytes of an unknown sender without a fee, so the work is bounded.
pub const MAX_DECODE_DEPTH: u32 = 8;

impl<T: Config> Pallet<T> {
	/// The bytes in a carrier, or `None` for any other call.
	///
	/// Only the call itself is inspected: a batch that contains `submit_encrypted` is no carrier.
	pub fn carried_ciphertext<C: IsSubType<Call<T>>>(call: &C) -> Option<&Ciphertext> {
		match call.is_sub_type() {
			Some(Call::submit_encrypted { ciphertext }) => Some(ciphertext),
			_ => None,
		}
	}

	/// Checks that the bytes of a carrier are an envelope for an announced key; other calls pass.
	///
	/// An author's work on a carrier is unpaid until the carrier is in a block. A key that no author
	/// announced, or that is too old to be named, opens no carrier.
	///
	/// # Errors
	///
	/// `InvalidTransaction::Custom` with the code [`PARSING_FAILED`], or with [`UNKNOWN_KEY`] if
	/// [`AnnouncedKeys`](crate::AnnouncedKeys) does not list the key.
	pub fn check_ciphertext<C: IsSubType<Call<T>>>(
		call: &C,
	) -> Result<(), TransactionValidityError> {
		let Some(ciphertext) = Self::carried_ciphertext(call) else { return Ok(()) };
		let envelope = ShieldedTransaction::parse(ciphertext)
			.map_err(|_| InvalidTransaction::Custom(PARSING_FAILED))?;
		ensure!(Self::was_announced(&envelope.key_hash), InvalidTransaction::Custom(UNKNOWN_KEY));
		Ok(())
	}

	/// The envelope of a signed carrier, or `None` for any other extrinsic.
	///
	/// The signature is not checked: it may cover the hash of the block in whose state this runs,
	/// and that state does not hold this hash yet. The pool checks signatures, and so does
	/// `apply_extrinsic`.
	pub fn try_decode_shielded_tx<Extrinsic>(extrinsic: &Extrinsic) -> Option<ShieldedTransaction>
	where
		Extrinsic: ExtrinsicCall<Call = RuntimeCallFor<T>>,
	{
		if extrinsic.is_bare() {
			return None;
		}
		let ciphertext = Self::carried_ciphertext(extrinsic.call())?;
		ShieldedTransaction::parse(ciphertext).ok()
	}

	/// Decrypts an envelope with the seed of a key pair and decodes the inner extrinsic.
	///
	/// Returns `None` if the seed does not have 64 bytes, if the envelope is encrypted to another
	/// key, or if the plaintext is not exactly one extrinsic of at most [`MAX_DECODE_DEPTH`]
	/// levels.
	pub fn try_unshield_tx<Extrinsic: DecodeLimit>(
		dec_key_bytes: &[u8],
		shielded_tx: &ShieldedTransaction,
	) -> Option<Extrinsic> {
		let plaintext = KeyPair::try_from(dec_key_bytes).ok()?.decrypt(shielded_tx).ok()?;
		Extrinsic::decode_all_with_depth_limit(MAX_DECODE_DEPTH, &mut plaintext.as_slice()).ok()
	}

	/// Emits the event of a carrier.
	pub(crate) fn do_submit_encrypted(who: T::AccountId, ciphertext: &Ciphertext) {
		let id = T::Hashing::hash_of(&(&who, ciphertext));
		Self::deposit_event(Event::EncryptedSubmitted { id, who });
	}

	/// The length of a ciphertext, in bytes.
	pub(crate) fn length_of(ciphertext: &Ciphertext) -> u32 {
		u32::try_from(ciphertext.len()).unwrap_or(u32::MAX)
	}
}
