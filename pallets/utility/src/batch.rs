//! Batches: several calls in one, of three kinds that differ in what follows a failing call.

use alloc::vec::Vec;

use frame_support::{
	dispatch::{DispatchClass, DispatchResult, DispatchResultWithPostInfo, GetDispatchInfo, Pays},
	ensure,
	traits::{IsSubType, OriginTrait},
	weights::Weight,
};
use sp_core::MAX_POSSIBLE_ALLOCATION;

use crate::{execution::failure_after, Call, Config, Error, Event, Pallet, WeightInfo};

/// Step to which the size of a call is rounded up, and maximum size of a call, in bytes.
///
/// The size in memory differs between machines. Rounded up to this step it is the same on all of
/// them, and so is the limit that clients read.
pub(crate) const CALL_ALIGNMENT: u32 = 1024;

/// Factor between the memory that a growing list occupies and its content.
///
/// A list that grows doubles its memory, and occupies the old and the new while it is copied.
const ALLOCATION_MARGIN: u32 = 3;

/// The number of calls of `call_size` bytes that fit into the largest allocation.
///
/// `floor(floor(32 MiB / 3) / call_size)`, the size rounded up to [`CALL_ALIGNMENT`].
pub(crate) fn calls_limit(call_size: usize) -> u32 {
	let call_size = u32::try_from(call_size)
		.unwrap_or(u32::MAX)
		.div_ceil(CALL_ALIGNMENT)
		.saturating_mul(CALL_ALIGNMENT);
	let list_size = MAX_POSSIBLE_ALLOCATION.checked_div(ALLOCATION_MARGIN).unwrap_or(0);
	// Calls of zero bytes fit without a bound.
	list_size.checked_div(call_size).unwrap_or(u32::MAX)
}

/// Kind of a batch, by what follows a failing call.
#[derive(Clone, Copy)]
pub(crate) enum Batch {
	/// `batch`: the batch ends there and keeps the effects of the calls before.
	Interrupted,
	/// `batch_all`: the batch fails and rolls back all calls.
	Atomic,
	/// `force_batch`: the batch reports the failure and goes on.
	Forced,
}

impl Batch {
	/// The weight of a batch of `count` calls without the weight of the calls.
	fn own_weight<T: Config>(self, count: u32) -> Weight {
		match self {
			Self::Interrupted => T::WeightInfo::batch(count),
			Self::Atomic => T::WeightInfo::batch_all(count),
			Self::Forced => T::WeightInfo::force_batch(count),
		}
	}
}

impl<T: Config> Pallet<T> {
	/// The declared weight, class and fee of a batch.
	///
	/// The class is normal, whatever the batch contains. The batch is free if it contains calls and
	/// none of them pays. An empty batch pays: its sender could repeat it without end.
	pub(crate) fn batch_info(
		kind: Batch,
		calls: &[<T as Config>::RuntimeCall],
	) -> (Weight, DispatchClass, Pays) {
		let mut weight = kind.own_weight::<T>(count(calls));
		let mut pays_fee = if calls.is_empty() { Pays::Yes } else { Pays::No };
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
	/// Returns the weight used, also on failure. [`Self::batch_info`] alone decides whether the
	/// batch pays: an inner call that waives its fee when it runs does not change this.
	pub(crate) fn do_batch(
		kind: Batch,
		origin: T::RuntimeOrigin,
		calls: Vec<<T as Config>::RuntimeCall>,
	) -> DispatchResultWithPostInfo {
		let total = count(&calls);
		Self::ensure_batch(&origin, total)
			.map_err(|error| failure_after(kind.own_weight::<T>(0), error))?;
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

	/// Checks origin and size of a batch before any of its calls runs.
	fn ensure_batch(origin: &T::RuntimeOrigin, total: u32) -> DispatchResult {
		Self::ensure_caller(origin)?;
		ensure!(total <= Self::batched_calls_limit(), Error::<T>::TooManyCalls);
		Ok(())
	}

	/// The origin for the calls of a batch: the origin of the batch with all its filters.
	///
	/// An atomic batch adds a filter that denies atomic batches within. Root passes all filters.
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

/// The number of calls in a batch.
fn count<RuntimeCall>(calls: &[RuntimeCall]) -> u32 {
	u32::try_from(calls.len()).unwrap_or(u32::MAX)
}
