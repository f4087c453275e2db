//! Authors: who builds this block, and who the ones to come.

use core::marker::PhantomData;

use pallet_aura::{Authorities, CurrentSlot};

/// Tells who authors blocks.
pub trait Authors<AuthorityId> {
	/// Returns the slot of this block.
	///
	/// Only valid within a block, after its slot is known.
	fn slot() -> u64;

	/// Returns how many authors take the slots in turn.
	fn count() -> u64;

	/// Returns the author of the block in this slot, unless the slot is missed.
	///
	/// `None` if nobody can be named.
	fn of_slot(slot: u64) -> Option<AuthorityId>;

	/// Returns the author of the block `n` slots after this one, if no slot is missed.
	fn in_slots(n: u64) -> Option<AuthorityId> {
		Self::of_slot(Self::slot().checked_add(n)?)
	}

	/// Returns the author of this block.
	fn current() -> Option<AuthorityId> {
		Self::in_slots(0)
	}
}

/// The authors by the rule of Aura: authorities take the slots in turn.
pub struct AuraAuthors<T>(PhantomData<T>);

impl<T: pallet_aura::Config> Authors<T::AuthorityId> for AuraAuthors<T> {
	fn slot() -> u64 {
		CurrentSlot::<T>::get().into()
	}

	fn count() -> u64 {
		Authorities::<T>::decode_len().and_then(|count| count.try_into().ok()).unwrap_or_default()
	}

	fn of_slot(slot: u64) -> Option<T::AuthorityId> {
		let authorities = Authorities::<T>::get();
		let count = u64::try_from(authorities.len()).ok()?;
		let turn = usize::try_from(slot.checked_rem(count)?).ok()?;
		authorities.get(turn).cloned()
	}
}
