#!/usr/bin/env bash
# timescale.sh BIN [filter]: runs the tests of the database on a PostgreSQL that has TimescaleDB, whose programs (initdb, postgres) are in
# the directory BIN: migrations into hypertables, writing, compression, retention, backup and restore. A filter names others of the suite.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/common.sh
need_dotnet
[ -n "${1:-}" ] && [ -x "$1/initdb" ] || fail "Name the directory of a PostgreSQL with TimescaleDB, e.g. /usr/lib/postgresql/16/bin."
[ -f "$1/../lib/timescaledb.so" ] || fail "$1/../lib has no timescaledb.so."
PATH="$1:$PATH" dotnet test tests/OrleansAssets.Tests.csproj -c Release --filter "${2:-FullyQualifiedName~HypertableTests}"
