#!/usr/bin/env bash
# kill9-collection.sh [kills] [seed]: kills the silo by kill -9 while it collects, 100 times unless told, and prints the counts that must
# be zero: calls over any window of a source by the vendors' own tally, pages asked for twice, missing intervals.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/common.sh
need_dotnet
ASSETS_KILLS="${1:-100}" ASSETS_SEED="${2:-$RANDOM}" dotnet test tests/OrleansAssets.Tests.csproj -c Release \
  --filter "FullyQualifiedName~KillNineTests" --logger "console;verbosity=detailed"
