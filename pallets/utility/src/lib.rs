//! Utility: several calls in one, a call with a fallback, and a call under another origin.
//!
//! # Overview
//!
//! An account can dispatch many calls in one transaction, a call with a fallback for the case that
//! it fails, or a call as an account that is derived from its own. Root can also dispatch a call
//! under any origin, or at a weight that root states. None of this grants a right: an inner call
//! runs with the origin of the caller, and meets every filter that the caller would meet.
//!
//! # Terminology
//!
//! - **Inner call**: a call that another call contains and dispatches.
//! - **Filter**: a rule by which an origin denies calls. The chain has one filter for every origin.
//!   An origin also carries the filters of the calls that it came through, such as a proxy's.
//! - **Guards**: checks of the runtime before every dispatch, of inner calls too.
//! - **Derivative account**: an account without a key that belongs to another account and an index.
//!
//! # The life of a batch
//!
//! The pallet checks the number of calls before the first one runs. The calls run in order, and a
//! call that fails is rolled back. The batches differ in what a failure means for the other calls:
//! `batch` ends there and keeps the effects of the calls before, `batch_all` rolls back all of
//! them, and `force_batch` goes on. Each call and the batch itself emit an event.
//!
//! # Design
//!
//! - **No storage.** The pallet keeps no state; derivative accounts are computed.
//! - **Origins.** An inner call runs with the origin of the outer call, filters included. Root
//!   passes all filters. The origin of unsigned transactions is an error. `batch_all` adds a filter
//!   that denies `batch_all` within, at any depth that keeps the origin.
//! - **Guards.** Inner calls are of the type [`Config::RuntimeCall`], which the runtime may wrap.
//!   Such a wrapper runs the guards in its own dispatch and adds their weight to its call. The
//!   pallet dispatches inner calls in no other way, so no dispatch bypasses the guards.
//! - **Weight.** `declared = own + Σ declared(inner)`, `used = own + Σ used(inner)`, where `own`
//!   counts the calls that ran. A failed call contributes the weight that it used. A batch that is
//!   too large uses the weight of an empty one.
//! - **Fees.** The three batches are free if they contain calls and all of these are declared free.
//!   An empty batch and every other call of this pallet pay. An inner call that waives its fee when
//!   it runs does not waive the fee of the batch.
//! - **Class.** Batches, `as_derivative`, `dispatch_as` and `dispatch_as_fallible` are normal
//!   calls, whatever they contain: a batch gives no priority. `with_weight` has the class of its
//!   inner call, so that root can use the room of operational calls. `if_else` is operational if
//!   both of its calls are, since the sender could have sent either of them alone.
//!
//! # Invariants
//!
//! The pallet has no state: see [`Pallet::do_try_state`].
//!
//! # Example
//!
//! `tests/batch.rs` shows a batch with a failing call for each of the three kinds.

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

extern crate alloc;

