//! Key pairs from seeds, and the hashes of keys.

use core::fmt;

use ml_kem::{DecapsulationKey768, KeyExport, Seed};
use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

/// The length of an ML-KEM-768 encapsulation key, in bytes (FIPS 203, table 3).
pub const ENCAPSULATION_KEY_LEN: usize = 1184;

/// The length of the hash of a key, in bytes.
pub const KEY_HASH_LEN: usize = 16;

/// The length of a seed, the short form of a secret key, in bytes: `d ++ z` of FIPS 203.
pub const SEED_LEN: usize = 64;

/// The hash of an encapsulation key, by which envelopes name it: twox-128 of its bytes.
///
/// It tells keys apart and is no security measure. An envelope with a forged hash cannot be
/// decrypted with the named key.
pub fn key_hash(encapsulation_key: &[u8]) -> [u8; KEY_HASH_LEN] {
	sp_crypto_hashing::twox_128(encapsulation_key)
}

/// A key pair of ML-KEM-768.
///
/// The secret part is wiped on drop and not shown by `Debug`. There is no `Clone`, so that the
/// secret lies in one place only.
pub struct KeyPair {
	secret: DecapsulationKey768,
	key_hash: [u8; KEY_HASH_LEN],
}

impl KeyPair {
	/// Derives the pair of a seed. The same seed gives the same pair.
	///
	/// Use a seed that is not random, or not secret, for development only.
	pub fn from_seed(seed: &[u8; SEED_LEN]) -> Self {
		let secret = DecapsulationKey768::from_seed(Seed::from(*seed));
		let key_hash = key_hash(secret.encapsulation_key().to_bytes().as_slice());
		Self { secret, key_hash }
	}

	/// Generates a pair from a source of randomness.
	///
	/// # Errors
	///
	/// The error of the source.
	pub fn generate<R: TryCryptoRng + ?Sized>(rng: &mut R) -> Result<Self, R::Error> {
		let mut seed = Zeroizing::new([0; SEED_LEN]);
		rng.try_fill_bytes(seed.as_mut_slice())?;
		Ok(Self::from_seed(&seed))
	}

	/// Generates a pair from the randomness of the operating system.
	///
	/// # Errors
	///
	/// The error of the operating system.
	#[cfg(feature = "std")]
	pub fn generate_from_system() -> Result<Self, getrandom::Error> {
		Self::generate(&mut getrandom::SysRng)
	}

	/// The public key that an author announces, [`ENCAPSULATION_KEY_LEN`] bytes.
	pub fn encapsulation_key(&self) -> [u8; ENCAPSULATION_KEY_LEN] {
		self.secret.encapsulation_key().to_bytes().into()
	}

	/// The hash of the public key, by which envelopes name this pair.
	pub fn key_hash(&self) -> [u8; KEY_HASH_LEN] {
		self.key_hash
	}

	/// The secret key.
	pub(crate) fn secret(&self) -> &DecapsulationKey768 {
		&self.secret
	}
}

/// Derives the pair of a secret key in the form of its seed.
///
/// The long form of FIPS 203, 2400 bytes, is rejected: it would need validation, a seed does not.
impl TryFrom<&[u8]> for KeyPair {
	type Error = SeedLengthError;

	fn try_from(seed: &[u8]) -> Result<Self, Self::Error> {
		<&[u8; SEED_LEN]>::try_from(seed).map(Self::from_seed).map_err(|_| SeedLengthError)
	}
}

impl fmt::Debug for KeyPair {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.debug_struct("KeyPair").field("key_hash", &self.key_hash).finish_non_exhaustive()
	}
}

/// The bytes of a secret key are not [`SEED_LEN`] bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SeedLengthError;

impl fmt::Display for SeedLengthError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("a secret key is a seed of 64 bytes")
	}
}

impl core::error::Error for SeedLengthError {}
