#!/usr/bin/env bash
# Measures the weights of the pallets on this machine and writes them to pallets/*/src/weights.rs.
#
#   scripts/benchmark.sh [--quick] [PALLET...]
#
#   --quick    two steps, one repeat: tells whether the benchmarks run, not what to commit
#   PALLET     a folder of pallets/: by default consortium, identity, records, consent and quota
#
# The runtime is built with its benchmarks in a target folder of its own, "$CARGO_TARGET_DIR-bench" (half an hour on 2
# cores the first time), and frame-omni-bencher is installed to "$CARGO_TARGET_DIR-tools" if it is not there (another
# half an hour). Measure on an idle machine.

set -euo pipefail
# shellcheck source=scripts/lib/env.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib/env.sh"

BENCHER=0.28.0
PALLETS=(consortium identity records consent quota)

steps=20
repeat=10
pallets=()
for argument in "$@"; do
	case $argument in
	--quick)
		steps=2
		repeat=1
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

"$SALUS_ROOT/scripts/setup.sh" --benchmarks
. "$SALUS_ROOT/scripts/lib/env.sh"
cd "$SALUS_ROOT"

tools=$CARGO_TARGET_DIR-tools
bencher=$tools/bin/frame-omni-bencher
if [[ $("$bencher" --version 2>/dev/null || true) != *" $BENCHER" ]]; then
	say "installing frame-omni-bencher $BENCHER to $tools, about 30 minutes on 2 cores"
	env -u RUSTC_WORKSPACE_WRAPPER CARGO_TARGET_DIR="$tools" \
		cargo install frame-omni-bencher --locked --version "$BENCHER" --root "$tools" ||
		die "frame-omni-bencher could not be installed; its messages are above"
fi

export CARGO_TARGET_DIR=$CARGO_TARGET_DIR-bench
unset SKIP_WASM_BUILD
drop_stale_wasm
say "building the runtime with its benchmarks in $CARGO_TARGET_DIR"
cargo build --release --locked -p salus-runtime --features runtime-benchmarks >&2
runtime=$CARGO_TARGET_DIR/release/wbuild/salus-runtime/salus_runtime.compact.compressed.wasm

for pallet in "${pallets[@]}"; do
	weights=pallets/$pallet/src/weights.rs
	say "measuring $pallet, $steps steps of $repeat repeats"
	"$bencher" v1 benchmark pallet --runtime "$runtime" --genesis-builder runtime --genesis-builder-preset development \
		--pallet "salus_pallet_$pallet" --extrinsic '*' --steps "$steps" --repeat "$repeat" --heap-pages 4096 \
		--template scripts/lib/weights.hbs --output "$weights" ||
		die "the benchmarks of $pallet failed; the messages are above"
	rustfmt --edition 2021 "$weights"
	say "wrote $weights"
done
