//! Ownership of storage: a room alone writes its items.
//!
//! FRAME pastes every section into one module, so the compiler cannot keep rooms apart. This test
//! reads the sources instead: an item that a room's `storage.rs` declares may be used elsewhere only
//! by functions that read.
//!
//! One kind of write escapes it: through a type parameter (`H::Map::insert`), in the files that list
//! items as types. Hyperparameters do so in their own room.

use std::{
	collections::BTreeMap,
	fs,
	path::{Path, PathBuf},
};

/// Functions of storage items that write nothing and give no key to write with. Any other function
/// counts as a write.
const READS: [&str; 15] = [
	"contains_key",
	"contains_prefix",
	"decode_len",
	"exists",
	"get",
	"iter",
	"iter_from",
	"iter_key_prefix",
	"iter_keys",
	"iter_keys_from",
	"iter_prefix",
	"iter_prefix_values",
	"iter_values",
	"partial_storage_info",
	"try_get",
];

/// A use of an item outside of the room that owns it, other than a read.
#[derive(Debug, Eq, PartialEq)]
struct Violation {
	file: String,
	item: String,
	usage: String,
}

/// Names of the storage items that a source declares.
fn declared(source: &str) -> Vec<String> {
	let mut names = Vec::new();
	let mut lines = source.lines().map(str::trim);
	while let Some(line) = lines.next() {
		if line.starts_with("#[pallet::storage]") {
			let name = lines.by_ref().find_map(|line| line.strip_prefix("pub type "));
			names.extend(name.and_then(|rest| rest.split('<').next()).map(str::to_string));
		}
	}
	names
}

/// The code of a source: without comments and literals of strings, and without white space next to
/// punctuation, so that it does not matter how lines are broken.
fn code_of(source: &str) -> String {
	let mut code = String::new();
	for line in source.lines() {
		let mut in_string = false;
		let mut last = ' ';
		for c in line.chars() {
			if c == '"' && last != '\\' && last != '\'' {
				in_string = !in_string;
			} else if !in_string && c == '/' && last == '/' {
				code.pop();
				break;
			} else if !in_string {
				code.push(c);
			}
			last = c;
		}
		code.push(' ');
	}
	let words: Vec<&str> = code.split_whitespace().collect();
	let mut joined = words.join(" ");
	for sign in ["::", "<", ">", "(", ")", ",", "."] {
		joined = joined.replace(&format!(" {sign}"), sign).replace(&format!("{sign} "), sign);
	}
	joined
}

fn is_word(c: char) -> bool {
	c.is_alphanumeric() || c == '_'
}

/// End of the generic arguments that begin `code`.
fn closing_bracket(code: &str) -> Option<usize> {
	let mut depth = 0usize;
	code.char_indices().find_map(|(at, c)| {
		match c {
			'<' => depth += 1,
			'>' => depth = depth.saturating_sub(1),
			_ => {}
		}
		(depth == 0).then_some(at + 1)
	})
}

/// Uses of `item` in `code` that are not reads: the function, or the kind of use.
fn other_uses(code: &str, item: &str) -> Vec<String> {
	let mut found = Vec::new();
	for (at, _) in code.match_indices(item) {
		let rest = &code[at + item.len()..];
		let is_whole = !code[..at].ends_with(is_word) && !rest.starts_with(is_word);
		if !is_whole {
			continue;
		}
		if rest.starts_with(" as ") {
			found.push("renamed".into());
			continue;
		}
		let arguments = rest.strip_prefix("::").unwrap_or(rest);
		let end = arguments.starts_with('<').then(|| closing_bracket(arguments)).flatten();
		let Some(end) = end else { continue };
		// `<Item<T>>::get` closes one bracket more than `Item::<T>::get`.
		let after = arguments[end..].trim_start_matches('>');
		let function: String =
			after.trim_start_matches("::").chars().take_while(|c| is_word(*c)).collect();
		let is_call = after.starts_with("::") && !function.is_empty();
		if !is_call {
			found.push("named as a type".into());
		} else if !READS.contains(&function.as_str()) {
			found.push(function);
		} else if function.starts_with("iter") && after.contains(").drain(") {
			let statement = after.split([';', '{']).next().unwrap_or_default();
			if statement.contains(").drain(") {
				found.push("drain".into());
			}
		}
	}
	found
}

/// Uses in `source` of items that another room owns, other than reads.
///
/// `rows.rs` and the table of hyperparameters list items as types.
fn violations(
	file: &str,
	room: Option<&str>,
	source: &str,
	owners: &BTreeMap<String, String>,
) -> Vec<Violation> {
	let code = code_of(source);
	let lists_items = file.ends_with("/src/rows.rs") || file.ends_with("/hyperparams/mod.rs");
	let mut found = Vec::new();
	for (item, owner) in owners {
		if Some(owner.as_str()) == room {
			continue;
		}
		let uses = other_uses(&code, item).into_iter();
		for usage in uses.filter(|usage| !(lists_items && usage == "named as a type")) {
			found.push(Violation { file: file.into(), item: item.clone(), usage });
		}
	}
	found
}

