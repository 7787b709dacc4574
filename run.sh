#!/usr/bin/env bash
# Runs the backend in the foreground until Ctrl-C. ./run.sh --help lists the options.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/eng/common.sh"
need_dotnet
build silo/OrleansAssets.Silo.csproj
build client/OrleansAssets.Cli/OrleansAssets.Cli.csproj
exec dotnet "$bin/OrleansAssets.Silo/release/OrleansAssets.Silo.dll" --root "$root" "$@"
