//! The committed exceptions from the rule that the runtime equals the interface.

use std::collections::BTreeSet;

use super::compare::Report;

/// Exceptions. One that is not needed is a complaint as well.
#[derive(Clone)]
pub struct Lists {
	/// Items of the interface that do not exist yet, a line each, sorted.
	pub missing: String,
	/// Items that the interface does not have, a line each with a reason behind `: `, sorted.
	pub extra: String,
	/// Differences that are on purpose, by reason. A line that ends with `*` stands for all lines
	/// that begin like it.
	pub deviations: Vec<(&'static str, Vec<&'static str>)>,
}

impl Lists {
	/// A line for each entry of the report that no list has, and for each entry of a list
	/// that is wrong.
	pub fn complaints(&self, report: &Report) -> Vec<String> {
		[self.of_missing(report), self.of_extra(report), self.of_differences(report)].concat()
	}

	fn of_missing(&self, report: &Report) -> Vec<String> {
		let listed: BTreeSet<String> = self.missing.lines().map(str::to_string).collect();
		let mut found = unsorted("missing.txt", self.missing.lines());
		found.extend(report.missing.difference(&listed).map(|item| format!("missing     {item}")));
		for item in listed.difference(&report.missing) {
			found.push(if report.items.contains(item) {
				format!("exists now, delete from missing.txt: {item}")
			} else {
				format!("not in the interface, delete from missing.txt: {item}")
			});
		}
		found
	}

	fn of_extra(&self, report: &Report) -> Vec<String> {
		let split = |line| str::split_once(line, ": ").unwrap_or((line, ""));
		let listed: Vec<(&str, &str)> = self.extra.lines().map(split).collect();
		let items: BTreeSet<String> = listed.iter().map(|(item, _)| item.to_string()).collect();
		let mut found = unsorted("extra.txt", listed.iter().map(|(item, _)| *item));
		found.extend(report.extra.difference(&items).map(|item| format!("extra       {item}")));
		let gone = items.difference(&report.extra);
		found.extend(gone.map(|item| format!("not in the runtime, delete from extra.txt: {item}")));
		let bare = listed.iter().filter(|(_, reason)| reason.is_empty());
		found.extend(bare.map(|(item, _)| format!("no reason in extra.txt: {item}")));
		found
	}

	fn of_differences(&self, report: &Report) -> Vec<String> {
		let listed = || self.deviations.iter().flat_map(|(_, lines)| lines);
		let covers = |listed: &str, line: &str| match listed.strip_suffix('*') {
			Some(start) => line.starts_with(start),
			None => line == listed,
		};
		let unforeseen =
			report.different.iter().filter(|line| !listed().any(|listed| covers(listed, line)));
		let unneeded =
			listed().filter(|listed| !report.different.iter().any(|l| covers(listed, l)));
		unforeseen
			.map(|line| format!("mismatched  {line}"))
			.chain(unneeded.map(|line| format!("no longer so, delete from the deviations: {line}")))
			.collect()
	}
}

/// A complaint for each line of a list that does not come after the line before it.
fn unsorted<'a>(list: &str, lines: impl Iterator<Item = &'a str>) -> Vec<String> {
	let lines: Vec<&str> = lines.collect();
	let wrong = lines.windows(2).filter(|pair| pair[0] >= pair[1]);
	wrong.map(|pair| format!("not sorted in {list}: {}", pair[1])).collect()
}
