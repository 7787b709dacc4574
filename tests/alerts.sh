#!/usr/bin/env bash
# alerts.sh: rehearses alerts as their pages in docs/runbooks say, on a sandbox of its own under Prometheus, and prints a table: what was done,
# and after how many seconds each fired. What an alert waits for (its 'for') is shortened to 5 s; rules are as they are else. Takes about
# five minutes. Needs prometheus (Debian: apt-get install prometheus), curl and python3.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/common.sh
need_dotnet
command -v prometheus >/dev/null || fail "There is no prometheus on PATH: apt-get install prometheus."
build_product
work="$(mktemp -d)"
silo="" scraper=""
# shellcheck disable=SC2317
finish() {
  [ -z "$scraper" ] || kill "$scraper" 2>/dev/null || true
  [ -z "$silo" ] || kill "$silo" 2>/dev/null || true
  wait || true
  [ "${keep:-0}" = 1 ] && say "Logs are in $work." || rm -rf "$work"
}
trap finish EXIT

port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
web="$(port)" prom="$(port)"
start_silo() {
  dotnet "$bin/OrleansAssets.Silo/OrleansAssets.Silo.dll" --root . --data "$work/data" --port "$web" --gateway-port 0 --silo-port 0 \
    --metrics >>"$work/silo.log" 2>&1 &
  silo=$!
  for _ in $(seq 600); do
    curl -sf "http://127.0.0.1:$web/health/ready" >/dev/null && return
    kill -0 "$silo" || { cat "$work/silo.log" >&2; exit 1; }
    sleep 0.2
  done
  fail "The silo is not ready after two minutes."
}
assets() { dotnet "$bin/OrleansAssets.Cli/assets.dll" "$@" --run-file "$work/data/run.json" >>"$work/console.log" 2>&1 || true; }

mkdir "$work/rules"
for file in ops/prometheus/rules/*.yml; do
  sed -E 's/^( +for: ).*/\15s/' "$file" >"$work/rules/$(basename "$file")"
done
cat >"$work/prometheus.yml" <<EOF
global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: ["rules/*.yml"]
scrape_configs:
  - job_name: orleans-assets
    static_configs: [{ targets: ["127.0.0.1:$web"] }]
EOF

is_firing() {
  curl -s --get --data-urlencode "query=ALERTS{alertname=\"$1\",alertstate=\"firing\"}" "http://127.0.0.1:$prom/api/v1/query" \
    | grep -q '"alertname"'
}
status=0
# expect SECONDS ALERT WHAT: waits until the alert fires, and says after how long since the last `did`.
expect() {
  local until=$((SECONDS + $1))
  until is_firing "$2"; do
    if [ "$SECONDS" -ge "$until" ]; then
      printf '| %s | %s | did not fire within %s s |\n' "$2" "$3" "$1"
      status=1 keep=1
      return
    fi
    sleep 0.5
  done
  printf '| %s | %s | %s s |\n' "$2" "$3" "$((SECONDS - did))"
}

start_silo
prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/prometheus" --web.listen-address="127.0.0.1:$prom" \
  --log.level=error >"$work/prometheus.log" 2>&1 &
scraper=$!
printf '| alert | rehearsal | fires after |\n|---|---|---|\n'

assets portfolio deposit 10000 --reason rehearsal
assets order check NVDA buy --quantity 1 --order-id rehearsal-0
did=$SECONDS
assets order fill BTC/USDT buy --quantity 0.001 --price 60000 --fee 350 --fill-id rehearsal-1 --yes
expect 60 AssetsLimitNear "a fee of 350 on 10,000"
did=$SECONDS
assets order fill BTC/USDT buy --quantity 0.001 --price 60000 --fee 80 --fill-id rehearsal-2 --yes
expect 60 AssetsLimitClose "another of 80"

# At the market, in a portfolio of its own: what it earns or loses must not halt the other one.
price="$(dotnet "$bin/OrleansAssets.Cli/assets.dll" show BTC/USDT --json --run-file "$work/data/run.json" \
  | grep -Eo '"bid": *[0-9.]+' | head -1 | grep -Eo '[0-9.]+')"
units="$(python3 -c "print(round(60_000 / $price, 4))")"
assets portfolio deposit 10000 --portfolio heat --reason rehearsal
did=$SECONDS
assets order fill BTC/USDT buy --quantity "$units" --price "$price" --fill-id rehearsal-3 --yes --portfolio heat
expect 60 AssetsHeatAtLimit "a fill of 60,000"

did=$SECONDS
for order in 1 2 3 4 5 6; do assets order check NVDA buy --quantity 1 --order-id "rehearsal-$order"; done
expect 60 AssetsOrdersAllRejected "six orders of a class that is not active"

did=$SECONDS
assets enable NVDA
assets phases readiness phase_1_stocks
expect 60 AssetsEnabledWithoutEvidence "assets enable NVDA, and an evaluation"
did=$SECONDS
tomorrow="$(date -u -d '+20 hours' +%Y-%m-%dT%H:%M:%SZ)"
assets phases activate phase_1_stocks --force --reason rehearsal --expires "$tomorrow"
bob="$(dotnet "$bin/OrleansAssets.Cli/assets.dll" tokens make bob --role operator --json --run-file "$work/data/run.json" \
  | sed -n 's/.*"secret": *"\([^"]*\)".*/\1/p')"
ASSETS_TOKEN="$bob" assets phases approve phase_1_stocks
expect 90 AssetsOverrideNearExpiry "a forced phase that ends in 20 hours"

did=$SECONDS
assets risk halt --reason rehearsal
expect 60 AssetsPortfolioHalted "assets risk halt"

did=$SECONDS
curl -s -X PUT -d '{"kind":"server_error","seconds":3600}' "http://127.0.0.1:$web/sandbox/faults/alpaca" >/dev/null
assets sources collect alpaca
expect 60 AssetsSourceFails "a fault of alpaca, and assets sources collect"

# Frozen and not stopped: a private server that is gone is started again within seconds.
server="$(head -1 "$(find -L "$work/data/postgres" -maxdepth 2 -name postmaster.pid | head -1)")"
did=$SECONDS
frozen="$server $(pgrep -P "$server")"
kill -STOP $frozen
expect 60 AssetsDatabaseUnusable "a database server that is frozen"
assets portfolio deposit 1 --reason rehearsal --flow-id rehearsal-frozen
expect 60 AssetsJournalFails "likewise, and a deposit"
kill -CONT $frozen

did=$SECONDS
kill "$silo"
wait "$silo" || true
silo=""
expect 60 AssetsNoSilo "the silo is stopped"
expect 60 AssetsSiloDown "likewise"
exit "$status"
