//! Benchmarks of every call, headed by room, each with the most rows it can touch.
//!
//! FRAME takes one module of benchmarks per pallet; set-up that grows goes to a file per room beside
//! this one.

use frame_benchmarking::v2::*;
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};

use crate::{Call, ColdkeySwapAnnouncements, ColdkeySwapDisputes, Config, Event, Pallet};

/// Announces the swap of `coldkey`.
fn announce_swap<T: Config>(coldkey: &T::AccountId) {
	let announcement = (BlockNumberFor::<T>::from(1u32), T::Hash::default());
	ColdkeySwapAnnouncements::<T>::insert(coldkey, announcement);
}

#[benchmarks]
mod benchmarks {
	use super::*;

	// Keys

	#[benchmark]
	fn dispute_coldkey_swap() {
		let coldkey: T::AccountId = whitelisted_caller();
		announce_swap::<T>(&coldkey);

		#[extrinsic_call]
		_(RawOrigin::Signed(coldkey.clone()));

		assert!(ColdkeySwapDisputes::<T>::contains_key(&coldkey));
	}

	#[benchmark]
	fn reset_coldkey_swap() {
		let coldkey: T::AccountId = account("coldkey", 0, 0);
		announce_swap::<T>(&coldkey);
		ColdkeySwapDisputes::<T>::insert(&coldkey, BlockNumberFor::<T>::from(1u32));

		#[extrinsic_call]
		_(RawOrigin::Root, coldkey.clone());

		let event = Event::<T>::ColdkeySwapReset { who: coldkey };
		frame_system::Pallet::<T>::assert_last_event(event.into());
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::tests::mock::ExtBuilder::default().build(),
		crate::tests::mock::Test
	);
}
