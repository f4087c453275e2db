//! Ownership of storage: a room alone writes its items.
//!
//! FRAME pastes every section into one module, so the compiler cannot keep rooms apart. This test
//! reads the sources instead: an item that a room's `storage.rs` declares may be used elsewhere only
//! by functions that read.
//!
//! Two kinds of writes escape it: through a type parameter (`H::Map::insert`, as hyperparameters do
//! inside of their room), and through a renamed import (`use crate::Kappa as K`).

use std::{
	collections::BTreeMap,
	fs,
	path::{Path, PathBuf},
};

/// Functions of storage items that write nothing. Any other function counts as a write.
const READS: [&str; 18] = [
	"contains_key",
	"contains_prefix",
	"decode_len",
	"exists",
	"final_prefix",
	"get",
	"hashed_key_for",
	"iter",
	"iter_from",
	"iter_key_prefix",
	"iter_keys",
	"iter_keys_from",
	"iter_prefix",
	"iter_prefix_values",
	"iter_values",
	"storage_info",
	"try_get",
	"partial_storage_info",
];

/// A write to an item outside the room that owns it.
#[derive(Debug, Eq, PartialEq)]
struct Violation {
	file: String,
	line: usize,
	item: String,
	function: String,
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

/// Uses `Item::<T>::function` of items in one line: item and function.
///
/// `<Item<T>>::function` and `Item::<T>::function` are found alike.
fn uses(line: &str) -> Vec<(String, String)> {
	let code = line.split("//").next().unwrap_or_default();
	let mut found = Vec::new();
	for (at, _) in code.match_indices(">::") {
		let function: String = code[at + 3..].chars().take_while(|c| is_word(*c)).collect();
		let item = item_before(&code[..=at]);
		if let (false, Some(item)) = (function.is_empty(), item) {
			found.push((item, function));
		}
	}
	found
}

fn is_word(c: char) -> bool {
	c.is_alphanumeric() || c == '_'
}

/// The type whose closing bracket ends `code`: `Kappa` in `x(Kappa::<T>` and in `<Kappa<T>>`.
fn item_before(code: &str) -> Option<String> {
	let mut depth = 0usize;
	let open = code.char_indices().rev().find_map(|(at, c)| {
		match c {
			'>' => depth += 1,
			'<' => depth -= 1,
			_ => {}
		}
		(depth == 0).then_some(at)
	})?;
	let before = code[..open].trim_end_matches("::");
	let start = before.rfind(|c| !is_word(c)).map_or(0, |at| at + 1);
	if !before[start..].is_empty() {
		return Some(before[start..].to_string());
	}
	// `<Kappa<T>>`: the type is inside the brackets.
	let inside = &code[open + 1..];
	let path = inside.split('<').next().unwrap_or_default();
	path.rsplit("::").next().map(str::to_string)
}

/// Writes in `source` to items that another room owns.
fn violations(
	file: &str,
	room: Option<&str>,
	source: &str,
	owners: &BTreeMap<String, String>,
) -> Vec<Violation> {
	let mut found = Vec::new();
	for (number, line) in source.lines().enumerate() {
		for (item, function) in uses(line) {
			let foreign = owners.get(&item).is_some_and(|owner| Some(owner.as_str()) != room);
			if foreign && !READS.contains(&function.as_str()) {
				found.push(Violation { file: file.into(), line: number + 1, item, function });
			}
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
fn writes_are_found_in_either_notation_and_reads_are_not() {
	let owners = BTreeMap::from([("Kappa".to_string(), "hyperparams".to_string())]);
	let check = |room, source| {
		let found = violations("file", room, source, &owners);
		found.into_iter().map(|violation| violation.function).collect::<Vec<_>>()
	};
	assert_eq!(check(Some("keys"), "Kappa::<T>::insert(netuid, 1);"), ["insert"]);
	assert_eq!(check(Some("keys"), "x(|| <Kappa<T>>::take(netuid));"), ["take"]);
	assert_eq!(check(None, "crate::Kappa::<T>::mutate_exists(a, f)"), ["mutate_exists"]);
	assert_eq!(check(None, "if Kappa::<Pallet<T>>::get(a) {} Kappa::<T>::kill()"), ["kill"]);
	assert_eq!(check(None, "Row::of(<pallet_subtensor::Kappa<Runtime>>::put)"), ["put"]);
	assert_eq!(check(Some("hyperparams"), "Kappa::<T>::insert(netuid, 1);"), [""; 0]);
	assert_eq!(check(None, "let kappa = Kappa::<T>::get(netuid);"), [""; 0]);
	assert_eq!(check(None, "// Kappa::<T>::insert(netuid, 1);"), [""; 0]);
	assert_eq!(check(None, "Other::<T>::insert(netuid, 1);"), [""; 0]);
}

#[test]
fn declarations_are_found_behind_attributes() {
	let source =
		"#[pallet::storage]\n#[pallet::unbounded]\npub type Kappa<T: Config> =\n\tStorageMap<_>;\n";
	assert_eq!(declared(source), ["Kappa"]);
}
