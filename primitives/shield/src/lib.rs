//! The envelope of the MEV shield: an extrinsic that only the author of one block can decrypt.
//!
//! # Overview
//!
//! Everyone who sees a trade before its inclusion can trade ahead of it. The shield hides the
//! trade: the signer encrypts the finished, signed extrinsic for the author of a later block and
//! submits the encrypted bytes inside another extrinsic, the *carrier*. The author decrypts them
//! while building the block and includes the inner extrinsic right after the carrier, so that no
//! other extrinsic comes between.
//!
//! This crate defines the format of the encrypted bytes and their cryptography. It has no storage:
//! the pallet rotates the keys, the node keeps the secret keys.
//!
//! # Terminology
//!
//! - **Encapsulation key**: the public key, [`ENCAPSULATION_KEY_LEN`] bytes of ML-KEM-768
//!   (FIPS 203). Authors publish it on chain.
//! - **Key hash**: the hash by which an envelope names a key, see [`key_hash`].
//! - **Seed**: the secret key, [`SEED_LEN`] bytes.
//! - **Envelope**: [`ShieldedTransaction`], the encrypted extrinsic.
//! - **Plaintext**: the SCALE bytes of the inner extrinsic with its length prefix.
//!
//! # Life of an envelope
//!
//! An author generates a [`KeyPair`] and publishes its encapsulation key. A client reads the key
//! and calls [`encrypt`], which derives a fresh shared secret for this key (ML-KEM) and encrypts
//! the plaintext with it (XChaCha20-Poly1305). The pool checks only that the bytes are an envelope
//! ([`ShieldedTransaction::parse`]). The author finds its key by the hash and calls
//! [`KeyPair::decrypt`].
//!
//! # Design
//!
//! - The bytes of an envelope, little endian:
//!   `key_hash [16] ++ kem_len u16 ++ kem_ct [kem_len] ++ nonce [24] ++ aead_ct [at least 1]`.
//!   With the ML-KEM-768 ciphertext of [`KEM_CIPHERTEXT_LEN`] bytes and a tag of [`TAG_LEN`] bytes
//!   an envelope is [`ENVELOPE_OVERHEAD`] bytes longer than its plaintext.
//! - The shared secret is the key of the cipher, without derivation or associated data. The
//!   official client fixes this. It is sound because each secret encrypts only one message.
//! - Parsing and decrypting never panic, whatever the bytes: envelopes are untrusted input.
//! - Secrets are wiped on drop, and `Debug` does not show them.
//! - The caller passes the source of randomness, so the crate runs in a runtime, which has none.
//!   Parsing and decrypting need no randomness.
//!
//! # Example
//!
//! ```
//! use noesis_shield::{encrypt, KeyPair, ShieldedTransaction};
//! # let (seed, mut rng) = ([7; 64], rand::SeedableRng::from_seed([7; 32]));
//! # fn typed(_: &mut rand::rngs::StdRng) {}
//! # typed(&mut rng);
//! let author = KeyPair::from_seed(&seed);
//! let envelope = encrypt(author.encapsulation_key().as_slice(), b"an extrinsic", &mut rng)?;
//! let bytes = envelope.to_bytes()?;
//! assert_eq!(bytes.len(), 12 + noesis_shield::ENVELOPE_OVERHEAD);
//!
//! let received = ShieldedTransaction::parse(&bytes)?;
//! assert_eq!(received.key_hash, author.key_hash());
//! assert_eq!(author.decrypt(&received)?, b"an extrinsic");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

extern crate alloc;

mod encryption;
mod envelope;
mod key;

pub use encryption::{encrypt, DecryptError, EncryptError, TAG_LEN};
pub use envelope::{
	EnvelopeError, ShieldedTransaction, ENVELOPE_OVERHEAD, KEM_CIPHERTEXT_LEN, MAX_CIPHERTEXT_LEN,
	MAX_PLAINTEXT_LEN, NONCE_LEN,
};
pub use key::{key_hash, KeyPair, SeedLengthError, ENCAPSULATION_KEY_LEN, KEY_HASH_LEN, SEED_LEN};
/// The traits of sources of randomness that this crate uses.
pub use rand_core;

/// The identifier of the inherent data for a block's key announcement.
///
/// The data is the SCALE encoding of `Option<Vec<u8>>`: the encapsulation key that the author
/// announces, or `None` to withdraw its last key.
pub const INHERENT_IDENTIFIER: [u8; 8] = *b"shieldpk";
