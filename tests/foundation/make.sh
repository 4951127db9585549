#!/usr/bin/env bash
# Writes anew what the tests of upgrades begin with: the chain of Salus' foundation, commit a60c410.
#
#   tests/foundation/make.sh
#
#   runtime.wasm   the runtime, compressed, of that commit's raw development specification
#   chain.json     the specification without it
#   lived.json     the same with the state that people left: two patients, scopes, consents, records
#   told.json      what the node said of them, and what they signed
#   stores         their files and envelopes
#
# Needs the repository's history, and programs of that time in SALUS_BIN_DIR: later ones ask the old runtime for what it
# does not know. The first two come out the same each time; the others have fresh keys and times.

set -euo pipefail
# shellcheck source=../../scripts/lib/env.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/../../scripts/lib/env.sh"

FOUNDATION=a60c410
folder=$SALUS_ROOT/tests/foundation
programs=${SALUS_BIN_DIR:-$CARGO_TARGET_DIR/release}
work=$(mktemp -d)
pid=
clean_up() {
	[ -z "$pid" ] || kill "$pid" 2>/dev/null || true
	wait
	rm -rf "$work"
}
trap clean_up EXIT

git -C "$SALUS_ROOT" show "$FOUNDATION:chain-specs/development-raw.json" >"$work/spec.json"
jq -r '.genesis.raw.top["0x3a636f6465"][2:]' "$work/spec.json" | xxd -r -p >"$folder/runtime.wasm"
jq 'del(.genesis.raw.top["0x3a636f6465"])' "$work/spec.json" >"$folder/chain.json"

port=$(free_port)
"$programs/salus-node" --chain "$work/spec.json" --alice --force-authoring --rpc-port "$port" --port 0 --no-mdns \
	--no-prometheus --no-telemetry --node-key "$(printf '%064d' 1)" --base-path "$work/data" >"$work/log" 2>&1 &
pid=$!
for _ in $(seq 60); do
	! grep -q 'Running JSON-RPC' "$work/log" || break
	sleep 1
done

salus() {
	"$programs/salus" --dev --output json --url "ws://127.0.0.1:$port" --wait finalized --home "$work/home" \
		--store "file://$work/blobs" --envelopes "file://$work/envelopes" "$@" >"$work/answer"
}
patient_of() {
	salus patient enrol --as alice --patient "$1"
	jq -r .patient "$work/answer"
}
printf '{"resourceType":"Observation","status":"final","code":{"text":"potassium"}}' >"$work/report.json"

say "people live on the chain of $FOUNDATION"
eve=$(patient_of eve)
ferdie=$(patient_of ferdie)
salus scope init --as eve
grant() {
	salus consent grant --as eve --purpose TREAT "$@"
}
grant --to practitioner:1 --permission write --scope labs
grant --to practitioner:2 --permission read,write --scope labs
grant --to org:2 --permission read --scope documents --until 30days
put() {
	salus record put --patient "$@" "$work/report.json"
}
put "$eve" --as dave --scope labs
put "$eve" --as dave --scope labs
put "$eve" --as charlie --scope labs
put "$eve" --as alice --scope inbox
put "$eve" --as eve --scope documents
put "$ferdie" --as ferdie --scope inbox
salus record amend --as dave --patient "$eve" 0 "$work/report.json"
salus record error --as charlie --patient "$eve" 2
salus record refile --as eve --patient "$eve" 3 --scope documents
grant --to practitioner:2 --permission read --record 4
salus consent revoke --as eve 3
salus consent exclude --as eve org:2
salus scope rotate --as eve --scope labs

rpc() {
	curl -sS -H 'content-type: application/json' "http://127.0.0.1:$port" \
		-d "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$1\",\"params\":$2}" | jq -e .result
}
head=$(rpc chain_getFinalizedHead '[]')
rpc state_getPairs "[\"0x\",$head]" >"$work/pairs"
jq --slurpfile pairs "$work/pairs" '.genesis.raw.top =
	($pairs[0] | map({ key: .[0], value: .[1] }) | from_entries | del(.["0x3a636f6465"]))' \
	"$folder/chain.json" >"$folder/lived.json"
rm -rf "$folder/stores"
mkdir "$folder/stores"
cp -r "$work/blobs" "$work/envelopes" "$folder/stores"

say "what the node says of them"
ask() {
	rpc "$1" "[$2,$head]" >"$work/result"
	jq -c -n --arg method "$1" --argjson params "[$2]" --slurpfile result "$work/result" \
		'{ $method, $params, result: $result[0] }'
}
access() {
	ask salus_checkAccess "\"$1\",{\"asker\":{\"actor\":$2},\"action\":\"$3\",\"item\":$4,\"purpose\":\"TREAT\"}"
}
{
	ask salus_organisations null,null
	ask salus_practitioner 1
	ask salus_practitioner 2
	for patient in "$eve" "$ferdie"; do
		ask salus_patient "\"$patient\""
		for list in scopes consents records; do
			ask "salus_$list" "\"$patient\",null,null"
		done
		for actor in '{"practitioner":{"practitioner":1,"organisation":1}}' '{"organisation":1}' \
			'{"practitioner":{"practitioner":2,"organisation":2}}' '{"organisation":2}'; do
			access "$patient" "$actor" read '{"record":0}'
			access "$patient" "$actor" write '{"scope":0}'
		done
	done
	for scope in 1 2 3 4; do
		access "$eve" '{"practitioner":{"practitioner":1,"organisation":1}}' write "{\"scope\":$scope}"
	done
} | jq -s . >"$work/answers"
last=$(rpc chain_getHeader "[$head]" | jq -r .number)
for number in $(seq "$((last))"); do
	rpc chain_getBlock "[$(rpc chain_getBlockHash "[$number]")]" | jq '.block.extrinsics[1:]'
done | jq -s add >"$work/transactions"
jq -n --arg eve "$eve" --arg ferdie "$ferdie" --argjson genesis "$(rpc chain_getBlockHash '[0]')" \
	--slurpfile answers "$work/answers" --slurpfile transactions "$work/transactions" \
	'{ $genesis, $eve, $ferdie, answers: $answers[0], transactions: $transactions[0] }' >"$folder/told.json"
say "wrote runtime.wasm, chain.json, lived.json, told.json and stores"
