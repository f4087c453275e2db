//! Transactions without a fee: calls that may be free, and the account that vouches for them.

use frame_support::traits::Contains;
use pallet_noesis_proxy::Call as ProxyCall;
use pallet_subtensor::access::{is_free_for, VouchForFree};
use sp_runtime::traits::StaticLookup;

use super::filters::batched;
use crate::{configs::PendingSwaps, AccountId, Proxy, Runtime, RuntimeCall};

/// Names the account whose standing lets a transaction be free.
///
/// A batch and `Proxy.proxy` are declared free if the calls inside are. They are free only if every
/// leaf, a call with no call inside, is free for the account that dispatches it.
pub struct FreeCalls;

impl VouchForFree<AccountId, RuntimeCall> for FreeCalls {
	fn sponsor(signer: &AccountId, call: &RuntimeCall) -> Option<AccountId> {
		if steps(call) > MAX_STEPS {
			return None;
		}
		sponsor_of(signer, call, &is_leaf_free)
	}
}

/// Maximum number of calls in a free transaction, those that contain others included.
///
/// Each costs the pool some reads before anybody has paid.
pub const MAX_STEPS: usize = 32;

/// The number of calls in a call, itself included: batches, proxy calls, and what is inside them.
pub fn steps(call: &RuntimeCall) -> usize {
	let inside: usize = match call {
		RuntimeCall::Utility(call) => {
			batched(call).unwrap_or_default().iter().map(|call| steps(call.as_ref())).sum()
		}
		RuntimeCall::Proxy(ProxyCall::proxy { call, .. }) => steps((**call).as_ref()),
		_ => 0,
	};
	inside.saturating_add(1)
}

/// Whether a call without calls inside is free for `who`.
fn is_leaf_free(who: &AccountId, call: &RuntimeCall) -> bool {
	match call {
		RuntimeCall::SubtensorModule(call) => is_free_for::<Runtime>(who, call),
		// Each pallet is listed, so that a new one does not compile until it is placed. No call of
		// these pallets is declared free, except around calls inside.
		RuntimeCall::System(_)
		| RuntimeCall::Timestamp(_)
		| RuntimeCall::Grandpa(_)
		| RuntimeCall::Balances(_)
		| RuntimeCall::Utility(_)
		| RuntimeCall::Sudo(_)
		| RuntimeCall::Multisig(_)
		| RuntimeCall::Preimage(_)
		| RuntimeCall::Scheduler(_)
		| RuntimeCall::Proxy(_)
		| RuntimeCall::SafeMode(_)
		| RuntimeCall::MevShield(_) => false,
	}
}

/// The account for which `is_free` holds with every leaf of `call`, dispatched by `who`.
pub fn sponsor_of(
	who: &AccountId,
	call: &RuntimeCall,
	is_free: &impl Fn(&AccountId, &RuntimeCall) -> bool,
) -> Option<AccountId> {
	match call {
		RuntimeCall::Utility(call) => {
			let mut sponsors =
				batched(call)?.iter().map(|call| sponsor_of(who, call.as_ref(), is_free));
			let first = sponsors.next()??;
			sponsors.all(|other| other.as_ref() == Some(&first)).then_some(first)
		}
		RuntimeCall::Proxy(call) => {
			let (real, call) = proxied(who, call)?;
			sponsor_of(&real, call, is_free)
		}
		leaf => is_free(who, leaf).then(|| who.clone()),
	}
}

/// The real account of a proxy call and the call inside, if `who` may dispatch it without a delay.
/// `None` for the calls of Proxy that always pay.
fn proxied<'a>(
	who: &AccountId,
	call: &'a ProxyCall<Runtime>,
) -> Option<(AccountId, &'a RuntimeCall)> {
	match call {
		ProxyCall::proxy { real, force_proxy_type, call } => {
			let real = <Runtime as frame_system::Config>::Lookup::lookup(real.clone()).ok()?;
			let call = (**call).as_ref();
			let may_dispatch = !PendingSwaps::contains(&real)
				&& Proxy::may_proxy(&real, who, [(force_proxy_type.as_ref(), call)]);
			may_dispatch.then_some((real, call))
		}
		ProxyCall::add_proxy { .. }
		| ProxyCall::remove_proxy { .. }
		| ProxyCall::remove_proxies { .. }
		| ProxyCall::create_pure { .. }
		| ProxyCall::kill_pure { .. }
		| ProxyCall::announce { .. }
		| ProxyCall::remove_announcement { .. }
		| ProxyCall::reject_announcement { .. }
		| ProxyCall::proxy_announced { .. }
		| ProxyCall::poke_deposit { .. }
		| ProxyCall::set_real_pays_fee { .. } => None,
		ProxyCall::__Ignore(_, never) => match *never {},
	}
}
