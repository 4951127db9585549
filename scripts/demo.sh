#!/usr/bin/env bash
# The main job of Salus on a real chain: a FHIR record is encrypted, anchored, shared, read, revoked and refused.
#
#   scripts/demo.sh [--keep] [--no-build]
#
#   --keep       leave the node running at the end, and say how to connect polkadot.js apps to it
#   --no-build   take the programs as they are, without setting up and building
#
# Starts a development node on a temporary database and free ports, runs the story with the `salus` command, and
# cleans up. Ends with 1 as soon as anything answers otherwise than it should.

set -euo pipefail
# shellcheck source=scripts/lib/env.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib/env.sh"

keep=false
build=true
for argument in "$@"; do
	case $argument in
	--keep) keep=true ;;
	--no-build) build=false ;;
	-h | --help)
		usage_of "$0"
		exit
		;;
	*) die "unknown argument $argument; see: $0 --help" ;;
	esac
done

if $build; then
	"$SALUS_ROOT/scripts/build.sh"
fi
node=$CARGO_TARGET_DIR/release/salus-node
salus=$CARGO_TARGET_DIR/release/salus
for program in "$node" "$salus"; do
	[ -x "$program" ] || die "$program is missing; run: scripts/build.sh"
done
for tool in jq cmp od; do
	have "$tool" || die "$tool is missing; run: scripts/setup.sh"
done

reports=$SALUS_ROOT/examples/fhir
work=$(mktemp -d "${TMPDIR:-/tmp}/salus-demo.XXXXXX")
home=$work/home
answer=$work/answer.json
words=$work/words
pid=
finished=false

clean_up() {
	local status=$?
	trap - EXIT
	if [ "$status" -ne 0 ] && [ "$status" -lt 128 ] && [ -s "$work/node.log" ]; then
		printf 'the end of the node'\''s log:\n' >&2
		tail -n 20 "$work/node.log" >&2
	fi
	if $finished && $keep; then
		exit "$status"
	fi
	if [ -n "$pid" ] && kill "$pid" 2>/dev/null; then
		wait "$pid" 2>/dev/null || true
	fi
	rm -rf "$work"
	exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

bold='' cyan='' plain=''
if [ -t 1 ]; then
	bold=$'\033[1m' cyan=$'\033[36m' plain=$'\033[0m'
fi
step=0

# Begins a step of the story: what happens in it.
tell() {
	step=$((step + 1))
	printf '\n%s%2d. %s%s\n' "$bold" "$step" "$*" "$plain"
}

# Adds a line to the step.
note() {
	printf '      %s\n' "$*"
}

# Quotes an argument for people; long identifiers are cut, as nobody reads them.
shown() {
	local argument=$1
	case $argument in
	0x????????????????????????????????????????????????????????????????) argument=${argument:0:10}… ;;
	"$work"/* | "$reports"/*) argument=${argument##*/} ;;
	esac
	printf ' %s' "$argument"
}

# Runs `salus` with the arguments from "$3" on and prints its answer, cut down by the jq filter "$2". Fails unless it exits
# with "$1".
expect() {
	local expected=$1 filter=$2 status=0 argument
	shift 2
	printf '    %s$ salus --dev' "$cyan"
	for argument in "$@"; do
		shown "$argument"
	done
	printf '%s\n' "$plain"
	"$salus" --dev --url "$url" --home "$home" --output json --wait best "$@" >"$answer" 2>"$words" || status=$?
	if [ "$status" -ne "$expected" ]; then
		cat "$answer" "$words" >&2
		die "salus ended with $status where $expected was expected"
	fi
	jq -e . "$answer" >/dev/null || die "salus did not print one JSON document"
	jq -r "$filter" "$answer" | sed 's/^/      /'
	if [ "$expected" -ne 0 ]; then
		note "exit code $status, as it should be"
	fi
}

# Fails unless the jq condition "$2" holds for the last answer; "$1" says what it is about.
check() {
	jq -e "$2" "$answer" >/dev/null || {
		cat "$answer" >&2
		die "not so: $1"
	}
}

same_bytes() {
	cmp -- "$1" "$2" || die "$2 is not the file that was put in"
	note "equal to ${1##*/}, byte for byte"
}

absent() {
	[ ! -e "$1" ] || die "${1##*/} was written although it was refused"
}

