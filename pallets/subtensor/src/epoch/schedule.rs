//! Blocks in which epochs run, and the freeze window before them.

use core::marker::PhantomData;

use frame_support::ensure;
use noesis_types::NetUid;
use sp_runtime::SaturatedConversion;

use crate::{AdminFreezeWindow, Config, Error, LastEpochBlock, PendingEpochAt, Tempo};

/// Handle of the schedule.
pub struct Schedule<T>(PhantomData<T>);

impl<T: Config> Schedule<T> {
	/// Number of the block that is being executed.
	pub fn now() -> u64 {
		frame_system::Pallet::<T>::block_number().saturated_into()
	}

	/// Blocks between two epochs of the subnet. 0: the subnet has no epochs.
	pub fn tempo(netuid: NetUid) -> u16 {
		Tempo::<T>::get(netuid)
	}

	/// Rejects a change of the subnet's settings shortly before its epoch.
	///
	/// # Errors
	///
	/// [`Error::AdminActionProhibitedDuringWeightsWindow`] while an epoch is pending, and when fewer
	/// than `AdminFreezeWindow` blocks remain until the next one.
	pub(crate) fn ensure_admin_window_open(netuid: NetUid) -> Result<(), Error<T>> {
		ensure!(
			!Self::is_frozen(netuid, Self::now()),
			Error::<T>::AdminActionProhibitedDuringWeightsWindow
		);
		Ok(())
	}

	fn is_frozen(netuid: NetUid, now: u64) -> bool {
		let tempo = Self::tempo(netuid);
		if tempo == 0 {
			return false;
		}
		let next = LastEpochBlock::<T>::get(netuid).saturating_add(tempo.into());
		let window = u64::from(AdminFreezeWindow::<T>::get());
		PendingEpochAt::<T>::get(netuid) > now || next.saturating_sub(now) < window
	}
}
