#!/usr/bin/env bash
# Installs what building Salus needs and is not there yet, and says what and why. The other scripts call it.
#
#   scripts/setup.sh [--tests]
#
#   --tests   also what the tests need: cargo-nextest, Node.js and npm, Python's venv and, for root, who alone may have
#             network namespaces, iproute2, nftables and libfaketime
#
# Debian's packages are installed as root or through sudo. No Rust toolchain is downloaded: where rustup's has no
# target wasm32v1-none, one is made from Debian's rustc-web (see scripts/lib/wasm-toolchain.sh).

set -euo pipefail
# shellcheck source=scripts/lib/env.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib/env.sh"
# shellcheck source=scripts/lib/wasm-toolchain.sh
. "$SALUS_ROOT/scripts/lib/wasm-toolchain.sh"

NEXTEST=0.9.143
NODE_MAJOR=18

tests=false
for argument in "$@"; do
	case $argument in
	--tests) tests=true ;;
	-h | --help)
		usage_of "$0"
		exit
		;;
	*) die "unknown argument $argument; see: $0 --help" ;;
	esac
done

packages=()
reasons=()

# Notes that the package "$1" is missing, for the reason "$2", unless the command after them succeeds.
need() {
	local package=$1 reason=$2
	shift 2
	if ! "$@" >/dev/null 2>&1; then
		packages+=("$package")
		reasons+=("$package: $reason")
	fi
}

has_openssl() {
	pkg-config --exists openssl
}

has_node() {
	[ "$(node --version | cut -d. -f1 | tr -d v)" -ge "$NODE_MAJOR" ]
}

has_venv() {
	python3 -c 'import ensurepip, venv'
}

has_faketime() {
	compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1'
}

has_package() {
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1")" = installed ]
}

candidate_of() {
	apt-cache policy "$1" | sed -n 's/^  Candidate: //p'
}

check_rust() {
	{ have cargo && have rustc; } ||
		die "Rust is missing; install rustup (Debian's package, or from rust-lang.org), then: rustup toolchain install $SALUS_RUST.0"
	local version
	version=$(rustc --version)
	[[ $version == "rustc $SALUS_RUST."* ]] ||
		die "the active compiler is $version, Salus is written for $SALUS_RUST; run: rustup toolchain install $SALUS_RUST.0 && rustup default $SALUS_RUST.0"
	[ -n "${RUSTC_WORKSPACE_WRAPPER:-}" ] ||
		say "clippy is not installed, so the build does not lint; the mend: rustup component add clippy"
}

