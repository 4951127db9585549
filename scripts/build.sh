#!/usr/bin/env bash
# Sets up, then builds the whole workspace with its tests, once, in the one profile that runs and tests share.
# Every other script builds through this one, so that cargo always sees the same features and compiles nothing twice.
#
#   scripts/build.sh [--deny-warnings]
#
#   --deny-warnings   fail if the compiler or clippy warns about one of the workspace's own crates
#
# The programs lie in $CARGO_TARGET_DIR/release: salus-node and salus.

set -euo pipefail
# shellcheck source=scripts/lib/env.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib/env.sh"

deny_warnings=false
for argument in "$@"; do
	case $argument in
	--deny-warnings) deny_warnings=true ;;
	-h | --help)
		usage_of "$0"
		exit
		;;
	*) die "unknown argument $argument; see: $0 --help" ;;
	esac
done

"$SALUS_ROOT/scripts/setup.sh"
# Again, for what the set-up may have brought.
. "$SALUS_ROOT/scripts/lib/env.sh"
cd "$SALUS_ROOT"

# A run that skipped the runtime leaves the node without one.
unset SKIP_WASM_BUILD
drop_stale_wasm

if [ -x "$CARGO_TARGET_DIR/release/salus-node" ]; then
	say "building; what changed takes seconds to a few minutes, the WASM runtime about five"
else
	say "building everything for the first time: 15 to 40 minutes on 2 cores, and 10 GB in $CARGO_TARGET_DIR"
	say "stopping is safe, the next run continues"
fi

build=(cargo build --release --locked --workspace --all-targets)
started=$SECONDS
if ! $deny_warnings; then
	"${build[@]}" >&2
else
	[ -n "${RUSTC_WORKSPACE_WRAPPER:-}" ] || die "clippy is not installed; run: rustup component add clippy"
	messages=$(mktemp)
	trap 'rm -f "$messages"' EXIT
	# Cargo repeats the warnings of crates that it did not need to compile, so a warm build finds them too.
	"${build[@]}" --message-format=json | tee "$messages" |
		jq -r --unbuffered 'select(.reason == "compiler-message") | .message.rendered' >&2 ||
		die "the build failed; its messages are above"
	warnings=$(jq -r --arg root "$SALUS_ROOT/" '
		select(.reason == "compiler-message" and (.manifest_path | startswith($root)))
		| .message | select(.level == "warning" and (.message | test("warnings? emitted$") | not)) | .message' \
		"$messages" | wc -l)
	[ "$warnings" -eq 0 ] || die "$warnings warnings in the workspace's own crates, shown above; mend each of them"
fi
say "built in $(minutes_since "$started") minutes"
