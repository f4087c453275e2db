//! MevShield: publishes the keys to which clients encrypt extrinsics, and carries these extrinsics.
//!
//! # Overview
//!
//! Anybody who sees a trade before it is in a block can trade ahead of it. The shield lets a signer
//! encrypt the finished extrinsic to the author of a later block. This pallet does two things for
//! it: it publishes the public key of that author in time, and it offers the call that carries the
//! encrypted bytes. The author's node decrypts them. The chain does not enforce this, and no secret
//! key is ever on chain.
//!
//! # Terminology
//!
//! - **Encapsulation key**: a public key of ML-KEM-768, 1184 bytes.
//! - **Envelope**: the encrypted extrinsic, see [`noesis_shield`].
//! - **Carrier**: a signed `submit_encrypted` with an envelope; it pays its own fee.
//! - **Inner extrinsic**: the extrinsic in the envelope. It pays its own fee too, and the author
//!   puts it directly behind its carrier.
//!
//! # The life of a key
//!
//! Every author announces a key with each of its blocks, by an inherent. The pallet keeps the key
//! in [`AuthorKeys`]. Two blocks before the author's next turn an announcement promotes the key to
//! [`NextKey`], where clients read it; one block before to [`PendingKey`]; in the author's own
//! block to [`CurrentKey`]. A client that encrypts with the key that it reads in block `N` encrypts
//! to the author of block `N + 2`. With three authors or more, this is the key that the author
//! announced last. With two authors it is the author's key before the last, and with one author the
//! key before that: see `tests/rotation.rs`.
//!
//! With `n` authors, a key is named by [`NextKey`], [`PendingKey`] or [`CurrentKey`] up to `n + 2`
//! blocks after its announcement, so a node keeps its key pairs for that long. Blocks without an
//! announcement add two at most: see `tests/stale.rs`.
//!
//! # Stale keys
//!
//! A block without an announcement is valid. The keys then do not move, and they expire: the next
//! announcement drops an expired key instead of promoting it. It drops all keys if every author
//! missed its turn, and at least eight slots or two blocks passed: the nodes may have been started
//! anew, without their key pairs. The first block after such a standstill has no next key.
//!
//! Announcements pass the filter of safe mode, so that no keys grow stale in it.
//!
//! [`AnnouncedKeys`] lists the hashes of the keys announced last. A carrier for another key is
//! rejected: no author will open it. An author's key that is not listed is not promoted.
//!
//! # The queue of stored calls
//!
//! `store_encrypted` puts encrypted bytes into a queue that the pallet processes at the start of
//! each block. [`Config::StoredCallDecryptor`] decrypts them. The chain has no decryptor, so each
//! stored call ends in `ExtrinsicDecodeFailed` in the next block. The call exists because it is
//! part of the interface. Nobody should use it.
//!
//! # Design
//!
//! - The announcement is of the normal class: if it fails or is filtered, the block stays valid. The
//!   executive requires of every inherent that it stands before the first other extrinsic of its
//!   block, whatever its class.
//! - A block has one announcement. Each moves the keys by one block, so with several an author would
//!   drop the keys of the others.
//! - The announcement is bare, and nothing here validates bare transactions: the pool rejects it,
//!   and only the author of a block can include it.
//! - Rows leave the queue in the order in which they were stored, so they always fill the indices
//!   from `Next - count` to `Next`. If a fault outside the pallet breaks this, the pallet finds the
//!   rows by iteration and corrects the counter.
//!
//! # Invariants
//!
//! [`Pallet::do_try_state`] lists and checks them.
//!
//! # Example
//!
//! `tests/rotation.rs` lets authors take turns, announce keys and decrypt envelopes.

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

extern crate alloc;

mod announced;
mod authors;
#[cfg(feature = "runtime-benchmarks")]
#[allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	reason = "small numbers, and a benchmark that cannot go on should fail"
)]
mod benchmarking;
mod bounds;
mod carriers;
mod inherent;
mod invariants;
mod queue;
mod rotation;
pub mod runtime_api;
mod status;
#[cfg(test)]
#[allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::expect_used,
	reason = "small numbers, and what FRAME's macros expand to"
)]
mod tests;
mod types;
pub mod weights;

