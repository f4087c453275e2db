//! Runtime API by which an author's node finds and decrypts carriers.
//!
//! [`Pallet::try_decode_shielded_tx`](crate::Pallet::try_decode_shielded_tx),
//! [`Pallet::is_pending_key`](crate::Pallet::is_pending_key) and
//! [`Pallet::try_unshield_tx`](crate::Pallet::try_unshield_tx) implement it.

use alloc::vec::Vec;

use noesis_shield::ShieldedTransaction;

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
}
