//! Encryption and decryption: ML-KEM-768 for the secret, XChaCha20-Poly1305 for the extrinsic.

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

/// Encrypts a plaintext for the holder of an encapsulation key.
///
/// Each call draws a new shared secret and a new nonce.
///
/// # Errors
///
/// - [`EncryptError::InvalidKey`]: the bytes are not an ML-KEM-768 encapsulation key.
/// - [`EncryptError::PlaintextTooLong`]: the plaintext is longer than [`MAX_PLAINTEXT_LEN`].
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
	/// Decrypts an envelope that was encrypted for this pair.
	///
	/// The sender chooses the plaintext, so the caller must treat it as untrusted input.
	///
	/// # Errors
	///
	/// - [`DecryptError::OtherKey`]: the envelope names another key.
	/// - [`DecryptError::KemCiphertextLength`]: the ML-KEM ciphertext is not 1088 bytes long.
	/// - [`DecryptError::NotAuthentic`]: the envelope was altered, or encrypted for another key.
	pub fn decrypt(&self, envelope: &ShieldedTransaction) -> Result<Vec<u8>, DecryptError> {
		if envelope.key_hash != self.key_hash() {
			return Err(DecryptError::OtherKey);
		}
		let kem_ct = ml_kem_768::Ciphertext::try_from(envelope.kem_ct.as_slice())
			.map_err(|_| DecryptError::KemCiphertextLength)?;
		let shared_secret = Zeroizing::new(self.secret().decapsulate(&kem_ct));
		cipher(&shared_secret)
			.decrypt(&XNonce::from(envelope.nonce), envelope.aead_ct.as_slice())
			.map_err(|_| DecryptError::NotAuthentic)
	}
}

/// The cipher with this shared secret as its key.
fn cipher(shared_secret: &SharedKey) -> XChaCha20Poly1305 {
	let key: &[u8; 32] = shared_secret.as_ref();
	XChaCha20Poly1305::new(key.into())
}

/// The reason why a plaintext cannot be encrypted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EncryptError {
	/// The key is not 1184 bytes long, or its bytes do not encode a key.
	InvalidKey,
	/// The plaintext is longer than [`MAX_PLAINTEXT_LEN`].
	PlaintextTooLong,
}

impl fmt::Display for EncryptError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::InvalidKey => f.write_str("the key is not an ML-KEM-768 encapsulation key"),
			Self::PlaintextTooLong => {
				write!(f, "the extrinsic is longer than {MAX_PLAINTEXT_LEN} bytes")
			}
		}
	}
}

impl core::error::Error for EncryptError {}

/// The reason why an envelope cannot be decrypted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DecryptError {
	/// The envelope names another key.
	OtherKey,
	/// The ML-KEM ciphertext is not 1088 bytes long.
	KemCiphertextLength,
	/// The tag does not match the ciphertext and the key.
	NotAuthentic,
}

impl fmt::Display for DecryptError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::OtherKey => "the envelope is encrypted for another key",
			Self::KemCiphertextLength => "the ML-KEM ciphertext is not 1088 bytes long",
			Self::NotAuthentic => "the envelope was altered or encrypted for another key",
		})
	}
}

impl core::error::Error for DecryptError {}