install_packages() {
	[ ${#packages[@]} -gt 0 ] || return 0
	local command="apt-get install -y --no-install-recommends ${packages[*]}"
	have apt-get || die "missing, in Debian's names: ${packages[*]}; install your system's equivalents and run this again"
	can_be_root || die "missing: ${packages[*]}
  ask an administrator to run: $command
  and run this again"
	say "installing Debian packages:"
	printf '      %s\n' "${reasons[@]}" >&2
	run_as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
	if [[ " ${packages[*]} " == *" rustc-web "* ]]; then
		check_rustc_web
	fi
	# shellcheck disable=SC2086 # words on purpose
	run_as_root env DEBIAN_FRONTEND=noninteractive $command >&2 ||
		die "apt-get failed; its messages are above. Retry with: $command"
}

check_rustc_web() {
	local candidate
	candidate=$(candidate_of rustc-web)
	dpkg --compare-versions "${candidate:-0}" ge "$SALUS_RUST" || die "the runtime needs the target wasm32v1-none; \
Debian offers rustc-web ${candidate:-nothing}, older than $SALUS_RUST.
  Either add the security archive to apt's sources (bookworm-security has 1.96) and run this again,
  or, where downloads of toolchains are allowed: rustup target add wasm32v1-none"
}

setup_wasm_target() {
	local sysroot
	sysroot=$(rustc --print sysroot)
	if has_wasm_target "$sysroot"; then
		return
	fi
	if [ -n "${WASM_BUILD_TOOLCHAIN:-}" ] && [ "$WASM_BUILD_TOOLCHAIN" != "$SALUS_WASM_TOOLCHAIN" ]; then
		have rustup || die "WASM_BUILD_TOOLCHAIN is set, but rustup is missing; unset it or install rustup"
		has_wasm_target "$(rustup run "$WASM_BUILD_TOOLCHAIN" rustc --print sysroot)" ||
			die "the toolchain $WASM_BUILD_TOOLCHAIN of WASM_BUILD_TOOLCHAIN has no target wasm32v1-none; unset it, or add the target"
		return
	fi
	{ have rustup && have dpkg; } ||
		die "$sysroot has no target wasm32v1-none; run: rustup target add wasm32v1-none (or install rustc-web and rustup on Debian)"
	dpkg --compare-versions "$(dpkg-query -W -f '${Version}' rustc-web)" ge "$SALUS_RUST" || {
		check_rustc_web
		die "the installed rustc-web is older than $SALUS_RUST; run: apt-get install rustc-web rust-web-src"
	}
	[ "$(dpkg-query -W -f '${Version}' rustc-web)" = "$(dpkg-query -W -f '${Version}' rust-web-src)" ] ||
		die "rustc-web and rust-web-src have different versions; run: apt-get install rustc-web rust-web-src"
	install_wasm_toolchain
}

setup_nextest() {
	! have cargo-nextest || return 0
	local install=(cargo install cargo-nextest --locked --version "$NEXTEST")
	say "installing cargo-nextest $NEXTEST, which runs the tests (some ten minutes): ${install[*]}"
	env -u RUSTC_WORKSPACE_WRAPPER CARGO_TARGET_DIR="$CARGO_TARGET_DIR-tools" "${install[@]}" ||
		say "cargo-nextest could not be installed; the tests run without it, one binary after the other"
}

check_rust

need build-essential "the C compiler and linker of the cryptography and compression crates" have c++
need pkg-config "finds OpenSSL" have pkg-config
need libssl-dev "the node's WebRTC transport links OpenSSL" has_openssl
need protobuf-compiler "compiles the network protocols' messages" have protoc
need binaryen "wasm-opt, which compacts the runtime" have wasm-opt
need curl "talks JSON-RPC in the scripts" have curl
need jq "reads JSON in the scripts" have jq
need python3 "finds free ports" have python3
if ! has_wasm_target "$(rustc --print sysroot)" && [ "${WASM_BUILD_TOOLCHAIN:-$SALUS_WASM_TOOLCHAIN}" = "$SALUS_WASM_TOOLCHAIN" ]; then
	need rustc-web "compiles the runtime to WASM, as rustup's toolchain has no target wasm32v1-none" has_package rustc-web
	need rust-web-src "the matching standard library, compiled once for WASM" has_package rust-web-src
fi
if $tests; then
	need nodejs "runs the wallet and FHIR tests" has_node
	need npm "installs their pinned packages" have npm
	need python3-venv "holds the S3 server of the end-to-end tests" has_venv
	if [ "$(id -u)" -eq 0 ]; then
		need iproute2 "makes the hosts and links of the tests with faults" have tc
		need nftables "loses packets there, and cuts hosts off" have nft
		need procps "sets how long TCP waits there" have sysctl
		need libfaketime "sets a validator's clock wrong there" has_faketime
		need wireguard-tools "makes and reads the overlay of those hosts" have wg
		need wireguard-go "is its WireGuard, where the kernel has none" have wireguard-go
	fi
fi
install_packages
if $tests; then
	has_node || die "Node.js $(node --version) is too old, the tests need $NODE_MAJOR; install a newer one and run this again"
fi
setup_wasm_target
if $tests; then
	setup_nextest
fi
