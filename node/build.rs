//! Gives the binary a version that names the commit it was built from.

use std::path::Path;

fn main() {
	substrate_build_script_utils::generate_cargo_keys();
	// Each commit and checkout adds a line there. Outside of a repository there is nothing to watch.
	let commits = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.git/logs/HEAD");
	if commits.is_file() {
		println!("cargo:rerun-if-changed={}", commits.display());
	}
}