pub use authors::{AuraAuthors, Authors};
pub use bounds::{MAX_ANNOUNCED_KEYS, MAX_AUTHORS, STORE_ENCRYPTED_WEIGHT};
pub use carriers::{MAX_DECODE_DEPTH, MAX_ERA, PARSING_FAILED, UNKNOWN_KEY};
#[cfg(feature = "std")]
pub use inherent::InherentDataProvider;
pub use noesis_shield::{ShieldedTransaction, ENCAPSULATION_KEY_LEN, INHERENT_IDENTIFIER};
pub use pallet::*;
pub use queue::{StoredCallDecryptor, MAX_SHARE_OF_BLOCK, MAX_VISITS_PER_BLOCK};
pub use types::{AnnouncedHashes, Ciphertext, PendingExtrinsic, ShieldEncKey, ABSOLUTE_MAX_WEIGHT};
pub use weights::WeightInfo;

/// Declarations of the pallet: configuration, storage, events, errors and calls.
#[frame_support::pallet]
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	reason = "FRAME's macros expand to both"
)]
pub mod pallet {
	use frame_support::{
		dispatch::{GetDispatchInfo, PostDispatchInfo},
		inherent::{InherentData, InherentIdentifier, MakeFatalError, ProvideInherent},
		pallet_prelude::*,
		traits::{ConstU64, IsSubType},
	};
	use frame_system::pallet_prelude::*;
	use sp_runtime::traits::Dispatchable;

	use super::*;

	/// The pallet.
	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeCall: IsSubType<Call<Self>>> {
		/// Type of the calls that the queue dispatches as their signers.
		///
		/// Either the call type of the runtime, or a wrapper with the same encoding that checks
		/// more when it is dispatched, and weighs more.
		type RuntimeCall: Parameter
			+ Dispatchable<RuntimeOrigin = Self::RuntimeOrigin, PostInfo = PostDispatchInfo>
			+ GetDispatchInfo;

		/// Identifier of an author of blocks.
		type AuthorityId: Parameter + Member + MaxEncodedLen;

		/// Names the authors of this block and of the blocks to come.
		type FindAuthors: Authors<Self::AuthorityId>;

		/// Decrypts the calls in the queue; `()` decrypts none.
		type StoredCallDecryptor: StoredCallDecryptor<<Self as Config>::RuntimeCall>;

		/// Weights of this pallet.
		type WeightInfo: WeightInfo;
	}

	/// Key of the author of this block, 1184 bytes.
	///
	/// Written by the announcement of each block with the value that [`PendingKey`] had before it.
	/// Absent if that was absent or stale.
	#[pallet::storage]
	pub type CurrentKey<T: Config> = StorageValue<_, ShieldEncKey, OptionQuery>;

	/// Key of the author of the next block, 1184 bytes.
	///
	/// Written by the announcement of each block with the value that [`NextKey`] had before it;
	/// absent if that was absent or stale. In the state before a block it is the key of that block's
	/// author.
	#[pallet::storage]
	pub type PendingKey<T: Config> = StorageValue<_, ShieldEncKey, OptionQuery>;

	/// Key to which clients encrypt, 1184 bytes.
	///
	/// The key of the author two slots ahead or, if that author has no key, of the first author
	/// after it with a key. Written by the announcement of each block. Absent if no author has a
	/// key.
	#[pallet::storage]
	pub type NextKey<T: Config> = StorageValue<_, ShieldEncKey, OptionQuery>;

	/// Key that each author announced last, 1184 bytes.
	///
	/// Key: the author. Written by the announcement in a block of the author; removed by an
	/// announcement without a key, and by the first announcement after the author missed a slot. A
	/// retired author's row stays, so there are at most as many rows as there ever were authors. Such
	/// a row is not promoted, not even when the author is appointed again: [`AnnouncedKeys`] shows
	/// how old it is. Authors are appointed and do not choose their ids freely, so the short hasher
	/// is safe.
	#[pallet::storage]
	pub type AuthorKeys<T: Config> =
		StorageMap<_, Twox64Concat, T::AuthorityId, ShieldEncKey, OptionQuery>;

	/// Block at which `PendingKey` expires.
	///
	/// Written with `PendingKey`; the row exists as long as the row of `PendingKey` does.
	#[pallet::storage]
	pub type PendingKeyExpiresAt<T: Config> = StorageValue<_, BlockNumberFor<T>, OptionQuery>;

	/// Block at which `NextKey` expires.
	///
	/// Written with `NextKey`; the row exists as long as the row of `NextKey` does.
	#[pallet::storage]
	pub type NextKeyExpiresAt<T: Config> = StorageValue<_, BlockNumberFor<T>, OptionQuery>;

