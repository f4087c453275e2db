//! The byte format of an envelope: parsing and serialization.

use alloc::vec::Vec;
use core::fmt;

use codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;

use crate::key::KEY_HASH_LEN;

/// The length of an ML-KEM-768 ciphertext, in bytes (FIPS 203, table 3).
pub const KEM_CIPHERTEXT_LEN: usize = 1088;

/// The length of the nonce of XChaCha20, in bytes.
pub const NONCE_LEN: usize = 24;

/// The length of an envelope beyond its plaintext, in bytes.
///
/// Key hash 16, length 2, ML-KEM ciphertext 1088, nonce 24, tag 16.
pub const ENVELOPE_OVERHEAD: usize = 1146;

/// The maximum length of an envelope in a carrier, in bytes.
pub const MAX_CIPHERTEXT_LEN: u32 = 8192;

/// The maximum length of a plaintext, in bytes: 8192 - 1146.
pub const MAX_PLAINTEXT_LEN: usize = 7046;

/// The length of the field that holds the length of the ML-KEM ciphertext, in bytes.
const KEM_LENGTH_LEN: usize = 2;

/// An encrypted extrinsic: the fields of an envelope.
///
/// The runtime API `ShieldApi` takes and returns its SCALE encoding. The bytes in a carrier have
/// another format, see [`parse`](Self::parse) and [`to_bytes`](Self::to_bytes).
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ShieldedTransaction {
	/// The hash of the key for which the extrinsic is encrypted, see [`key_hash`](crate::key_hash).
	pub key_hash: [u8; KEY_HASH_LEN],
	/// The ML-KEM ciphertext, from which the holder of the key decapsulates the shared secret.
	pub kem_ct: Vec<u8>,
	/// The encrypted extrinsic with its tag at the end.
	pub aead_ct: Vec<u8>,
	/// The nonce of the encryption.
	pub nonce: [u8; NONCE_LEN],
}

impl ShieldedTransaction {
	/// Parses the bytes of an envelope.
	///
	/// It checks the format only, not that the key exists, nor that the ML-KEM ciphertext has the
	/// right length. A carrier with such faults is valid, but its inner extrinsic is never included.
	///
	/// # Errors
	///
	/// - [`EnvelopeError::Truncated`]: the bytes end before the encrypted extrinsic.
	/// - [`EnvelopeError::Empty`]: the encrypted extrinsic is empty.
	pub fn parse(bytes: &[u8]) -> Result<Self, EnvelopeError> {
		let (key_hash, rest) = take::<KEY_HASH_LEN>(bytes)?;
		let (kem_len, rest) = take::<KEM_LENGTH_LEN>(rest)?;
		let kem_len = usize::from(u16::from_le_bytes(kem_len));
		let (kem_ct, rest) = rest.split_at_checked(kem_len).ok_or(EnvelopeError::Truncated)?;
		let (nonce, aead_ct) = take::<NONCE_LEN>(rest)?;
		if aead_ct.is_empty() {
			return Err(EnvelopeError::Empty);
		}
		Ok(Self { key_hash, kem_ct: kem_ct.to_vec(), aead_ct: aead_ct.to_vec(), nonce })
	}

	/// The bytes of this envelope, in the format of a carrier.
	///
	/// # Errors
	///
	/// [`EnvelopeError::KemCiphertextTooLong`]: the ML-KEM ciphertext is longer than 65,535 bytes.
	pub fn to_bytes(&self) -> Result<Vec<u8>, EnvelopeError> {
		let kem_len = u16::try_from(self.kem_ct.len())
			.map_err(|_| EnvelopeError::KemCiphertextTooLong)?
			.to_le_bytes();
		let parts: [&[u8]; 5] =
			[&self.key_hash, &kem_len, &self.kem_ct, &self.nonce, &self.aead_ct];
		Ok(parts.concat())
	}
}

/// Splits off the first `N` bytes.
fn take<const N: usize>(bytes: &[u8]) -> Result<([u8; N], &[u8]), EnvelopeError> {
	let (first, rest) = bytes.split_first_chunk::<N>().ok_or(EnvelopeError::Truncated)?;
	Ok((*first, rest))
}

/// The reason why bytes are not an envelope, or an envelope cannot be serialized.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EnvelopeError {
	/// The bytes end before the encrypted extrinsic.
	Truncated,
	/// The encrypted extrinsic is empty.
	Empty,
	/// The ML-KEM ciphertext is longer than its length field allows, 65,535 bytes.
	KemCiphertextTooLong,
}

impl fmt::Display for EnvelopeError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::Truncated => "the envelope is truncated",
			Self::Empty => "the encrypted extrinsic is empty",
			Self::KemCiphertextTooLong => "the ML-KEM ciphertext is longer than 65,535 bytes",
		})
	}
}

impl core::error::Error for EnvelopeError {}
