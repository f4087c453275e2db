//! Every type against every call, existing or not: the tables of the runtime say what the
//! interface says.

use super::{
	samples::Shapes,
	set_code, sudo_unchecked,
	table::{groups, interface, verdict, Verdict},
	ALL,
};
use frame_support::traits::InstanceFilter;
use noesis_runtime::policy::proxies::{
	constraints::{Constraint, SMALL_TRANSFERS, UNCHECKED_SET_CODE},
	groups as tables, ProxyType, Rule,
};
use std::collections::BTreeSet;

/// Pallet and name of every call of the interface.
fn interface_calls() -> BTreeSet<(String, String)> {
	interface()
		.into_iter()
		.flat_map(|(pallet, calls)| calls.into_iter().map(move |call| (pallet.clone(), call)))
		.collect()
}

/// Pallet and name of every call of the runtime.
fn runtime_calls() -> BTreeSet<(String, String)> {
	Shapes::new().calls.into_iter().map(|shape| (shape.pallet, shape.call)).collect()
}

fn as_verdict(rule: Rule) -> Verdict {
	match rule {
		Rule::Deny => Verdict::No,
		Rule::Allow => Verdict::Yes,
		Rule::AllowIf(Constraint::ParamLessThan { param, limit }) => {
			Verdict::Below(param.into(), limit)
		}
		Rule::AllowIf(Constraint::NestedCallMustBe { param, pallet, call }) => {
			Verdict::Nested(param.into(), format!("{pallet}.{call}"))
		}
	}
}

#[test]
fn every_call_of_the_runtime_is_listed_in_the_interface() {
	let (existing, listed) = (runtime_calls(), interface_calls());
	let unlisted: Vec<_> = existing.difference(&listed).collect();
	assert!(unlisted.is_empty(), "put these in a group, here and in the runtime: {unlisted:?}");
	let missing: Vec<_> = listed.difference(&existing).collect();
	println!("{} calls are listed and do not exist yet: {missing:?}", missing.len());
	assert_eq!(existing.len() + missing.len(), 311);
}

#[test]
fn every_call_is_in_the_group_of_the_interface_and_in_no_other() {
	let groups = groups();
	assert_eq!(groups.keys().cloned().collect::<BTreeSet<_>>(), interface_calls());
	for ((pallet, call), group) in groups {
		let containing: Vec<&str> = tables::ALL
			.iter()
			.filter(|table| table.contains(&pallet, &call))
			.map(|table| table.name())
			.collect();
		assert_eq!(containing, [group], "{pallet}.{call}");
	}
}

#[test]
fn groups_list_no_call_that_the_interface_does_not_have() {
	let known = interface_calls();
	for group in tables::ALL {
		for (pallet, call) in group.named_calls() {
			let key = (pallet.to_string(), call.to_string());
			assert!(known.contains(&key), "{} lists {pallet}.{call}", group.name());
		}
	}
}

#[test]
fn calls_in_no_group_are_for_any_alone() {
	for (pallet, call) in [("SubtensorModule", "new_call"), ("NewPallet", "call"), ("", "")] {
		for proxy_type in ALL {
			let expected = if proxy_type == ProxyType::Any { Rule::Allow } else { Rule::Deny };
			assert_eq!(proxy_type.rule(pallet, call), expected, "{proxy_type:?}");
		}
	}
}

#[test]
fn every_type_says_to_every_call_what_the_interface_says() {
	for ((pallet, call), group) in groups() {
		for proxy_type in ALL {
			let rule = as_verdict(proxy_type.rule(&pallet, &call));
			let expected = verdict(&format!("{proxy_type:?}"), group, &call);
			assert_eq!(rule, expected, "{proxy_type:?}: {pallet}.{call}");
		}
	}
}

#[test]
fn filters_let_through_what_the_interface_says() {
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
				// Fails for a call that is new to the runtime and not read by the constraint.
				Verdict::Below(param, limit) => {
					let of = |rao| shapes.sample_of_amount(shape, &param, rao);
					assert!(proxy_type.filter(&of(0)), "{name} 0");
					assert!(proxy_type.filter(&of(limit - 1)), "{name} below");
					assert!(!proxy_type.filter(&of(limit)), "{name} at the limit");
					assert!(!proxy_type.filter(&of(u64::MAX)), "{name} far above");
				}
				Verdict::Nested(..) => {
					assert!(!proxy_type.filter(&sample), "{name} of the first call there is");
					assert!(proxy_type.filter(&sudo_unchecked(set_code())), "{name} of set_code");
				}
			}
		}
	}
	// Reports need a proof of key ownership, and no such proof exists on this chain.
	assert_eq!(impossible, ["report_equivocation", "report_equivocation_unsigned"]);
}

#[test]
fn constraints_name_calls_of_the_interface() {
	let known = interface_calls();
	for listed in SMALL_TRANSFERS.iter().chain(UNCHECKED_SET_CODE) {
		let key = (listed.pallet.to_string(), listed.call.to_string());
		assert!(known.contains(&key), "{key:?}");
		if let Constraint::NestedCallMustBe { pallet, call, .. } = listed.constraint {
			assert!(known.contains(&(pallet.to_string(), call.to_string())));
		}
	}
}
