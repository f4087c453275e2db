//! The runtime API with which an author asks about carriers.
//!
//! [`Pallet::try_decode_shielded_tx`](crate::Pallet::try_decode_shielded_tx),
//! [`Pallet::is_pending_key`](crate::Pallet::is_pending_key) and
//! [`Pallet::try_unshield_tx`](crate::Pallet::try_unshield_tx) answer it.

use alloc::vec::Vec;

use noesis_shield::ShieldedTransaction;

sp_api::decl_runtime_apis! {
	/// What an author asks of the state before the block that it builds.
	pub trait ShieldApi {
		/// Returns the envelope in an extrinsic, if that is a carrier and has a signer.
		fn try_decode_shielded_tx(uxt: Block::Extrinsic) -> Option<ShieldedTransaction>;

		/// Tells whether this hash names the key of the author of the block under construction.
		fn is_shielded_using_current_key(key_hash: [u8; 16]) -> bool;

		/// Opens an envelope with the 64-byte seed of a key pair and decodes what is inside.
		fn try_unshield_tx(
			dec_key_bytes: Vec<u8>,
			shielded_tx: ShieldedTransaction,
		) -> Option<Block::Extrinsic>;
	}
}
