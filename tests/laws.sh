#!/usr/bin/env bash
# laws.sh [seed]: holds every law against all the cases that it asks for (10,000 for those of the book), of which the suite draws 500.
set -euo pipefail
cd "$(dirname "$0")/.."
ASSETS_LAWS=whole ASSETS_SEED="${1:-1}" dotnet test tests/OrleansAssets.Tests.csproj -c Release \
  --filter "FullyQualifiedName~OrleansAssets.Tests.Domain." --logger "console;verbosity=normal" | grep -E "Law|Passed!|Failed|Error"
