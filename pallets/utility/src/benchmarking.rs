//! Benchmarks of the calls. An inner call is an empty remark, with the guards of the runtime before
//! it.
//!
//! `c` is the number of calls in the batch, up to the limit of a batch.

use alloc::{boxed::Box, vec, vec::Vec};

use frame_benchmarking::{v2::*, whitelist_account};
use frame_support::{storage::unhashed, weights::Weight};
use frame_system::RawOrigin;
use sp_runtime::{traits::Hash, DispatchError};

use crate::{Call, Config, Event, Pallet};

/// Call that does nothing.
fn remark<T: Config>() -> <T as Config>::RuntimeCall
where
	<T as Config>::RuntimeCall: From<frame_system::Call<T>>,
{
	frame_system::Call::<T>::remark { remark: vec![] }.into()
}

/// Batch of `count` calls.
fn remarks<T: Config>(count: u32) -> Vec<<T as Config>::RuntimeCall>
where
	<T as Config>::RuntimeCall: From<frame_system::Call<T>>,
{
	(0..count).map(|_| remark::<T>()).collect()
}

/// Asserts that the last event is `event`.
fn assert_last<T: Config>(event: Event) {
	let event = <T as frame_system::Config>::RuntimeEvent::from(event);
	frame_system::Pallet::<T>::assert_last_event(event);
}

/// Number of events in this block.
fn events<T: Config>() -> u32 {
	frame_system::Pallet::<T>::event_count()
}

#[benchmarks(
	where
		<T as Config>::RuntimeCall: From<frame_system::Call<T>>,
		T::PalletsOrigin: From<RawOrigin<T::AccountId>>,
)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn batch(c: Linear<0, { Pallet::<T>::batched_calls_limit() }>) {
		let sender: T::AccountId = whitelisted_caller();
		let calls = remarks::<T>(c);
		let before = events::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(sender), calls);

		assert_last::<T>(Event::BatchCompleted);
		// One for each call, and one for the batch.
		assert_eq!(events::<T>() - before, c + 1);
	}

	/// The call charges for the derivative account beside this weight.
	#[benchmark]
	fn as_derivative() {
		let sender: T::AccountId = account("caller", 0, 0);
		whitelist_account!(sender);
		let index = u16::MAX;
		let derivative = Pallet::<T>::derivative_account_id(&sender, index);
		let call = frame_system::Call::<T>::remark_with_event { remark: vec![] };

		#[extrinsic_call]
		_(RawOrigin::Signed(sender), index, Box::new(call.into()));

		let hash = T::Hashing::hash(&[]);
		let event = frame_system::Event::<T>::Remarked {
			sender: derivative.expect("an account is any 32 bytes"),
			hash,
		};
		frame_system::Pallet::<T>::assert_last_event(event.into());
	}

	#[benchmark]
	fn batch_all(c: Linear<0, { Pallet::<T>::batched_calls_limit() }>) {
		let sender: T::AccountId = whitelisted_caller();
		let calls = remarks::<T>(c);
		let before = events::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(sender), calls);

		assert_last::<T>(Event::BatchCompleted);
		assert_eq!(events::<T>() - before, c + 1);
	}

	#[benchmark]
	fn dispatch_as() {
		let caller: T::AccountId = account("caller", 0, 0);
		let as_origin = T::PalletsOrigin::from(RawOrigin::Signed(caller));

		#[extrinsic_call]
		_(RawOrigin::Root, Box::new(as_origin), Box::new(remark::<T>()));

		assert_last::<T>(Event::DispatchedAs { result: Ok(()) });
	}

	#[benchmark]
	fn force_batch(c: Linear<0, { Pallet::<T>::batched_calls_limit() }>) {
		let sender: T::AccountId = whitelisted_caller();
		let calls = remarks::<T>(c);
		let before = events::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(sender), calls);

		assert_last::<T>(Event::BatchCompleted);
		assert_eq!(events::<T>() - before, c + 1);
	}

	/// Root states the weight of this call, so that the pallet needs no measured one.
	#[benchmark(extra)]
	fn with_weight() {
		let (key, value) = (b"key".to_vec(), b"value".to_vec());
		let call =
			frame_system::Call::<T>::set_storage { items: vec![(key.clone(), value.clone())] };

		#[extrinsic_call]
		_(RawOrigin::Root, Box::new(call.into()), Weight::from_parts(1, 0));

		assert_eq!(unhashed::get_raw(&key), Some(value));
	}

	/// A main call that fails, and the fallback.
	#[benchmark]
	fn if_else() {
		let sender: T::AccountId = whitelisted_caller();
		let main = frame_system::Call::<T>::set_heap_pages { pages: 1 };

		#[extrinsic_call]
		_(RawOrigin::Signed(sender), Box::new(main.into()), Box::new(remark::<T>()));

		let main_error = DispatchError::BadOrigin;
		assert_last::<T>(Event::IfElseFallbackCalled { main_error });
	}

	#[benchmark]
	fn dispatch_as_fallible() {
		let caller: T::AccountId = account("caller", 0, 0);
		let as_origin = T::PalletsOrigin::from(RawOrigin::Signed(caller));

		#[extrinsic_call]
		_(RawOrigin::Root, Box::new(as_origin), Box::new(remark::<T>()));

		assert_last::<T>(Event::DispatchedAs { result: Ok(()) });
	}

	impl_benchmark_test_suite!(Pallet, super::new_test_ext(), crate::tests::mock::Test);
}

/// Empty chain for the tests below.
#[cfg(test)]
fn new_test_ext() -> sp_io::TestExternalities {
	let genesis = frame_system::GenesisConfig::<crate::tests::mock::Test>::default();
	sp_runtime::BuildStorage::build_storage(&genesis).expect("the genesis is valid").into()
}
