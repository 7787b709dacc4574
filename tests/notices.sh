#!/usr/bin/env bash
# notices.sh [notices] [kills]: halts and resets, 1,000 unless told, through channels that fail at random, by a silo that is killed with -9 ten
# times meanwhile. Prints how many arrived at each channel and how often one came again, and how soon something critical came once channels
# that were away had returned.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/common.sh
need_dotnet
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
status=0
ASSETS_NOTICES="${1:-1000}" ASSETS_KILLS="${2:-10}" dotnet test tests/OrleansAssets.Tests.csproj -c Release \
  --filter "FullyQualifiedName~NoticeKillTests" --logger "console;verbosity=detailed" >"$log" 2>&1 || status=$?
printf '| channel | notices | kills | arrived | came again |\n|---|---|---|---|---|\n'
grep -E '^ *\| ' "$log" | sed 's/^ *//' || true
[ "$status" -eq 0 ] || tail -60 "$log" >&2
exit "$status"
