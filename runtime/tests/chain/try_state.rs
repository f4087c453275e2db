//! Hooks that check the state of all pallets, as try-runtime calls them.

use frame_support::traits::{TryState, TryStateSelect};
use noesis_runtime::{AllPalletsWithSystem, BlockNumber, Runtime};
use pallet_subtensor::Profile;
use sp_core::crypto::AccountId32;
use sp_runtime::TryRuntimeError;

use crate::block::chain;

fn try_state() -> Result<(), TryRuntimeError> {
	<AllPalletsWithSystem as TryState<BlockNumber>>::try_state(0, TryStateSelect::All)
}

fn at_genesis(test: impl FnOnce()) {
	chain(12_000, Profile::Production).execute_with(test);
}

#[test]
fn genesis_passes() {
	at_genesis(|| assert_eq!(try_state(), Ok(())));
}

#[test]
fn faults_in_our_pallets_are_found() {
	at_genesis(|| {
		pallet_shield::NextKeyExpiresAt::<Runtime>::put(1u32);
		assert!(try_state().is_err());
	});
	at_genesis(|| {
		let nobody = AccountId32::new([7; 32]);
		// Writes an empty list.
		pallet_noesis_proxy::Proxies::<Runtime>::mutate(nobody, |_| ());
		assert!(try_state().is_err());
	});
	at_genesis(|| {
		let stray = frame_support::storage::storage_prefix(b"Utility", b"Stray");
		frame_support::storage::unhashed::put_raw(&stray, &[1]);
		assert!(try_state().is_err());
	});
}
