//! Every proxy type against every call: the runtime allows what the interface allows.

use std::collections::BTreeSet;

use frame_support::traits::InstanceFilter;
use noesis_runtime::policy::proxies::groups::{
	Group::{self, *},
	PLACED_CALLS,
};

use super::{
	samples::Shapes,
	set_code, sudo_unchecked,
	table::{groups, interface, verdict, Verdict},
	ALL,
};

/// All groups.
const ALL_GROUPS: [Group; 27] = [
	Infra,
	Sudo,
	Multisig,
	Evm,
	Contracts,
	Crowdloan,
	ShieldStore,
	BalTransfer,
	BalMaint,
	StakeMgmt,
	StakeTransfer,
	Pow,
	Burned,
	RootReg,
	HotkeySwap,
	ColdkeySwap,
	Critical,
	ChildKey,
	RootClaim,
	Identity,
	Activation,
	Basket,
	Value,
	Common,
	OwnerAdmin,
	RootAdmin,
	OwnerKey,
];

/// Pallet and name of every call of the interface.
fn interface_calls() -> BTreeSet<(String, String)> {
	interface()
		.into_iter()
		.flat_map(|(pallet, calls)| calls.into_iter().map(move |call| (pallet.clone(), call)))
		.collect()
}

/// Pallet and name of every call of the runtime, as metadata lists them.
fn runtime_calls() -> BTreeSet<(String, String)> {
	Shapes::new().calls.into_iter().map(|shape| (shape.pallet, shape.call)).collect()
}

#[test]
fn every_call_of_the_runtime_is_listed_in_the_interface() {
	let (existing, listed) = (runtime_calls(), interface_calls());
	let unlisted: Vec<_> = existing.difference(&listed).collect();
	assert!(unlisted.is_empty(), "the interface does not list {unlisted:?}");
	let missing: Vec<_> = listed.difference(&existing).collect();
	println!("{} calls are listed and do not exist yet: {missing:?}", missing.len());
	assert_eq!(existing.len() + missing.len(), 311);
}

#[test]
fn every_call_of_the_interface_has_a_group_also_before_it_exists() {
	let groups = groups();
	assert_eq!(groups.keys().cloned().collect::<BTreeSet<_>>(), interface_calls());
	let used: BTreeSet<String> = groups.into_values().map(String::from).collect();
	let known: BTreeSet<String> = ALL_GROUPS.iter().map(|group| format!("{group:?}")).collect();
	assert_eq!(used, known);
}

#[test]
fn every_call_of_the_runtime_is_in_the_group_of_the_interface() {
	let groups = groups();
	let mut placed = BTreeSet::new();
	for (pallet, call, group) in PLACED_CALLS {
		let key = (pallet.to_string(), call.to_string());
		assert_eq!(format!("{group:?}"), groups[&key], "{pallet}.{call} is in the wrong group");
		assert!(placed.insert(key));
	}
	assert_eq!(placed, runtime_calls());
}

#[test]
fn calls_and_their_names_are_in_the_same_group() {
	let (shapes, groups) = (Shapes::new(), groups());
	for shape in &shapes.calls {
		let Some(sample) = shapes.sample(shape) else { continue };
		let expected = groups[&(shape.pallet.clone(), shape.call.clone())];
		assert_eq!(format!("{:?}", Group::of(&sample)), expected, "{}", shape.call);
	}
}

/// Covers the groups whose calls do not exist yet, too.
#[test]
fn every_type_allows_the_groups_of_the_interface() {
	for group in ALL_GROUPS {
		for proxy_type in ALL {
			let expected = verdict(&format!("{proxy_type:?}"), &format!("{group:?}"), "");
			assert_eq!(
				proxy_type.allows(group),
				expected == Verdict::Yes,
				"{proxy_type:?} {group:?}"
			);
		}
	}
}

#[test]
fn filters_let_through_what_the_interface_allows() {
	let (shapes, groups) = (Shapes::new(), groups());
	let mut impossible = Vec::new();
	for shape in &shapes.calls {
		let group = groups[&(shape.pallet.clone(), shape.call.clone())];
		let Some(sample) = shapes.sample(shape) else {
			impossible.push(shape.call.as_str());
			continue;
		};
		for proxy_type in ALL {
			let name = format!("{proxy_type:?}: {}.{}", shape.pallet, shape.call);
			match verdict(&format!("{proxy_type:?}"), group, &shape.call) {
				Verdict::No => assert!(!proxy_type.filter(&sample), "{name}"),
				Verdict::Yes => assert!(proxy_type.filter(&sample), "{name}"),
				// Fails for a call that the runtime has and `SMALL_TRANSFERS` lacks.
				Verdict::Below(param, limit) => {
					let of = |rao| shapes.sample_of_amount(shape, &param, rao);
					assert!(proxy_type.filter(&of(0)), "{name} 0");
					assert!(proxy_type.filter(&of(limit - 1)), "{name} below");
					assert!(!proxy_type.filter(&of(limit)), "{name} at the limit");
					assert!(!proxy_type.filter(&of(u64::MAX)), "{name} far above");
				}
				Verdict::Nested(..) => {
					assert!(!proxy_type.filter(&sample), "{name} of another call");
					assert!(proxy_type.filter(&sudo_unchecked(set_code())), "{name} of set_code");
				}
			}
		}
	}
	// Reports need a proof of key ownership, and no such proof exists on this chain.
	assert_eq!(impossible, ["report_equivocation", "report_equivocation_unsigned"]);
}
