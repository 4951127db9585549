//! Builds two WASM runtimes from the sources of `runtime`, each with a version of its own and its migrations:
//!
//! - `next`, the version after the runtime's, with a migration that spans blocks;
//! - `back`, the version after that, which takes back what `next` did: how a chain goes back.
//!
//! They differ from the runtime by the cfg `salus_test`, which this script sets for this package alone.

#[cfg(feature = "std")]
use std::path::Path;
use std::{env, fs, path::PathBuf};

/// Tells the compiler of the WASM which of them it is.
const VARIANT: &str = "SALUS_TEST_RUNTIME";

/// The runtimes, and by how much their version is higher.
const VARIANTS: [(&str, u32); 2] = [("next", 1), ("back", 2)];

fn main() {
	let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
	let sources = here.join("../../runtime/src");
	println!("cargo:rustc-check-cfg=cfg(salus_test)");
	println!("cargo:rustc-cfg=salus_test");
	println!("cargo:rerun-if-changed={}", sources.display());
	println!("cargo:rerun-if-changed={}", here.join("build.rs").display());
	println!("cargo:rerun-if-changed={}", here.join("migrations").display());
	println!("cargo:rerun-if-env-changed={VARIANT}");
	println!("cargo:rerun-if-env-changed=SKIP_WASM_BUILD");

	let variant = env::var(VARIANT);
	let variant = variant.as_deref().unwrap_or("next");
	let (_, raise) = VARIANTS.iter().find(|(name, _)| *name == variant).expect("the script set it");
	let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
	let lib = fs::read_to_string(sources.join("lib.rs")).expect("the runtime has sources");
	fs::write(out.join("version.rs"), raised(&lib, *raise)).expect("the folder is cargo's");
	fs::copy(here.join("migrations").join(variant).with_extension("rs"), out.join("migrations.rs"))
		.expect("each has its migrations");

	#[cfg(feature = "std")]
	if env::var_os("SKIP_WASM_BUILD").is_none() {
		build(&here, &out);
	}
}

/// The runtime's version, as its sources have it, with a higher number.
fn raised(lib: &str, by: u32) -> String {
	const FIELD: &str = "spec_version: ";
	let (_, version) =
		lib.split_once("pub const VERSION: RuntimeVersion").expect("the runtime has a version");
	let (version, _) = version.split_once("};").expect("it ends");
	let (before, after) = version.split_once(FIELD).expect("the version has a number");
	let (number, after) = after.split_once(',').expect("the number ends");
	let number: u32 = number.replace('_', "").parse().expect("the number is a literal");
	let raised = number.checked_add(by).expect("versions are small");
	format!(
		"/// Version of the runtime.\n#[sp_version::runtime_version]\n\
		pub const VERSION: RuntimeVersion{before}{FIELD}{raised},{after}}};\n"
	)
}

/// Compiles both for WASM.
#[cfg(feature = "std")]
fn build(here: &Path, out: &Path) {
	// As the runtime's own script does.
	env::remove_var("RUSTC_WORKSPACE_WRAPPER");
	env::set_var("WASM_BUILD_WORKSPACE_HINT", here.join("../.."));
	share_dependencies(out);
	for (variant, _) in VARIANTS {
		env::set_var(VARIANT, variant);
		substrate_wasm_builder::WasmBuilder::init_with_defaults().set_file_name(variant).build();
	}
}

/// Lets these runtimes use what the runtime's dependencies were compiled to: they are the same.
#[cfg(feature = "std")]
fn share_dependencies(out: &Path) {
	let builds = out.ancestors().find(|folder| folder.ends_with("build")).and_then(Path::parent);
	let wasm = builds.expect("cargo's folder has builds").join("wbuild");
	let (own, shared) = (wasm.join("salus-next-runtime"), wasm.join("salus-runtime/target"));
	fs::create_dir_all(&own).expect("the folder is cargo's");
	fs::create_dir_all(&shared).expect("the folder is cargo's");
	let link = own.join("target");
	if fs::symlink_metadata(&link).is_err() {
		std::os::unix::fs::symlink("../salus-runtime/target", link).expect("the folder is cargo's");
	}
}
