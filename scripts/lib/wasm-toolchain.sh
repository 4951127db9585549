# shellcheck shell=bash
# A toolchain that compiles for wasm32v1-none where rustup's has no such target: Debian's rustc-web, which comes with
# the source of the matching library, plus the linker of rustup's toolchain. Needs lib/env.sh.

# Changes when the steps below do, so that toolchains made by earlier steps are made anew.
WASM_TOOLCHAIN_RECIPE=1

# The compiler that the package rustc-web installs; the first `rustc` of the PATH is rustup's proxy.
debian_rustc() {
	dpkg -L rustc-web 2>/dev/null | grep -m1 '/bin/rustc$'
}

# The folder that holds `rust/library`, the source of Debian's standard library.
debian_rust_src() {
	dpkg -L rust-web-src 2>/dev/null | sed -n 's|\(.*/lib/rustlib/src\)/rust$|\1|p' | head -n 1
}

wasm_toolchain_version() {
	printf '%s recipe %s\n' "$(dpkg-query -W -f '${Version}' rustc-web)" "$WASM_TOOLCHAIN_RECIPE"
}

# Whether the toolchain exists, fits the installed rustc-web, has its linker and is known to rustup.
wasm_toolchain_is_current() {
	local folder=$SALUS_WASM_TOOLCHAIN_DIR
	has_wasm_target "$folder" &&
		[ "$(cat "$folder/version" 2>/dev/null)" = "$(wasm_toolchain_version 2>/dev/null)" ] &&
		[ -n "$(find -L "$folder/lib/rustlib" -path '*/bin/rust-lld' -type f 2>/dev/null)" ] &&
		[ -x "$folder/bin/cargo" ] &&
		[ "$(readlink -f "$(rustup_home)/toolchains/$SALUS_WASM_TOOLCHAIN")" = "$(readlink -f "$folder")" ]
}

rustup_home() {
	echo "${RUSTUP_HOME:-$HOME/.rustup}"
}

# Runs cargo with no setting of this build or of an enclosing cargo.
clean_cargo() {
	env -u CARGO_TARGET_DIR -u CARGO_BUILD_TARGET_DIR -u CARGO_BUILD_BUILD_DIR -u CARGO_ENCODED_RUSTFLAGS -u RUSTFLAGS \
		-u RUSTC_WRAPPER -u RUSTC_WORKSPACE_WRAPPER "$@"
}

# Lays out the toolchain in the folder "$1": Debian's compiler and host library, rustup's cargo and linker.
link_wasm_toolchain() {
	local folder=$1 rustc host sysroot debian_sysroot src
	rustc=$(debian_rustc)
	src=$(debian_rust_src)
	[ -x "$rustc" ] || die "the package rustc-web has no rustc; run: apt-get install --reinstall rustc-web"
	[ -f "$src/rust/library/Cargo.lock" ] ||
		die "the package rust-web-src has no library source; run: apt-get install --reinstall rust-web-src"
	host=$("$rustc" -vV | sed -n 's/^host: //p')
	sysroot=$(rustc --print sysroot)
	debian_sysroot=$("$rustc" --print sysroot)
	local linker=$sysroot/lib/rustlib/$host/bin
	[ -x "$linker/rust-lld" ] ||
		die "$linker has no rust-lld; run: rustup toolchain install $SALUS_RUST.0, or: rustup target add wasm32v1-none"

	mkdir -p "$folder/bin" "$folder/lib/rustlib/$host/bin"
	cat >"$folder/bin/rustc" <<-WRAPPER
		#!/bin/sh
		folder=\$(dirname "\$(dirname "\$(readlink -f "\$0")")")
		exec $rustc --sysroot "\$folder" "\$@"
	WRAPPER
	chmod +x "$folder/bin/rustc"
	ln -sfn "$(rustup which cargo)" "$folder/bin/cargo"
	ln -sfn "$linker/rust-lld" "$folder/lib/rustlib/$host/bin/rust-lld"
	ln -sfn "$linker/gcc-ld" "$folder/lib/rustlib/$host/bin/gcc-ld"
	ln -sfn "$debian_sysroot/lib/rustlib/$host/lib" "$folder/lib/rustlib/$host/lib"
	ln -sfn "$src" "$folder/lib/rustlib/src"
}

