#!/usr/bin/env bash
# Measures the weights of the pallets on this machine and writes them to pallets/*/src/weights.rs.
#
#   scripts/benchmark.sh [--quick] [PALLET...]
#
#   --quick    five steps, one repeat: tells whether the benchmarks run, not what to commit
#   PALLET     a folder of pallets/: by default consortium, identity, records, consent, quota and equivocations
#
# The runtime is built with its benchmarks in a target folder of its own, "$CARGO_TARGET_DIR-bench", and tools/bencher,
# which runs them, in "$CARGO_TARGET_DIR-tools": together about an hour on 2 cores the first time. Measure on an idle
# machine.

set -euo pipefail
# shellcheck source=scripts/lib/env.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib/env.sh"

PALLETS=(consortium identity records consent quota equivocations)

steps=20
repeat=10
seconds=10
pallets=()
for argument in "$@"; do
	case $argument in
	--quick)
		steps=5
		repeat=1
		seconds=0
		;;
	-h | --help)
		usage_of "$0"
		exit
		;;
	*)
		[[ " ${PALLETS[*]} " == *" $argument "* ]] ||
			die "no pallet $argument; those with benchmarks are: ${PALLETS[*]}"
		pallets+=("$argument")
		;;
	esac
done
[ ${#pallets[@]} -gt 0 ] || pallets=("${PALLETS[@]}")

"$SALUS_ROOT/scripts/setup.sh"
. "$SALUS_ROOT/scripts/lib/env.sh"
cd "$SALUS_ROOT"

tools=$CARGO_TARGET_DIR-tools
say "building the bencher in $tools"
# One of its dependencies has a runtime of its own, which nothing here runs.
env -u RUSTC_WORKSPACE_WRAPPER SKIP_WASM_BUILD=1 CARGO_TARGET_DIR="$tools" \
	cargo build --release --locked --manifest-path tools/bencher/Cargo.toml >&2

export CARGO_TARGET_DIR=$CARGO_TARGET_DIR-bench
unset SKIP_WASM_BUILD
drop_stale_wasm
say "building the runtime with its benchmarks in $CARGO_TARGET_DIR"
cargo build --release --locked -p salus-runtime --features runtime-benchmarks >&2
runtime=$CARGO_TARGET_DIR/release/wbuild/salus-runtime/salus_runtime.compact.compressed.wasm

for pallet in "${pallets[@]}"; do
	weights=pallets/$pallet/src/weights.rs
	say "measuring $pallet, $steps steps of $repeat repeats"
	"$tools/release/salus-bencher" --runtime "$runtime" --genesis-builder runtime --genesis-builder-preset development \
		--pallet "salus_pallet_$pallet" --extrinsic '*' --steps "$steps" --repeat "$repeat" --min-duration "$seconds" \
		--heap-pages 4096 \
		--template scripts/lib/weights.hbs --output "$weights" ||
		die "the benchmarks of $pallet failed; the messages are above"
	rustfmt --edition 2021 "$weights"
	say "wrote $weights"
done
