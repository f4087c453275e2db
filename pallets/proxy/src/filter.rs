//! Filter of a delegate: its type binds the call that it dispatches, and every call inside.

use alloc::{vec, vec::Vec};

use frame_support::traits::{InstanceFilter, IsSubType};
use frame_system::pallet_prelude::RuntimeCallFor;

use crate::{Call, Config, Pallet};

/// Calls directly inside a call, by the origin with which they are dispatched.
pub enum Nested<'a, Call> {
	/// Calls with the origin of the call around them, whose filters they meet when they are
	/// dispatched. Empty for a call without calls inside.
	Inheriting(Vec<&'a Call>),
	/// Calls with an origin that lacks the filters of the call around them. The filters are applied
	/// to them, and to all calls inside them, before the call around them is dispatched.
	Fresh(Vec<&'a Call>),
	/// Calls that are known by a hash or encrypted. Only the most permissive type may dispatch the
	/// call around them.
	Hidden,
}

impl<'a, Call> Nested<'a, Call> {
	/// Content of a call without calls inside.
	pub const NONE: Self = Self::Inheriting(Vec::new());

	/// The calls inside that can be read.
	fn calls(self) -> Vec<&'a Call> {
		match self {
			Self::Inheriting(calls) | Self::Fresh(calls) => calls,
			Self::Hidden => Vec::new(),
		}
	}
}

/// Finds the calls inside the calls of other pallets.
pub trait NestedCalls<Call> {
	/// The calls directly inside `call`, which is of any pallet but this one.
	fn nested_calls(call: &Call) -> Nested<'_, Call>;
}

impl<T: Config> Pallet<T> {
	/// Whether the filter of the type `held` lets `call` be dispatched.
	///
	/// The filter also binds the calls inside `call` that are dispatched with a fresh origin, on
	/// every level. Calls that inherit the filter meet it when they are dispatched.
	pub(crate) fn is_proxyable(held: &T::ProxyType, call: &RuntimeCallFor<T>) -> bool {
		if Self::is_full(held) {
			return held.filter(call);
		}
		let nested = Self::nested(call);
		Self::admits(held, call, &nested)
			&& match nested {
				Nested::Fresh(calls) => {
					calls.into_iter().all(|inner| Self::is_proxyable_throughout(held, inner))
				}
				Nested::Inheriting(_) | Nested::Hidden => true,
			}
	}

	/// Whether the type `held` allows `call` and the calls inside it, on every level.
	///
	/// The depth of the recursion is bounded by the depth to which calls are decoded.
	pub(crate) fn is_proxyable_throughout(held: &T::ProxyType, call: &RuntimeCallFor<T>) -> bool {
		if Self::is_full(held) {
			return held.filter(call);
		}
		let nested = Self::nested(call);
		Self::admits(held, call, &nested)
			&& nested.calls().into_iter().all(|inner| Self::is_proxyable_throughout(held, inner))
	}

	/// Whether the type is the most permissive one, which allows every call.
	fn is_full(held: &T::ProxyType) -> bool {
		*held == T::ProxyType::default()
	}

	/// Whether a type below the most permissive one allows `call`, apart from the calls inside it.
	///
	/// Beyond the filter of the type: a delegate adds and removes only types that its own type
	/// includes. Only the most permissive type removes all delegates or a pure account, consents to
	/// fees, or dispatches calls whose content cannot be read. The match has no default, so that a
	/// new call of this pallet does not compile before it is placed.
	fn admits(
		held: &T::ProxyType,
		call: &RuntimeCallFor<T>,
		nested: &Nested<RuntimeCallFor<T>>,
	) -> bool {
		let is_within_rank = match call.is_sub_type() {
			Some(Call::add_proxy { proxy_type, .. } | Call::remove_proxy { proxy_type, .. }) => {
				held.is_superset(proxy_type)
			}
			Some(
				Call::remove_proxies { .. }
				| Call::kill_pure { .. }
				| Call::set_real_pays_fee { .. },
			) => false,
			Some(
				Call::proxy { .. }
				| Call::create_pure { .. }
				| Call::announce { .. }
				| Call::remove_announcement { .. }
				| Call::reject_announcement { .. }
				| Call::proxy_announced { .. }
				| Call::poke_deposit { .. }
				| Call::__Ignore(..),
			)
			| None => true,
		};
		is_within_rank && !matches!(nested, Nested::Hidden) && held.filter(call)
	}

	/// The calls directly inside `call`.
	///
	/// The match has no default, so that a new call of this pallet does not compile before it is
	/// placed.
	fn nested(call: &RuntimeCallFor<T>) -> Nested<'_, RuntimeCallFor<T>> {
		match call.is_sub_type() {
			Some(Call::proxy { call, .. }) => Nested::Inheriting(vec![(**call).as_ref()]),
			// Anyone may send it, so no filter of its sender reaches the call inside.
			Some(Call::proxy_announced { call, .. }) => Nested::Fresh(vec![(**call).as_ref()]),
			// Anyone may dispatch the announced call later, with an origin of their own.
			Some(Call::announce { .. }) => Nested::Hidden,
			Some(
				Call::add_proxy { .. }
				| Call::remove_proxy { .. }
				| Call::remove_proxies { .. }
				| Call::create_pure { .. }
				| Call::kill_pure { .. }
				| Call::remove_announcement { .. }
				| Call::reject_announcement { .. }
				| Call::poke_deposit { .. }
				| Call::set_real_pays_fee { .. }
				| Call::__Ignore(..),
			) => Nested::NONE,
			None => T::NestedCalls::nested_calls(call),
		}
	}
}
