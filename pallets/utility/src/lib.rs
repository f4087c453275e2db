//! Several calls in one, calls with a fallback, and calls under another origin.
//!
//! # Overview
//!
//! Whoever can make a call can have this pallet make it: many in one transaction, one in the place
//! of another that fails, or one in the name of an account derived from the caller's. Root can also
//! have calls made under any origin, or at a weight that it states itself. Nobody gains a right by
//! any of this: an inner call runs with the origin of the caller, and meets every filter that the
//! caller would meet.
//!
//! # Terminology
//!
//! - **Inner call**: a call that another one contains and dispatches.
//! - **Filter**: a rule by which an origin refuses calls. The chain has one for everybody, and an
//!   origin carries those of the calls that it came through, such as a proxy's.
//! - **Guards**: checks that the runtime makes before every dispatch, inner ones included.
//! - **Derivative account**: an account that belongs to another one and an index. It has no key.
//!
//! # The life of a batch
//!
//! The number of calls is checked before any of them runs. They run in order, and each that fails
//! takes back what it did itself. What a failure means for the others is the difference between the
//! batches: `batch` ends there and keeps what was done, `batch_all` takes everything back, and
//! `force_batch` goes on. Each call, and then the batch, leaves an event.
//!
//! # Design
//!
//! - **No storage.** The pallet keeps no state; derivative accounts are computed.
//! - **Origins.** An inner call runs with the origin of the outer one, filters included. Root passes
//!   all filters. The origin of unsigned transactions is refused. `batch_all` adds a filter that
//!   refuses `batch_all` within, at any depth that keeps the origin.
//! - **Guards.** Inner calls are of the type [`Config::RuntimeCall`], which the runtime may wrap.
//!   Such a wrapper runs the guards in its own dispatch and adds their weight to its call; the
//!   pallet dispatches in no other way, so that none is left out.
//! - **Weight.** `declared = own + Σ declared(inner)`, `used = own + Σ used(inner)`, in which `own`
//!   counts the calls that were reached. The weight of a failed call is what it used, too.
//! - **Fees.** The three batches are free if all their calls are declared free, as is an empty one;
//!   everything else pays. What an inner call decides about its fee when it runs changes nothing.
//!   An empty batch costs a block no more than its weight, but its sender nothing at all: whoever
//!   admits transactions has to bound their number.
//! - **Class.** Batches, `as_derivative`, `dispatch_as` and `dispatch_as_fallible` are normal calls,
//!   whatever they contain: nobody gets ahead by packing. `with_weight` has the class of its call,
//!   so that root can do what only an operational call has room for. `if_else` is operational if
//!   both calls are, each of which its sender could have sent alone.
//!
//! # Invariants
//!
//! There is no state that could break one. The tests check that the pallet writes none.
//!
//! # Example
//!
//! `tests/batch.rs` shows what becomes of a batch with a failing call, for each of the three.

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

extern crate alloc;

mod batch;
mod derivative;
mod execution;
#[cfg(test)]
#[allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::indexing_slicing,
	reason = "small numbers, and what FRAME's macros expand to"
)]
mod tests;
pub mod weights;

pub use pallet::*;
pub use weights::WeightInfo;

/// Declarations of the pallet: configuration, events, errors, constant and calls.
#[frame_support::pallet]
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	reason = "FRAME's macros expand to both"
)]
pub mod pallet {
	use alloc::{boxed::Box, vec::Vec};

	use frame_support::{
		dispatch::{GetDispatchInfo, PostDispatchInfo},
		pallet_prelude::*,
		traits::{IsSubType, UnfilteredDispatchable},
	};
	use frame_system::{pallet_prelude::*, RawOrigin};
	use sp_runtime::traits::Dispatchable;

	use super::*;
	use crate::batch::{calls_limit, Batch, CALL_ALIGNMENT};

	/// The pallet.
	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config:
		frame_system::Config<RuntimeEvent: From<Event>, RuntimeCall: IsSubType<Call<Self>>>
	{
		/// The type of inner calls.
		///
		/// Either the call type of the runtime, or a wrapper with the same encoding and type
		/// information that does something before each dispatch. What that costs must be in the
		/// dispatch info of the wrapper, and in what its dispatches report as used.
		type RuntimeCall: Parameter
			+ Dispatchable<RuntimeOrigin = Self::RuntimeOrigin, PostInfo = PostDispatchInfo>
			+ UnfilteredDispatchable<RuntimeOrigin = Self::RuntimeOrigin>
			+ GetDispatchInfo;

		/// The caller of an origin: who makes a call, without the filters that it meets.
		type PalletsOrigin: Parameter + Into<<Self as frame_system::Config>::RuntimeOrigin>;

		/// The weights of this pallet.
		type WeightInfo: WeightInfo;
	}

