//! Proxy: lets delegates dispatch calls for an account, within a filter, at once or after a delay.
//!
//! # Overview
//!
//! An account (the *real* account) may add *delegates*. A delegate signs with its own key and asks
//! the chain to dispatch a call as if the real account had signed it. A *proxy type*, a filter over
//! calls that the runtime defines, limits the calls. A *delay* limits the time: without a delay the
//! delegate acts at once; with a delay it must first announce the hash of the call and wait, and
//! the real account can reject the announcement in the meantime.
//!
//! The account for which the pallet stores a row pays a deposit, a reserve on its balance. Removing
//! the row releases the deposit.
//!
//! # Terminology
//!
//! - **Real account**, or delegator: the account as which calls are dispatched.
//! - **Delegate**, or delegatee: the account that dispatches them.
//! - **Proxy definition**: one entry in the list of a real account: delegate, type and delay.
//! - **Pure account**: an account without a key that only its delegates control. A *spawner*
//!   creates it, pays its first deposit and is its first delegate.
//! - **Announcement**: the hash of a call that a delegate is going to dispatch for a real account.
//! - **Fee consent**: the agreement of a real account to pay the fees of a delegate's proxy calls.
//!
//! # The life of a delegation
//!
//! `add_proxy` adds a definition and reserves its deposit. The delegate then uses `proxy`, or
//! `announce` and later `proxy_announced`. The real account may agree to pay the fees with
//! `set_real_pays_fee`. `remove_proxy` and `remove_proxies` remove definitions, withdraw the fee
//! consent and release the deposit. After a change of prices, `poke_deposit` adjusts the deposits
//! of an account.
//!
//! # Design
//!
//! - A list is stored under its account, sorted by (delegate, type, delay). The first matching
//!   entry applies.
//! - `deposit(n) = 0` if `n = 0`, else `base + n · factor`, in rao, exact. A row stores the amount
//!   that was reserved for it. Removing an entry releases and never reserves more, so a delegate
//!   can be removed at any price.
//! - The first deposit of a pure account is reserved on its spawner. `kill_pure` releases it there,
//!   and moves to the spawner what the pure account reserved on itself for further delegates.
//! - An inner call runs with the origin of `proxy`, signed by the real account, with the filters of
//!   that origin and one more: the proxy type, and the rule that a delegate adds and removes only
//!   types that its own type includes. Calls that pass their origin on inherit the filters. For a
//!   call that builds a fresh origin, such as `proxy_announced` or a multisig, the filters are
//!   applied to the calls inside it, on every level, before it is dispatched. So each type on the
//!   way binds all calls inside.
//! - Only the most permissive type dispatches calls whose content cannot be read, such as `announce`,
//!   removes all delegates or a pure account, and consents to fees.
//! - `proxy_announced` drops the filters of its sender: the announcement is the permission, and a
//!   sender with filters could otherwise use it up.
//! - The outer call succeeds even if the inner call fails. The event contains the result, and so
//!   does [`LastCallResult`] until the end of the block. A failed inner call gives back the weight
//!   that it did not use.
//!
//! # Invariants
//!
//! [`Pallet::do_try_state`] lists and checks them.
//!
//! # Example
//!
//! `tests/execution.rs` shows each way to dispatch a call for another account.

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

extern crate alloc;

mod announcements;
#[cfg(feature = "runtime-benchmarks")]
#[allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	reason = "small numbers, and a benchmark that cannot go on should fail"
)]
mod benchmarking;
mod delegation;
mod deposits;
mod execution;
mod fees;
mod filter;
mod invariants;
mod pure;
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

use frame_support::{traits::Currency, BoundedVec};
use sp_runtime::traits::{BlockNumberProvider, Hash, StaticLookup};

pub use filter::{Nested, NestedCalls};
pub use pallet::*;
pub use types::{Announcement, DepositKind, ProxyDefinition};
pub use weights::WeightInfo;