# Compiles core, alloc and compiler_builtins into the toolchain in "$1", working in the empty folder "$2".
build_wasm_library() {
	local folder=$1 work=$2 library found vendor=$1/lib/rustlib/src/rust/library/vendor
	mkdir -p "$work/library/src"
	printf '[package]\nname = "library"\nversion = "0.0.0"\nedition = "2021"\n\n[workspace]\n' >"$work/library/Cargo.toml"
	echo '#![no_std]' >"$work/library/src/lib.rs"
	# Embedded bitcode is what the link-time optimisation of the runtime reads.
	clean_cargo RUSTC="$folder/bin/rustc" RUSTFLAGS=-Cembed-bitcode=yes RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$work/target" \
		"$folder/bin/cargo" build --offline --quiet --release --manifest-path "$work/library/Cargo.toml" \
		--config 'source.crates-io.replace-with="debian"' --config "source.debian.directory=\"$vendor\"" \
		-Zbuild-std=core,alloc --target wasm32v1-none ||
		die "the WASM library did not compile; its messages are above"
	local lib=$folder/lib/rustlib/wasm32v1-none/lib
	mkdir -p "$lib"
	for library in core alloc compiler_builtins; do
		found=$(find "$work/target/wasm32v1-none/release" -name "lib$library-*.rlib")
		[ -f "$found" ] || die "expected one lib$library rlib below $work/target, found: ${found:-none}"
		cp "$found" "$lib/"
	done
}

# Compiles and links a module with the toolchain in "$1", as a runtime is, working in the folder "$2".
check_wasm_toolchain() {
	local folder=$1 work=$2/module
	mkdir -p "$work/src"
	printf '%s\n' '[package]' 'name = "module"' 'version = "0.0.0"' 'edition = "2021"' '[lib]' 'crate-type = ["cdylib"]' \
		'[profile.release]' 'lto = "fat"' 'panic = "abort"' '[workspace]' >"$work/Cargo.toml"
	cat >"$work/src/lib.rs" <<-'MODULE'
		#![no_std]
		extern crate alloc;

		use core::alloc::{GlobalAlloc, Layout};

		struct Nothing;

		unsafe impl GlobalAlloc for Nothing {
			unsafe fn alloc(&self, _: Layout) -> *mut u8 {
				core::ptr::null_mut()
			}
			unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
		}

		#[global_allocator]
		static ALLOCATOR: Nothing = Nothing;

		#[panic_handler]
		fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
			core::arch::wasm32::unreachable()
		}

		#[no_mangle]
		pub extern "C" fn digits(number: u64) -> usize {
			alloc::format!("{number}").len()
		}
	MODULE
	clean_cargo -u RUSTC CARGO_TARGET_DIR="$work/target" rustup run "$SALUS_WASM_TOOLCHAIN" \
		cargo build --offline --quiet --release --manifest-path "$work/Cargo.toml" --target wasm32v1-none &&
		[ "$(head -c 4 "$work/target/wasm32v1-none/release/module.wasm" | od -An -tx1 | tr -d ' ')" = 0061736d ] ||
		die "the toolchain in $folder does not compile for wasm32v1-none; remove that folder and run scripts/setup.sh again"
}

# Makes the toolchain and registers it with rustup, unless a current one is there.
install_wasm_toolchain() {
	local folder=$SALUS_WASM_TOOLCHAIN_DIR work
	mkdir -p "$(dirname "$folder")"
	exec 9>"$folder.lock"
	flock 9
	if ! wasm_toolchain_is_current; then
		say "building the WASM library with Debian's $("$(debian_rustc)" --version), once, about a minute"
		work=$(mktemp -d)
		# shellcheck disable=SC2064 # the folder of now
		trap "rm -rf '$work' '$folder.new'" EXIT
		rm -rf "$folder.new"
		link_wasm_toolchain "$folder.new"
		build_wasm_library "$folder.new" "$work"
		rm -rf "$folder"
		mv "$folder.new" "$folder"
		rustup toolchain link "$SALUS_WASM_TOOLCHAIN" "$folder" 2>/dev/null ||
			die "rustup cannot link a toolchain; run: rustup toolchain link $SALUS_WASM_TOOLCHAIN $folder"
		check_wasm_toolchain "$folder" "$work"
		wasm_toolchain_version >"$folder/version"
		rm -rf "$work"
		trap - EXIT
		say "registered the toolchain $SALUS_WASM_TOOLCHAIN ($folder)"
	fi
	exec 9>&-
	export WASM_BUILD_TOOLCHAIN=$SALUS_WASM_TOOLCHAIN
	drop_stale_wasm
}
