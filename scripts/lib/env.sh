# shellcheck shell=bash
# The one build environment of Salus: source it, then call cargo. It installs nothing and downloads nothing.
#
#   . scripts/lib/env.sh

SALUS_ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
export SALUS_ROOT

# Outside the checkout, so that every clone and worktree shares the compiled dependencies.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/salus/target}

# The compiler release that the workspace is written for.
SALUS_RUST=1.95
# The name under which scripts/setup.sh registers the WASM toolchain with rustup, where one is needed.
SALUS_WASM_TOOLCHAIN=salus-wasm
# shellcheck disable=SC2034 # scripts/setup.sh and scripts/doctor.sh read it
SALUS_WASM_TOOLCHAIN_DIR=${XDG_DATA_HOME:-$HOME/.local/share}/salus/wasm-toolchain

# Says what happens, on stderr: stdout belongs to a script's result.
say() {
	printf '\033[1m==>\033[0m %s\n' "$*" >&2
}

# Ends with a message that says the mend.
die() {
	printf '\033[31merror:\033[0m %s\n' "$*" >&2
	exit 1
}

have() {
	command -v "$1" >/dev/null 2>&1
}

# Prints the comment block at the top of the script "$1" as its help.
usage_of() {
	sed -n '2,/^[^#]/s/^#\( \|$\)//p' "$1"
}

# Prints a TCP port of 127.0.0.1 on which nothing listens.
free_port() {
	if have python3; then
		python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
		return
	fi
	local port
	for _ in $(seq 64); do
		port=$((20000 + RANDOM % 12000))
		if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
			echo "$port"
			return
		fi
	done
	die "no free TCP port found on 127.0.0.1; install python3, which asks the system for one"
}

can_be_root() {
	[ "$(id -u)" -eq 0 ] || have sudo
}

# Runs a command as root: directly, or through sudo.
run_as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif have sudo; then
		sudo -- "$@"
	else
		die "needs root, and sudo is not installed; ask an administrator to run: $*"
	fi
}

# Minutes since "$1" (a value of SECONDS), with one decimal.
minutes_since() {
	local seconds=$((SECONDS - $1))
	printf '%d.%d' $((seconds / 60)) $((seconds % 60 / 6))
}

# Whether the folder "$1", a compiler's sysroot, holds the WASM target's library.
has_wasm_target() {
	compgen -G "$1/lib/rustlib/wasm32v1-none/lib/libcore-*.rlib" >/dev/null
}

# Removes runtimes that were compiled against an earlier WASM library, which cargo does not notice.
# "$1" is a target folder, its default the shared one.
drop_stale_wasm() {
	local target=${1:-$CARGO_TARGET_DIR} stamp=$SALUS_WASM_TOOLCHAIN_DIR/version tag
	[ "${WASM_BUILD_TOOLCHAIN:-}" = "$SALUS_WASM_TOOLCHAIN" ] && [ -e "$stamp" ] || return 0
	for tag in "$target"/*/wbuild/*/target/CACHEDIR.TAG; do
		if [ -e "$tag" ] && [ "$tag" -ot "$stamp" ]; then
			say "removing ${tag%/*/target/CACHEDIR.TAG}: it was built against an earlier WASM library"
			rm -rf "${tag%/*/target/CACHEDIR.TAG}"
		fi
	done
}

if [ -z "${RUSTUP_TOOLCHAIN:-}" ] && have rustup &&
	[[ $(rustc --version 2>/dev/null) != "rustc $SALUS_RUST."* ]] &&
	rustup toolchain list 2>/dev/null | grep -q "^$SALUS_RUST.0-"; then
	export RUSTUP_TOOLCHAIN=$SALUS_RUST.0
fi

# Lints the workspace's own crates during the ordinary build. By name and not by path: cargo's fingerprints hash it.
if have clippy-driver && clippy-driver --version >/dev/null 2>&1; then
	export RUSTC_WORKSPACE_WRAPPER=clippy-driver
fi

if [ -z "${WASM_BUILD_TOOLCHAIN:-}" ] && have rustc &&
	! has_wasm_target "$(rustc --print sysroot 2>/dev/null)" && has_wasm_target "$SALUS_WASM_TOOLCHAIN_DIR"; then
	export WASM_BUILD_TOOLCHAIN=$SALUS_WASM_TOOLCHAIN
fi