/// Balance of [`Config::Currency`], in rao.
pub type BalanceOf<T> =
	<<T as Config>::Currency as Currency<<T as frame_system::Config>::AccountId>>::Balance;

/// Block number by which delays are counted.
pub type BlockNumberOf<T> =
	<<T as Config>::BlockNumberProvider as BlockNumberProvider>::BlockNumber;

/// Hash of an announced call.
pub type CallHashOf<T> = <<T as Config>::CallHasher as Hash>::Output;

/// Entry in the list of a real account.
pub type ProxyDefinitionOf<T> = ProxyDefinition<
	<T as frame_system::Config>::AccountId,
	<T as Config>::ProxyType,
	BlockNumberOf<T>,
>;

/// Pending announcement of a delegate.
pub type AnnouncementOf<T> =
	Announcement<<T as frame_system::Config>::AccountId, CallHashOf<T>, BlockNumberOf<T>>;

/// Delegates of a real account, sorted by (delegate, type, delay).
pub type ProxyListOf<T> = BoundedVec<ProxyDefinitionOf<T>, <T as Config>::MaxProxies>;

/// Pending announcements of a delegate, oldest first.
pub type AnnouncementListOf<T> = BoundedVec<AnnouncementOf<T>, <T as Config>::MaxPending>;

/// Type of accounts in the arguments of calls.
pub type AccountIdLookupOf<T> = <<T as frame_system::Config>::Lookup as StaticLookup>::Source;

/// Declarations of the pallet: configuration, storage, events, errors and calls.
#[frame_support::pallet]
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	reason = "FRAME's macros expand to both"
)]
pub mod pallet {
	use alloc::boxed::Box;

	use frame_support::{
		dispatch::{GetDispatchInfo, PostDispatchInfo},
		pallet_prelude::*,
		traits::{InstanceFilter, IsSubType, ReservableCurrency},
	};
	use frame_system::pallet_prelude::*;
	use sp_runtime::traits::Dispatchable;

	use super::*;

	/// The pallet.
	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeCall: IsSubType<Call<Self>>> {
		/// Type of the calls that delegates dispatch for a real account.
		///
		/// Either the call type of the runtime, or a wrapper with the same encoding that checks
		/// more when it is dispatched, and weighs more.
		type RuntimeCall: Parameter
			+ Dispatchable<RuntimeOrigin = Self::RuntimeOrigin, PostInfo = PostDispatchInfo>
			+ GetDispatchInfo
			+ AsRef<RuntimeCallFor<Self>>;

		/// Calls inside the calls of other pallets, which a proxy type binds as well.
		type NestedCalls: NestedCalls<RuntimeCallFor<Self>>;

		/// Currency in which deposits are reserved.
		type Currency: ReservableCurrency<Self::AccountId>;

		/// Proxy types, each a filter over calls.
		///
		/// The default value must be the most permissive type and allow every call: only delegates of
		/// this type may remove all delegates, kill pure accounts, consent to fees, and dispatch calls
		/// whose content cannot be read.
		type ProxyType: Parameter
			+ Member
			+ Ord
			+ PartialOrd
			+ InstanceFilter<RuntimeCallFor<Self>>
			+ Default
			+ MaxEncodedLen;

		/// Fixed part of the deposit for a list of delegates, in rao.
		#[pallet::constant]
		type ProxyDepositBase: Get<BalanceOf<Self>>;

		/// Part of the deposit for a list of delegates per entry, in rao.
		#[pallet::constant]
		type ProxyDepositFactor: Get<BalanceOf<Self>>;

		/// Maximum number of entries in the list of a real account.
		#[pallet::constant]
		type MaxProxies: Get<u32>;

		/// Weights of this pallet.
		type WeightInfo: WeightInfo;

		/// Maximum number of pending announcements of a delegate.
		#[pallet::constant]
		type MaxPending: Get<u32>;

		/// Hasher of announced calls.
		type CallHasher: Hash;

		/// Fixed part of the deposit for announcements, in rao.
		#[pallet::constant]
		type AnnouncementDepositBase: Get<BalanceOf<Self>>;

		/// Part of the deposit for announcements per announcement, in rao.
		#[pallet::constant]
		type AnnouncementDepositFactor: Get<BalanceOf<Self>>;

		/// Block number for delays and for the height in the address of a pure account.
		///
		/// It must never decrease.
		type BlockNumberProvider: BlockNumberProvider;
	}