	/// Names of migrations that have run.
	///
	/// Never written: this chain has no migrations of this kind. The item is part of the interface.
	#[pallet::storage]
	pub type HasMigrationRun<T: Config> =
		StorageMap<_, Identity, BoundedVec<u8, ConstU32<128>>, bool, ValueQuery>;

	/// Maximum number of calls in the queue.
	///
	/// Written by root. A lower limit removes no call from the queue.
	#[pallet::storage]
	pub type MaxPendingExtrinsicsLimit<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<100>>;

	/// Lifetime of a queued call, in blocks.
	///
	/// Written by root. A call that is stored in block `N` can be dispatched up to block
	/// `N + lifetime`.
	#[pallet::storage]
	pub type ExtrinsicLifetime<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<10>>;

	/// Reference time that the queue may use per block, in picoseconds.
	///
	/// Written by root, at most [`ABSOLUTE_MAX_WEIGHT`]. The queue uses no more than
	/// [`MAX_SHARE_OF_BLOCK`] of a block in any case.
	#[pallet::storage]
	pub type OnInitializeWeight<T: Config> =
		StorageValue<_, u64, ValueQuery, ConstU64<500_000_000_000>>;

	/// Maximum weight of a queued call, in picoseconds of reference time.
	///
	/// Written by root, at most [`ABSOLUTE_MAX_WEIGHT`].
	#[pallet::storage]
	pub type MaxExtrinsicWeight<T: Config> =
		StorageValue<_, u64, ValueQuery, ConstU64<50_000_000_000>>;

	/// Queue of stored calls.
	///
	/// Key: the index at which the call was stored. Written by `store_encrypted`, removed at the
	/// start of a later block. At most `MaxPendingExtrinsicsLimit` rows. The rows fill the indices
	/// from `NextPendingExtrinsicIndex - count` to `NextPendingExtrinsicIndex`. Users do not choose
	/// the indices, so no hasher is needed.
	#[pallet::storage]
	pub type PendingExtrinsics<T: Config> = CountedStorageMap<
		_,
		Identity,
		u32,
		PendingExtrinsic<T::AccountId, BlockNumberFor<T>>,
		OptionQuery,
	>;

	/// Index of the next call to be stored.
	///
	/// Written by `store_encrypted`. Indices are never reused.
	#[pallet::storage]
	pub type NextPendingExtrinsicIndex<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// Slot and block of the last announcement.
	///
	/// Written by each announcement, which derives from it the authors that missed their slots and
	/// the keys that have expired. Not part of the interface.
	#[pallet::storage]
	pub type LastAnnouncement<T: Config> = StorageValue<_, (u64, BlockNumberFor<T>), OptionQuery>;

	/// Hashes of the keys announced last, oldest first.
	///
	/// Written by each announcement of a key that is not the last in the list; in a full list its
	/// hash replaces the oldest. It lists every key that the chain names, and the keys of carriers
	/// that are still valid. Not part of the interface.
	#[pallet::storage]
	pub type AnnouncedKeys<T: Config> = StorageValue<_, AnnouncedHashes, ValueQuery>;

