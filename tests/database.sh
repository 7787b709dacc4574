#!/usr/bin/env bash
# database.sh [seconds]: lets the database fail in each of its ways, 120 seconds each unless told, under a silo with callers, and prints a table:
# how long, when health said so, the calls that failed, the lines that the silo logged, and how soon it served again. A full disk takes root.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/common.sh
need_dotnet
out="$(mktemp)"
trap 'rm -f "$out"' EXIT
status=0
ASSETS_OUTAGE_SECONDS="${1:-120}" dotnet test tests/OrleansAssets.Tests.csproj -c Release \
  --filter "FullyQualifiedName~DatabaseOutageTests" --logger "console;verbosity=detailed" >"$out" 2>&1 || status=$?
printf '| fault | lasts | health says so after | failed calls | log lines | serves again after |\n|---|---|---|---|---|---|\n'
grep -E '^ *\| ' "$out" | sed 's/^ *//' || true
grep -E 'Passed!|Failed!|Skipped |Passed:|Failed:|Skipped:|Total tests' "$out" || true
if [ "$status" -ne 0 ]; then
  cat "$out" >&2
fi
exit "$status"
