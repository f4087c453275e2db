//! Hyperparameters: settings of a subnet that its owner or root may change.
//!
//! Each is a storage map by subnet that implements [`Hyperparam`]: its bounds, setters, rate limit,
//! freeze window and event. [`set`] applies them to every hyperparameter alike, so a call that sets
//! one is one line. [`table`] lists them all for invariants, documentation and tests.

mod checks;
mod rules;
mod set;
pub mod storage;

pub(crate) use checks::check;
pub use set::set;

use core::fmt::Debug;

use codec::FullCodec;
use frame_support::storage::IterableStorageMap;
use noesis_types::NetUid;
use sp_runtime::{DispatchError, TryRuntimeError};

use crate::{limits::Hyperparameter, Config, Event};

/// A hyperparameter: the storage map that holds it by subnet, with the rules of its changes.
pub trait Hyperparam {
	/// Configuration of the pallet.
	type Config: Config;
	/// Value of the hyperparameter.
	type Value: FullCodec + Copy + Debug + PartialEq;
	/// The storage map: the implementing type itself.
	type Map: IterableStorageMap<NetUid, Self::Value, Query = Self::Value>;

	/// Rules of its changes.
	const RULES: Rules;

	/// Checks a value against bounds that hold at any time, those against other hyperparameters
	/// included.
	///
	/// # Errors
	///
	/// The error of the first bound that is violated.
	fn ensure_valid(_netuid: NetUid, _value: Self::Value) -> Result<(), HyperparamError> {
		Ok(())
	}

	/// Event of a change, if clients know one.
	fn event(netuid: NetUid, value: Self::Value) -> Option<Event<Self::Config>>;
}

/// Rules for changes of a hyperparameter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Rules {
	/// Storage name, as clients know it.
	pub name: &'static str,
	/// Origins that may set it.
	pub setter: AllowedOrigin,
	/// Whether changes are rejected shortly before an epoch, by root as well.
	pub freeze_window: bool,
	/// Whether the subnet must exist.
	pub subnet_exists: bool,
}

impl Rules {
	/// Rules of most hyperparameters for root: settable at any time on subnets that exist.
	const fn root(name: &'static str) -> Self {
		Self { name, setter: AllowedOrigin::Root, freeze_window: false, subnet_exists: true }
	}

	/// Rules of most hyperparameters for owners: settable outside of the freeze window on subnets
	/// that exist, under the rate limit `limit`.
	const fn owner(name: &'static str, limit: Hyperparameter) -> Self {
		let setter = AllowedOrigin::OwnerOrRoot(limit);
		Self { name, setter, freeze_window: true, subnet_exists: true }
	}
}

/// Origins that may set a hyperparameter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AllowedOrigin {
	/// Root.
	Root,
	/// Root, and the owner of the subnet under a rate limit of this key.
	OwnerOrRoot(Hyperparameter),
}

/// Reasons for which a hyperparameter is not set.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum HyperparamError {
	/// The subnet does not exist.
	SubnetDoesNotExist,
	/// The value violates a bound.
	ValueNotInBounds,
	/// Wrong origin, rate limit or freeze window.
	Dispatch(DispatchError),
}

impl<E: Into<DispatchError>> From<E> for HyperparamError {
	fn from(error: E) -> Self {
		Self::Dispatch(error.into())
	}
}

/// Entry of [`table`]: a hyperparameter without its types.
pub struct Entry {
	/// Rules for its changes.
	pub rules: Rules,
	/// I26: every stored value lies within its bounds.
	pub(crate) check: fn() -> Result<(), TryRuntimeError>,
}

impl Entry {
	fn of<H: Hyperparam>() -> Self {
		Self { rules: H::RULES, check: checks::check_values::<H> }
	}
}

/// Every hyperparameter.
pub fn table<T: Config>() -> [Entry; 4] {
	[
		Entry::of::<crate::Kappa<T>>(),
		Entry::of::<crate::CommitRevealWeightsEnabled<T>>(),
		Entry::of::<crate::MinBurn<T>>(),
		Entry::of::<crate::MaxBurn<T>>(),
	]
}
