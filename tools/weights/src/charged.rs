//! Weights that the runtime charges for what a benchmark measures.

use frame_support::weights::Weight;
use noesis_runtime::Runtime;
use pallet_noesis_proxy::WeightInfo as _;
use pallet_noesis_utility::WeightInfo as _;
use pallet_shield::WeightInfo as _;
use pallet_subtensor::WeightInfo as _;

type Proxy = <Runtime as pallet_noesis_proxy::Config>::WeightInfo;
type Utility = <Runtime as pallet_noesis_utility::Config>::WeightInfo;
type Shield = <Runtime as pallet_shield::Config>::WeightInfo;
type Subtensor = <Runtime as pallet_subtensor::Config>::WeightInfo;

/// Calls the weight function with the name of a benchmark.
macro_rules! weight_of {
	($weights:ty, $benchmark:expr, $at:expr, $($function:ident($($component:ident),*);)*) => {
		match $benchmark {
			$(stringify!($function) => {
				Some(<$weights>::$function($($at(stringify!($component))),*))
			})*
			_ => None,
		}
	};
}

/// Weight that the runtime in this program charges, or `None` if this file does not list the
/// benchmark.
///
/// `at` returns the value of a component.
pub fn weight(pallet: &str, benchmark: &str, at: impl Fn(&str) -> u32) -> Option<Weight> {
	match pallet {
		"pallet_noesis_proxy" => proxy(benchmark, at),
		"pallet_noesis_utility" => utility(benchmark, at),
		"pallet_shield" => shield(benchmark, at),
		"pallet_subtensor" => subtensor(benchmark),
		_ => None,
	}
}

fn proxy(benchmark: &str, at: impl Fn(&str) -> u32) -> Option<Weight> {
	weight_of!(
		Proxy, benchmark, at,
		proxy(p);
		proxy_announced(a, p);
		remove_announcement(a);
		reject_announcement(a);
		announce(a, p);
		add_proxy(p);
		remove_proxy(p);
		remove_proxies(p);
		create_pure();
		kill_pure(p);
		poke_deposit();
		set_real_pays_fee(p);
		clear_results(n);
	)
}

fn utility(benchmark: &str, at: impl Fn(&str) -> u32) -> Option<Weight> {
	weight_of!(
		Utility, benchmark, at,
		batch(c);
		as_derivative();
		batch_all(c);
		dispatch_as();
		force_batch(c);
		if_else();
		dispatch_as_fallible();
	)
}

fn shield(benchmark: &str, at: impl Fn(&str) -> u32) -> Option<Weight> {
	if benchmark == "process_queue" {
		let each = Shield::visit_stored().saturating_add(Shield::remove_stored());
		return Some(Shield::open_queue().saturating_add(each.saturating_mul(at("n").into())));
	}
	weight_of!(
		Shield, benchmark, at,
		announce_next_key();
		submit_encrypted(l);
		store_encrypted();
		set_max_pending_extrinsics_number();
		set_on_initialize_weight();
		set_stored_extrinsic_lifetime();
		set_max_extrinsic_weight();
		look_at_queue();
		open_queue();
		visit_stored();
		remove_stored();
	)
}

fn subtensor(benchmark: &str) -> Option<Weight> {
	weight_of!(
		Subtensor, benchmark, (),
		dispute_coldkey_swap();
		reset_coldkey_swap();
	)
}
