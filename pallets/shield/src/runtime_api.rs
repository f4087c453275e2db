//! Runtime APIs by which an author's node finds carriers, and chooses those that it opens.
//!
//! [`Pallet::try_decode_shielded_tx`](crate::Pallet::try_decode_shielded_tx),
//! [`Pallet::is_pending_key`](crate::Pallet::is_pending_key) and
//! [`Pallet::try_unshield_tx`](crate::Pallet::try_unshield_tx) implement [`ShieldApi`],
//! [`Pallet::key_status`](crate::Pallet::key_status) a part of [`CarrierApi`].

use alloc::vec::Vec;

use codec::{Decode, Encode};
use noesis_shield::ShieldedTransaction;
use scale_info::TypeInfo;

/// Keys by which an author decides which carriers to open, in the state before the block it builds.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct KeyStatus {
	/// Hashes of the keys that the chain names: of `PendingKey`, `CurrentKey` and `NextKey`.
	///
	/// A key that has expired in the block that the author builds is not named.
	pub named: Vec<[u8; 16]>,
	/// Number of authors of the chain that have announced a key and have not missed a slot since.
	pub living_authors: u32,
	/// Whether the chain's filters let carriers pass now, for example not in safe mode.
	pub carriers_pass: bool,
}

sp_api::decl_runtime_apis! {
	/// Queries of an author on the state before the block that the author builds.
	pub trait ShieldApi {
		/// The envelope of a signed carrier, or `None` for any other extrinsic.
		fn try_decode_shielded_tx(uxt: Block::Extrinsic) -> Option<ShieldedTransaction>;

		/// Whether `key_hash` is the hash of the key of the author of the next block.
		fn is_shielded_using_current_key(key_hash: [u8; 16]) -> bool;

		/// Decrypts an envelope with the 64-byte seed of a key pair and decodes its content.
		fn try_unshield_tx(
			dec_key_bytes: Vec<u8>,
			shielded_tx: ShieldedTransaction,
		) -> Option<Block::Extrinsic>;
	}

	/// Queries of an author on carriers, beyond the interface.
	pub trait CarrierApi {
		/// The keys in this state.
		fn key_status() -> KeyStatus;

		/// Whether `content` has the signer of `carrier` and the nonce after the carrier's.
		///
		/// False if one of them is not signed, or if `carrier` is no carrier. No signature is
		/// checked.
		fn is_content_of(content: Block::Extrinsic, carrier: Block::Extrinsic) -> bool;
	}
}