/// Sources below a directory.
fn sources(dir: &Path) -> Vec<PathBuf> {
	let mut found = Vec::new();
	for entry in fs::read_dir(dir).unwrap() {
		let path = entry.unwrap().path();
		if path.is_dir() {
			found.extend(sources(&path));
		} else if path.extension().is_some_and(|extension| extension == "rs") {
			found.push(path);
		}
	}
	found.sort();
	found
}

fn src() -> PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Storage items of the pallet with the room that owns each.
fn owners() -> BTreeMap<String, String> {
	let mut owners = BTreeMap::new();
	for path in sources(&src()).iter().filter(|path| path.ends_with("storage.rs")) {
		let room = path.parent().unwrap().file_name().unwrap().to_str().unwrap();
		for item in declared(&fs::read_to_string(path).unwrap()) {
			assert_eq!(owners.insert(item.clone(), room.to_string()), None, "{item} exists twice");
		}
	}
	owners
}

/// Storage items that a room owns.
pub fn items_of(room: &str) -> Vec<String> {
	owners().into_iter().filter(|(_, owner)| owner == room).map(|(item, _)| item).collect()
}

/// Sources of this pallet, and of everything that depends on it.
fn checked_sources() -> Vec<PathBuf> {
	let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
	let set_up = |path: &PathBuf| {
		let parts: Vec<_> = path.iter().filter_map(|part| part.to_str()).collect();
		parts.iter().any(|part| ["tests", "benchmarking", "benchmarking.rs"].contains(part))
	};
	["pallets", "runtime/src", "node/src"]
		.into_iter()
		.flat_map(|dir| sources(&root.join(dir)))
		.filter(|path| !set_up(path))
		.collect()
}

/// The room of a source of this pallet: the directory below `src`.
fn room_of(path: &Path) -> Option<String> {
	let inside = path.canonicalize().unwrap();
	let below = inside.strip_prefix(src().canonicalize().unwrap()).ok()?.to_path_buf();
	let room = below.parent()?.iter().next()?.to_str()?.to_string();
	Some(room)
}

#[test]
fn no_room_writes_an_item_of_another_room() {
	let owners = owners();
	let mut found = Vec::new();
	let files = checked_sources();
	for path in &files {
		let source = fs::read_to_string(path).unwrap();
		let room = room_of(path);
		found.extend(violations(path.to_str().unwrap(), room.as_deref(), &source, &owners));
	}
	assert!(files.len() > 30, "only {} sources were found", files.len());
	assert_eq!(found, []);
}

#[test]
fn every_storage_item_has_a_room() {
	let rows = crate::rows::rows::<super::mock::Test>();
	let mut listed: Vec<_> =
		rows.into_iter().map(|row| String::from_utf8(row.name).unwrap()).collect();
	listed.sort();
	assert_eq!(owners().into_keys().collect::<Vec<_>>(), listed);
}

#[test]
fn writes_are_found_in_any_notation_and_reads_are_not() {
	let owners = BTreeMap::from([("Kappa".to_string(), "hyperparams".to_string())]);
	let check = |room, source| {
		let found = violations("file", room, source, &owners);
		found.into_iter().map(|violation| violation.usage).collect::<Vec<_>>()
	};
	for (source, usage) in [
		("Kappa::<T>::insert(netuid, 1);", "insert"),
		("x(|| <Kappa<T>>::take(netuid));", "take"),
		("crate::Kappa::<T>::mutate_exists(a, f)", "mutate_exists"),
		("if Kappa::<Pallet<T>>::get(a) {} Kappa::<T>::kill()", "kill"),
		("<pallet_subtensor::Kappa<Runtime>>::put(1)", "put"),
		("Kappa::<\n\tT,\n>::insert(a, 1)", "insert"),
		("Kappa::<T>\n\t::insert(a, 1)", "insert"),
		("let s = \"//One\"; Kappa::<T>::kill()", "kill"),
		("for row in Kappa::<T>::iter().drain() {}", "drain"),
		("unhashed::put(&Kappa::<T>::hashed_key_for(n), &1u16)", "hashed_key_for"),
		("unhashed::clear_prefix(&Kappa::<T>::final_prefix())", "final_prefix"),
		("use crate::Kappa as K;", "renamed"),
		("type M<T> = Kappa<T>;", "named as a type"),
		("write::<Kappa<T>>(1)", "named as a type"),
	] {
		assert_eq!(check(Some("keys"), source), [usage], "{source}");
		assert_eq!(check(Some("hyperparams"), source), [""; 0], "{source}");
	}
	for source in [
		"let kappa = Kappa::<T>::get(netuid);",
		"// Kappa::<T>::insert(netuid, 1);",
		"Other::<T>::insert(netuid, 1); InitialKappa::<T>::put(1);",
		"use crate::{Config, Kappa};",
		"Kappa::<T>::iter().map(f); others.drain(..)",
		"Event::Kappa { netuid }",
	] {
		assert_eq!(check(None, source), [""; 0], "{source}");
	}
}

#[test]
fn declarations_are_found_behind_attributes() {
	let source =
		"#[pallet::storage]\n#[pallet::unbounded]\npub type Kappa<T: Config> =\n\tStorageMap<_>;\n";
	assert_eq!(declared(source), ["Kappa"]);
}
