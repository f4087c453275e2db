//! The queue of stored calls: storing, and working off at the start of a block.

use frame_support::{
	dispatch::{extract_actual_weight, DispatchResult, GetDispatchInfo},
	ensure,
	weights::Weight,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use sp_runtime::traits::{Dispatchable, Saturating};

use crate::{
	Ciphertext, Config, Error, Event, ExtrinsicLifetime, MaxExtrinsicWeight,
	MaxPendingExtrinsicsLimit, NextPendingExtrinsicIndex, OnInitializeWeight, Pallet,
	PendingExtrinsic, PendingExtrinsics, WeightInfo, ABSOLUTE_MAX_WEIGHT,
};

/// How many stored calls are looked at per block, whatever root has set.
///
/// Removing a call that expired or cannot be decrypted does not count against the budget of the
/// queue. This bounds it: a thousand removals are a quarter of a second of reference time.
pub const MAX_VISITS_PER_BLOCK: u32 = 1_000;

/// Decrypts stored calls.
pub trait StoredCallDecryptor<RuntimeCall> {
	/// Returns the call, or `None` if the bytes are none.
	fn try_decrypt(encrypted_call: &[u8]) -> Option<RuntimeCall>;

	/// Returns the weight of trying, whatever comes of it.
	fn weight(encrypted_call: &[u8]) -> Weight;
}

/// Decrypts nothing: the chain has no key for stored calls.
impl<RuntimeCall> StoredCallDecryptor<RuntimeCall> for () {
	fn try_decrypt(_encrypted_call: &[u8]) -> Option<RuntimeCall> {
		None
	}

	fn weight(_encrypted_call: &[u8]) -> Weight {
		Weight::zero()
	}
}

/// What root has set, read once per block.
struct Limits<BlockNumber> {
	/// The earliest block whose calls are not too old.
	earliest: BlockNumber,
	/// What the queue may use of a block, in picoseconds.
	budget: u64,
	/// How heavy a call may be, in picoseconds.
	per_call: u64,
}

/// What becomes of a stored call.
enum Verdict<RuntimeCall, Event> {
	/// This block has no room for it.
	Postponed,
	/// It goes without having been made; the event says why.
	Refused(Event),
	/// It is made.
	Due(RuntimeCall),
}

/// A verdict on a call of the runtime `T`.
type VerdictOf<T> = Verdict<<T as Config>::RuntimeCall, Event<T>>;

impl<T: Config> Pallet<T> {
	/// Puts an encrypted call at the end of the queue.
	pub(crate) fn do_store_encrypted(
		who: T::AccountId,
		encrypted_call: Ciphertext,
	) -> DispatchResult {
		let count = PendingExtrinsics::<T>::count();
		ensure!(
			count < MaxPendingExtrinsicsLimit::<T>::get(),
			Error::<T>::TooManyPendingExtrinsics
		);
		let index = NextPendingExtrinsicIndex::<T>::get();
		let next = index.checked_add(1).ok_or(Error::<T>::TooManyPendingExtrinsics)?;
		let submitted_at = frame_system::Pallet::<T>::block_number();
		let stored = PendingExtrinsic { who: who.clone(), encrypted_call, submitted_at };
		PendingExtrinsics::<T>::insert(index, stored);
		NextPendingExtrinsicIndex::<T>::put(next);
		Self::deposit_event(Event::ExtrinsicStored { index, who });
		Ok(())
	}

	/// Checks that a weight is one that root may set.
	pub(crate) fn ensure_within_block(weight: u64) -> DispatchResult {
		ensure!(weight <= ABSOLUTE_MAX_WEIGHT, Error::<T>::WeightExceedsAbsoluteMax);
		Ok(())
	}

	/// Makes or removes stored calls, oldest first, and returns the weight of doing so.
	pub(crate) fn work_off_queue(now: BlockNumberFor<T>) -> Weight {
		let count = PendingExtrinsics::<T>::count();
		if count == 0 {
			return T::WeightInfo::look_at_queue();
		}
		let limits = Limits {
			earliest: now.saturating_sub(ExtrinsicLifetime::<T>::get().into()),
			budget: OnInitializeWeight::<T>::get(),
			per_call: MaxExtrinsicWeight::<T>::get(),
		};
		let end = NextPendingExtrinsicIndex::<T>::get();
		let start = end.saturating_sub(count);
		let visited = start..end.min(start.saturating_add(MAX_VISITS_PER_BLOCK));
		let mut used = T::WeightInfo::open_queue();
		for index in visited {
			used.saturating_accrue(T::WeightInfo::visit_stored());
			let Some(stored) = PendingExtrinsics::<T>::get(index) else { continue };
			let due = match Self::judge(index, &stored, &limits, &mut used) {
				Verdict::Postponed => {
					Self::deposit_event(Event::ExtrinsicPostponed { index });
					break;
				}
				Verdict::Refused(event) => {
					Self::deposit_event(event);
					None
				}
				Verdict::Due(call) => Some(call),
			};
			PendingExtrinsics::<T>::remove(index);
			used.saturating_accrue(T::WeightInfo::remove_stored());
			if let Some(call) = due {
				used.saturating_accrue(Self::make(index, stored.who, call));
			}
		}
		used
	}

	/// Decides what becomes of a stored call when `used` of the block is used, and adds to it.
	fn judge(
		index: u32,
		stored: &PendingExtrinsic<T::AccountId, BlockNumberFor<T>>,
		limits: &Limits<BlockNumberFor<T>>,
		used: &mut Weight,
	) -> VerdictOf<T> {
		if stored.submitted_at < limits.earliest {
			return Verdict::Refused(Event::ExtrinsicExpired { index });
		}
		used.saturating_accrue(T::StoredCallDecryptor::weight(&stored.encrypted_call));
		let Some(call) = T::StoredCallDecryptor::try_decrypt(&stored.encrypted_call) else {
			return Verdict::Refused(Event::ExtrinsicDecodeFailed { index });
		};
		let weight = call.get_dispatch_info().call_weight;
		if weight.ref_time() > limits.per_call {
			return Verdict::Refused(Event::ExtrinsicWeightExceeded { index });
		}
		let total = used.saturating_add(weight).saturating_add(T::WeightInfo::remove_stored());
		if total.ref_time() > limits.budget {
			return Verdict::Postponed;
		}
		Verdict::Due(call)
	}

	/// Makes a stored call in the name of its signer, reports it, and returns its weight.
	fn make(index: u32, who: T::AccountId, call: <T as Config>::RuntimeCall) -> Weight {
		let info = call.get_dispatch_info();
		let result = call.dispatch(RawOrigin::Signed(who).into());
		let weight = extract_actual_weight(&result, &info);
		Self::deposit_event(match result {
			Ok(_) => Event::ExtrinsicDispatched { index },
			Err(failure) => Event::ExtrinsicDispatchFailed { index, error: failure.error },
		});
		weight
	}
}