mod batch;
#[cfg(feature = "runtime-benchmarks")]
#[allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	reason = "small numbers, and a benchmark that cannot go on should fail"
)]
mod benchmarking;
mod derivative;
mod execution;
mod invariants;
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
		/// Type of inner calls.
		///
		/// Either the call type of the runtime, or a wrapper with the same encoding and type
		/// information that checks more before each dispatch. The wrapper must declare the weight
		/// of these checks in its dispatch info and report it as used.
		type RuntimeCall: Parameter
			+ Dispatchable<RuntimeOrigin = Self::RuntimeOrigin, PostInfo = PostDispatchInfo>
			+ UnfilteredDispatchable<RuntimeOrigin = Self::RuntimeOrigin>
			+ GetDispatchInfo;

		/// Caller of an origin: the origin without its filters.
		type PalletsOrigin: Parameter + Into<<Self as frame_system::Config>::RuntimeOrigin>;

		/// Weights of this pallet.
		type WeightInfo: WeightInfo;
	}

	/// Events of this pallet.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event {
		/// A batch ended at a call that failed. The effects of the calls before it stay.
		BatchInterrupted {
			/// The position of the failed call, counted from zero.
			index: u32,
			/// The error of the call.
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
			/// The error of the call.
			error: DispatchError,
		},
		/// A call was dispatched under an origin that root chose.
		DispatchedAs {
			/// The result of the call.
			result: DispatchResult,
		},
		/// The main call succeeded, and its fallback was not needed.
		IfElseMainSuccess,
		/// The main call failed, and its fallback succeeded.
		IfElseFallbackCalled {
			/// The error of the main call.
			main_error: DispatchError,
		},
	}

	/// Errors of this pallet.
	#[pallet::error]
	pub enum Error<T> {
		/// The batch has more calls than `batched_calls_limit`. Split it.
		TooManyCalls,
		/// The bytes derived for an account are not an account id of this chain.
		InvalidDerivedAccount,
	}

	#[pallet::extra_constants]
	impl<T: Config> Pallet<T> {
		/// Maximum number of calls in a batch.
		pub fn batched_calls_limit() -> u32 {
			calls_limit(core::mem::size_of::<<T as Config>::RuntimeCall>())
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_now: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}

		fn integrity_test() {
			let call_size = core::mem::size_of::<<T as Config>::RuntimeCall>();
			let is_small = u32::try_from(call_size).is_ok_and(|size| size <= CALL_ALIGNMENT);
			assert!(is_small, "a call must fit into 1024 bytes: box the large arguments");
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Dispatch several calls and stop at the first that fails.
		///
		/// ## Dispatch origin
		///
		/// Any but the origin of unsigned transactions. Root passes all filters.
		///
		/// ## Details
		///
		/// The calls run in order with the origin of the batch. This call succeeds even if an inner
		/// call fails: the effects of the calls before it stay, and the calls after it do not run.
		/// The batch is free if it is not empty and all calls
		/// are declared free.
		///
		/// ## Errors
		///
		/// - `TooManyCalls`: there are more than `batched_calls_limit` calls.
		///
		/// ## Events
		///
		/// - `ItemCompleted` for each call that succeeded.
		/// - `BatchCompleted` or `BatchInterrupted`.
		#[pallet::call_index(0)]
		#[pallet::weight(Pallet::<T>::batch_info(Batch::Interrupted, calls))]
		pub fn batch(
			origin: OriginFor<T>,
			calls: Vec<<T as Config>::RuntimeCall>,
		) -> DispatchResultWithPostInfo {
			Self::do_batch(Batch::Interrupted, origin, calls)
		}

		/// Dispatch a call as a derivative account of the signer.
		///
		/// ## Dispatch origin
		///
		/// Signed by the account to which the derivative account belongs.
		///
		/// ## Parameters
		///
		/// - `index`: the number of the derivative account; each index names another account.
		///
		/// ## Details
		///
		/// The filters of the signer's origin apply to the inner call too.
		///
		/// ## Errors
		///
		/// - `InvalidDerivedAccount`: the derived bytes are not an account id of this chain.
		/// - The error of the inner call.
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

		/// Dispatch several calls and roll back all of them if one fails.
		///
		/// ## Dispatch origin
		///
		/// Any but the origin of unsigned transactions. Root passes all filters.
		///
		/// ## Details
		///
		/// The calls run in order with the origin of the batch. If an inner call fails, the batch
		/// fails with the same error and changes nothing. The calls may not contain `batch_all`,
		/// unless the origin is root. The batch is free if it is not empty and all calls
		/// are declared free.
		///
		/// ## Errors
		///
		/// - `TooManyCalls`: there are more than `batched_calls_limit` calls.
		/// - The error of the first call that fails.
		///
		/// ## Events
		///
		/// - `ItemCompleted` for each call.
		/// - `BatchCompleted`.
		#[pallet::call_index(2)]
		#[pallet::weight(Pallet::<T>::batch_info(Batch::Atomic, calls))]
		pub fn batch_all(
			origin: OriginFor<T>,
			calls: Vec<<T as Config>::RuntimeCall>,
		) -> DispatchResultWithPostInfo {
			Self::do_batch(Batch::Atomic, origin, calls)
		}

		/// Dispatch a call under another origin and report its result.
		///
		/// ## Dispatch origin
		///
		/// Root.
		///
		/// ## Parameters
		///
		/// - `as_origin`: the origin with which the inner call runs.
		///
		/// ## Details
		///
		/// The inner call passes all filters. This call succeeds even if the inner call fails.
		///
		/// ## Events
		///
		/// - `DispatchedAs` with the result of the inner call.
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

		/// Dispatch several calls and go on after each that fails.
		///
		/// ## Dispatch origin
		///
		/// Any but the origin of unsigned transactions. Root passes all filters.
		///
		/// ## Details
		///
		/// The calls run in order with the origin of the batch. A call that fails is rolled back,
		/// and the next call runs. The batch is free if it is not empty and all calls
		/// are declared free.
		///
		/// ## Errors
		///
		/// - `TooManyCalls`: there are more than `batched_calls_limit` calls.
		///
		/// ## Events
		///
		/// - `ItemCompleted` or `ItemFailed` for each call.
		/// - `BatchCompleted` or `BatchCompletedWithErrors`.
		#[pallet::call_index(4)]
		#[pallet::weight(Pallet::<T>::batch_info(Batch::Forced, calls))]
		pub fn force_batch(
			origin: OriginFor<T>,
			calls: Vec<<T as Config>::RuntimeCall>,
		) -> DispatchResultWithPostInfo {
			Self::do_batch(Batch::Forced, origin, calls)
		}

		/// Dispatch a call as root at a stated weight.
		///
		/// ## Dispatch origin
		///
		/// Root.
		///
		/// ## Parameters
		///
		/// - `weight`: the weight to charge instead of the weight of the inner call, in picoseconds
		///   of reference time and bytes of proof. It is not checked.
		///
		/// ## Errors
		///
		/// - The error of the inner call.
		#[pallet::call_index(5)]
		#[pallet::weight((*weight, call.get_dispatch_info().class))]
		pub fn with_weight(
			origin: OriginFor<T>,
			call: Box<<T as Config>::RuntimeCall>,
			weight: Weight,
		) -> DispatchResult {
			ensure_root(origin)?;
			// The weight attribute of this call has charged it.
			let _ = weight;
			Self::dispatch_unfiltered(RawOrigin::Root.into(), *call)
		}

		/// Dispatch a call and, if it fails, another call.
		///
		/// ## Dispatch origin
		///
		/// Any but the origin of unsigned transactions. Root passes all filters.
		///
		/// ## Parameters
		///
		/// - `main`: the call to dispatch first.
		/// - `fallback`: the call to dispatch if `main` fails.
		///
		/// ## Details
		///
		/// Both calls run with the origin of this call. If `main` fails, it is rolled back before
		/// `fallback` runs. The weight of both calls is charged, and the weight of `fallback` is
		/// refunded if `main` succeeds.
		///
		/// ## Errors
		///
		/// - The error of `fallback`, if both calls fail.
		///
		/// ## Events
		///
		/// - `IfElseMainSuccess` or `IfElseFallbackCalled`.
		#[pallet::call_index(6)]
		#[pallet::weight(Pallet::<T>::if_else_info(main, fallback))]
		pub fn if_else(
			origin: OriginFor<T>,
			main: Box<<T as Config>::RuntimeCall>,
			fallback: Box<<T as Config>::RuntimeCall>,
		) -> DispatchResultWithPostInfo {
			Self::do_if_else(origin, *main, *fallback)
		}

		/// Dispatch a call under another origin and fail if it fails.
		///
		/// ## Dispatch origin
		///
		/// Root.
		///
		/// ## Parameters
		///
		/// - `as_origin`: the origin with which the inner call runs.
		///
		/// ## Details
		///
		/// The inner call passes all filters.
		///
		/// ## Errors
		///
		/// - The error of the inner call.
		///
		/// ## Events
		///
		/// - `DispatchedAs` with a successful result.
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
