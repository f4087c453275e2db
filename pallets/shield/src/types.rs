//! Stored types and types of call arguments.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use noesis_shield::{KEY_HASH_LEN, MAX_CIPHERTEXT_LEN};
use scale_info::TypeInfo;

use crate::MAX_ANNOUNCED_KEYS;

/// Maximum weight that root may set, in picoseconds of reference time: two seconds, as in the
/// interface. On chains of short blocks, a share of the block binds the queue.
pub const ABSOLUTE_MAX_WEIGHT: u64 = 2_000_000_000_000;

/// Bytes of an encapsulation key.
///
/// Stored keys have exactly 1184 bytes, as ML-KEM-768 defines. The type takes up to 2048, because
/// the interface does.
pub type ShieldEncKey = BoundedVec<u8, ConstU32<2048>>;

/// Hashes of announced keys, oldest first, at most [`MAX_ANNOUNCED_KEYS`].
pub type AnnouncedHashes = BoundedVec<[u8; KEY_HASH_LEN], ConstU32<MAX_ANNOUNCED_KEYS>>;

/// Bytes in a carrier or a stored call, at most 8192.
pub type Ciphertext = BoundedVec<u8, ConstU32<MAX_CIPHERTEXT_LEN>>;

/// Stored call in the queue.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct PendingExtrinsic<AccountId, BlockNumber> {
	/// The signer, in whose name the call is to be dispatched.
	pub who: AccountId,
	/// The encrypted call.
	pub encrypted_call: Ciphertext,
	/// The block in which it was stored.
	pub submitted_at: BlockNumber,
}
