#!/usr/bin/env bash
# Makes the exports that the SDK's tests verify without a node: clients/sdk/tests/exports.
#
#   scripts/sample-export.sh [FOLDER]
#
# Starts a development node on a temporary database and free ports, lets its people write, amend, mark and erase a few
# short records, and exports them as the patient and as a doctor who may read some. The tests hold for any such export,
# but not for its block: `block` beside the exports is the one they were made at.

set -euo pipefail
# shellcheck source=scripts/lib/env.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib/env.sh"

case ${1-} in
-h | --help)
	usage_of "$0"
	exit
	;;
esac
out=${1:-$SALUS_ROOT/clients/sdk/tests/exports}
node=$CARGO_TARGET_DIR/release/salus-node
salus=${SALUS_BIN:-$CARGO_TARGET_DIR/release/salus}
for program in "$node" "$salus"; do
	[ -x "$program" ] || die "$program is missing; run: scripts/build.sh"
done
have jq || die "jq is missing; run: scripts/setup.sh"

work=$(mktemp -d "${TMPDIR:-/tmp}/salus-sample.XXXXXX")
pid=
clean_up() {
	local status=$?
	trap - EXIT
	if [ -n "$pid" ] && kill "$pid" 2>/dev/null; then
		wait "$pid" 2>/dev/null || true
	fi
	rm -rf "$work"
	exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

port=$(free_port)
"$node" --dev --base-path "$work/node" --rpc-port "$port" --port "$(free_port)" --no-prometheus \
	>"$work/node.log" 2>&1 </dev/null &
pid=$!

run() {
	"$salus" --dev --url "ws://127.0.0.1:$port" --home "$work/home" --output json "$@"
}

deadline=$((SECONDS + 120))
until run chain status 2>/dev/null | jq -e '.finalised > 0' >/dev/null 2>&1; do
	kill -0 "$pid" 2>/dev/null || die "the node did not start"
	[ "$SECONDS" -lt "$deadline" ] || die "the node makes no blocks"
	sleep 0.3
done

# put WRITER SCOPE TEXT: a record with this text.
put() {
	printf '%s\n' "$3" >"$work/note.txt"
	run record put --as "$1" --patient eve --scope "$2" "$work/note.txt" >/dev/null
}

say "writing records"
run patient enrol --as alice --patient eve >/dev/null
run scope init --as eve >/dev/null
run consent grant --as eve --to dave --scope labs --permission write --purpose TREAT >/dev/null
run consent grant --as eve --to charlie --scope labs --permission read --purpose TREAT >/dev/null
put dave labs 'Sodium 140 mmol/l'
put eve documents 'A letter of the patient'
printf 'Sodium 141 mmol/l\n' >"$work/note.txt"
run record amend --as dave --patient eve 0 "$work/note.txt" >/dev/null
put dave labs 'Of somebody else'
run record error --as dave --patient eve 3 >/dev/null
put eve documents 'To be forgotten'
run record erase --as eve --patient eve 4 --yes >/dev/null
printf 'I would like to see older results.\n' | run access request --as charlie --patient eve \
	--permission read --purpose TREAT >/dev/null
run consent exclude --as eve org:2 >/dev/null
run consent readmit --as eve org:2 >/dev/null

say "exporting"
rm -rf "$out/everything" "$out/part"
mkdir -p "$out"
run export --as eve --out "$out/everything" | jq -r .block.hash >"$out/block"
run export --as charlie --patient eve --out "$out/part" >/dev/null
say "$out"
