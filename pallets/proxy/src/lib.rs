//! Acting for another account, within a filter, at once or after an announced delay.
//!
//! # Overview
//!
//! An account (the *real* account) may name *delegates*. A delegate signs with its own key and asks
//! the chain to run a call as if the real account had signed it. What the delegate may do is
//! limited by a *proxy type*, a filter over calls that the runtime defines. When it may do so is
//! limited by a *delay*: without one the delegate acts at once, with one it must first announce the
//! hash of the call and wait, and the real account can reject the announcement in the meantime.
//!
//! Every row that this pallet keeps for somebody is paid for by a deposit, a reserve on the balance
//! of that account, which is returned when the row goes.
//!
//! # Terminology
//!
//! - **Real account**, or delegator: the account in whose name calls are made.
//! - **Delegate**, or delegatee: the account that makes them.
//! - **Proxy definition**: one entry of the list of a real account: delegate, type and delay.
//! - **Pure account**: an account without a key, controlled by its delegates alone. It is created
//!   by a *spawner*, who pays its first deposit and is its first delegate.
//! - **Announcement**: the hash of a call that a delegate means to make for a real account.
//! - **Fee consent**: the agreement of a real account to pay the fees of a delegate's proxy calls.
//!
//! # The life of a delegation
//!
//! `add_proxy` enters a definition and reserves its deposit. The delegate then uses `proxy`, or
//! `announce` and later `proxy_announced`. The real account may agree to carry the fees with
//! `set_real_pays_fee`. `remove_proxy` and `remove_proxies` end the relationship, take the fee
//! consent with it and return the deposit. After a change of prices `poke_deposit` brings the
//! deposits of an account in line.
//!
//! # Design
//!
//! - Lists are stored with the account they belong to, sorted by (delegate, type, delay); the first
//!   entry that fits is the one used.
//! - `deposit(n) = 0` if `n = 0`, else `base + n · factor`, in rao, exact. A row stores what was
//!   really reserved for it. Removing an entry releases, and never asks for more: a delegate can be
//!   dismissed whatever the prices have become.
//! - The first deposit of a pure account lies on its spawner. `kill_pure` returns it there;
//!   whatever the pure account reserved on itself for further delegates is moved to the spawner
//!   as well.
//! - An inner call runs with the origin of the real account plus a filter: the proxy type, and the
//!   rule that nobody hands out or takes away more power than it holds. The filter is inherited by
//!   calls that pass their origin on and is lost where a call builds a fresh origin.
//! - The outer call succeeds even if the inner one fails. The result is in the event and, until the
//!   end of the block, in [`LastCallResult`].
//!
//! # Invariants
//!
//! They are listed and checked in [`Pallet::do_try_state`].
//!
//! # Example
//!
//! `tests/execution.rs` shows each way to act for another account.

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

extern crate alloc;

mod announcements;
mod delegation;
mod deposits;
mod execution;
mod fees;
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

pub use pallet::*;
pub use types::{Announcement, DepositKind, ProxyDefinition};
pub use weights::WeightInfo;

/// The balance of [`Config::Currency`], in rao.
pub type BalanceOf<T> =
	<<T as Config>::Currency as Currency<<T as frame_system::Config>::AccountId>>::Balance;

/// The block number by which delays are counted.
pub type BlockNumberOf<T> =
	<<T as Config>::BlockNumberProvider as BlockNumberProvider>::BlockNumber;

/// The hash of an announced call.
pub type CallHashOf<T> = <<T as Config>::CallHasher as Hash>::Output;

/// One entry in the list of a real account.
pub type ProxyDefinitionOf<T> = ProxyDefinition<
	<T as frame_system::Config>::AccountId,
	<T as Config>::ProxyType,
	BlockNumberOf<T>,
>;

/// One pending announcement of a delegate.
pub type AnnouncementOf<T> =
	Announcement<<T as frame_system::Config>::AccountId, CallHashOf<T>, BlockNumberOf<T>>;

/// The delegates of a real account, sorted by (delegate, type, delay).
pub type ProxyListOf<T> = BoundedVec<ProxyDefinitionOf<T>, <T as Config>::MaxProxies>;

/// The pending announcements of a delegate, oldest first.
pub type AnnouncementListOf<T> = BoundedVec<AnnouncementOf<T>, <T as Config>::MaxPending>;

