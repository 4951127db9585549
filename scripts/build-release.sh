#!/usr/bin/env bash
# Builds what is shipped: salus-node, salus and the WASM runtime, optimised, with the metadata hash of RFC-0078 in the
# runtime (hardware wallets check it; the runtime is compiled twice for it). Lands a transaction that names the hash on
# a node of the release, and prints the SHA-256 of the files.
#
#   scripts/build-release.sh [FOLDER]
#
#   FOLDER   where the three files and SHA256SUMS go; by default dist
#
# It has a target folder of its own, "$CARGO_TARGET_DIR-release", and takes about an hour and a half on 2 cores the
# first time.

set -euo pipefail
# shellcheck source=scripts/lib/env.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib/env.sh"

case ${1:-} in
-h | --help)
	usage_of "$0"
	exit
	;;
-*) die "unknown option $1; see: $0 --help" ;;
esac
[ $# -le 1 ] || die "at most one folder; see: $0 --help"

"$SALUS_ROOT/scripts/setup.sh" --tests
. "$SALUS_ROOT/scripts/lib/env.sh"
dist=$(realpath -m -- "${1:-$SALUS_ROOT/dist}")
cd "$SALUS_ROOT"

export CARGO_TARGET_DIR=$CARGO_TARGET_DIR-release
unset SKIP_WASM_BUILD
drop_stale_wasm
started=$SECONDS
cargo build --profile production --locked -p salus-node -p salus-cli -p salus-runtime \
	--features salus-runtime/metadata-hash >&2
say "built in $(minutes_since "$started") minutes"

mkdir -p "$dist"
built=$CARGO_TARGET_DIR/production
install -m 755 "$built/salus-node" "$built/salus" "$dist/"
install -m 644 "$built/wbuild/salus-runtime/salus_runtime.compact.compressed.wasm" "$dist/"

say "checking the metadata hash on a node of the release"
cd "$SALUS_ROOT/tests/wallet"
npm ci --no-audit --no-fund >&2
SALUS_BIN_DIR=$dist SALUS_METADATA_HASH=1 node --test metadata-hash.test.js >&2

cd "$dist"
sha256sum salus-node salus salus_runtime.compact.compressed.wasm | tee SHA256SUMS
