//! Queue of stored calls: storing them, and processing them at the start of a block.

use alloc::vec::Vec;

use frame_support::{
	defensive,
	dispatch::{extract_actual_weight, DispatchResult, GetDispatchInfo},
	ensure,
	storage::unhashed,
	traits::Get,
	weights::Weight,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use sp_runtime::{
	traits::{Dispatchable, Saturating},
	Perbill,
};

use crate::{
	Ciphertext, Config, Error, Event, ExtrinsicLifetime, MaxExtrinsicWeight,
	MaxPendingExtrinsicsLimit, NextPendingExtrinsicIndex, OnInitializeWeight, Pallet,
	PendingExtrinsic, PendingExtrinsics, WeightInfo, ABSOLUTE_MAX_WEIGHT,
};

/// Maximum number of stored calls that are visited per block, whatever limits root has set.
///
/// Removing a call that expired or cannot be decrypted does not count against the budget of the
/// queue. This constant bounds it: 1,000 removals take a quarter of a second of reference time. On a
/// chain of short blocks [`MAX_SHARE_OF_BLOCK`] bounds it.
pub const MAX_VISITS_PER_BLOCK: u32 = 1_000;

/// Share of a block's weight that the queue may use, whatever limits root has set.
///
/// The limits of root are picoseconds, and a block of a fast chain may have fewer. One stored call
/// is visited in any case, so that a queue never stands still.
pub const MAX_SHARE_OF_BLOCK: Perbill = Perbill::from_percent(25);

/// Decrypts stored calls.
pub trait StoredCallDecryptor<RuntimeCall> {
	/// The call, or `None` if the bytes do not decrypt to a call.
	fn try_decrypt(encrypted_call: &[u8]) -> Option<RuntimeCall>;

	/// The weight of an attempt, whether it succeeds or fails.
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

/// Limits that root has set, read once per block.
struct Limits<BlockNumber> {
	/// Earliest block of storing whose calls have not expired.
	earliest: BlockNumber,
	/// Reference time of a block that the queue may use to dispatch calls, in picoseconds.
	budget: u64,
	/// Reference time of a block that the queue may use at all, in picoseconds.
	share: u64,
	/// Maximum weight of a queued call, in picoseconds of reference time.
	per_call: u64,
}

/// Decision about a stored call.
enum Decision<RuntimeCall, Event> {
	/// Keep the call: this block has no room for it.
	Postpone,
	/// Remove the call without dispatching it; the event tells the reason.
	Remove(Event),
	/// Remove the call and dispatch it.
	Dispatch(RuntimeCall),
}

/// Decision about a call of the runtime `T`.
type DecisionOf<T> = Decision<<T as Config>::RuntimeCall, Event<T>>;

/// Row of the queue in the runtime `T`.
type StoredOf<T> = PendingExtrinsic<<T as frame_system::Config>::AccountId, BlockNumberFor<T>>;

/// Whether processing goes on after a stored call.
#[derive(PartialEq, Eq)]
enum Progress {
	/// The call has left the queue; the next one follows.
	Next,
	/// The call waits for the next block, and so do all calls behind it.
	Stop,
}

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

	/// Checks that a limit of weight is at most [`ABSOLUTE_MAX_WEIGHT`].
	pub(crate) fn ensure_within_block(weight: u64) -> DispatchResult {
		ensure!(weight <= ABSOLUTE_MAX_WEIGHT, Error::<T>::WeightExceedsAbsoluteMax);
		Ok(())
	}

	/// Dispatches or removes stored calls, oldest first, and returns the weight of this.
	pub(crate) fn process_queue(now: BlockNumberFor<T>) -> Weight {
		let count = PendingExtrinsics::<T>::count();
		if count == 0 {
			return T::WeightInfo::look_at_queue();
		}
		let share = MAX_SHARE_OF_BLOCK.mul_floor(T::BlockWeights::get().max_block.ref_time());
		let limits = Limits {
			earliest: now.saturating_sub(ExtrinsicLifetime::<T>::get().into()),
			budget: OnInitializeWeight::<T>::get().min(share),
			share,
			per_call: MaxExtrinsicWeight::<T>::get(),
		};
		let end = NextPendingExtrinsicIndex::<T>::get();
		let start = end.saturating_sub(count);
		let visited = start..end.min(start.saturating_add(MAX_VISITS_PER_BLOCK));
		let mut used = T::WeightInfo::open_queue();
		for index in visited {
			if index > start && Self::room_for_visits(&limits, &used, 1) == 0 {
				break;
			}
			used.saturating_accrue(T::WeightInfo::visit_stored());
			let Some(stored) = PendingExtrinsics::<T>::get(index) else {
				defensive!("PendingExtrinsics: a row within the queue is missing", index);
				let visits = MAX_VISITS_PER_BLOCK.saturating_sub(index.saturating_sub(start));
				Self::process_scattered(visits, &limits, &mut used);
				break;
			};
			if Self::process_stored(index, stored, &limits, &mut used) == Progress::Stop {
				break;
			}
		}
		used
	}

	/// Number of stored calls that can be read `reads` times each and removed in the queue's share of
	/// the block, of which it has used `used`.
	fn room_for_visits(limits: &Limits<BlockNumberFor<T>>, used: &Weight, reads: u64) -> u32 {
		let left = limits.share.saturating_sub(used.ref_time());
		let each = T::WeightInfo::visit_stored()
			.saturating_mul(reads)
			.saturating_add(T::WeightInfo::remove_stored());
		let visits = left.checked_div(each.ref_time()).unwrap_or(u64::MAX);
		u32::try_from(visits).unwrap_or(u32::MAX)
	}

	/// Processes a queue whose rows do not fill the indices from `Next - count` to `Next`.
	///
	/// This pallet never leaves such a queue, but a faulty migration or a raw write by root could.
	/// The rows are then found by iteration, at most `visits` of them. A row that does not decode
	/// is removed and reported with `ExtrinsicDecodeFailed`. If the iteration reaches every row,
	/// the counter is corrected: [`Self::process_queue`] derives the first index from it, so with a
	/// wrong counter old rows would stay out of reach, or new ones behind indices without a row.
	fn process_scattered(visits: u32, limits: &Limits<BlockNumberFor<T>>, used: &mut Weight) {
		// Of each row the key is read first, which counts as a visit.
		let visits = visits.min(Self::room_for_visits(limits, used, 2)).max(1);
		let most = usize::try_from(visits).unwrap_or(usize::MAX);
		let mut indices: Vec<u32> = PendingExtrinsics::<T>::iter_keys().take(most).collect();
		let rows = u32::try_from(indices.len()).unwrap_or(u32::MAX);
		// Each row is read twice, once for its key. One more step finds the end of the iteration.
		let steps = u64::from(rows).saturating_add(1);
		used.saturating_accrue(T::WeightInfo::visit_stored().saturating_mul(steps));
		if rows < visits {
			unhashed::put(&PendingExtrinsics::<T>::counter_storage_final_key(), &rows);
			used.saturating_accrue(T::WeightInfo::remove_stored());
		}
		indices.sort_unstable();
		for index in indices {
			if Self::room_for_visits(limits, used, 1) == 0 {
				return;
			}
			used.saturating_accrue(T::WeightInfo::visit_stored());
			let Some(stored) = PendingExtrinsics::<T>::get(index) else {
				Self::remove_stored(index, used);
				Self::deposit_event(Event::ExtrinsicDecodeFailed { index });
				continue;
			};
			if Self::process_stored(index, stored, limits, used) == Progress::Stop {
				return;
			}
		}
	}

	/// Dispatches, removes or postpones one stored call and adds the weight of this to `used`.
	fn process_stored(
		index: u32,
		stored: StoredOf<T>,
		limits: &Limits<BlockNumberFor<T>>,
		used: &mut Weight,
	) -> Progress {
		match Self::decide(index, &stored, limits, used) {
			Decision::Postpone => {
				Self::deposit_event(Event::ExtrinsicPostponed { index });
				return Progress::Stop;
			}
			Decision::Remove(event) => {
				Self::deposit_event(event);
				Self::remove_stored(index, used);
			}
			Decision::Dispatch(call) => {
				// Removed first, so that the call cannot find its own row in the queue.
				Self::remove_stored(index, used);
				used.saturating_accrue(Self::dispatch_stored(index, stored.who, call));
			}
		}
		Progress::Next
	}

	/// Removes a row of the queue and adds the weight of this to `used`.
	fn remove_stored(index: u32, used: &mut Weight) {
		PendingExtrinsics::<T>::remove(index);
		used.saturating_accrue(T::WeightInfo::remove_stored());
	}

	/// Decides about a stored call when `used` of the block is used, and adds to `used`.
	fn decide(
		index: u32,
		stored: &StoredOf<T>,
		limits: &Limits<BlockNumberFor<T>>,
		used: &mut Weight,
	) -> DecisionOf<T> {
		if stored.submitted_at < limits.earliest {
			return Decision::Remove(Event::ExtrinsicExpired { index });
		}
		used.saturating_accrue(T::StoredCallDecryptor::weight(&stored.encrypted_call));
		let Some(call) = T::StoredCallDecryptor::try_decrypt(&stored.encrypted_call) else {
			return Decision::Remove(Event::ExtrinsicDecodeFailed { index });
		};
		let weight = call.get_dispatch_info().call_weight;
		if weight.ref_time() > limits.per_call {
			return Decision::Remove(Event::ExtrinsicWeightExceeded { index });
		}
		let total = used.saturating_add(weight).saturating_add(T::WeightInfo::remove_stored());
		if total.ref_time() > limits.budget {
			return Decision::Postpone;
		}
		Decision::Dispatch(call)
	}

	/// Dispatches a stored call as signed by `who`, reports the result and returns the weight used.
	fn dispatch_stored(index: u32, who: T::AccountId, call: <T as Config>::RuntimeCall) -> Weight {
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