# The path of an object in a folder store.
object() {
	local digest=${2#0x}
	printf '%s/dev/%s/%s/%s/%s' "$home" "$1" "${digest:0:2}" "${digest:2:2}" "$digest"
}

# Changes one bit in the middle of a file.
flip_bit() {
	local offset byte
	offset=$(($(stat -c %s "$1") / 2))
	byte=$(od -An -tu1 -j "$offset" -N 1 "$1")
	# shellcheck disable=SC2059 # the format is the byte
	printf "\\x$(printf '%02x' $((byte ^ 1)))" | dd of="$1" bs=1 seek="$offset" conv=notrunc status=none
}

start_node() {
	local rpc_port p2p_port deadline
	rpc_port=$(free_port)
	p2p_port=$(free_port)
	url=ws://127.0.0.1:$rpc_port
	local command=("$node" --dev --base-path "$work/node" --rpc-port "$rpc_port" --port "$p2p_port" --no-prometheus)
	# Of its own session, so that it outlives the terminal where it is to be kept.
	if $keep; then
		setsid "${command[@]}" >"$work/node.log" 2>&1 </dev/null &
	else
		"${command[@]}" >"$work/node.log" 2>&1 </dev/null &
	fi
	pid=$!
	deadline=$((SECONDS + 120))
	until "$salus" --dev --url "$url" --home "$home" --output json chain status >"$answer" 2>"$words" &&
		jq -e '.best > 0' "$answer" >/dev/null; do
		kill -0 "$pid" 2>/dev/null || die "the node did not start"
		[ "$SECONDS" -lt "$deadline" ] || die "the node makes no blocks: $(cat "$words")"
		sleep 0.3
	done
}

started=$SECONDS
say "starting a development node on a temporary database"
start_node
say "it listens at $url and makes a block every two seconds"

tell "Northgate Hospital (alice) enrols a patient (eve). Eve's wallet and vault sign the text; the chain gets a pseudonym."
expect 0 '"patient \(.patient)", "block \(.landed.number)"' patient enrol --as alice --patient eve
patient=$(jq -r .patient "$answer")

tell "Eve's vault makes her scopes. The chain sees opaque ids; the names stay with her."
expect 0 '"\(length) scopes: \([.[].name] | sort | join(", "))"' scope init --as eve
check "twelve scopes" 'length == 12'

tell "Eve lets the hospital's laboratory (dave) add to her labs, but not read them."
expect 0 '"consent \(.consent)", "block \(.landed.number)"' \
	consent grant --as eve --to dave --scope labs --permission write --purpose TREAT

tell "The laboratory encrypts a report to the scope's public key, stores it and anchors it."
expect 0 '.records[] | "record \(.index), file \(.ciphertext)"' \
	record put --as dave --patient "$patient" --scope labs "$reports/lab-report-1.json"
first=$(jq -r '.records[0].index' "$answer")
file=$(object blobs "$(jq -r '.records[0].ciphertext' "$answer")")
if grep -q 'resourceType' "$file"; then
	die "the stored file is not encrypted"
fi
note "the stored file has $(stat -c %s "$file") bytes, none of them readable"

tell "It cannot read what it wrote: it never had a key that opens."
expect 3 '.error.message' record get --as dave --patient "$patient" "$first" --out "$work/dave.json"
absent "$work/dave.json"

tell "Eve lists her records; the envelope says what each is, without fetching the file."
expect 0 '.records[] | "record \(.index) in \(.scopeName): \(.description.resourceType), \(.description.length) bytes"' \
	record list --as eve --patient "$patient"
check "one DiagnosticReport" '[.records[].description.resourceType] == ["DiagnosticReport"]'

tell "A doctor of Southgate Clinic (charlie) asks for it, and is refused."
expect 3 '.error.message' record get --as charlie --patient "$patient" "$first" --out "$work/early.json"
absent "$work/early.json"
expect 3 '"the chain: \(.decision.deny.reasons | tostring)"' \
	access check --patient "$patient" --who charlie --record "$first" --action read --purpose TREAT

tell "Eve grants him her labs for treatment, for 90 days. The scope's key is sealed to his vault alone."
expect 0 '"consent \(.consent)", "block \(.landed.number)"' \
	consent grant --as eve --to charlie --scope labs --permission read --purpose TREAT --until 90days
consent=$(jq -r .consent "$answer")
expect 0 '"the chain: \(.decision | tostring)"' \
	access check --patient "$patient" --who charlie --record "$first" --action read --purpose TREAT

tell "Now he reads it."
expect 0 '"\(.description.resourceType), \(.description.length) bytes, \(.by | tostring)"' \
	record get --as charlie --patient "$patient" "$first" --out "$work/charlie.json"
same_bytes "$reports/lab-report-1.json" "$work/charlie.json"

tell "He keeps a copy of the envelope with the key, as anybody can. Eve revokes; her labs get a new key in the same call."
expect 0 ".consents[] | select(.index == $consent) | \"consent \(.index) is \(.state)\"" consent list --as eve
envelope=$(jq -r ".consents[] | select(.index == $consent) | .seals[0][1].envelope" "$answer")
cp -- "$(object "envelopes/grants/${patient#0x}" "$envelope")" "$work/kept.envelope"
expect 0 '"block \(.landed.number)", (.rotated[] | "scope \(.scope) has key version \(.epoch.generation).\(.epoch.index)")' \
	consent revoke --as eve "$consent"

tell "The laboratory adds a second report, sealed to the new key."
expect 0 '.records[] | "record \(.index), file \(.ciphertext)"' \
	record put --as dave --patient "$patient" --scope labs "$reports/lab-report-2.json"
check "it is filed in labs" '.records[0].redirected == false'
second=$(jq -r '.records[0].index' "$answer")

tell "The doctor is refused, the old record as well as the new one."
for index in "$first" "$second"; do
	expect 3 '.error.message' record get --as charlie --patient "$patient" "$index" --out "$work/late.json"
	absent "$work/late.json"
done

tell "Suppose he asks no one: he has his vault, the kept envelope, and both stores. The old record opens still, and that is
    said openly. What came after does not."
expect 0 '"opens: \(.opens); he holds key version \(.newestHeld.generation).\(.newestHeld.index), the record needs \(.recordEpoch.generation).\(.recordEpoch.index)"' \
	vault try-open --as charlie --patient "$patient" --consent "$consent" --envelope "$work/kept.envelope" "$first"
check "the control opens" '.opens == true'
expect 3 '"opens: \(.opens); he holds key version \(.newestHeld.generation).\(.newestHeld.index), the record needs \(.recordEpoch.generation).\(.recordEpoch.index)"' \
	vault try-open --as charlie --patient "$patient" --consent "$consent" --envelope "$work/kept.envelope" "$second"
check "what came after stays shut" '.opens == false'

tell "Eve reads both."
expect 0 '"\(.description.resourceType), \(.description.length) bytes"' \
	record get --as eve --patient "$patient" "$first" --out "$work/eve-1.json"
same_bytes "$reports/lab-report-1.json" "$work/eve-1.json"
expect 0 '"\(.description.resourceType), \(.description.length) bytes"' \
	record get --as eve --patient "$patient" "$second" --out "$work/eve-2.json"
same_bytes "$reports/lab-report-2.json" "$work/eve-2.json"

tell "Somebody flips one bit in the store. Whoever compares it with the chain, and whoever reads, finds out."
expect 0 '"sound: \(.sound)"' record verify --patient "$patient"
flip_bit "$file"
expect 6 '"sound: \(.sound)", (.records[] | "record \(.index): file \(.blob.state), envelope \(.envelope.state)")' \
	record verify --patient "$patient"
expect 6 '.error.message' \
	record get --as eve --patient "$patient" "$first" --out "$work/flipped.json"
absent "$work/flipped.json"
flip_bit "$file"
expect 0 '"flipped back, sound: \(.sound)"' record verify --patient "$patient"

finished=true
printf '\n'
say "all $step steps went as they should, in $((SECONDS - started)) seconds"
if $keep; then
	say "the node goes on at $url (process $pid)"
	printf '      polkadot.js apps: https://polkadot.js.org/apps/?rpc=%s\n' "${url//:\/\//%3A%2F%2F}" |
		sed -E 's/:([0-9]+)$/%3A\1/' >&2
	printf '      salus:            %s --dev --url %s --home %s …\n' "$salus" "$url" "$home" >&2
	printf '      stop it with:     kill %s && rm -rf %s\n' "$pid" "$work" >&2
fi
