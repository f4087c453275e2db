//! Gives the binary a version that names the commit it was built from.

use std::path::Path;

fn main() {
	substrate_build_script_utils::generate_cargo_keys();
	// Asked for at run time: a build script may have been compiled for another checkout.
	let node = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
	// Each commit and checkout adds a line there. Outside of a repository there is nothing to watch.
	let commits = Path::new(&node).join("../.git/logs/HEAD");
	if commits.is_file() {
		println!("cargo:rerun-if-changed={}", commits.display());
	}
}