	/// Delegates of a real account and the deposit booked for them, in rao.
	///
	/// Key: the real account. Written by the calls on delegates and pure accounts. The row appears
	/// with the first delegate and is removed with the last; it is never empty. The list is sorted
	/// by (delegate, type, delay), without duplicates, with at most `MaxProxies` entries. The first
	/// deposit of a pure account is reserved on its spawner, every other deposit on the key.
	/// Account ids are hashes or public keys, so the short hasher is safe.
	#[pallet::storage]
	pub type Proxies<T: Config> =
		StorageMap<_, Twox64Concat, T::AccountId, (ProxyListOf<T>, BalanceOf<T>), ValueQuery>;

	/// Pending announcements of a delegate and the deposit booked for them, in rao.
	///
	/// Key: the delegate, on which the deposit is reserved. Written by the calls on announcements
	/// and by `proxy_announced`. The row appears with the first announcement and is removed with
	/// the last; it is never empty. Oldest first, at most `MaxPending` announcements.
	#[pallet::storage]
	pub type Announcements<T: Config> = StorageMap<
		_,
		Twox64Concat,
		T::AccountId,
		(AnnouncementListOf<T>, BalanceOf<T>),
		ValueQuery,
	>;

	/// Result of the last call that was dispatched for an account in this block.
	///
	/// Key: the real account. Written after each proxied call and removed at the end of the block,
	/// for readers within the same block. At most as many rows as proxied calls fit into a block.
	#[pallet::storage]
	pub type LastCallResult<T: Config> =
		StorageMap<_, Twox64Concat, T::AccountId, DispatchResult, OptionQuery>;

	/// Consent of a real account to pay the fees of a delegate's proxy calls.
	///
	/// Keys: the real account and the delegate. Written by `set_real_pays_fee`. The row exists
	/// while the consent holds, and is removed with any entry of the delegate at the latest. At
	/// most `MaxProxies` rows per real account.
	#[pallet::storage]
	pub type RealPaysFeeConsentV1<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		T::AccountId,
		Twox64Concat,
		T::AccountId,
		(),
		OptionQuery,
	>;