	/// Events of this pallet.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A carrier was included.
		EncryptedSubmitted {
			/// The hash of the signer and the ciphertext.
			id: T::Hash,
			/// The signer.
			who: T::AccountId,
		},
		/// A call was put into the queue.
		ExtrinsicStored {
			/// The index of the call in the queue.
			index: u32,
			/// The signer, in whose name the call is to be dispatched.
			who: T::AccountId,
		},
		/// A stored call could not be decrypted and was removed.
		ExtrinsicDecodeFailed {
			/// The index of the call in the queue.
			index: u32,
		},
		/// A stored call was dispatched and failed.
		ExtrinsicDispatchFailed {
			/// The index of the call in the queue.
			index: u32,
			/// The error of the call.
			error: DispatchError,
		},
		/// A stored call was dispatched and succeeded.
		ExtrinsicDispatched {
			/// The index of the call in the queue.
			index: u32,
		},
		/// A stored call exceeded its lifetime and was removed.
		ExtrinsicExpired {
			/// The index of the call in the queue.
			index: u32,
		},
		/// A stored call waits for the next block, and so do all calls that were stored later.
		ExtrinsicPostponed {
			/// The index of the call in the queue.
			index: u32,
		},
		/// Root set the maximum number of calls in the queue.
		MaxPendingExtrinsicsNumberSet {
			/// The new limit.
			value: u32,
		},
		/// Root set the reference time that the queue may use per block.
		OnInitializeWeightSet {
			/// The new limit, in picoseconds of reference time.
			value: u64,
		},
		/// Root set the lifetime of queued calls.
		ExtrinsicLifetimeSet {
			/// The new lifetime, in blocks.
			value: u32,
		},
		/// Root set the maximum weight of a queued call.
		MaxExtrinsicWeightSet {
			/// The new maximum, in picoseconds of reference time.
			value: u64,
		},
		/// A stored call exceeded the maximum weight and was removed.
		ExtrinsicWeightExceeded {
			/// The index of the call in the queue.
			index: u32,
		},
	}

	/// Errors of this pallet.
	#[pallet::error]
	pub enum Error<T> {
		/// The announced key does not have 1184 bytes.
		BadEncKeyLen,
		/// The author of this block is not known, or has announced a key in it already.
		Unreachable,
		/// The queue is full. Wait for the next block, or use `submit_encrypted` instead.
		TooManyPendingExtrinsics,
		/// The weight is more than a block has, 2,000,000,000,000 picoseconds.
		WeightExceedsAbsoluteMax,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(now: BlockNumberFor<T>) -> Weight {
			Self::process_queue(now)
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_now: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}

		fn integrity_test() {
			assert!(
				T::FindAuthors::max_count() <= MAX_AUTHORS,
				"announce_next_key is weighed for MAX_AUTHORS authors"
			);
		}
	}

	#[pallet::inherent]
	impl<T: Config> ProvideInherent for Pallet<T> {
		type Call = Call<T>;
		type Error = MakeFatalError<()>;

		const INHERENT_IDENTIFIER: InherentIdentifier = crate::INHERENT_IDENTIFIER;

		fn create_inherent(data: &InherentData) -> Option<Self::Call> {
			inherent::announced_key(data).map(|enc_key| Call::announce_next_key { enc_key })
		}

		fn is_inherent(call: &Self::Call) -> bool {
			matches!(call, Call::announce_next_key { .. })
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Announce the next key of the author of this block and promote the keys of the others.
		///
		/// ## Dispatch origin
		///
		/// None, as an inherent of the author.
		///
		/// ## Parameters
		///
		/// - `enc_key`: the author's new encapsulation key, 1184 bytes; `None` withdraws the key
		///   that the author announced last.
		///
		/// ## Details
		///
		/// The pending key becomes the current key, the next key becomes the pending key, and the
		/// key of the author two slots ahead becomes the next key; an absent or stale key leaves its
		/// place absent. Then `enc_key` replaces the author's own key. A block may omit the call;
		/// then no key moves.
		///
		/// The weight is that for [`MAX_AUTHORS`]. What a chain with fewer authors does not use is
		/// returned to the block.
		///
		/// ## Errors
		///
		/// - `Unreachable`: the author of this block is not known, or has announced a key in it already.
		/// - `BadEncKeyLen`: the key does not have 1184 bytes.
		#[pallet::call_index(0)]
		#[pallet::weight(Pallet::<T>::announcement_weight(MAX_AUTHORS.into()))]
		pub fn announce_next_key(
			origin: OriginFor<T>,
			enc_key: Option<ShieldEncKey>,
		) -> DispatchResultWithPostInfo {
			ensure_none(origin)?;
			Self::do_announce_next_key(enc_key)?;
			Ok(Some(Self::announcement_weight(T::FindAuthors::count())).into())
		}

		/// Submit an encrypted extrinsic to the author that can decrypt it.
		///
		/// ## Dispatch origin
		///
		/// Signed.
		///
		/// ## Parameters
		///
		/// - `ciphertext`: the envelope: the hash of the key, the encapsulated secret, the nonce
		///   and the encrypted extrinsic; at most 8192 bytes.
		///
		/// ## Details
		///
		/// Changes no storage. The author that builds the block decrypts the envelope and puts the
		/// inner extrinsic directly behind this one. The transaction is rejected if the bytes are
		/// no envelope, if they name a key that is not among those announced last, or if its era is
		/// longer than eight blocks.
		///
		/// ## Events
		///
		/// - `EncryptedSubmitted`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::submit_encrypted(Pallet::<T>::length_of(ciphertext)))]
		pub fn submit_encrypted(origin: OriginFor<T>, ciphertext: Ciphertext) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_submit_encrypted(who, &ciphertext);
			Ok(())
		}

		/// Put an encrypted call into the queue, which this chain does not decrypt.
		///
		/// ## Dispatch origin
		///
		/// Signed.
		///
		/// ## Parameters
		///
		/// - `encrypted_call`: the encrypted call, at most 8192 bytes.
		///
		/// ## Details
		///
		/// Exists for the interface only: the stored call ends in `ExtrinsicDecodeFailed` in the
		/// next block. The weight is fixed and high: it covers the processing that other chains do.
		///
		/// ## Errors
		///
		/// - `TooManyPendingExtrinsics`: the queue is full.
		///
		/// ## Events
		///
		/// - `ExtrinsicStored`.
		#[pallet::call_index(2)]
		#[pallet::weight(STORE_ENCRYPTED_WEIGHT.max(T::WeightInfo::store_encrypted()))]
		pub fn store_encrypted(origin: OriginFor<T>, encrypted_call: Ciphertext) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_store_encrypted(who, encrypted_call)
		}

		/// Set the maximum number of calls in the queue.
		///
		/// ## Dispatch origin
		///
		/// Root.
		///
		/// ## Details
		///
		/// A lower limit removes no call from the queue.
		///
		/// ## Events
		///
		/// - `MaxPendingExtrinsicsNumberSet`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::set_max_pending_extrinsics_number())]
		pub fn set_max_pending_extrinsics_number(
			origin: OriginFor<T>,
			value: u32,
		) -> DispatchResult {
			ensure_root(origin)?;
			MaxPendingExtrinsicsLimit::<T>::put(value);
			Self::deposit_event(Event::MaxPendingExtrinsicsNumberSet { value });
			Ok(())
		}

		/// Set the reference time that the queue may use per block.
		///
		/// ## Dispatch origin
		///
		/// Root.
		///
		/// ## Parameters
		///
		/// - `value`: the limit, in picoseconds of reference time, at most 2,000,000,000,000.
		///
		/// ## Details
		///
		/// A call is dispatched if the limit covers the reference time that the queue used before
		/// it, the weight of the call and the weight of its removal. The queue uses a quarter of a
		/// block at most, whatever the limit.
		///
		/// ## Errors
		///
		/// - `WeightExceedsAbsoluteMax`: `value` is more than a block has.
		///
		/// ## Events
		///
		/// - `OnInitializeWeightSet`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::set_on_initialize_weight())]
		pub fn set_on_initialize_weight(origin: OriginFor<T>, value: u64) -> DispatchResult {
			ensure_root(origin)?;
			Self::ensure_within_block(value)?;
			OnInitializeWeight::<T>::put(value);
			Self::deposit_event(Event::OnInitializeWeightSet { value });
			Ok(())
		}

		/// Set the lifetime of queued calls.
		///
		/// ## Dispatch origin
		///
		/// Root.
		///
		/// ## Parameters
		///
		/// - `value`: the lifetime, in blocks after the block in which the call was stored.
		///
		/// ## Details
		///
		/// Applies to calls that are in the queue already, too.
		///
		/// ## Events
		///
		/// - `ExtrinsicLifetimeSet`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::set_stored_extrinsic_lifetime())]
		pub fn set_stored_extrinsic_lifetime(origin: OriginFor<T>, value: u32) -> DispatchResult {
			ensure_root(origin)?;
			ExtrinsicLifetime::<T>::put(value);
			Self::deposit_event(Event::ExtrinsicLifetimeSet { value });
			Ok(())
		}

		/// Set the maximum weight of a queued call.
		///
		/// ## Dispatch origin
		///
		/// Root.
		///
		/// ## Parameters
		///
		/// - `value`: the maximum, in picoseconds of reference time, at most 2,000,000,000,000.
		///
		/// ## Details
		///
		/// Applies to calls that are in the queue already, too.
		///
		/// ## Errors
		///
		/// - `WeightExceedsAbsoluteMax`: `value` is more than a block has.
		///
		/// ## Events
		///
		/// - `MaxExtrinsicWeightSet`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::set_max_extrinsic_weight())]
		pub fn set_max_extrinsic_weight(origin: OriginFor<T>, value: u64) -> DispatchResult {
			ensure_root(origin)?;
			Self::ensure_within_block(value)?;
			MaxExtrinsicWeight::<T>::put(value);
			Self::deposit_event(Event::MaxExtrinsicWeightSet { value });
			Ok(())
		}
	}
}
