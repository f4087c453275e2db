//! Keys: pairs made from a seed, and the hash that names one.

use core::fmt;

use ml_kem::{DecapsulationKey768, KeyExport, Seed};
use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

/// The length of an ML-KEM-768 encapsulation key, in bytes (FIPS 203, table 3).
pub const ENCAPSULATION_KEY_LEN: usize = 1184;

/// The length of the hash that names a key, in bytes.
pub const KEY_HASH_LEN: usize = 16;

/// The length of a secret key in the form of its seed, in bytes: `d ++ z` of FIPS 203.
pub const SEED_LEN: usize = 64;

/// Returns the hash that names an encapsulation key in an envelope: twox-128 of its bytes.
///
/// It tells keys apart and secures nothing. Whoever forges one gets an envelope that the named key
/// does not open.
pub fn key_hash(encapsulation_key: &[u8]) -> [u8; KEY_HASH_LEN] {
	sp_crypto_hashing::twox_128(encapsulation_key)
}

/// A key pair of ML-KEM-768.
///
/// The secret part is wiped on drop and does not show in `Debug`. There is no `Clone`: a secret
/// that is in one place is easily forgotten.
pub struct KeyPair {
	secret: DecapsulationKey768,
	key_hash: [u8; KEY_HASH_LEN],
}

impl KeyPair {
	/// Makes the pair of this seed, always the same one.
	///
	/// A seed that is not random, or that others know, makes a pair for development only.
	pub fn from_seed(seed: &[u8; SEED_LEN]) -> Self {
		let secret = DecapsulationKey768::from_seed(Seed::from(*seed));
		let key_hash = key_hash(secret.encapsulation_key().to_bytes().as_slice());
		Self { secret, key_hash }
	}

	/// Makes a new pair.
	///
	/// # Errors
	///
	/// That of the source of randomness.
	pub fn generate<R: TryCryptoRng + ?Sized>(rng: &mut R) -> Result<Self, R::Error> {
		let mut seed = Zeroizing::new([0; SEED_LEN]);
		rng.try_fill_bytes(seed.as_mut_slice())?;
		Ok(Self::from_seed(&seed))
	}

	/// Makes a new pair from the randomness of the operating system.
	///
	/// # Errors
	///
	/// That of the operating system.
	#[cfg(feature = "std")]
	pub fn generate_from_system() -> Result<Self, getrandom::Error> {
		Self::generate(&mut getrandom::SysRng)
	}

	/// Returns the public key, [`ENCAPSULATION_KEY_LEN`] bytes: what an author announces.
	pub fn encapsulation_key(&self) -> [u8; ENCAPSULATION_KEY_LEN] {
		self.secret.encapsulation_key().to_bytes().into()
	}

	/// Returns the hash that names this pair in an envelope.
	pub fn key_hash(&self) -> [u8; KEY_HASH_LEN] {
		self.key_hash
	}

	/// Returns the secret key.
	pub(crate) fn secret(&self) -> &DecapsulationKey768 {
		&self.secret
	}
}

/// A pair from the bytes of a secret key: its seed.
///
/// The long form of FIPS 203, 2400 bytes, is not taken: it must be validated, and a seed need not.
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