/// The form in which calls take accounts.
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
		dispatch::GetDispatchInfo,
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
		/// A call that a delegate makes for a real account.
		///
		/// It may be another type than the runtime's own calls, with the same bytes: one that
		/// checks more when it is dispatched, and weighs more.
		type RuntimeCall: Parameter
			+ Dispatchable<RuntimeOrigin = Self::RuntimeOrigin>
			+ GetDispatchInfo;

		/// The currency in which deposits are reserved.
		type Currency: ReservableCurrency<Self::AccountId>;

		/// The kinds of proxies, each a filter over calls.
		///
		/// The default value must be the most permissive one: it alone may remove all proxies and
		/// kill pure accounts.
		type ProxyType: Parameter
			+ Member
			+ Ord
			+ PartialOrd
			+ InstanceFilter<RuntimeCallFor<Self>>
			+ Default
			+ MaxEncodedLen;

		/// The part of the deposit for a list of proxies that does not depend on its length.
		#[pallet::constant]
		type ProxyDepositBase: Get<BalanceOf<Self>>;

		/// The part of the deposit for a list of proxies that is due per entry.
		#[pallet::constant]
		type ProxyDepositFactor: Get<BalanceOf<Self>>;

		/// The largest number of entries in the list of one account.
		#[pallet::constant]
		type MaxProxies: Get<u32>;

		/// The weights of this pallet.
		type WeightInfo: WeightInfo;

		/// The largest number of pending announcements of one delegate.
		#[pallet::constant]
		type MaxPending: Get<u32>;

		/// The hasher by which calls are announced.
		type CallHasher: Hash;

		/// The part of the deposit for announcements that does not depend on their number.
		#[pallet::constant]
		type AnnouncementDepositBase: Get<BalanceOf<Self>>;

		/// The part of the deposit for announcements that is due per announcement.
		#[pallet::constant]
		type AnnouncementDepositFactor: Get<BalanceOf<Self>>;

		/// The clock of delays and the height in the address of a pure account.
		///
		/// It must never run backwards.
		type BlockNumberProvider: BlockNumberProvider;
	}

	/// Delegates of an account and the deposit booked for them, in rao.
	///
	/// Key: the real account. Written by the delegation and pure account calls. The row appears
	/// with the first delegate and goes with the last; it is never empty. The list is sorted by
	/// (delegate, type, delay), without duplicates, and bounded by `MaxProxies`. The first deposit
	/// of a pure account is reserved on its spawner, every other one on the key. Account ids are
	/// hashes or public keys, so that the short hasher is safe.
	#[pallet::storage]
	pub type Proxies<T: Config> =
		StorageMap<_, Twox64Concat, T::AccountId, (ProxyListOf<T>, BalanceOf<T>), ValueQuery>;

	/// Pending announcements of a delegate and the deposit booked for them, in rao.
	///
	/// Key: the delegate, on whom the deposit is reserved. Written by the announcement calls and by
	/// `proxy_announced`. The row appears with the first announcement and goes with the last; it is
	/// never empty. Oldest first, bounded by `MaxPending`.
	#[pallet::storage]
	pub type Announcements<T: Config> = StorageMap<
		_,
		Twox64Concat,
		T::AccountId,
		(AnnouncementListOf<T>, BalanceOf<T>),
		ValueQuery,
	>;

	/// The result of the last call that was made for an account in this block.
	///
	/// Key: the real account. Written when a proxied call has run and cleared at the end of the
	/// block, so that it serves callers within the same block only. The number of rows is bounded
	/// by the number of proxied calls that fit into a block.
	#[pallet::storage]
	pub type LastCallResult<T: Config> =
		StorageMap<_, Twox64Concat, T::AccountId, DispatchResult, OptionQuery>;

	/// Consent of a real account to pay the fees of the proxy calls of a delegate.
	///
	/// Keys: the real account and the delegate. A row exists while the consent holds; it is set by
	/// `set_real_pays_fee` and goes with the relationship at the latest. At most `MaxProxies` rows
	/// per real account.
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
		/// A call was made for another account.
		ProxyExecuted {
			/// The result of the inner call.
			result: DispatchResult,
		},
		/// A pure account was created.
		PureCreated {
			/// The new account.
			pure: T::AccountId,
			/// The account that created it, paid its deposit and is its first delegate.
			who: T::AccountId,
			/// The type that the first delegate holds.
			proxy_type: T::ProxyType,
			/// The index that was passed to tell apart accounts created by one extrinsic.
			disambiguation_index: u16,
		},
		/// A pure account was given up.
		PureKilled {
			/// The account that nobody controls any more.
			pure: T::AccountId,
			/// The account that had created it and received the deposit.
			spawner: T::AccountId,
			/// The type with which it was created.
			proxy_type: T::ProxyType,
			/// The index with which it was created.
			disambiguation_index: u16,
		},
		/// A delegate announced a call.
		Announced {
			/// The account for which the call is to be made.
			real: T::AccountId,
			/// The delegate that made the announcement.
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
			/// What the delegate may do.
			proxy_type: T::ProxyType,
			/// How many blocks a call must have been announced for.
			delay: BlockNumberOf<T>,
		},
		/// A delegate was removed.
		ProxyRemoved {
			/// The real account.
			delegator: T::AccountId,
			/// The former delegate.
			delegatee: T::AccountId,
			/// What the delegate was allowed to do.
			proxy_type: T::ProxyType,
			/// The delay that applied.
			delay: BlockNumberOf<T>,
		},
		/// A deposit was brought in line with the present price.
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
		/// A real account decided who pays the fees of a delegate's proxy calls.
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
		/// There is no such delegate or announcement. Check type, delay and hash.
		NotFound,
		/// The account is not a delegate of the real account, or not of the forced type.
		NotProxy,
		/// The call is outside the filter of the proxy type.
		///
		/// Reserved for wire compatibility: a filtered call shows as `System.CallFiltered` in the
		/// result of the inner call.
		Unproxyable,
		/// This very delegation, or this pure account, exists already.
		Duplicate,
		/// The caller is not the pure account that the arguments describe.
		NoPermission,
		/// The call was not announced, or not long enough ago.
		Unannounced,
		/// An account cannot be its own delegate.
		NoSelfProxy,
		/// The deposit for an announcement came out as none. Reports a fault of the pallet.
		AnnouncementDepositInvariantViolated,
		/// The address derived for a pure account is not a valid account id of this chain.
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

		fn integrity_test() {
			assert!(T::MaxProxies::get() > 0, "MaxProxies must allow one delegate");
			assert!(T::MaxPending::get() > 0, "MaxPending must allow one announcement");
			assert!(Self::are_deposits_payable(), "the deposit of a full list must be a balance");
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Make a call for another account, as its delegate.
		///
		/// ## Dispatch origin
		///
		/// Signed by a delegate of `real`.
		///
		/// ## Details
		///
		/// Uses the first entry of the list of `real` that names the signer (and has the type
		/// `force_proxy_type`, if given). The entry must have no delay. The inner call runs as
		/// signed by `real`, restricted to the type of the entry. This call succeeds whatever the
		/// inner call does; it is free if the inner call is.
		///
		/// ## Errors
		///
		/// - `NotProxy`: there is no such entry.
		/// - `Unannounced`: the entry has a delay; use `announce` and `proxy_announced`.
		///
		/// ## Events
		///
		/// `ProxyExecuted` with the result of the inner call.
		#[pallet::call_index(0)]
		#[pallet::weight({
			let inner = call.get_dispatch_info();
			let own = T::WeightInfo::proxy(T::MaxProxies::get());
			let weight = Pallet::<T>::execution_weight(own, inner.call_weight);
			(weight, DispatchClass::Normal, inner.pays_fee)
		})]
		pub fn proxy(
			origin: OriginFor<T>,
			real: AccountIdLookupOf<T>,
			force_proxy_type: Option<T::ProxyType>,
			call: Box<<T as Config>::RuntimeCall>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let real = T::Lookup::lookup(real)?;
			Self::do_proxy(&who, real, force_proxy_type, *call)
		}

		/// Allow another account to make calls for the signer.
		///
		/// ## Dispatch origin
		///
		/// Signed by the account that delegates.
		///
		/// ## Details
		///
		/// The deposit for the longer list is reserved on the signer. One account may be added
		/// several times, with other types or delays. A `delay` of zero lets the delegate act at
		/// once.
		///
		/// ## Errors
		///
		/// - `NoSelfProxy`: the delegate is the signer.
		/// - `Duplicate`: this entry exists.
		/// - `TooMany`: the list is full.
		/// - The currency's error if the signer cannot pay the deposit.
		///
		/// ## Events
		///
		/// `ProxyAdded`.
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

		/// Take back one permission of a delegate.
		///
		/// ## Dispatch origin
		///
		/// Signed by the account that delegated.
		///
		/// ## Details
		///
		/// Removes the entry with exactly this delegate, type and delay, releases its deposit and
		/// withdraws the fee consent for this delegate.
		///
		/// ## Errors
		///
		/// - `NotFound`: there is no such entry.
		///
		/// ## Events
		///
		/// `ProxyRemoved`.
		#[pallet::call_index(2)]
		#[pallet::weight(
			T::WeightInfo::remove_proxy(T::MaxProxies::get())
				.saturating_add(T::WeightInfo::clear_consents(1))
		)]
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

		/// Dismiss all delegates of the signer.
		///
		/// ## Dispatch origin
		///
		/// Signed by the account that delegated.
		///
		/// ## Details
		///
		/// Removes the whole list with its deposit and all fee consents of the signer. A pure
		/// account that does this is lost, with all it owns and with the deposit of its spawner;
		/// use `kill_pure` there.
		///
		/// ## Errors
		///
		/// None.
		///
		/// ## Events
		///
		/// None.
		#[pallet::call_index(3)]
		#[pallet::weight(Pallet::<T>::remove_proxies_weight(T::MaxProxies::get()))]
		pub fn remove_proxies(origin: OriginFor<T>) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let removed = Self::do_remove_proxies(&who);
			Ok(Some(Self::remove_proxies_weight(removed)).into())
		}

		/// Create an account without a key, with the signer as its first delegate.
		///
		/// ## Dispatch origin
		///
		/// Signed by the spawner.
		///
		/// ## Details
		///
		/// The address is derived from the spawner, the block height, the index of the extrinsic in
		/// its block, `proxy_type` and `index`. Note these five: `kill_pure` asks for them. The
		/// deposit of one proxy is reserved on the spawner.
		///
		/// ## Errors
		///
		/// - `Duplicate`: this extrinsic created the account already; pass another `index`.
		/// - `InvalidDerivedAccountId`: the derived bytes are no account id of this chain.
		/// - The currency's error if the signer cannot pay the deposit.
		///
		/// ## Events
		///
		/// `PureCreated`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::create_pure(T::MaxProxies::get()))]
		pub fn create_pure(
			origin: OriginFor<T>,
			proxy_type: T::ProxyType,
			delay: BlockNumberOf<T>,
			index: u16,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_create_pure(who, proxy_type, delay, index)
		}

		/// Give up a pure account and return its deposit to the spawner.
		///
		/// ## Dispatch origin
		///
		/// Signed by the pure account, that is, through `proxy` by a delegate of the most
		/// permissive type.
		///
		/// ## Details
		///
		/// Whatever else the account owns is lost for good. `height` and `ext_index` name the block
		/// and the extrinsic that created it.
		///
		/// ## Errors
		///
		/// - `NoPermission`: the arguments do not derive the address of the signer.
		/// - `InvalidDerivedAccountId`: the derived bytes are no account id of this chain.
		///
		/// ## Events
		///
		/// `PureKilled`.
		#[pallet::call_index(5)]
		#[pallet::weight(Pallet::<T>::kill_pure_weight())]
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

		/// Announce the hash of a call that the signer means to make for another account.
		///
		/// ## Dispatch origin
		///
		/// Signed by a delegate of `real`, of any type.
		///
		/// ## Details
		///
		/// The deposit for one more announcement is reserved on the signer. The call can be made
		/// with `proxy_announced` when the delay of the delegate has passed.
		///
		/// ## Errors
		///
		/// - `NotProxy`: the signer is no delegate of `real`.
		/// - `TooMany`: the signer has too many pending announcements.
		/// - The currency's error if the signer cannot pay the deposit.
		///
		/// ## Events
		///
		/// `Announced`.
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
		/// Signed by the delegate that made the announcement.
		///
		/// ## Details
		///
		/// Removes every announcement with this account and hash and releases the deposit.
		///
		/// ## Errors
		///
		/// - `NotFound`: there is no such announcement.
		///
		/// ## Events
		///
		/// None.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::remove_announcement(
			T::MaxPending::get(),
			T::MaxProxies::get()
		))]
		pub fn remove_announcement(
			origin: OriginFor<T>,
			real: AccountIdLookupOf<T>,
			call_hash: CallHashOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let real = T::Lookup::lookup(real)?;
			Self::do_remove_announcement(&who, &real, call_hash)
		}

		/// Reject an announcement that a delegate made for the signer.
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
		///
		/// ## Events
		///
		/// None.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::reject_announcement(
			T::MaxPending::get(),
			T::MaxProxies::get()
		))]
		pub fn reject_announcement(
			origin: OriginFor<T>,
			delegate: AccountIdLookupOf<T>,
			call_hash: CallHashOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let delegate = T::Lookup::lookup(delegate)?;
			Self::do_remove_announcement(&delegate, &who, call_hash)
		}

		/// Make a call that a delegate has announced long enough ago.
		///
		/// ## Dispatch origin
		///
		/// Signed by anyone: the announcement is the permission.
		///
		/// ## Details
		///
		/// Uses the entry of the list of `real` that `proxy` would use for `delegate`. Removes the
		/// announcements of this call whose delay has passed. The inner call runs as under `proxy`.
		/// The fee is due even if the inner call is free.
		///
		/// ## Errors
		///
		/// - `NotProxy`: there is no such entry.
		/// - `Unannounced`: the call was not announced, or too recently.
		///
		/// ## Events
		///
		/// `ProxyExecuted` with the result of the inner call.
		#[pallet::call_index(9)]
		#[pallet::weight({
			let inner = call.get_dispatch_info();
			let own = T::WeightInfo::proxy_announced(T::MaxPending::get(), T::MaxProxies::get());
			let weight = Pallet::<T>::execution_weight(own, inner.call_weight);
			(weight, inner.class, Pays::Yes)
		})]
		pub fn proxy_announced(
			origin: OriginFor<T>,
			delegate: AccountIdLookupOf<T>,
			real: AccountIdLookupOf<T>,
			force_proxy_type: Option<T::ProxyType>,
			call: Box<<T as Config>::RuntimeCall>,
		) -> DispatchResult {
			ensure_signed(origin)?;
			let delegate = T::Lookup::lookup(delegate)?;
			let real = T::Lookup::lookup(real)?;
			Self::do_proxy_announced(&delegate, real, force_proxy_type, *call)
		}

		/// Bring the deposits of the signer in line with the present prices.
		///
		/// ## Dispatch origin
		///
		/// Signed.
		///
		/// ## Details
		///
		/// Covers the deposit for delegates and that for announcements. The fee is waived if at
		/// least one of them changed.
		///
		/// ## Errors
		///
		/// The currency's error if a price rose and the signer cannot pay the difference.
		///
		/// ## Events
		///
		/// `DepositPoked` for each deposit that changed.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::poke_deposit())]
		pub fn poke_deposit(origin: OriginFor<T>) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let pays = Self::do_poke_deposit(&who)?;
			Ok(pays.into())
		}

		/// Decide whether the signer pays the fees of a delegate's proxy calls.
		///
		/// ## Dispatch origin
		///
		/// Signed by the real account.
		///
		/// ## Details
		///
		/// The consent covers `proxy` calls that the delegate makes for the signer, and ends with
		/// `remove_proxy` for that delegate.
		///
		/// ## Errors
		///
		/// - `NotProxy`: `delegate` is no delegate of the signer.
		///
		/// ## Events
		///
		/// `RealPaysFeeSet`.
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
		/// Tell whether a delegate of this type may make this call.
		pub fn check_permissions(call: RuntimeCallFor<T>, proxy_type: T::ProxyType) -> bool {
			proxy_type.filter(&call)
		}

		/// Tell whether the type `to_check` allows at least everything that `against` does.
		pub fn is_superset(to_check: T::ProxyType, against: T::ProxyType) -> bool {
			to_check.is_superset(&against)
		}
	}
}
