//! Sealing and opening: ML-KEM-768 for the secret, XChaCha20-Poly1305 for the extrinsic.

use alloc::vec::Vec;
use core::fmt;

use chacha20poly1305::{
	aead::{Aead, KeyInit},
	XChaCha20Poly1305, XNonce,
};
use ml_kem::{ml_kem_768, Decapsulate, Encapsulate, EncapsulationKey768, Key, SharedKey};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{
	envelope::{ShieldedTransaction, MAX_PLAINTEXT_LEN, NONCE_LEN},
	key::{key_hash, KeyPair},
};

/// The length of the tag at the end of an encrypted extrinsic, in bytes.
pub const TAG_LEN: usize = 16;

/// Seals a plaintext for the holder of an encapsulation key.
///
/// The shared secret and the nonce are drawn anew each time.
///
/// # Errors
///
/// - [`EncryptError::InvalidKey`]: the bytes are no ML-KEM-768 encapsulation key.
/// - [`EncryptError::PlaintextTooLong`]: the envelope would not fit into a carrier.
pub fn encrypt<R: CryptoRng + ?Sized>(
	encapsulation_key: &[u8],
	plaintext: &[u8],
	rng: &mut R,
) -> Result<ShieldedTransaction, EncryptError> {
	if plaintext.len() > MAX_PLAINTEXT_LEN {
		return Err(EncryptError::PlaintextTooLong);
	}
	let recipient = Key::<EncapsulationKey768>::try_from(encapsulation_key)
		.ok()
		.and_then(|key| EncapsulationKey768::new(&key).ok())
		.ok_or(EncryptError::InvalidKey)?;
	let (kem_ct, shared_secret) = recipient.encapsulate_with_rng(rng);
	let shared_secret = Zeroizing::new(shared_secret);
	let mut nonce = [0; NONCE_LEN];
	rng.fill_bytes(&mut nonce);
	let aead_ct = cipher(&shared_secret)
		.encrypt(&XNonce::from(nonce), plaintext)
		.map_err(|_| EncryptError::PlaintextTooLong)?;
	Ok(ShieldedTransaction {
		key_hash: key_hash(encapsulation_key),
		kem_ct: kem_ct.to_vec(),
		aead_ct,
		nonce,
	})
}

impl KeyPair {
	/// Opens an envelope that was sealed for this pair.
	///
	/// Nothing is promised about the plaintext but that it is what was sealed: whoever sealed it
	/// chose it freely.
	///
	/// # Errors
	///
	/// - [`DecryptError::OtherKey`]: the envelope names another key.
	/// - [`DecryptError::KemCiphertextLength`]: its ML-KEM ciphertext is of no use.
	/// - [`DecryptError::NotAuthentic`]: it was altered, or sealed for another key after all.
	pub fn decrypt(&self, sealed: &ShieldedTransaction) -> Result<Vec<u8>, DecryptError> {
		if sealed.key_hash != self.key_hash() {
			return Err(DecryptError::OtherKey);
		}
		let kem_ct = ml_kem_768::Ciphertext::try_from(sealed.kem_ct.as_slice())
			.map_err(|_| DecryptError::KemCiphertextLength)?;
		let shared_secret = Zeroizing::new(self.secret().decapsulate(&kem_ct));
		cipher(&shared_secret)
			.decrypt(&XNonce::from(sealed.nonce), sealed.aead_ct.as_slice())
			.map_err(|_| DecryptError::NotAuthentic)
	}
}

/// Returns the cipher whose key is this shared secret.
fn cipher(shared_secret: &SharedKey) -> XChaCha20Poly1305 {
	let key: &[u8; 32] = shared_secret.as_ref();
	XChaCha20Poly1305::new(key.into())
}

/// Why a plaintext was not sealed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EncryptError {
	/// The bytes of the key are not 1184, or not the encoding of a key.
	InvalidKey,
	/// The plaintext is longer than [`MAX_PLAINTEXT_LEN`].
	PlaintextTooLong,
}

impl fmt::Display for EncryptError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::InvalidKey => f.write_str("the key is no ML-KEM-768 encapsulation key"),
			Self::PlaintextTooLong => {
				write!(f, "the extrinsic is longer than {MAX_PLAINTEXT_LEN} bytes")
			}
		}
	}
}

impl core::error::Error for EncryptError {}

/// Why an envelope was not opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DecryptError {
	/// The envelope names another key.
	OtherKey,
	/// The ML-KEM ciphertext has not the length of one.
	KemCiphertextLength,
	/// The tag is not that of this text under this key.
	NotAuthentic,
}

impl fmt::Display for DecryptError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::OtherKey => "the envelope is sealed for another key",
			Self::KemCiphertextLength => "the ML-KEM ciphertext has not 1088 bytes",
			Self::NotAuthentic => "the envelope was altered or sealed for another key",
		})
	}
}

impl core::error::Error for DecryptError {}
