//! The keys for which extrinsics are sealed, and the carriers of sealed extrinsics.
//!
//! # Overview
//!
//! A trade that is seen before it is in a block can be traded ahead of. The shield lets a signer
//! seal the finished extrinsic for the author of a block to come. This pallet does two things for
//! it: it publishes the public key of that author in time, and it offers the call in which the
//! sealed bytes travel. Opening them is the work of the author's node; nothing on chain enforces
//! it, and no secret is ever on chain.
//!
//! # Terminology
//!
//! - **Encapsulation key**: a public key of ML-KEM-768, 1184 bytes.
//! - **Envelope**: the sealed extrinsic, see [`noesis_shield`].
//! - **Carrier**: a signed `submit_encrypted` with an envelope; it pays its own fee.
//! - **Inner extrinsic**: what is sealed. It pays its own fee too, and follows its carrier.
//!
//! # The life of a key
//!
//! Every author announces a key with each of its blocks, by an inherent. It is kept in
//! [`AuthorKeys`]. Two blocks before the author's next turn the key is promoted to [`NextKey`],
//! where clients read it; one block before to [`PendingKey`]; in the author's own block to
//! [`CurrentKey`]. So what a client seals with the key it reads in block `N` is for the author of
//! block `N + 2`. With three authors or more that is the key which this author announced last. With
//! two it is the one announced before that, and with one the one before that again, so that a node
//! must keep the last three pairs that it announced: see `tests/rotation.rs`.
//!
//! A block without an announcement is valid. The keys then stand still.
//!
//! # The queue of stored calls
//!
//! `store_encrypted` puts encrypted bytes into a queue that is worked off at the start of each
//! block. What decrypts them is [`Config::StoredCallDecryptor`]; the chain has none, so that each
//! of them ends in `ExtrinsicDecodeFailed` with the next block. The call exists because it is part
//! of the interface. Nobody should use it.
//!
//! # Design
//!
//! - The announcement is of the normal class: if it fails or is filtered, as in safe mode, the
//!   block stays valid. The executive demands of every inherent that it stands before the first
//!   other extrinsic of its block, whatever its class.
//! - The announcement is bare, and nothing here validates bare transactions: the pool refuses it,
//!   and only the author of a block puts it there.
//! - Rows of the queue leave in the order in which they came, so that they always fill the indices
//!   from `Next - count` to `Next`.
//!
//! # Invariants
//!
//! They are listed and checked in [`Pallet::do_try_state`].
//!
//! # Example
//!
//! `tests/rotation.rs` lets authors take turns, announce keys and open envelopes.

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

extern crate alloc;

