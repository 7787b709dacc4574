#!/usr/bin/env bash
# Runs the backend in the foreground until Ctrl-C. ./run.sh --help lists the options.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/eng/common.sh"
need_dotnet
build_product
if [ "$*" = --version ]; then
  exec dotnet "$bin/OrleansAssets.Silo/OrleansAssets.Silo.dll" --version
fi
exec dotnet "$bin/OrleansAssets.Silo/OrleansAssets.Silo.dll" --root "$root" "$@"
