#!/usr/bin/env bash
# Looks at everything that building, running and testing Salus needs, and names what is missing with the mend.
# It changes nothing. Ends with 1 if something is missing, else with 0; notes ("hm") do not count.
#
#   scripts/doctor.sh

set -euo pipefail
# shellcheck source=scripts/lib/env.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib/env.sh"
# shellcheck source=scripts/lib/wasm-toolchain.sh
. "$SALUS_ROOT/scripts/lib/wasm-toolchain.sh"

case ${1:-} in
'') ;;
-h | --help)
	usage_of "$0"
	exit
	;;
*) die "unknown argument $1; see: $0 --help" ;;
esac

DISK_COLD_GB=15
DISK_WARM_GB=3
MEMORY_GB=6
MEMORY_LEAST_GB=3
# A path below the target folder has up to some 200 characters more, and sockets and archives have limits of their own.
PATH_LONGEST=150

missing=0

ok() {
	printf '  \033[32mok\033[0m       %-22s %s\n' "$1" "$2"
}

hint() {
	printf '  \033[33mhm\033[0m       %-22s %s\n' "$1" "$2"
}

lacks() {
	printf '  \033[31mmissing\033[0m  %-22s %s\n' "$1" "$2"
	printf '           %-22s mend: %s\n' '' "$3"
	missing=$((missing + 1))
}

# Checks the command "$2" by running it with the rest, and shows the first line of what it prints.
check_command() {
	local name=$1 mend=$2 out
	shift 2
	if have "$1" && out=$("$@" 2>&1); then
		ok "$name" "$(head -n 1 <<<"$out")"
	else
		lacks "$name" "\`$1\` is not there or does not run" "$mend"
	fi
}

check_rust() {
	local version
	if ! have rustc || ! version=$(rustc --version 2>&1); then
		lacks rustc "no Rust compiler" "install rustup, then: rustup toolchain install $SALUS_RUST.0"
	elif [[ $version != "rustc $SALUS_RUST."* ]]; then
		lacks rustc "$version, needed is $SALUS_RUST" \
			"rustup toolchain install $SALUS_RUST.0 && rustup default $SALUS_RUST.0"
	else
		ok rustc "$version"
	fi
	check_command cargo "install rustup" cargo --version
	check_command clippy "rustup component add clippy" clippy-driver --version
	check_command rustfmt "rustup component add rustfmt" rustfmt --version
	check_command cargo-nextest "scripts/setup.sh --tests (without it the tests run one binary after the other)" \
		cargo-nextest nextest --version
}

check_wasm() {
	local sysroot
	sysroot=$(rustc --print sysroot 2>/dev/null) || sysroot=
	if [ -n "$sysroot" ] && has_wasm_target "$sysroot"; then
		ok wasm32v1-none "in $sysroot"
	elif [ -n "${WASM_BUILD_TOOLCHAIN:-}" ] && [ "$WASM_BUILD_TOOLCHAIN" != "$SALUS_WASM_TOOLCHAIN" ]; then
		if has_wasm_target "$(rustup run "$WASM_BUILD_TOOLCHAIN" rustc --print sysroot 2>/dev/null)"; then
			ok wasm32v1-none "toolchain $WASM_BUILD_TOOLCHAIN (WASM_BUILD_TOOLCHAIN)"
		else
			lacks wasm32v1-none "the toolchain $WASM_BUILD_TOOLCHAIN of WASM_BUILD_TOOLCHAIN has no such target" \
				"unset WASM_BUILD_TOOLCHAIN and run scripts/setup.sh"
		fi
	elif wasm_toolchain_is_current; then
		ok wasm32v1-none "toolchain $SALUS_WASM_TOOLCHAIN, rustc-web $(cat "$SALUS_WASM_TOOLCHAIN_DIR/version")"
	else
		lacks wasm32v1-none "no target in rustup's toolchain and no current toolchain $SALUS_WASM_TOOLCHAIN" \
			"scripts/setup.sh, or where downloads of toolchains are allowed: rustup target add wasm32v1-none"
	fi
}

check_openssl() {
	local version
	if have pkg-config && version=$(pkg-config --modversion openssl 2>/dev/null); then
		ok openssl "$version, with headers"
	else
		lacks openssl "no headers, or no pkg-config" "scripts/setup.sh, or: apt-get install libssl-dev pkg-config"
	fi
}

