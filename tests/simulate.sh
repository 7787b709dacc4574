#!/usr/bin/env bash
# simulate.sh [days] [seed] [minutes]: runs the shipped silo with its sandbox in virtual time and checks what must hold after each day.
# 30 days with seed 1 by default; reminders tick at multiples of so many minutes, 360 by default, and 1 delivers every tick.
set -euo pipefail
cd "$(dirname "$0")/.."
ASSETS_SIMULATED_DAYS="${1:-30}" ASSETS_SIMULATION_SEED="${2:-1}" ASSETS_SIMULATION_MINUTES="${3:-360}" \
  dotnet test tests/OrleansAssets.Tests.csproj -c Release --filter "FullyQualifiedName~SimulationTests.Run_ShippedProduct" \
  --logger "console;verbosity=detailed" | grep -vE "^(\[xUnit|Test run for|A total of|VSTest|Attachments|$)"
