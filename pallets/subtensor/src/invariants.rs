//! Invariants of the pallet, by their numbers. The rooms implement them, most in `checks.rs`.

use sp_runtime::TryRuntimeError;

use crate::{
	chain::{is_valid_block_time, ChainSpeed, DEFAULT_BLOCK_TIME},
	hyperparams,
	issuance::Issuance,
	keys::KeySwaps,
	limits::FreeTransactions,
	subnets::Subnets,
	Config, Pallet,
};

impl<T: Config> Pallet<T> {
	/// Checks every invariant of the pallet. They hold at the end of any block.
	///
	/// - I1: the issuance that clients read is that of the balances.
	/// - I18: a disputed coldkey swap is announced.
	/// - I26: every hyperparameter lies within the bounds that its setter enforces.
	/// - I31: counts and used space of free transactions end with their block.
	/// - The block time is even and within its bounds.
	/// - Only existing subnets have an owner.
	///
	/// # Errors
	///
	/// A sentence about the first invariant that does not hold.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Issuance::<T>::check()?;
		KeySwaps::<T>::check()?;
		hyperparams::check::<T>()?;
		FreeTransactions::<T>::check()?;
		ChainSpeed::<T>::check()?;
		Subnets::<T>::check()
	}
}

/// Relations between constants that the pallet relies on.
pub(crate) fn check_constants<T: Config>() {
	assert!(is_valid_block_time(DEFAULT_BLOCK_TIME), "the default block time must be valid");
	assert!(
		Pallet::<T>::initial_min_burn() < Pallet::<T>::initial_max_burn()
			&& Pallet::<T>::initial_min_burn() < Pallet::<T>::min_burn_upper_bound()
			&& Pallet::<T>::initial_max_burn() > Pallet::<T>::max_burn_lower_bound(),
		"the initial prices of a registration must lie within their bounds"
	);
}
