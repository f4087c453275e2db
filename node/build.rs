//! Gives the binary a version that names the commit it was built from.

use std::{path::PathBuf, process::Command};

/// Variable that names the commit where there is no repository, such as in a container.
const COMMIT: &str = "SUBSTRATE_CLI_GIT_COMMIT_HASH";

fn main() {
	substrate_build_script_utils::generate_cargo_keys();
	println!("cargo:rerun-if-env-changed={COMMIT}");
	if let Some(commits) = reflog() {
		println!("cargo:rerun-if-changed={}", commits.display());
	}
}

/// Path of the log that grows by a line with each commit and checkout, `None` outside of a
/// repository.
///
/// Asks git, because a worktree keeps this log elsewhere than a clone.
fn reflog() -> Option<PathBuf> {
	let answer =
		Command::new("git").args(["rev-parse", "--git-path", "logs/HEAD"]).output().ok()?;
	let path = PathBuf::from(String::from_utf8(answer.stdout).ok()?.trim_end());
	path.is_file().then_some(path)
}
