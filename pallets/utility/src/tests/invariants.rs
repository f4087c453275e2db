//! The invariant, and that its check finds what breaks it.

use frame_support::storage::{storage_prefix, unhashed};

use super::mock::*;
use crate::Pallet;

#[test]
fn pallet_without_storage_passes() {
	build_and_execute(|| assert_eq!(Pallet::<Test>::do_try_state(), Ok(())));
}

#[test]
fn storage_entry_of_the_pallet_is_found() {
	for item in ["Batches", ":__STORAGE_VERSION__:x", "zzz"] {
		build_and_execute(|| {
			unhashed::put_raw(&storage_prefix(b"Utility", item.as_bytes()), &[1]);
			assert!(Pallet::<Test>::do_try_state().is_err(), "{item}");
			// An entry of another pallet passes.
			unhashed::kill(&storage_prefix(b"Utility", item.as_bytes()));
			unhashed::put_raw(&storage_prefix(b"Other", item.as_bytes()), &[1]);
			assert_eq!(Pallet::<Test>::do_try_state(), Ok(()));
		});
	}
}
