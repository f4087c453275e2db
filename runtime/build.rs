//! Compiles the runtime to WASM, with the metadata hash that hardware wallets check.

fn main() {
	#[cfg(feature = "std")]
	{
		let builder = substrate_wasm_builder::WasmBuilder::init_with_defaults();
		// The hash takes a second compilation. Nobody signs for a runtime that is only measured.
		#[cfg(not(feature = "runtime-benchmarks"))]
		let builder = builder.enable_metadata_hash("TAO", 9);
		builder.build();
	}
}
