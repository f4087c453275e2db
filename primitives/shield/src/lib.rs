//! The envelope of the MEV shield: an extrinsic that only the author of one block can read.
//!
//! # Overview
//!
//! Whoever sees a trade before it is in a block can trade ahead of it. The shield hides it: the
//! signer seals the finished, signed extrinsic for the author of a block to come and submits the
//! sealed bytes inside another extrinsic, the *carrier*. Nobody on the way can read them. The
//! author opens them while building the block and puts the inner extrinsic right behind the
//! carrier, where nobody can get between.
//!
//! This crate is the form of the sealed bytes and their cryptography. It holds no storage and
//! knows no chain: the pallet rotates the keys, the node keeps the secret ones.
//!
//! # Terminology
//!
//! - **Encapsulation key**: the public key, [`ENCAPSULATION_KEY_LEN`] bytes of ML-KEM-768
//!   (FIPS 203). Authors publish it on chain.
//! - **Key hash**: what names a key in an envelope, see [`key_hash`].
//! - **Seed**: the secret key, [`SEED_LEN`] bytes.
//! - **Envelope**: [`ShieldedTransaction`], the sealed extrinsic.
//! - **Plaintext**: the SCALE bytes of the inner extrinsic with its length prefix.
//!
//! # The life of an envelope
//!
//! An author makes a [`KeyPair`] and publishes its encapsulation key. A client reads the key and
//! calls [`encrypt`]: it derives a fresh shared secret for this key (ML-KEM) and encrypts the
//! plaintext under it (XChaCha20-Poly1305). The pool checks nothing but that the bytes are an
//! envelope ([`ShieldedTransaction::parse`]). The author finds its key by the hash and calls
//! [`KeyPair::decrypt`].
//!
//! # Design
//!
//! - The bytes of an envelope, little endian:
//!   `key_hash [16] ++ kem_len u16 ++ kem_ct [kem_len] ++ nonce [24] ++ aead_ct [at least 1]`.
//!   With the ML-KEM-768 ciphertext of [`KEM_CIPHERTEXT_LEN`] bytes and a tag of [`TAG_LEN`] bytes
//!   an envelope is [`ENVELOPE_OVERHEAD`] bytes longer than its plaintext.
//! - The shared secret is the key of the cipher as it is: no derivation, no associated data. The
//!   official client fixes this, and it is sound because each secret encrypts one message only.
//! - Parsing and decrypting never panic, whatever the bytes. An envelope is somebody else's input.
//! - Secrets are wiped when they are dropped, and `Debug` shows none.
//! - Randomness comes from the caller, so that the crate runs where there is none. Nothing of what
//!   a runtime needs draws any.
//!
//! # Example
//!
//! ```
//! use noesis_shield::{encrypt, KeyPair, ShieldedTransaction};
//! # let (seed, mut rng) = ([7; 64], rand::SeedableRng::from_seed([7; 32]));
//! # fn typed(_: &mut rand::rngs::StdRng) {}
//! # typed(&mut rng);
//! let author = KeyPair::from_seed(&seed);
//! let sealed = encrypt(author.encapsulation_key().as_slice(), b"an extrinsic", &mut rng)?;
//! let bytes = sealed.to_bytes()?;
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
/// The traits of the sources of randomness that this crate takes.
pub use rand_core;

/// Names the data from which a block's key announcement is made.
///
/// The data is the SCALE form of `Option<Vec<u8>>`: the encapsulation key that the author
/// announces, or `None` to withdraw its last one.
pub const INHERENT_IDENTIFIER: [u8; 8] = *b"shieldpk";