	/// Events of this pallet.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event {
		/// A batch ended at a call that failed. The calls before it stay.
		BatchInterrupted {
			/// The position of the failed call, counted from zero.
			index: u32,
			/// Why it failed.
			error: DispatchError,
		},
		/// All calls of a batch succeeded.
		BatchCompleted,
		/// All calls of a batch ran, and some of them failed.
		BatchCompletedWithErrors,
		/// A call of a batch succeeded.
		ItemCompleted,
		/// A call of a batch failed, and the batch went on.
		ItemFailed {
			/// Why it failed.
			error: DispatchError,
		},
		/// A call was made under an origin that root chose.
		DispatchedAs {
			/// The result of the call.
			result: DispatchResult,
		},
		/// The main call succeeded, and its fallback was not needed.
		IfElseMainSuccess,
		/// The main call failed, and its fallback succeeded.
		IfElseFallbackCalled {
			/// Why the main call failed.
			main_error: DispatchError,
		},
	}

	/// Errors of this pallet.
	#[pallet::error]
	pub enum Error<T> {
		/// The batch has more calls than `batched_calls_limit`. Split it.
		TooManyCalls,
		/// The bytes derived for an account are not a valid account id of this chain.
		InvalidDerivedAccount,
	}

	#[pallet::extra_constants]
	impl<T: Config> Pallet<T> {
		/// The largest number of calls in a batch.
		pub fn batched_calls_limit() -> u32 {
			calls_limit(core::mem::size_of::<<T as Config>::RuntimeCall>())
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			let call_size = core::mem::size_of::<<T as Config>::RuntimeCall>();
			let is_small = u32::try_from(call_size).is_ok_and(|size| size <= CALL_ALIGNMENT);
			assert!(is_small, "a call must fit into 1024 bytes: box the large arguments");
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Make several calls; the first that fails ends the batch.
		///
		/// ## Dispatch origin
		///
		/// Any but that of unsigned transactions. Root passes all filters.
		///
		/// ## Details
		///
		/// The calls run in order with the origin of the batch. This call succeeds even if one of
		/// them fails: what was done before it stays, and the calls after it do not run. Free if
		/// all calls are declared free.
		///
		/// ## Errors
		///
		/// - `TooManyCalls`: there are more than `batched_calls_limit` calls.
		///
		/// ## Events
		///
		/// `ItemCompleted` for each call that succeeded, then `BatchCompleted` or
		/// `BatchInterrupted`.
		#[pallet::call_index(0)]
		#[pallet::weight(Pallet::<T>::batch_info(Batch::Interrupted, calls))]
		pub fn batch(
			origin: OriginFor<T>,
			calls: Vec<<T as Config>::RuntimeCall>,
		) -> DispatchResultWithPostInfo {
			Self::do_batch(Batch::Interrupted, origin, calls)
		}

		/// Make a call as a derivative account of the signer.
		///
		/// ## Dispatch origin
		///
		/// Signed by the account that the derivative one belongs to.
		///
		/// ## Details
		///
		/// The account is derived from the signer and `index`. The filters of the signer's origin
		/// hold for the inner call as well.
		///
		/// ## Errors
		///
		/// - `InvalidDerivedAccount`: the derived bytes are no account id of this chain.
		/// - The error of the inner call.
		///
		/// ## Events
		///
		/// None.
		#[pallet::call_index(1)]
		#[pallet::weight((Pallet::<T>::as_derivative_weight(call), DispatchClass::Normal))]
		pub fn as_derivative(
			origin: OriginFor<T>,
			index: u16,
			call: Box<<T as Config>::RuntimeCall>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin.clone())?;
			Self::do_as_derivative(origin, &who, index, *call)
		}

		/// Make several calls, all or none.
		///
		/// ## Dispatch origin
		///
		/// Any but that of unsigned transactions. Root passes all filters.
		///
		/// ## Details
		///
		/// The calls run in order with the origin of the batch. If one fails, the batch fails with
		/// its error, and nothing of what was done stays. The calls may not contain `batch_all`,
		/// unless root makes them. Free if all calls are declared free.
		///
		/// ## Errors
		///
		/// - `TooManyCalls`: there are more than `batched_calls_limit` calls.
		/// - The error of the first call that fails.
		///
		/// ## Events
		///
		/// `ItemCompleted` for each call, then `BatchCompleted`.
		#[pallet::call_index(2)]
		#[pallet::weight(Pallet::<T>::batch_info(Batch::Atomic, calls))]
		pub fn batch_all(
			origin: OriginFor<T>,
			calls: Vec<<T as Config>::RuntimeCall>,
		) -> DispatchResultWithPostInfo {
			Self::do_batch(Batch::Atomic, origin, calls)
		}

		/// Make a call under another origin and report its result.
		///
		/// ## Dispatch origin
		///
		/// Root.
		///
		/// ## Details
		///
		/// The inner call passes all filters. This call succeeds whatever the inner call does.
		///
		/// ## Errors
		///
		/// None but that of a wrong origin.
		///
		/// ## Events
		///
		/// `DispatchedAs` with the result of the inner call.
		#[pallet::call_index(3)]
		#[pallet::weight((
			T::WeightInfo::dispatch_as().saturating_add(call.get_dispatch_info().total_weight()),
			DispatchClass::Normal,
		))]
		pub fn dispatch_as(
			origin: OriginFor<T>,
			as_origin: Box<T::PalletsOrigin>,
			call: Box<<T as Config>::RuntimeCall>,
		) -> DispatchResult {
			ensure_root(origin)?;
			let result = Self::dispatch_unfiltered((*as_origin).into(), *call);
			Self::deposit_event(Event::DispatchedAs { result });
			Ok(())
		}

		/// Make several calls, whichever of them fail.
		///
		/// ## Dispatch origin
		///
		/// Any but that of unsigned transactions. Root passes all filters.
		///
		/// ## Details
		///
		/// The calls run in order with the origin of the batch. One that fails takes back what it
		/// did itself, and the next one runs. Free if all calls are declared free.
		///
		/// ## Errors
		///
		/// - `TooManyCalls`: there are more than `batched_calls_limit` calls.
		///
		/// ## Events
		///
		/// `ItemCompleted` or `ItemFailed` for each call, then `BatchCompleted` or
		/// `BatchCompletedWithErrors`.
		#[pallet::call_index(4)]
		#[pallet::weight(Pallet::<T>::batch_info(Batch::Forced, calls))]
		pub fn force_batch(
			origin: OriginFor<T>,
			calls: Vec<<T as Config>::RuntimeCall>,
		) -> DispatchResultWithPostInfo {
			Self::do_batch(Batch::Forced, origin, calls)
		}

		/// Make a call as root at the given weight.
		///
		/// ## Dispatch origin
		///
		/// Root.
		///
		/// ## Details
		///
		/// `weight` is charged in place of that of the inner call. It is not checked.
		///
		/// ## Errors
		///
		/// The error of the inner call.
		///
		/// ## Events
		///
		/// None.
		#[pallet::call_index(5)]
		#[pallet::weight((*weight, call.get_dispatch_info().class))]
		pub fn with_weight(
			origin: OriginFor<T>,
			call: Box<<T as Config>::RuntimeCall>,
			weight: Weight,
		) -> DispatchResult {
			ensure_root(origin)?;
			// It has been charged, which is all that it is for.
			let _ = weight;
			Self::dispatch_unfiltered(RawOrigin::Root.into(), *call)
		}

		/// Make a call and, if it fails, another one in its place.
		///
		/// ## Dispatch origin
		///
		/// Any but that of unsigned transactions. Root passes all filters.
		///
		/// ## Details
		///
		/// Both calls run with the origin of this one. If `main` fails, what it did is taken back
		/// before `fallback` runs. The weight of both is charged, and that of `fallback` is
		/// returned if it was not needed.
		///
		/// ## Errors
		///
		/// The error of `fallback`, if both fail.
		///
		/// ## Events
		///
		/// `IfElseMainSuccess` or `IfElseFallbackCalled`.
		#[pallet::call_index(6)]
		#[pallet::weight(Pallet::<T>::if_else_info(main, fallback))]
		pub fn if_else(
			origin: OriginFor<T>,
			main: Box<<T as Config>::RuntimeCall>,
			fallback: Box<<T as Config>::RuntimeCall>,
		) -> DispatchResultWithPostInfo {
			Self::do_if_else(origin, *main, *fallback)
		}

		/// Make a call under another origin and fail if it fails.
		///
		/// ## Dispatch origin
		///
		/// Root.
		///
		/// ## Details
		///
		/// The inner call passes all filters.
		///
		/// ## Errors
		///
		/// The error of the inner call.
		///
		/// ## Events
		///
		/// `DispatchedAs`, of a call that succeeded.
		#[pallet::call_index(7)]
		#[pallet::weight((
			T::WeightInfo::dispatch_as_fallible()
				.saturating_add(call.get_dispatch_info().total_weight()),
			DispatchClass::Normal,
		))]
		pub fn dispatch_as_fallible(
			origin: OriginFor<T>,
			as_origin: Box<T::PalletsOrigin>,
			call: Box<<T as Config>::RuntimeCall>,
		) -> DispatchResult {
			ensure_root(origin)?;
			Self::dispatch_unfiltered((*as_origin).into(), *call)?;
			Self::deposit_event(Event::DispatchedAs { result: Ok(()) });
			Ok(())
		}
	}
}
