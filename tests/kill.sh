#!/usr/bin/env bash
# kill.sh [times]: kills the silo with -9 in the middle of work and tells what was lost (0) and applied twice (0): orders, fills, flows, splits, dividends, corrections. 200 times by default.
set -euo pipefail
cd "$(dirname "$0")/.."
ASSETS_KILLS="${1:-200}" dotnet test tests/OrleansAssets.Tests.csproj -c Release --filter "FullyQualifiedName~KillTests" \
  --logger "console;verbosity=detailed" | grep -E "kills|Passed|Failed|Error|Expected|Actual"