check_node() {
	local version
	if ! have node; then
		lacks node "Node.js runs the wallet and FHIR tests" "scripts/setup.sh --tests"
		return
	fi
	version=$(node --version)
	if [ "$(cut -d. -f1 <<<"${version#v}")" -ge 18 ]; then
		ok node "$version"
	else
		lacks node "$version, needed is 18" "install a newer Node.js"
	fi
}

check_path() {
	local name=$1 path=$2
	if [[ $path != /* ]]; then
		lacks "$name" "$path is not an absolute path" "set it to one"
	elif [[ $path =~ [[:space:]] ]]; then
		lacks "$name" "'$path' has a blank, which compilers' flags split at" "choose a path without blanks"
	elif [ ${#path} -gt "$PATH_LONGEST" ]; then
		lacks "$name" "$path has ${#path} characters, over $PATH_LONGEST" "choose a shorter path"
	else
		local there=$path
		while [ ! -e "$there" ]; do
			there=$(dirname "$there")
		done
		if [ -w "$there" ]; then
			ok "$name" "$path"
		else
			lacks "$name" "$there is not writable" "set $name to a folder of yours"
		fi
	fi
}

check_disk() {
	local there=$CARGO_TARGET_DIR free needed=$DISK_COLD_GB
	while [ ! -e "$there" ]; do
		there=$(dirname "$there")
	done
	[ ! -x "$CARGO_TARGET_DIR/release/salus-node" ] || needed=$DISK_WARM_GB
	free=$(($(df -Pk "$there" | awk 'NR == 2 { print $4 }') / 1024 / 1024))
	if [ "$free" -ge "$needed" ]; then
		ok disk "$free GB free"
	else
		lacks disk "$free GB free at $there, needed are $needed" \
			"make room, or set CARGO_TARGET_DIR to a folder on a larger disk"
	fi
}

check_memory() {
	local memory
	memory=$(($(awk '/^(MemTotal|SwapTotal):/ { sum += $2 } END { print sum }' /proc/meminfo) / 1024 / 1024 + 1))
	if [ "$memory" -lt "$MEMORY_LEAST_GB" ]; then
		lacks memory "$memory GB with swap, needed are $MEMORY_LEAST_GB" "add swap, or build on a larger machine"
	elif [ "$memory" -lt "$MEMORY_GB" ]; then
		hint memory "$memory GB with swap; $MEMORY_GB are comfortable. If the compiler is killed: CARGO_BUILD_JOBS=1"
	else
		ok memory "$memory GB with swap, $(nproc) cores"
	fi
}

check_settings() {
	local name
	for name in RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_TARGET RUSTC SKIP_WASM_BUILD; do
		if [ -n "${!name:-}" ]; then
			hint "$name" "is set (${!name}): it recompiles everything or changes what is built; unset it"
		fi
	done
}

echo "Rust"
check_rust
check_wasm
echo "To build"
check_command "C++ compiler" "scripts/setup.sh, or: apt-get install build-essential" c++ --version
check_openssl
check_command protoc "scripts/setup.sh, or: apt-get install protobuf-compiler" protoc --version
check_command wasm-opt "scripts/setup.sh, or: apt-get install binaryen" wasm-opt --version
echo "To run and test"
check_command curl "scripts/setup.sh, or: apt-get install curl" curl --version
check_command jq "scripts/setup.sh, or: apt-get install jq" jq --version
check_command python3 "scripts/setup.sh, or: apt-get install python3" python3 --version
check_node
check_command npm "scripts/setup.sh --tests, or: apt-get install npm" npm --version
echo "Machine"
check_path CARGO_TARGET_DIR "$CARGO_TARGET_DIR"
check_path XDG_CACHE_HOME "${XDG_CACHE_HOME:-$HOME/.cache}"
check_path XDG_DATA_HOME "${XDG_DATA_HOME:-$HOME/.local/share}"
check_path TMPDIR "${TMPDIR:-/tmp}"
check_disk
check_memory
check_settings

if [ "$missing" -gt 0 ]; then
	echo "$missing missing."
	exit 1
fi
echo "Nothing is missing."
