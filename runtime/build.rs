//! Builds the WASM runtime.

fn main() {
	#[cfg(feature = "std")]
	{
		// The inner cargo may run another compiler than the one whose clippy lints this build.
		std::env::remove_var("RUSTC_WORKSPACE_WRAPPER");
		let builder = substrate_wasm_builder::WasmBuilder::init_with_defaults();
		#[cfg(feature = "metadata-hash")]
		let builder = builder.enable_metadata_hash("NIL", 0);
		builder.build();
	}
}
