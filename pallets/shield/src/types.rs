//! Types that lie in storage or in calls.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use noesis_shield::MAX_CIPHERTEXT_LEN;
use scale_info::TypeInfo;

/// The largest weight that root may set, in picoseconds of reference time: that of a block.
pub const ABSOLUTE_MAX_WEIGHT: u64 = 2_000_000_000_000;

/// The bytes of an encapsulation key.
///
/// The type takes more than the 1184 bytes that an ML-KEM-768 key has, because the interface does;
/// stored keys have exactly those.
pub type ShieldEncKey = BoundedVec<u8, ConstU32<2048>>;

/// The bytes that a carrier or a stored call brings.
pub type Ciphertext = BoundedVec<u8, ConstU32<MAX_CIPHERTEXT_LEN>>;

/// A call in the queue.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct PendingExtrinsic<AccountId, BlockNumber> {
	/// The signer, in whose name the call is to be made.
	pub who: AccountId,
	/// The call.
	pub encrypted_call: Ciphertext,
	/// The block in which it was stored.
	pub submitted_at: BlockNumber,
}
