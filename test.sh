#!/usr/bin/env bash
# Builds everything and runs the tests; arguments go to dotnet test (e.g. --filter Sizing).
# The last line reads: N passed, N failed, N skipped.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/eng/common.sh"
need_dotnet
cd "$root"
dotnet build OrleansAssets.sln -c Release -v quiet || fail "The build failed."
results="$root/artifacts/test-results"
rm -rf "$results"
status=0
dotnet test tests/OrleansAssets.Tests.csproj -c Release --no-build \
  --results-directory "$results" --logger "trx;LogFileName=tests.trx" --blame-hang-timeout 5m "$@" || status=$?
[ -f "$results/tests.trx" ] || fail "The test run ended without results."
counters="$(grep -o '<Counters [^>]*>' "$results/tests.trx")"
count() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$counters"; }
total="$(count total)" executed="$(count executed)" passed="$(count passed)"
echo "$passed passed, $((executed - passed)) failed, $((total - executed)) skipped"
exit "$status"
