//! Every call of our pallets has a benchmark, and every weight of theirs is measured.
//!
//! Benchmarks are compiled with the feature `runtime-benchmarks` only, so that their sources are
//! read here. Our pallets are the crates in `pallets/` that the runtime has a pallet of.

use std::{
	collections::BTreeSet,
	fs,
	path::{Path, PathBuf},
};

use frame_support::traits::GetCallMetadata;
use noesis_runtime::RuntimeCall;

/// A benchmark in the sources.
#[derive(Debug, PartialEq)]
struct Benchmark {
	name: String,
	/// It is left out where weights are made.
	is_extra: bool,
}

/// A pallet of ours.
struct Pallet {
	/// Its name in metadata.
	name: String,
	/// Its crate, as the runtime names it.
	krate: String,
	benchmarks: Vec<Benchmark>,
	/// The functions of its `WeightInfo`.
	weights: BTreeSet<String>,
}

impl Pallet {
	fn calls(&self) -> &'static [&'static str] {
		let has_calls = RuntimeCall::get_module_names().contains(&&*self.name);
		if has_calls {
			RuntimeCall::get_call_names(&self.name)
		} else {
			&[]
		}
	}

	/// Calls that have no benchmark.
	fn unmeasured(&self, calls: &[&'static str]) -> Vec<&'static str> {
		let is_measured = |call: &&str| self.benchmarks.iter().any(|it| it.name == *call);
		calls.iter().copied().filter(|call| !is_measured(call)).collect()
	}

	/// The benchmarks from which weights are made.
	fn measured(&self) -> BTreeSet<String> {
		let measured = self.benchmarks.iter().filter(|benchmark| !benchmark.is_extra);
		measured.map(|benchmark| benchmark.name.clone()).collect()
	}
}

fn root() -> PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &Path) -> String {
	fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The name of the function that this line declares.
fn function(line: &str) -> Option<&str> {
	let name = line.trim().strip_prefix("fn ")?;
	name.split(['(', '<']).next()
}

/// The benchmarks that a source file declares.
fn benchmarks_in(source: &str) -> Vec<Benchmark> {
	let mut found = Vec::new();
	let mut attribute: Option<&str> = None;
	for line in source.lines().map(str::trim) {
		if line == "#[benchmark]" || line.starts_with("#[benchmark(") {
			attribute = Some(line);
		} else if let (Some(declared), Some(name)) = (attribute, function(line)) {
			let is_extra = declared.contains("extra");
			found.push(Benchmark { name: name.into(), is_extra });
			attribute = None;
		}
	}
	found
}

/// The functions of the trait `WeightInfo` that a source file declares.
fn weights_in(source: &str) -> BTreeSet<String> {
	let of_trait = source.lines().skip_while(|line| !line.starts_with("pub trait WeightInfo"));
	let body = of_trait.take_while(|line| *line != "}");
	body.filter_map(function).map(Into::into).collect()
}

/// The sources of a pallet's benchmarks: one file, or a directory of them.
fn benchmark_sources(src: &Path) -> Vec<PathBuf> {
	let mut files = vec![src.join("benchmarking.rs")];
	let mut directories = vec![src.join("benchmarking")];
	while let Some(directory) = directories.pop() {
		let entries = fs::read_dir(directory).into_iter().flatten();
		for path in entries.map(|entry| entry.unwrap().path()) {
			if path.is_dir() {
				directories.push(path);
			} else {
				files.push(path);
			}
		}
	}
	files.retain(|file| file.exists());
	files
}

/// The name under which the runtime has the pallet of a crate.
fn pallet_name(runtime: &str, krate: &str) -> Option<String> {
	let suffix = format!(" = {krate};");
	let mut lines = runtime.lines().map(str::trim);
	lines.find_map(|line| Some(line.strip_prefix("pub type ")?.strip_suffix(&*suffix)?.to_string()))
}

fn our_pallets() -> Vec<Pallet> {
	let runtime = read(&root().join("runtime/src/lib.rs"));
	let mut pallets = Vec::new();
	for entry in fs::read_dir(root().join("pallets")).unwrap() {
		let directory = entry.unwrap().path();
		let manifest = read(&directory.join("Cargo.toml"));
		let package = manifest.lines().find_map(|line| line.strip_prefix("name = ")).unwrap();
		let krate = package.trim_matches('"').replace('-', "_");
		let src = directory.join("src");
		let is_pallet = read(&src.join("lib.rs")).contains("#[frame_support::pallet");
		let Some(name) = pallet_name(&runtime, &krate) else {
			assert!(!is_pallet, "{krate} is a pallet that the runtime does not have");
			continue;
		};
		let sources = benchmark_sources(&src);
		let benchmarks = sources.iter().flat_map(|file| benchmarks_in(&read(file))).collect();
		let weights = fs::read_to_string(src.join("weights.rs")).unwrap_or_default();
		pallets.push(Pallet { name, krate, benchmarks, weights: weights_in(&weights) });
	}
	pallets
}

#[test]
fn every_call_of_ours_has_a_benchmark() {
	let pallets = our_pallets();
	for name in ["SubtensorModule", "Utility", "Proxy", "MevShield"] {
		assert!(pallets.iter().any(|pallet| pallet.name == name), "{name} is not found");
	}
	for pallet in &pallets {
		let unmeasured = pallet.unmeasured(pallet.calls());
		assert!(unmeasured.is_empty(), "{}: no benchmark of {unmeasured:?}", pallet.name);
	}
}

#[test]
fn every_weight_has_a_benchmark_and_every_benchmark_a_weight() {
	for pallet in our_pallets() {
		assert_eq!(pallet.measured(), pallet.weights, "{}", pallet.name);
	}
}

#[test]
fn every_pallet_with_benchmarks_can_be_measured() {
	let listed = read(&root().join("runtime/src/benchmarks.rs"));
	for pallet in our_pallets() {
		let entry = format!("[{}, {}]", pallet.krate, pallet.name);
		assert_eq!(listed.contains(&entry), !pallet.benchmarks.is_empty(), "{entry}");
	}
}

#[test]
fn a_call_without_a_benchmark_is_found() {
	let source = "
		#[benchmark]
		fn announce(a: Linear<0, 9>) {}

		/// In two lines.
		#[benchmark(extra)]
		fn proxy(
			p: Linear<1, 20>,
		) -> Result<(), BenchmarkError> {}

		fn poke_deposit() {}
	";
	let benchmarks = benchmarks_in(source);
	let expected = [("announce", false), ("proxy", true)]
		.map(|(name, is_extra)| Benchmark { name: name.into(), is_extra });
	assert_eq!(benchmarks, expected);

	let weights =
		weights_in("pub trait WeightInfo {\n\tfn announce(a: u32) -> Weight;\n}\nfn x() {}");
	let (name, krate) = ("Proxy".into(), "pallet_noesis_proxy".into());
	let pallet = Pallet { name, krate, benchmarks, weights };
	assert_eq!(pallet.unmeasured(&["announce", "poke_deposit", "proxy"]), ["poke_deposit"]);
	assert_eq!(pallet.measured(), pallet.weights);
}