	/// Events of this pallet.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A call was dispatched for another account.
		ProxyExecuted {
			/// The result of the inner call.
			result: DispatchResult,
		},
		/// A pure account was created.
		PureCreated {
			/// The new account.
			pure: T::AccountId,
			/// The spawner: paid the deposit and is the first delegate.
			who: T::AccountId,
			/// The type of the first delegate.
			proxy_type: T::ProxyType,
			/// The index that distinguishes accounts created by one extrinsic.
			disambiguation_index: u16,
		},
		/// A pure account was killed.
		PureKilled {
			/// The account, which has no delegates any more.
			pure: T::AccountId,
			/// The spawner, to which the deposit was released.
			spawner: T::AccountId,
			/// The type with which the account was created.
			proxy_type: T::ProxyType,
			/// The index with which the account was created.
			disambiguation_index: u16,
		},
		/// A delegate announced a call.
		Announced {
			/// The account for which the call is to be dispatched.
			real: T::AccountId,
			/// The delegate that announced the call.
			proxy: T::AccountId,
			/// The hash of the call.
			call_hash: CallHashOf<T>,
		},
		/// A delegate was added.
		ProxyAdded {
			/// The real account.
			delegator: T::AccountId,
			/// The delegate.
			delegatee: T::AccountId,
			/// The type of the delegate.
			proxy_type: T::ProxyType,
			/// The delay, in blocks.
			delay: BlockNumberOf<T>,
		},
		/// A delegate was removed.
		ProxyRemoved {
			/// The real account.
			delegator: T::AccountId,
			/// The former delegate.
			delegatee: T::AccountId,
			/// The type of the removed entry.
			proxy_type: T::ProxyType,
			/// The delay of the removed entry, in blocks.
			delay: BlockNumberOf<T>,
		},
		/// A deposit was adjusted to the present price.
		DepositPoked {
			/// The account whose deposit changed.
			who: T::AccountId,
			/// The list to which the deposit belongs.
			kind: DepositKind,
			/// The deposit before, in rao.
			old_deposit: BalanceOf<T>,
			/// The deposit now, in rao.
			new_deposit: BalanceOf<T>,
		},
		/// A real account set whether it pays the fees of a delegate's proxy calls.
		RealPaysFeeSet {
			/// The real account.
			real: T::AccountId,
			/// The delegate.
			delegate: T::AccountId,
			/// Whether the real account pays from now on.
			pays_fee: bool,
		},
	}

	/// Errors of this pallet.
	#[pallet::error]
	pub enum Error<T> {
		/// The list of delegates or of announcements is full. Remove an entry first.
		TooMany,
		/// No entry or announcement has these arguments. Check delegate, type, delay and hash.
		NotFound,
		/// The account is not a delegate of the real account, or not of the forced type.
		NotProxy,
		/// The call is outside the filter of the proxy type.
		///
		/// Never returned, kept for clients: the result of a filtered inner call is
		/// `System.CallFiltered`.
		Unproxyable,
		/// The same entry, or the same pure account, exists already.
		Duplicate,
		/// The caller is not the pure account that the arguments describe.
		NoPermission,
		/// The call was not announced, or less than the delay ago.
		Unannounced,
		/// An account cannot be its own delegate.
		NoSelfProxy,
		/// The list to which an announcement was added is empty. Reports a fault of the pallet.
		AnnouncementDepositInvariantViolated,
		/// The bytes derived for a pure account are not an account id of this chain.
		InvalidDerivedAccountId,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_now: BlockNumberFor<T>) -> Weight {
			T::WeightInfo::clear_results(crate::execution::STALE_RESULTS_PER_BLOCK)
		}

		fn on_finalize(_now: BlockNumberFor<T>) {
			Self::clear_last_results();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_now: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}

		fn integrity_test() {
			assert!(T::MaxProxies::get() > 0, "MaxProxies must allow one delegate");
			assert!(T::MaxPending::get() > 0, "MaxPending must allow one announcement");
			assert!(Self::are_deposits_payable(), "the deposit of a full list must be a balance");
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Dispatch a call for another account, as its delegate.
		///
		/// ## Dispatch origin
		///
		/// Signed by a delegate of `real`.
		///
		/// ## Parameters
		///
		/// - `real`: the account as which the inner call is dispatched.
		/// - `force_proxy_type`: the type of the entry to use; `None` for the first entry of the
		///   signer.
		///
		/// ## Details
		///
		/// The entry must have no delay. The inner call is dispatched as signed by `real`, within
		/// the filter of the entry's type and the filters of the origin, which bind all calls inside
		/// it. This call succeeds even if the inner call fails, and it is free if the inner call is.
		///
		/// ## Errors
		///
		/// - `NotProxy`: the list of `real` has no such entry.
		/// - `Unannounced`: the entry has a delay; use `announce` and `proxy_announced`.
		///
		/// ## Events
		///
		/// - `ProxyExecuted` with the result of the inner call.
		#[pallet::call_index(0)]
		#[pallet::weight({
			let inner = call.get_dispatch_info();
			let weight = Pallet::<T>::proxy_weight().saturating_add(inner.call_weight);
			(weight, DispatchClass::Normal, inner.pays_fee)
		})]
		pub fn proxy(
			origin: OriginFor<T>,
			real: AccountIdLookupOf<T>,
			force_proxy_type: Option<T::ProxyType>,
			call: Box<<T as Config>::RuntimeCall>,
		) -> DispatchResultWithPostInfo {
			let execute = || {
				let real = T::Lookup::lookup(real)?;
				Self::do_proxy(origin, real, force_proxy_type, *call)
			};
			Self::with_refund(Self::proxy_weight(), execute())
		}

		/// Add a delegate that may dispatch calls for the signer.
		///
		/// ## Dispatch origin
		///
		/// Signed by the real account.
		///
		/// ## Parameters
		///
		/// - `delay`: the number of blocks by which the delegate must announce a call before; zero
		///   for calls without an announcement.
		///
		/// ## Details
		///
		/// The deposit for the longer list is reserved on the signer. The same delegate may be
		/// added several times with different types or delays.
		///
		/// ## Errors
		///
		/// - `NoSelfProxy`: the delegate is the signer.
		/// - `Duplicate`: the entry exists already.
		/// - `TooMany`: the list is full.
		/// - The error of the currency, if the signer cannot pay the deposit.
		///
		/// ## Events
		///
		/// - `ProxyAdded`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::add_proxy(T::MaxProxies::get()))]
		pub fn add_proxy(
			origin: OriginFor<T>,
			delegate: AccountIdLookupOf<T>,
			proxy_type: T::ProxyType,
			delay: BlockNumberOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let delegate = T::Lookup::lookup(delegate)?;
			Self::do_add_proxy(&who, delegate, proxy_type, delay)
		}

		/// Remove one entry of a delegate from the list of the signer.
		///
		/// ## Dispatch origin
		///
		/// Signed by the real account.
		///
		/// ## Parameters
		///
		/// - `delay`: the delay of the entry, in blocks.
		///
		/// ## Details
		///
		/// Removes the entry with exactly this delegate, type and delay, releases its deposit and
		/// withdraws the fee consent for this delegate.
		///
		/// ## Errors
		///
		/// - `NotFound`: the list has no such entry.
		///
		/// ## Events
		///
		/// - `ProxyRemoved`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::remove_proxy(T::MaxProxies::get()))]
		pub fn remove_proxy(
			origin: OriginFor<T>,
			delegate: AccountIdLookupOf<T>,
			proxy_type: T::ProxyType,
			delay: BlockNumberOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let delegate = T::Lookup::lookup(delegate)?;
			Self::do_remove_proxy(&who, delegate, proxy_type, delay)
		}

		/// Remove all delegates of the signer.
		///
		/// ## Dispatch origin
		///
		/// Signed by the real account.
		///
		/// ## Details
		///
		/// Removes the whole list, releases its deposit and withdraws all fee consents of the
		/// signer. A pure account that does this is lost with all its balances, and the deposit of
		/// its spawner stays reserved for good; use `kill_pure` instead.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::remove_proxies(T::MaxProxies::get()))]
		pub fn remove_proxies(origin: OriginFor<T>) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let removed = Self::do_remove_proxies(&who);
			Ok(Some(T::WeightInfo::remove_proxies(removed)).into())
		}

		/// Create a pure account with the signer as its first delegate.
		///
		/// ## Dispatch origin
		///
		/// Signed by the spawner.
		///
		/// ## Parameters
		///
		/// - `proxy_type`: the type of the first delegate.
		/// - `delay`: the delay of the first delegate, in blocks.
		/// - `index`: distinguishes accounts that one extrinsic creates.
		///
		/// ## Details
		///
		/// The address is derived from the spawner, the block height, the index of the extrinsic in
		/// its block, `proxy_type` and `index`. Note these five values: `kill_pure` requires them.
		/// The deposit for one delegate is reserved on the spawner.
		///
		/// ## Errors
		///
		/// - `Duplicate`: this extrinsic created the account already; pass another `index`.
		/// - `InvalidDerivedAccountId`: the derived bytes are not an account id of this chain.
		/// - The error of the currency, if the signer cannot pay the deposit.
		///
		/// ## Events
		///
		/// - `PureCreated`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::create_pure())]
		pub fn create_pure(
			origin: OriginFor<T>,
			proxy_type: T::ProxyType,
			delay: BlockNumberOf<T>,
			index: u16,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_create_pure(who, proxy_type, delay, index)
		}

		/// Remove the delegates of a pure account and release its deposit to the spawner.
		///
		/// ## Dispatch origin
		///
		/// Signed by the pure account, that is, through `proxy` by a delegate of the most
		/// permissive type.
		///
		/// ## Parameters
		///
		/// - `spawner`, `proxy_type`, `index`: as in the call that created the account.
		/// - `height`: the height of the block that created the account.
		/// - `ext_index`: the index, in its block, of the extrinsic that created the account.
		///
		/// ## Details
		///
		/// All other balances of the account are lost for good.
		///
		/// ## Errors
		///
		/// - `NoPermission`: the arguments do not derive the address of the signer.
		/// - `InvalidDerivedAccountId`: the derived bytes are not an account id of this chain.
		///
		/// ## Events
		///
		/// - `PureKilled`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::kill_pure(T::MaxProxies::get()))]
		pub fn kill_pure(
			origin: OriginFor<T>,
			spawner: AccountIdLookupOf<T>,
			proxy_type: T::ProxyType,
			index: u16,
			#[pallet::compact] height: BlockNumberOf<T>,
			#[pallet::compact] ext_index: u32,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let spawner = T::Lookup::lookup(spawner)?;
			Self::do_kill_pure(who, spawner, proxy_type, index, (height, ext_index))
		}

		/// Announce the hash of a call that the signer is going to dispatch for another account.
		///
		/// ## Dispatch origin
		///
		/// Signed by a delegate of `real`, of any type. A delegate of that delegate announces only if
		/// its own type is the most permissive one.
		///
		/// ## Parameters
		///
		/// - `call_hash`: the hash of the encoded call, BLAKE2b-256 on this chain.
		///
		/// ## Details
		///
		/// The deposit for one more announcement is reserved on the signer. Once the delay of the
		/// delegate has passed, `proxy_announced` dispatches the call.
		///
		/// ## Errors
		///
		/// - `NotProxy`: the signer is not a delegate of `real`.
		/// - `TooMany`: the signer has too many pending announcements.
		/// - The error of the currency, if the signer cannot pay the deposit.
		///
		/// ## Events
		///
		/// - `Announced`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::announce(T::MaxPending::get(), T::MaxProxies::get()))]
		pub fn announce(
			origin: OriginFor<T>,
			real: AccountIdLookupOf<T>,
			call_hash: CallHashOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let real = T::Lookup::lookup(real)?;
			Self::do_announce(who, real, call_hash)
		}

		/// Withdraw an announcement of the signer.
		///
		/// ## Dispatch origin
		///
		/// Signed by the delegate that announced the call.
		///
		/// ## Details
		///
		/// Removes every announcement with this account and hash and releases the deposit.
		///
		/// ## Errors
		///
		/// - `NotFound`: there is no such announcement.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::remove_announcement(T::MaxPending::get()))]
		pub fn remove_announcement(
			origin: OriginFor<T>,
			real: AccountIdLookupOf<T>,
			call_hash: CallHashOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let real = T::Lookup::lookup(real)?;
			Self::do_remove_announcement(&who, &real, call_hash)
		}

		/// Reject an announcement of a delegate of the signer.
		///
		/// ## Dispatch origin
		///
		/// Signed by the real account.
		///
		/// ## Details
		///
		/// Removes every announcement of `delegate` for the signer with this hash and releases the
		/// deposit to the delegate.
		///
		/// ## Errors
		///
		/// - `NotFound`: there is no such announcement.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::reject_announcement(T::MaxPending::get()))]
		pub fn reject_announcement(
			origin: OriginFor<T>,
			delegate: AccountIdLookupOf<T>,
			call_hash: CallHashOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let delegate = T::Lookup::lookup(delegate)?;
			Self::do_remove_announcement(&delegate, &who, call_hash)
		}

		/// Dispatch a call that a delegate announced at least its delay ago.
		///
		/// ## Dispatch origin
		///
		/// Signed by any account: the announcement is the permission.
		///
		/// ## Parameters
		///
		/// - `delegate`: the account that announced the call.
		/// - `real`: the account as which the inner call is dispatched.
		/// - `force_proxy_type`: the type of the entry to use; `None` for the first entry of
		///   `delegate`.
		///
		/// ## Details
		///
		/// Removes the announcements of this call whose delay has passed. The inner call is
		/// dispatched as signed by `real`, within the filter of the entry's type, which binds all
		/// calls inside it. This call succeeds even if the inner call fails. It is operational if the
		/// inner call is, and normal otherwise. The sender pays the fee even if the inner call is
		/// free.
		///
		/// ## Errors
		///
		/// - `NotProxy`: the list of `real` has no such entry.
		/// - `Unannounced`: the call was not announced, or less than the delay ago.
		///
		/// ## Events
		///
		/// - `ProxyExecuted` with the result of the inner call.
		#[pallet::call_index(9)]
		#[pallet::weight({
			let inner = call.get_dispatch_info();
			let weight = Pallet::<T>::proxy_announced_weight().saturating_add(inner.call_weight);
			(weight, Pallet::<T>::announced_class(inner.class), Pays::Yes)
		})]
		pub fn proxy_announced(
			origin: OriginFor<T>,
			delegate: AccountIdLookupOf<T>,
			real: AccountIdLookupOf<T>,
			force_proxy_type: Option<T::ProxyType>,
			call: Box<<T as Config>::RuntimeCall>,
		) -> DispatchResultWithPostInfo {
			let execute = || {
				ensure_signed(origin)?;
				let delegate = T::Lookup::lookup(delegate)?;
				let real = T::Lookup::lookup(real)?;
				Self::do_proxy_announced(&delegate, real, force_proxy_type, *call)
			};
			Self::with_refund(Self::proxy_announced_weight(), execute())
		}

		/// Adjust the deposits of the signer to the present prices.
		///
		/// ## Dispatch origin
		///
		/// Signed.
		///
		/// ## Details
		///
		/// Adjusts the deposit for delegates and the deposit for announcements. The fee is waived
		/// if at least one of them changed.
		///
		/// ## Errors
		///
		/// - The error of the currency, if a price rose and the signer cannot pay the difference.
		///
		/// ## Events
		///
		/// - `DepositPoked` for each deposit that changed.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::poke_deposit())]
		pub fn poke_deposit(origin: OriginFor<T>) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let pays = Self::do_poke_deposit(&who)?;
			Ok(pays.into())
		}

		/// Set whether the signer pays the fees of a delegate's proxy calls.
		///
		/// ## Dispatch origin
		///
		/// Signed by the real account.
		///
		/// ## Details
		///
		/// The consent covers the fees, not the tips, of calls of `proxy` that the delegate can
		/// dispatch for the signer. Removing any entry of the delegate withdraws it. Of the signer's
		/// delegates only those of the most permissive type may consent for it.
		///
		/// ## Errors
		///
		/// - `NotProxy`: `delegate` is not a delegate of the signer.
		///
		/// ## Events
		///
		/// - `RealPaysFeeSet`.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::set_real_pays_fee(T::MaxProxies::get()))]
		pub fn set_real_pays_fee(
			origin: OriginFor<T>,
			delegate: AccountIdLookupOf<T>,
			pays_fee: bool,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let delegate = T::Lookup::lookup(delegate)?;
			Self::do_set_real_pays_fee(who, delegate, pays_fee)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Tell whether the filter of a proxy type allows a call, apart from the calls inside it.
		pub fn check_permissions(call: RuntimeCallFor<T>, proxy_type: T::ProxyType) -> bool {
			proxy_type.filter(&call)
		}

		/// Tell whether the type `to_check` allows every call that `against` allows.
		pub fn is_superset(to_check: T::ProxyType, against: T::ProxyType) -> bool {
			to_check.is_superset(&against)
		}
	}
}
