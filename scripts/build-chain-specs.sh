#!/usr/bin/env bash
# Writes the chain specifications of the node's two networks, plain and raw, to chain-specs/; or checks those there.
#
#   scripts/build-chain-specs.sh [--check]
#
#   --check   write nothing; end with 1 if the files differ from what the node makes today
#
# A check compares everything but the bytes of the runtime, which differ between compilers and folders. The runtime in
# the files still has to agree: the genesis state that it makes of the plain file, with the runtime's name and
# spec_version in it, must be today's. So the files are versioned by spec_version: raise it, and write them anew.

set -euo pipefail
# shellcheck source=scripts/lib/env.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib/env.sh"

check=false
for argument in "$@"; do
	case $argument in
	--check) check=true ;;
	-h | --help)
		usage_of "$0"
		exit
		;;
	*) die "unknown argument $argument; see: $0 --help" ;;
	esac
done

# The node's name of each chain, and the name of its files.
CHAINS=(dev:development local:local-testnet)

folder=$SALUS_ROOT/chain-specs
node=$CARGO_TARGET_DIR/release/salus-node
# The storage key `:code`.
code_key=0x3a636f6465

# Prints the specification "$1" (a chain's name or a file), raw if "$2" is --raw.
export_spec() {
	"$node" export-chain-spec --chain "$@" 2>"$work/log" || {
		cat "$work/log" >&2
		die "the node cannot make the specification of $1; its messages are above"
	}
}

without_code() {
	jq -S --arg code "$code_key" 'del(.genesis.runtimeGenesis.code) | del(.genesis.raw.top[$code])' "$1"
}

# Compares two specifications, the committed "$1" and the fresh "$2"; "$3" says what they are.
compare() {
	if diff <(without_code "$1") <(without_code "$2") >"$work/difference"; then
		say "$3: the same"
		return
	fi
	head -n 40 "$work/difference" | cut -c 1-200 >&2
	say "$3: DIFFERENT"
	differences=$((differences + 1))
}

"$SALUS_ROOT/scripts/build.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$folder"
differences=0

for chain in "${CHAINS[@]}"; do
	id=${chain%%:*}
	name=${chain#*:}
	export_spec "$id" >"$work/$name.json"
	export_spec "$id" --raw >"$work/$name-raw.json"
	if ! $check; then
		mv "$work/$name.json" "$work/$name-raw.json" "$folder/"
		say "wrote chain-specs/$name.json and chain-specs/$name-raw.json"
		continue
	fi
	for file in "$name.json" "$name-raw.json"; do
		[ -f "$folder/$file" ] || die "chain-specs/$file is missing; run: scripts/build-chain-specs.sh"
	done
	compare "$folder/$name.json" "$work/$name.json" "chain-specs/$name.json"
	compare "$folder/$name-raw.json" "$work/$name-raw.json" "chain-specs/$name-raw.json"
	export_spec "$folder/$name.json" --raw >"$work/$name-from-file.json"
	compare "$work/$name-from-file.json" "$work/$name-raw.json" "the genesis state that chain-specs/$name.json makes"
done

[ "$differences" -eq 0 ] ||
	die "$differences comparisons differ; if that is meant, raise spec_version and run: scripts/build-chain-specs.sh"
