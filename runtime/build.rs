//! Builds the WASM runtime.

fn main() {
	println!("cargo:rustc-check-cfg=cfg(salus_test)");
	#[cfg(feature = "std")]
	{
		// The inner cargo may run another compiler than the one whose clippy lints this build.
		std::env::remove_var("RUSTC_WORKSPACE_WRAPPER");
		// The target folder lies outside the checkout, so the builder would not find the lockfile by itself.
		std::env::set_var("WASM_BUILD_WORKSPACE_HINT", concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
		let builder = substrate_wasm_builder::WasmBuilder::init_with_defaults();
		#[cfg(feature = "metadata-hash")]
		let builder = builder.enable_metadata_hash("NIL", 0);
		builder.build();
	}
}
