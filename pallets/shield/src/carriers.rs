//! Carriers: their event, what the pool and the author of a block ask about them, and opening them.

use codec::DecodeLimit;
use frame_support::traits::IsSubType;
use frame_system::pallet_prelude::RuntimeCallFor;
use noesis_shield::{KeyPair, ShieldedTransaction};
use sp_runtime::{
	traits::{ExtrinsicCall, Hash},
	transaction_validity::{InvalidTransaction, TransactionValidityError},
};

use crate::{Call, Ciphertext, Config, Event, Pallet};

/// The custom code with which the pool refuses a carrier whose bytes are no envelope.
pub const PARSING_FAILED: u8 = 23;

/// The longest era of a carrier, in blocks. Immortal carriers, and longer ones, are stale.
pub const MAX_ERA: u64 = 8;

/// How deep an inner extrinsic may nest.
///
/// It is somebody's bytes that an author decodes without being paid for it.
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

	/// Returns the envelope in an extrinsic, if that is a carrier and has a signer.
	///
	/// The signature is not checked. It may cover the hash of the very block in whose state this is
	/// asked, which that state does not hold yet. What comes from the pool has a good one, and
	/// nothing else gets into a block.
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