mod authors;
mod carriers;
mod inherent;
mod invariants;
mod queue;
mod rotation;
pub mod runtime_api;
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
pub use carriers::{MAX_DECODE_DEPTH, MAX_ERA, PARSING_FAILED};
#[cfg(feature = "std")]
pub use inherent::InherentDataProvider;
pub use noesis_shield::{ShieldedTransaction, ENCAPSULATION_KEY_LEN, INHERENT_IDENTIFIER};
pub use pallet::*;
pub use queue::{StoredCallDecryptor, MAX_VISITS_PER_BLOCK};
pub use types::{Ciphertext, PendingExtrinsic, ShieldEncKey, ABSOLUTE_MAX_WEIGHT};
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
		/// A call of the queue, made for whoever stored it.
		///
		/// It may be another type than the runtime's own calls, with the same bytes: one that
		/// checks more when it is dispatched, and weighs more.
		type RuntimeCall: Parameter
			+ Dispatchable<RuntimeOrigin = Self::RuntimeOrigin, PostInfo = PostDispatchInfo>
			+ GetDispatchInfo;

		/// What identifies an author of blocks.
		type AuthorityId: Parameter + Member + MaxEncodedLen;

		/// Tells who authors this block and the blocks to come.
		type FindAuthors: Authors<Self::AuthorityId>;

		/// Decrypts the calls of the queue; `()` decrypts none.
		type StoredCallDecryptor: StoredCallDecryptor<<Self as Config>::RuntimeCall>;

		/// The weights of this pallet.
		type WeightInfo: WeightInfo;
	}

	/// The key of the author of this block.
	///
	/// Bytes of an encapsulation key. Written by the announcement of each block; what was pending
	/// before. Absent if nothing was.
	#[pallet::storage]
	pub type CurrentKey<T: Config> = StorageValue<_, ShieldEncKey, OptionQuery>;

	/// The key of the author of the next block.
	///
	/// Bytes of an encapsulation key. Written by the announcement of each block; what was next
	/// before. In the state before a block it is the key of that block's author.
	#[pallet::storage]
	pub type PendingKey<T: Config> = StorageValue<_, ShieldEncKey, OptionQuery>;

	/// The key for which clients seal: that of the author of the block after the next, or of the
	/// first one behind it that has a key.
	///
	/// Bytes of an encapsulation key. Written by the announcement of each block. Absent if no author
	/// has a key.
	#[pallet::storage]
	pub type NextKey<T: Config> = StorageValue<_, ShieldEncKey, OptionQuery>;

	/// The key that each author announced last.
	///
	/// Key: the author. Bytes of an encapsulation key. Written by the announcement in a block of
	/// that author, removed by one without a key, and by the next announcement after a slot of the
	/// author has passed without one. Authors that retire leave their row, so that there
	/// are as many rows as there ever were authors. Authors are appointed and cannot choose their
	/// way into a bucket, so that the short hasher is safe.
	#[pallet::storage]
	pub type AuthorKeys<T: Config> =
		StorageMap<_, Twox64Concat, T::AuthorityId, ShieldEncKey, OptionQuery>;

	/// The first block for which the pending key is of no use any more.
	///
	/// Written with `PendingKey`; the row exists as long as that does.
	#[pallet::storage]
	pub type PendingKeyExpiresAt<T: Config> = StorageValue<_, BlockNumberFor<T>, OptionQuery>;

	/// The first block for which the next key is of no use any more.
	///
	/// Written with `NextKey`; the row exists as long as that does.
	#[pallet::storage]
	pub type NextKeyExpiresAt<T: Config> = StorageValue<_, BlockNumberFor<T>, OptionQuery>;

	/// Names of migrations that have run.
	///
	/// Never written: this chain starts without a past. The item is part of the interface.
	#[pallet::storage]
	pub type HasMigrationRun<T: Config> =
		StorageMap<_, Identity, BoundedVec<u8, ConstU32<128>>, bool, ValueQuery>;

	/// How many calls the queue takes.
	///
	/// Written by root. Lowering it removes nothing.
	#[pallet::storage]
	pub type MaxPendingExtrinsicsLimit<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<100>>;

	/// How many blocks after its own a stored call may still be made.
	///
	/// Written by root.
	#[pallet::storage]
	pub type ExtrinsicLifetime<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<10>>;

	/// How much of a block the queue may use, in picoseconds of reference time.
	///
	/// Written by root, at most [`ABSOLUTE_MAX_WEIGHT`].
	#[pallet::storage]
	pub type OnInitializeWeight<T: Config> =
		StorageValue<_, u64, ValueQuery, ConstU64<500_000_000_000>>;

	/// The heaviest stored call that is made, in picoseconds of reference time.
	///
	/// Written by root, at most [`ABSOLUTE_MAX_WEIGHT`].
	#[pallet::storage]
	pub type MaxExtrinsicWeight<T: Config> =
		StorageValue<_, u64, ValueQuery, ConstU64<50_000_000_000>>;

	/// The queue of stored calls.
	///
	/// Key: the index at which the call was stored. Written by `store_encrypted`, removed when the
	/// queue is worked off. Bounded by `MaxPendingExtrinsicsLimit`. The rows fill the indices from
	/// `NextPendingExtrinsicIndex - count` on. Indices are not chosen by users, so that no hasher is
	/// needed.
	#[pallet::storage]
	pub type PendingExtrinsics<T: Config> = CountedStorageMap<
		_,
		Identity,
		u32,
		PendingExtrinsic<T::AccountId, BlockNumberFor<T>>,
		OptionQuery,
	>;

	/// The index of the next call to be stored.
	#[pallet::storage]
	pub type NextPendingExtrinsicIndex<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// The slot of the last announcement.
	///
	/// Written by each announcement. Beyond the interface: it tells which authors have missed theirs.
	#[pallet::storage]
	pub type LastSlot<T: Config> = StorageValue<_, u64, OptionQuery>;

	/// Events of this pallet.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A carrier was included.
		EncryptedSubmitted {
			/// The hash of signer and ciphertext.
			id: T::Hash,
			/// The signer.
			who: T::AccountId,
		},
		/// A call was put into the queue.
		ExtrinsicStored {
			/// Its index.
			index: u32,
			/// The signer, in whose name it would be made.
			who: T::AccountId,
		},
		/// A stored call could not be decrypted and was removed.
		ExtrinsicDecodeFailed {
			/// Its index.
			index: u32,
		},
		/// A stored call was made and failed.
		ExtrinsicDispatchFailed {
			/// Its index.
			index: u32,
			/// Why it failed.
			error: DispatchError,
		},
		/// A stored call was made.
		ExtrinsicDispatched {
			/// Its index.
			index: u32,
		},
		/// A stored call was not made in time and was removed.
		ExtrinsicExpired {
			/// Its index.
			index: u32,
		},
		/// A stored call waits for the next block, and with it all that were stored later.
		ExtrinsicPostponed {
			/// Its index.
			index: u32,
		},
		/// Root set how many calls the queue takes.
		MaxPendingExtrinsicsNumberSet {
			/// How many from now on.
			value: u32,
		},
		/// Root set how much of a block the queue may use.
		OnInitializeWeightSet {
			/// How much from now on, in picoseconds of reference time.
			value: u64,
		},
		/// Root set how long a stored call may wait.
		ExtrinsicLifetimeSet {
			/// How long from now on, in blocks.
			value: u32,
		},
		/// Root set how heavy a stored call may be.
		MaxExtrinsicWeightSet {
			/// How heavy from now on, in picoseconds of reference time.
			value: u64,
		},
		/// A stored call was too heavy and was removed.
		ExtrinsicWeightExceeded {
			/// Its index.
			index: u32,
		},
	}

	/// Errors of this pallet.
	#[pallet::error]
	pub enum Error<T> {
		/// The announced key does not have 1184 bytes.
		BadEncKeyLen,
		/// The author of this block is not known, so that its key has no place.
		Unreachable,
		/// The queue is full. Wait for a block; better, use `submit_encrypted`.
		TooManyPendingExtrinsics,
		/// The weight is more than a block has, 2,000,000,000,000 picoseconds.
		WeightExceedsAbsoluteMax,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(now: BlockNumberFor<T>) -> Weight {
			Self::work_off_queue(now)
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
		/// None: an inherent of the author.
		///
		/// ## Details
		///
		/// The pending key becomes the current one, the next key the pending one, and the key of the
		/// author two slots ahead the next one; a key that is absent leaves an absent one. Then
		/// `enc_key` replaces the author's own key; without it the author has none. All of this or
		/// nothing. The call is optional: without it nothing moves.
		///
		/// ## Errors
		///
		/// - `Unreachable`: the author of this block is not known.
		/// - `BadEncKeyLen`: the key does not have 1184 bytes.
		///
		/// ## Events
		///
		/// None.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::announce_next_key())]
		pub fn announce_next_key(
			origin: OriginFor<T>,
			enc_key: Option<ShieldEncKey>,
		) -> DispatchResult {
			ensure_none(origin)?;
			Self::do_announce_next_key(enc_key)
		}

		/// Carry an envelope with a sealed extrinsic to the author who can open it.
		///
		/// ## Dispatch origin
		///
		/// Signed.
		///
		/// ## Details
		///
		/// Changes nothing. The author that builds the block opens the envelope and puts the inner
		/// extrinsic right behind this one. Bytes that are no envelope do not get into the pool, nor
		/// does a carrier that is valid for more than eight blocks.
		///
		/// ## Errors
		///
		/// None.
		///
		/// ## Events
		///
		/// `EncryptedSubmitted`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::submit_encrypted(Pallet::<T>::length_of(ciphertext)))]
		pub fn submit_encrypted(origin: OriginFor<T>, ciphertext: Ciphertext) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_submit_encrypted(who, &ciphertext);
			Ok(())
		}

		/// Put an encrypted call into the queue. This chain does not decrypt it.
		///
		/// ## Dispatch origin
		///
		/// Signed.
		///
		/// ## Details
		///
		/// Part of the interface only: the call ends in `ExtrinsicDecodeFailed` with the next block.
		/// Its weight is fixed and high, for the work that others do with it.
		///
		/// ## Errors
		///
		/// - `TooManyPendingExtrinsics`: the queue is full.
		///
		/// ## Events
		///
		/// `ExtrinsicStored`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::store_encrypted())]
		pub fn store_encrypted(origin: OriginFor<T>, encrypted_call: Ciphertext) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_store_encrypted(who, encrypted_call)
		}

		/// Set how many calls the queue takes.
		///
		/// ## Dispatch origin
		///
		/// Root.
		///
		/// ## Details
		///
		/// Calls beyond a lower number stay in the queue.
		///
		/// ## Errors
		///
		/// None.
		///
		/// ## Events
		///
		/// `MaxPendingExtrinsicsNumberSet`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::set_limit())]
		pub fn set_max_pending_extrinsics_number(
			origin: OriginFor<T>,
			value: u32,
		) -> DispatchResult {
			ensure_root(origin)?;
			MaxPendingExtrinsicsLimit::<T>::put(value);
			Self::deposit_event(Event::MaxPendingExtrinsicsNumberSet { value });
			Ok(())
		}

		/// Set how much of a block the queue may use, in picoseconds of reference time.
		///
		/// ## Dispatch origin
		///
		/// Root.
		///
		/// ## Details
		///
		/// What the queue used before a call, the weight of the call and its removal count.
		///
		/// ## Errors
		///
		/// - `WeightExceedsAbsoluteMax`: more than a block has.
		///
		/// ## Events
		///
		/// `OnInitializeWeightSet`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::set_limit())]
		pub fn set_on_initialize_weight(origin: OriginFor<T>, value: u64) -> DispatchResult {
			ensure_root(origin)?;
			Self::ensure_within_block(value)?;
			OnInitializeWeight::<T>::put(value);
			Self::deposit_event(Event::OnInitializeWeightSet { value });
			Ok(())
		}

		/// Set how many blocks a stored call may wait.
		///
		/// ## Dispatch origin
		///
		/// Root.
		///
		/// ## Details
		///
		/// Counts for calls that are in the queue as well.
		///
		/// ## Errors
		///
		/// None.
		///
		/// ## Events
		///
		/// `ExtrinsicLifetimeSet`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::set_limit())]
		pub fn set_stored_extrinsic_lifetime(origin: OriginFor<T>, value: u32) -> DispatchResult {
			ensure_root(origin)?;
			ExtrinsicLifetime::<T>::put(value);
			Self::deposit_event(Event::ExtrinsicLifetimeSet { value });
			Ok(())
		}

		/// Set how heavy a stored call may be, in picoseconds of reference time.
		///
		/// ## Dispatch origin
		///
		/// Root.
		///
		/// ## Details
		///
		/// Counts for calls that are in the queue as well.
		///
		/// ## Errors
		///
		/// - `WeightExceedsAbsoluteMax`: more than a block has.
		///
		/// ## Events
		///
		/// `MaxExtrinsicWeightSet`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::set_limit())]
		pub fn set_max_extrinsic_weight(origin: OriginFor<T>, value: u64) -> DispatchResult {
			ensure_root(origin)?;
			Self::ensure_within_block(value)?;
			MaxExtrinsicWeight::<T>::put(value);
			Self::deposit_event(Event::MaxExtrinsicWeightSet { value });
			Ok(())
		}
	}
}
