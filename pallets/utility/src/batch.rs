//! Batches: several calls in one, which differ in what a failing call does to the others.

use alloc::vec::Vec;

use frame_support::{
	dispatch::{DispatchClass, DispatchResultWithPostInfo, GetDispatchInfo, Pays},
	ensure,
	traits::{IsSubType, OriginTrait},
	weights::Weight,
};
use sp_core::MAX_POSSIBLE_ALLOCATION;

use crate::{execution::failure_after, Call, Config, Error, Event, Pallet, WeightInfo};

/// The step, in bytes, to which the size of a call is rounded up, and the most a call may have.
///
/// The size in memory is not the same on every machine. Rounded to so wide a step it is, and with
/// it the limit that clients read.
pub(crate) const CALL_ALIGNMENT: u32 = 1024;

/// How much more than its content a growing list may occupy: it doubles, and is copied over.
const ALLOCATION_MARGIN: u32 = 3;

/// Returns how many calls of `call_size` bytes fit into the largest allocation.
///
/// `floor(floor(32 MiB / 3) / call_size)`, the size rounded up to [`CALL_ALIGNMENT`].
pub(crate) fn calls_limit(call_size: usize) -> u32 {
	let call_size = u32::try_from(call_size)
		.unwrap_or(u32::MAX)
		.div_ceil(CALL_ALIGNMENT)
		.saturating_mul(CALL_ALIGNMENT);
	let list_size = MAX_POSSIBLE_ALLOCATION.checked_div(ALLOCATION_MARGIN).unwrap_or(0);
	// A call that occupies nothing could be repeated without bound.
	list_size.checked_div(call_size).unwrap_or(u32::MAX)
}

/// The three batches, told apart by what a failing call does.
#[derive(Clone, Copy)]
pub(crate) enum Batch {
	/// It ends the batch; the calls before it stay. `batch`.
	Interrupted,
	/// It fails the batch, and nothing stays. `batch_all`.
	Atomic,
	/// It is reported, and the batch goes on. `force_batch`.
	Forced,
}

impl Batch {
	/// Returns the weight of a batch of `count` calls, without these calls.
	fn own_weight<T: Config>(self, count: u32) -> Weight {
		match self {
			Self::Interrupted => T::WeightInfo::batch(count),
			Self::Atomic => T::WeightInfo::batch_all(count),
			Self::Forced => T::WeightInfo::force_batch(count),
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Returns the weight, the class and the fee of a batch before it runs.
	///
	/// A batch is normal whatever it contains, and it is free if nothing in it pays, as is the
	/// empty one.
	pub(crate) fn batch_info(
		kind: Batch,
		calls: &[<T as Config>::RuntimeCall],
	) -> (Weight, DispatchClass, Pays) {
		let mut weight = kind.own_weight::<T>(count(calls));
		let mut pays_fee = Pays::No;
		for info in calls.iter().map(GetDispatchInfo::get_dispatch_info) {
			weight = weight.saturating_add(info.total_weight());
			if info.pays_fee == Pays::Yes {
				pays_fee = Pays::Yes;
			}
		}
		(weight, DispatchClass::Normal, pays_fee)
	}

	/// Runs the calls in order, each with the origin of the batch.
	///
	/// Returns the weight that was used, also on failure. Whether the batch pays is settled by
	/// [`Self::batch_info`]: what its calls decide about their fees when they run is not passed on.
	pub(crate) fn do_batch(
		kind: Batch,
		origin: T::RuntimeOrigin,
		calls: Vec<<T as Config>::RuntimeCall>,
	) -> DispatchResultWithPostInfo {
		Self::ensure_caller(&origin)?;
		let total = count(&calls);
		ensure!(total <= Self::batched_calls_limit(), Error::<T>::TooManyCalls);
		let origin = Self::inner_origin(kind, origin);
		let mut used = Weight::zero();
		let mut has_failed = false;
		for (index, call) in (0u32..).zip(calls) {
			let (result, weight) = Self::dispatch_inner(origin.clone(), call);
			used = used.saturating_add(weight);
			let Err(failure) = result else {
				Self::deposit_event(Event::ItemCompleted);
				continue;
			};
			let error = failure.error;
			let so_far = kind.own_weight::<T>(index.saturating_add(1)).saturating_add(used);
			match kind {
				Batch::Interrupted => {
					Self::deposit_event(Event::BatchInterrupted { index, error });
					return Ok(Some(so_far).into());
				}
				Batch::Atomic => return Err(failure_after(so_far, error)),
				Batch::Forced => {
					has_failed = true;
					Self::deposit_event(Event::ItemFailed { error });
				}
			}
		}
		let outcome =
			if has_failed { Event::BatchCompletedWithErrors } else { Event::BatchCompleted };
		Self::deposit_event(outcome);
		Ok(Some(kind.own_weight::<T>(total).saturating_add(used)).into())
	}

	/// Returns the origin for the calls of a batch: that of the batch with all its filters.
	///
	/// An atomic batch adds one that refuses atomic batches within. Root passes it like any other.
	fn inner_origin(kind: Batch, mut origin: T::RuntimeOrigin) -> T::RuntimeOrigin {
		if matches!(kind, Batch::Atomic) {
			origin.add_filter(|call: &<T as frame_system::Config>::RuntimeCall| {
				let own_call: Option<&Call<T>> = call.is_sub_type();
				!matches!(own_call, Some(Call::batch_all { .. }))
			});
		}
		origin
	}
}

/// Returns the number of calls in a batch.
fn count<RuntimeCall>(calls: &[RuntimeCall]) -> u32 {
	u32::try_from(calls.len()).unwrap_or(u32::MAX)
}
