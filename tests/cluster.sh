#!/usr/bin/env bash
# cluster.sh [scenario] [rounds]: several real silos on one database, and what ends them. Prints a table of what was measured.
#   together  both killed with -9 and started again at once, on the same ports and on others
#   one       one of two killed with -9 while twenty callers place orders
#   rolling   both stopped and started, one after the other, while callers work and history is collected
#   frozen    one frozen for 60 s (SIGSTOP) and continued
#   all       all of them; the default
# Ten rounds unless told, of "frozen" three. The suite runs the same tests with one or two rounds.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/common.sh
need_dotnet
scenario="${1:-all}"
tests=("together:KilledTogether:10" "one:OneKilled:10" "rolling:RollingRestart:10" "frozen:FrozenSilo:3")
case "$scenario" in
  all | together | one | rolling | frozen) ;;
  *) fail "'$scenario' is no scenario: together, one, rolling, frozen or all." ;;
esac
dotnet build tests/OrleansAssets.Tests.csproj -c Release -v quiet
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
failed=0
echo "| scenario | rounds | min / median / max | counts | losses |"
echo "|---|---|---|---|---|"
for test in "${tests[@]}"; do
  IFS=: read -r name class rounds <<<"$test"
  if [ "$scenario" != all ] && [ "$scenario" != "$name" ]; then
    continue
  fi
  ASSETS_CLUSTER_ROUNDS="${2:-$rounds}" dotnet test tests/OrleansAssets.Tests.csproj -c Release --no-build \
    --filter "FullyQualifiedName~Cluster.$class" --logger "console;verbosity=detailed" >"$log" 2>&1 || failed=1
  grep -E '^ *\|' "$log" | sed 's/^ *//' || true
  if [ "$failed" = 1 ]; then
    say "$name failed:"
    tail -60 "$log" >&2
    exit 1
  fi
done
