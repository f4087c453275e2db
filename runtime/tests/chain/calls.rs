//! Calls that dispatch other calls.

use noesis_runtime::{policy::guards::GuardedCall, AccountId, RuntimeCall};
use pallet_noesis_utility::Call as Utility;

/// Boxed call for a call that dispatches it.
pub fn boxed(call: impl Into<RuntimeCall>) -> Box<GuardedCall> {
	Box::new(GuardedCall::from(call.into()))
}

/// Calls for a call that dispatches them.
pub fn guarded(calls: impl IntoIterator<Item = RuntimeCall>) -> Vec<GuardedCall> {
	calls.into_iter().map(GuardedCall::from).collect()
}

pub fn batch(calls: impl IntoIterator<Item = RuntimeCall>) -> RuntimeCall {
	Utility::batch { calls: guarded(calls) }.into()
}

pub fn batch_all(calls: impl IntoIterator<Item = RuntimeCall>) -> RuntimeCall {
	Utility::batch_all { calls: guarded(calls) }.into()
}

pub fn force_batch(calls: impl IntoIterator<Item = RuntimeCall>) -> RuntimeCall {
	Utility::force_batch { calls: guarded(calls) }.into()
}

pub fn if_else(main: RuntimeCall, fallback: RuntimeCall) -> RuntimeCall {
	Utility::if_else { main: boxed(main), fallback: boxed(fallback) }.into()
}

pub fn as_derivative(index: u16, call: RuntimeCall) -> RuntimeCall {
	Utility::as_derivative { index, call: boxed(call) }.into()
}

/// `call` for `real`, by the first proxy type that the sender holds.
pub fn proxied(real: &AccountId, call: RuntimeCall) -> RuntimeCall {
	let real = real.clone().into();
	pallet_noesis_proxy::Call::proxy { real, force_proxy_type: None, call: boxed(call) }.into()
}

/// `call` as the multisig of the sender and `others`, for which one of them is enough.
pub fn as_one_of(others: Vec<AccountId>, call: RuntimeCall) -> RuntimeCall {
	pallet_multisig::Call::as_multi_threshold_1 { other_signatories: others, call: boxed(call) }
		.into()
}

pub fn sudo(call: impl Into<RuntimeCall>) -> RuntimeCall {
	pallet_sudo::Call::sudo { call: boxed(call) }.into()
}

pub fn sudo_as(who: &AccountId, call: RuntimeCall) -> RuntimeCall {
	pallet_sudo::Call::sudo_as { who: who.clone().into(), call: boxed(call) }.into()
}

/// Call whose only effect is an event that names its signer.
pub fn remark() -> RuntimeCall {
	frame_system::Call::remark_with_event { remark: vec![1] }.into()
}
