#!/usr/bin/env bash
# cross-check.sh [portfolio] [day]: asks the running silo for the figures of the month that ends with a day (else a random one of the
# record), recomputes them in SQL, and prints both. Exit 1 where one differs by more than 1e-9. Needs psql.
# The environment may name the silo: RUN_FILE (.data/run.json), ASSETS (./assets), ConnectionStrings__assets.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
portfolio="${1:-main}"
run_file="${RUN_FILE:-.data/run.json}"
connection="${ConnectionStrings__assets:-$(sed -n 's/.*"connectionString": *"\([^"]*\)".*/\1/p' "$run_file")}"

# Npgsql's keys as those of libpq.
uri=""
IFS=';' read -ra parts <<< "$connection"
for part in "${parts[@]}"; do
  key="$(printf '%s' "${part%%=*}" | tr '[:upper:]' '[:lower:]' | tr -d ' ')"
  case "$key" in
    host|server) uri+=" host='${part#*=}'" ;;
    port) uri+=" port='${part#*=}'" ;;
    database) uri+=" dbname='${part#*=}'" ;;
    username|userid|user) uri+=" user='${part#*=}'" ;;
    password) uri+=" password='${part#*=}'" ;;
  esac
done

sql() { psql -X -q -A -t -F ' | ' -v ON_ERROR_STOP=1 -v portfolio="$portfolio" "$@" "$uri"; }

day="${2:-$(sql <<< "SELECT day FROM equity_daily WHERE portfolio_id = :'portfolio'
  AND day >= (SELECT min(day) + 30 FROM equity_daily WHERE portfolio_id = :'portfolio') ORDER BY random() LIMIT 1")}"
[[ -n "$day" ]] || { echo "Portfolio '$portfolio' has no month of daily equity; import one." >&2; exit 2; }
answer="$(${ASSETS:-./assets} performance portfolio --portfolio "$portfolio" --window 30 --as-of "$day" --json --run-file "$run_file")"
echo "Month that ends with $day: figure | by SQL | answered | differs"
rows="$(sql -v answer="$answer" -f tests/cross-check.sql)"
echo "$rows"
! grep -qE ' \| 1$' <<< "$rows"
