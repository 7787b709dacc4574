#!/usr/bin/env bash
# Builds everything, analyzers included, and runs the tests. ./test.sh --help says how.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/eng/common.sh"

# Folders of tests that start no process, no PostgreSQL server and no silo.
fast_folders=(Architecture Domain Silo Vendors)

usage() {
  cat <<EOF
Usage: ./test.sh [--fast] [--once] [ARGUMENTS OF dotnet test]

Builds everything, analyzers included, and runs the tests. The last line reads: N passed, N failed, N skipped.

  --fast             only tests/$(IFS=,; echo "${fast_folders[*]}"): under a minute after the build, without PostgreSQL
  --once             no second try. Without it, one to three tests that failed beside all others (no --fast, no --filter) are run again
                     alone; what passes then is named ("Passed only alone") and counts as passed, what fails again is a failure
  --filter TEXT      only the tests whose full name contains TEXT, or an expression of dotnet test; beside --fast, both
  --help             this text
EOF
}

# The tests of the fast tier, for dotnet test.
fast_filter() { printf '|FullyQualifiedName~OrleansAssets.Tests.%s.' "${fast_folders[@]}" | cut -c 2-; }

# What the fast tier leaves out.
slow_folders() {
  local folder
  for folder in "$root"/tests/*/; do
    folder="$(basename "$folder")"
    [[ " ${fast_folders[*]} " == *" $folder "* ]] && continue
    grep -rqE '\[(Fact|Theory|Property)' "$root/tests/$folder" && printf ' tests/%s' "$folder"
  done
}

fast="" once="" filter="" arguments=()
while [ $# -gt 0 ]; do
  case "$1" in
    --help | -h) usage; exit ;;
    --fast) fast=1 ;;
    --once) once=1 ;;
    --filter) [ $# -gt 1 ] || fail "--filter needs a text."; filter="$2"; shift ;;
    --filter=*) filter="${1#*=}" ;;
    *) arguments+=("$1") ;;
  esac
  shift
done
[ -z "$fast" ] || filter="($(fast_filter))${filter:+&($filter)}"
[ -z "$filter" ] || arguments+=(--filter "$filter")

need_dotnet
cd "$root"
# What a process learns of itself to run faster later is never used by one that lives for seconds: of a silo it took a quarter of the processor.
export DOTNET_TieredPGO=0
lock_builds
compile build OrleansAssets.sln
if [ -z "$filter" ]; then # what starts some seventy silos pays for it; a start without it takes some seconds of a processor longer, no more
  say "Compiling what the tests start ahead of time ..."
  dotnet msbuild eng/AheadOfTests.csproj -restore -t:CompileAheadOfTests -v:quiet -tl:off >"$root/artifacts/ahead-of-tests.log" 2>&1 ||
    say "  It cannot be had here ($root/artifacts/ahead-of-tests.log): the silos of the tests start slower."
fi
unlock_builds

results="$root/artifacts/test-results"
rm -rf "$results"

# run_tests NAME [ARGUMENTS]: the results are in NAME.trx.
run_tests() {
  local name="$1"
  shift
  dotnet test tests/OrleansAssets.Tests.csproj -c Release --no-build --results-directory "$results" \
    --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=normal" --blame-hang-timeout 5m "$@" 2>&1 | awk -f eng/count-tests.awk
}

# count NAME COUNTER: total, executed or passed.
count() { grep -o '<Counters [^>]*>' "$results/$1.trx" | sed -n "s/.* $2=\"\([0-9]*\)\".*/\1/p"; }

# The methods whose tests failed, a theory's rows as one.
failed_methods() {
  grep '<UnitTestResult ' "$results/$1.trx" | grep 'outcome="Failed"' | sed 's/.* testName="\([^"(]*\).*/\1/' | sort -u
}

say "Running the tests${fast:+ of the fast tier} ..."
status=0
run_tests tests ${arguments[@]+"${arguments[@]}"} || status=$?
[ -f "$results/tests.trx" ] || fail "The test run ended without results."
total="$(count tests total)" executed="$(count tests executed)" passed="$(count tests passed)"

# Silos that are killed, a browser and 4,000 others on two cores: one that waits for a process can be too slow there, and is not alone.
failed=$((executed - passed))
if [ -z "$once$filter" ] && [ "$failed" -ge 1 ] && [ "$failed" -le 3 ] && ! grep -q 'test run was aborted' "$results/tests.trx"; then
  methods="$(failed_methods tests)"
  say "Running again alone what failed: ${methods//$'\n'/, } ..."
  if run_tests alone --filter "$(sed 's/^/FullyQualifiedName=/' <<<"$methods" | paste -sd '|' -)"; then
    status=0 passed=$executed
    say "Passed only alone: ${methods//$'\n'/, }"
  fi
fi
[ -z "$fast" ] || echo "Left out by --fast:$(slow_folders). Run ./test.sh before a change is done."
echo "$passed passed, $((executed - passed)) failed, $((total - executed)) skipped"
exit "$status"
