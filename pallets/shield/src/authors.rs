//! Authors of this block and of the blocks to come.

use core::marker::PhantomData;

use frame_support::traits::Get;
use pallet_aura::{Authorities, CurrentSlot};

/// Names the authors of blocks.
pub trait Authors<AuthorityId> {
	/// The slot of this block.
	///
	/// Valid within a block only, after the block has its slot.
	fn slot() -> u64;

	/// The number of authors that take the slots in turn.
	fn count() -> u64;

	/// The author whose turn this slot is, or `None` if there are no authors.
	fn of_slot(slot: u64) -> Option<AuthorityId>;

	/// The maximum number of authors of the chain.
	fn max_count() -> u32;

	/// The author of the block `n` slots after this one, if no slot is missed.
	fn in_slots(n: u64) -> Option<AuthorityId> {
		Self::of_slot(Self::slot().checked_add(n)?)
	}

	/// The author of this block.
	fn current() -> Option<AuthorityId> {
		Self::in_slots(0)
	}
}

/// Names authors by the rule of Aura: the authorities take the slots in turn.
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

	fn max_count() -> u32 {
		T::MaxAuthorities::get()
	}
}
