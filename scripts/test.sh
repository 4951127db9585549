#!/usr/bin/env bash
# Runs the tests: all of them, or only the groups named. Sets up and builds first.
#
#   scripts/test.sh [GROUP...]
#
#   fmt      formatting
#   build    the build itself, with the warnings of compiler and clippy denied
#   unit     Rust unit, property and integration tests
#   doc      the examples in the documentation
#   demo     the demonstration, scripts/demo.sh
#   e2e      end to end against real nodes; with SALUS_FULL=1 over all 5,307 FHIR files and not a sample of them
#   faults   validators on separate hosts, as root, whose links and processes fail; with SALUS_FULL=1 also clocks, disks,
#            backups, long absences and fresh nodes, in half an hour. Says why where it has to skip.
#   wallet   wallets and the JavaScript libraries against a real node (tests/wallet)
#   fhir     the FHIR data against independent validators (tests/fhir)
#
# SALUS_CALLS=10000000 lets the mixed property run (group unit) make that many calls instead of some 200,000, and
# SALUS_SEED repeats one; a failure prints it. SALUS_FULL=1 also lets the vault's streaming test take 1 GiB. Ends with a table and the line "N passed, N failed", and with 1 if anything failed. The groups' logs lie in
# $CARGO_TARGET_DIR/test-logs.

set -euo pipefail
# shellcheck source=scripts/lib/env.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib/env.sh"

ALL_GROUPS=(fmt build unit doc demo e2e faults wallet fhir)

groups=()
for argument in "$@"; do
	case $argument in
	-h | --help)
		usage_of "$0"
		exit
		;;
	*)
		[[ " ${ALL_GROUPS[*]} " == *" $argument "* ]] ||
			die "unknown group $argument; the groups are: ${ALL_GROUPS[*]}"
		groups+=("$argument")
		;;
	esac
done
[ ${#groups[@]} -gt 0 ] || groups=("${ALL_GROUPS[@]}")

wants() {
	[[ " ${groups[*]} " == *" $1 "* ]]
}

needs_build() {
	[[ $1 =~ ^(unit|doc|demo|e2e|faults|wallet)$ ]]
}

group_fmt() {
	cargo fmt --all --check
}

group_build() {
	scripts/build.sh --deny-warnings
}

# Runs the Rust tests that the nextest expression "$1" selects; without nextest, those of the packages whose names
# match the regular expression "$2", from the same build.
run_rust_tests() {
	local profile=default
	[ -z "${SALUS_CALLS:-}" ] || profile=long
	if have cargo-nextest; then
		cargo nextest run --profile "$profile" --release --locked --workspace --no-tests=pass -E "$1"
		return
	fi
	local failed=0 manifest program
	while read -r manifest program; do
		say "$program"
		(cd "$(dirname "$manifest")" && "$program") || failed=$((failed + 1))
	done < <(cargo test --release --locked --workspace --no-run --message-format=json |
		jq -r --arg name "$2" 'select(.reason == "compiler-artifact" and .profile.test and .executable)
			| select(.package_id | test($name)) | "\(.manifest_path) \(.executable)"')
	[ "$failed" -eq 0 ]
}

group_unit() {
	run_rust_tests 'not package(/^salus-(e2e|faults)$/)' '^(?!.*(/e2e#|salus-e2e|/faults#|salus-faults))'
}

group_demo() {
	scripts/demo.sh --no-build
}

group_e2e() {
	run_rust_tests 'package(salus-e2e)' '/e2e#|salus-e2e'
}

group_faults() {
	run_rust_tests 'package(salus-faults)' '/faults#|salus-faults'
}

group_doc() {
	cargo test --release --locked --workspace --doc
}

run_npm_tests() {
	cd "$1"
	if [ ! -e node_modules/.package-lock.json ] || [ node_modules/.package-lock.json -ot package-lock.json ]; then
		npm ci --no-audit --no-fund
	fi
	npm test
}

group_wallet() {
	run_npm_tests tests/wallet
}

group_fhir() {
	run_npm_tests tests/fhir
}

is_absent() {
	case $1 in
	wallet | fhir) [ ! -e "tests/$1/package.json" ] ;;
	e2e | faults) [ ! -e "tests/$1/Cargo.toml" ] ;;
	*) false ;;
	esac
}

# Prints "passed failed", summed over the summaries of nextest, libtest and node:test in the log "$1".
count_tests() {
	sed 's/\x1b\[[0-9;]*m//g' "$1" | awk '
		function number(pattern) {
			return match($0, "[0-9]+ " pattern) ? substr($0, RSTART) + 0 : 0
		}
		/^ *Summary \[.*tests? run:/ { passed += number("passed"); failed += number("failed") + number("timed out") + number("exec failed") }
		/^test result: / { passed += number("passed"); failed += number("failed") }
		/^(ℹ|#) pass [0-9]+$/ { passed += $3 }
		/^(ℹ|#) (fail|cancelled) [0-9]+$/ { failed += $3 }
		END { print passed + 0, failed + 0 }'
}

# Prints what the tests of the log "$1" said that they skip, each reason once.
skipped_in() {
	sed -n 's/^ *skipped: //p' "$1" | sort -u | paste -sd '|' | sed 's/|/; /g'
}

cd "$SALUS_ROOT"
scripts/setup.sh --tests
. scripts/lib/env.sh
unset SKIP_WASM_BUILD

logs=$CARGO_TARGET_DIR/test-logs
mkdir -p "$logs"
table=()
passed=0
failed=0
built=unknown

# Adds a row to the table: group, minutes, result.
row() {
	table+=("$(printf '%-8s %8s  %s' "$1" "$2" "$3")")
}

# Runs the group "$1" and counts its tests; a group without tests of its own counts as one. Whether it passed is
# left in `outcome`: bash ignores `set -e` in whatever a condition calls, so this must not be one.
run_group() {
	local group=$1 log=$logs/$1.log started=$SECONDS status ok bad skipped
	say "$group"
	set +e
	(
		set -e
		"group_$group"
	) 2>&1 | tee "$log"
	status=${PIPESTATUS[0]}
	set -e
	read -r ok bad < <(count_tests "$log")
	if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
		bad=1
	elif [ "$status" -eq 0 ] && [ "$bad" -gt 0 ]; then
		status=1
	elif [ "$status" -eq 0 ] && [ "$ok" -eq 0 ]; then
		ok=1
	fi
	passed=$((passed + ok))
	failed=$((failed + bad))
	outcome=FAILED
	[ "$status" -ne 0 ] || outcome=ok
	skipped=$(skipped_in "$log")
	row "$group" "$(minutes_since "$started")" "$outcome ($ok passed, $bad failed)${skipped:+; skipped: $skipped}"
}

build_once() {
	[ "$built" = unknown ] || return 0
	run_group build
	built=$outcome
}

for group in "${ALL_GROUPS[@]}"; do
	wants "$group" || continue
	if is_absent "$group"; then
		row "$group" - absent
	elif [ "$group" = build ]; then
		build_once
	elif needs_build "$group"; then
		build_once
		if [ "$built" = ok ]; then
			run_group "$group"
		else
			row "$group" - "not run: the build failed"
		fi
	else
		run_group "$group"
	fi
done

printf '\n%-8s %8s  %s\n' group minutes result
printf '%s\n' "${table[@]}"
printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
