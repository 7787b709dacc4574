#!/usr/bin/env bash
# alerts.sh [minutes]: rehearses alerts as their pages in docs/runbooks say, on a sandbox of its own under Prometheus, and prints a table:
# what was done, and after how many seconds each fired; all but AssetsCallsRejected, which takes silos that have the wrong idea of one
# another for ten minutes. Rules are as they are, but that what an alert waits for (its 'for') is 5 s, four hours without an evaluation are
# a minute, five minutes of a notice twenty seconds, a tenth of the memory two fifths, and a price of what is held may be three minutes old,
# not sixty. Takes about twenty minutes; given minutes, the sandbox goes on until so many are over. In the end it says which metrics of
# docs/telemetry.md were never scraped. Needs prometheus (Debian: apt-get install prometheus), psql, curl, openssl and python3.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/common.sh
need_dotnet
command -v prometheus >/dev/null || fail "There is no prometheus on PATH: apt-get install prometheus."
build_product
work="$(mktemp -d)"
chmod 711 "$work"
silo="" other="" door="" scraper=""
# shellcheck disable=SC2317
finish() {
  thaw
  for process in $scraper $door $other $silo; do kill -CONT "$process" 2>/dev/null || true; kill "$process" 2>/dev/null || true; done
  wait || true
  [ "${keep:-0}" = 1 ] && say "Logs are in $work." || rm -rf "$work"
}
trap finish EXIT

port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
web="$(port)" prom="$(port)" second="$(port)" face="$(port)"

# A source with three calls a day, evaluations each ten hours, and a channel of notices at which nobody listens.
cp -r config "$work/config"
sed -i '/^  alpha_vantage:/,/^  [a-z]/s/day: { seconds: 86400, limit: 25 }/day: { seconds: 86400, limit: 3 }/' "$work/config/sources.yaml"
sed -i 's/^  every_minutes: 60 /  every_minutes: 600 /' "$work/config/phases.yaml"
sed -i 's/held_mark_max_age_minutes: 60/held_mark_max_age_minutes: 3/' "$work/config/assets_config.yaml"
printf '\nnotices:\n  channels:\n    ops: { kind: webhook, url: "https://127.0.0.1:1/", secret_variable: ASSETS_REHEARSAL }\n' \
  >>"$work/config/assets_config.yaml"
export ASSETS_REHEARSAL=secret

launch() { # launch PROGRAM DATA PORT LOG [OPTIONS]
  # Without streams: a fault of a vendor's answers is one of its prices then.
  dotnet "$1" --root . --config "$work/config" --data "$work/$2" --port "$3" --gateway-port 0 --silo-port 0 --metrics --no-streams \
    "${@:5}" >>"$work/$4" 2>&1 &
}
is_ready() { curl -sf "http://127.0.0.1:$1/health/ready" >/dev/null; }
when_ready() { # when_ready PROCESS PORT LOG
  for _ in $(seq 600); do
    is_ready "$2" && return
    kill -0 "$1" || { cat "$work/$3" >&2; exit 1; }
    sleep 0.2
  done
  fail "The silo is not ready after two minutes."
}
assets() { dotnet "$bin/OrleansAssets.Cli/assets.dll" "$@" --run-file "$work/data/run.json" >>"$work/console.log" 2>&1 || true; }
post() { # post PATH BODY: as the admin, beside the console, which takes a second a call
  curl -s -m 90 -X POST -H "Authorization: Bearer $(cat "$work/data/admin.token")" -H 'Content-Type: application/json' -d "$2" \
    "http://127.0.0.1:$web/api/v1/$1" >>"$work/console.log" 2>&1 || true
}
# The private server: who owns it may do what a silo may not.
server() { head -1 "$(find -L "$work/data/postgres" -maxdepth 2 -name postmaster.pid | head -1)"; }
sql() {
  PGPASSWORD="$(cat "$work/data/postgres.password")" PGOPTIONS='-c default_transaction_read_only=off' psql -q -h 127.0.0.1 -U assets \
    -p "$(sed -n 4p "$(find -L "$work/data/postgres" -maxdepth 2 -name postmaster.pid | head -1)")" assets -c "$1" >>"$work/sql.log" 2>&1
}
frozen=""
# Frozen and not stopped: a private server that is gone is started again within seconds.
freeze() { local one; one="$(server)"; frozen="$one $(pgrep -P "$one")"; kill -STOP $frozen; }
thaw() { [ -z "$frozen" ] || kill -CONT $frozen 2>/dev/null || true; frozen=""; }

certificate() { # certificate NAME DAYS: signs itself
  openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -days "$2" -keyout "$work/$1.key" -out "$work/$1.pem" 2>/dev/null
}
pass() { # pass PORT COUNT PAUSE: so many requests to the API, each begun so many seconds after the one before, whatever becomes of them
  python3 - "$1" "$work/data/admin.token" "$2" "$3" <<'END'
import http.client, sys, threading, time
port, token, count, pause = int(sys.argv[1]), open(sys.argv[2]).read().strip(), int(sys.argv[3]), float(sys.argv[4])
def ask():
    try:
        line = http.client.HTTPConnection('127.0.0.1', port, timeout=90)
        line.request('GET', '/api/v1/portfolios/main', headers={'Authorization': 'Bearer ' + token})
        line.getresponse().read()
    except (OSError, http.client.HTTPException):
        pass
asks = [threading.Thread(target=ask) for _ in range(count)]
for one in asks:
    one.start()
    time.sleep(pause)
for one in asks:
    one.join()
END
}
deposit() { # deposit SECONDS: eight callers make deposits, one after another
  python3 - "$web" "$work/data/admin.token" "$1" <<'END'
import http.client, json, sys, threading, time
port, token, until = int(sys.argv[1]), open(sys.argv[2]).read().strip(), time.monotonic() + float(sys.argv[3])
def make(caller):
    number = 0
    while time.monotonic() < until:
        number += 1
        flow = json.dumps({'flowId': f'caller-{caller}-{number}', 'amount': 1, 'reason': 'rehearsal'})
        try:
            line = http.client.HTTPConnection('127.0.0.1', port, timeout=30)
            line.request('POST', '/api/v1/portfolios/main/flows', flow,
                         {'Authorization': 'Bearer ' + token, 'Content-Type': 'application/json'})
            line.getresponse().read()
        except (OSError, http.client.HTTPException):
            pass
callers = [threading.Thread(target=make, args=(caller,)) for caller in range(8)]
for one in callers:
    one.start()
for one in callers:
    one.join()
END
}

mkdir "$work/rules"
for file in ops/prometheus/rules/*.yml; do
  sed -E 's/^( +for: ).*/\15s/; s/> 4 \* 3600/> 60/; s/(waiting_age_seconds\)) > 300/\1 > 20/; s/(physical_memory_megabytes) < 0\.1/\1 < 0.4/' \
    "$file" >"$work/rules/$(basename "$file")"
done
targets() { # targets FILE PORT ...: what is scraped from now on
  printf '[{"targets":[%s]}]' "$(printf '"127.0.0.1:%s",' "${@:2}" | sed 's/,$//')" >"$work/targets.tmp"
  mv "$work/targets.tmp" "$work/$1.json"
}
targets silos "$web"
echo '[]' >"$work/doors.json"
cat >"$work/prometheus.yml" <<END
global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: ["rules/*.yml"]
scrape_configs:
  - job_name: orleans-assets
    file_sd_configs: [{ files: [silos.json], refresh_interval: 5s }]
  - job_name: orleans-assets-web
    file_sd_configs: [{ files: [doors.json], refresh_interval: 5s }]
END

fired=0 missed=0
is_firing() {
  curl -s --get --data-urlencode "query=ALERTS{alertname=\"$1\",alertstate=\"firing\"}" "http://127.0.0.1:$prom/api/v1/query" \
    | grep -q '"alertname"'
}
# expect SECONDS ALERT WHAT: waits until the alert fires, and says after how long since the last `did`.
expect() {
  local until=$((SECONDS + $1))
  until is_firing "$2"; do
    if [ "$SECONDS" -ge "$until" ]; then
      printf '| %s | %s | did not fire within %s s |\n' "$2" "$3" "$1"
      missed=$((missed + 1)) keep=1
      return
    fi
    sleep 0.5
  done
  fired=$((fired + 1))
  printf '| %s | %s | %s s |\n' "$2" "$3" "$((SECONDS - did))"
}

did=$SECONDS
launch "$bin/OrleansAssets.Silo/OrleansAssets.Silo.dll" data "$web" silo.log
silo=$!
prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/prometheus" --web.listen-address="127.0.0.1:$prom" \
  --log.level=error >"$work/prometheus.log" 2>&1 &
scraper=$!
when_ready "$silo" "$web" silo.log
printf '| alert | rehearsal | fires after |\n|---|---|---|\n'
expect 120 AssetsBudgetNearlySpent "three calls a day, and a start"

assets phases readiness phase_1_stocks
lost=$SECONDS
sql "DELETE FROM orleansreminderstable WHERE grainid LIKE '%source/etherscan%'"
sql "UPDATE reminder_watch SET woken_at = now() + interval '1 hour' WHERE grain_id LIKE '%source/etherscan%'" # nobody wakes it

# At the market: what is held must not earn or lose what the fees are to.
for _ in $(seq 30); do # a first quote may be a moment away
  price="$(dotnet "$bin/OrleansAssets.Cli/assets.dll" show BTC/USDT --json --run-file "$work/data/run.json" \
    | grep -Eo '"bid": *[0-9.]+' | head -1 | grep -Eo '[0-9.]+')" && break
  sleep 1
done
assets portfolio deposit 10000 --reason rehearsal
assets order check NVDA buy --quantity 1 --order-id rehearsal-0
did=$SECONDS
assets risk halt --class crypto --reason rehearsal
expect 60 AssetsScopeHalted "assets risk halt --class crypto"
did=$SECONDS
assets order fill BTC/USDT buy --quantity 0.001 --price "$price" --fee 350 --fill-id rehearsal-1 --yes
expect 60 AssetsLimitNear "a fee of 350 on 10,000"
did=$SECONDS
assets order fill BTC/USDT buy --quantity 0.001 --price "$price" --fee 80 --fill-id rehearsal-2 --yes
expect 60 AssetsLimitClose "another of 80"
expect 150 AssetsNoticesWaiting "likewise, and a channel at which nobody listens"

# In a portfolio of its own: what it earns or loses must not halt the other one.
units="$(python3 -c "print(round(60_000 / $price, 4))")"
assets portfolio create heat --reason rehearsal
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
expect 150 AssetsPhaseNotEvaluated "no evaluation for a minute"
did=$SECONDS
tomorrow="$(date -u -d '+20 hours' +%Y-%m-%dT%H:%M:%SZ)"
assets phases activate phase_1_stocks --force --reason "a rehearsal of the first widening" --expires "$tomorrow"
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

stale=$SECONDS
curl -s -X PUT -d '{"kind":"server_error","seconds":3600}' "http://127.0.0.1:$web/sandbox/faults/ccxt_binance" >/dev/null

did=$SECONDS
sql "INSERT INTO reminder_watch VALUES ('partitions/partitions/rehearsal', 'daily', 60000, now() - interval '1 hour', NULL, now())"
expect 120 AssetsReminderOverdue "a reminder that is expected and nowhere"

did=$stale
expect 900 AssetsStalePosition "a fault of ccxt_binance while BTC/USDT is held"
curl -s -X DELETE "http://127.0.0.1:$web/sandbox/faults/ccxt_binance" >/dev/null

did=$lost
expect 900 AssetsSourceOverdue "the reminder of etherscan taken out of its table, and nobody who wakes it"

did=$SECONDS
# Not faster than one after another: each pause must meet one, and not so many between them that they hide it.
(for flow in $(seq 80); do
  post portfolios/main/flows "{\"flowId\":\"many-$flow\",\"amount\":1,\"reason\":\"rehearsal\"}"
  sleep 0.05
done) &
many=$!
for _ in 1 2 3; do
  sleep 1
  freeze
  sleep 3
  thaw
done
wait "$many" || true
expect 60 AssetsJournalSlow "80 deposits on a database that stands still for 3 s, three times"

did=$SECONDS
sql "ALTER SYSTEM SET default_transaction_read_only = on"
sql "SELECT pg_reload_conf()"
(for source in oanda polygon fred coinmetrics; do assets sources collect "$source"; done) &
many=$!
for flow in $(seq 20); do
  post portfolios/main/flows "{\"flowId\":\"refused-$flow\",\"amount\":1,\"reason\":\"rehearsal\"}"
  sleep 0.5
done
wait "$many" || true
expect 60 AssetsJournalFails "a database that is read-only, and twenty deposits"
expect 60 AssetsRequestsFail "likewise"
expect 60 AssetsRequestsFailOften "likewise, in a sandbox that is younger than its windows"
expect 120 AssetsStorageFails "likewise, and what is collected meanwhile"
sql "ALTER SYSTEM RESET default_transaction_read_only"
sql "SELECT pg_reload_conf()"

for _ in $(seq 120); do is_firing AssetsDatabaseUnusable || break; sleep 0.5; done # a database that is read-only is not usable either
did=$SECONDS
freeze
expect 60 AssetsDatabaseUnusable "a database server that is frozen"
thaw

# Its version as another release has it: the same program, with another number in its file.
cp -r "$bin/OrleansAssets.Silo" "$work/other"
python3 - "$work/other/OrleansAssets.Silo.dll" "$(sed -n 's/.*<Version>\(.*\)<.*/\1/p' Directory.Build.props)" <<'END'
import struct, sys
path, version = sys.argv[1], [int(part) for part in sys.argv[2].split('.')]
row = lambda numbers: struct.pack('<I4H', 0x8004, *numbers, 0)  # of the assembly in its metadata: an algorithm, and the four numbers
old = open(path, 'rb').read()
assert old.count(row(version)) == 1, 'The version is not where it was.'
open(path, 'wb').write(old.replace(row(version), row([*version[:2], version[2] + 9])))
END
did=$SECONDS
certificate ten 10
# With so little memory as it can do with, and a vendor that has lost a fifth of its history and fails when it is asked for that.
DOTNET_GCHeapHardLimit=0x8000000 launch "$work/other/OrleansAssets.Silo.dll" second "$second" second.log \
  --tls-certificate "$work/ten.pem" --tls-key "$work/ten.key" --tls-port 0
other=$!
until curl -sf -X PUT -d '{"kind":"missing_rows","seconds":3600}' "http://127.0.0.1:$second/sandbox/faults/oanda" >/dev/null; do
  kill -0 "$other" || { cat "$work/second.log" >&2; exit 1; }
  sleep 0.05
done
for _ in $(seq 600); do
  seen="$(curl -s "http://127.0.0.1:$second/metrics" || true)"
  grep -Eq '^assets_source_intervals_missing.*source="oanda".* [1-9]' <<<"$seen" && break
  sleep 0.1
done
curl -s -X PUT -d '{"kind":"server_error","seconds":3600}' "http://127.0.0.1:$second/sandbox/faults/oanda" >/dev/null
when_ready "$other" "$second" second.log
targets silos "$web" "$second"
expect 60 AssetsVersionsMixed "a silo of another version beside it"
expect 60 AssetsMembersOther "likewise, which has a database of its own"
expect 60 AssetsMemoryShort "likewise, which may have 128 MB"
expect 60 AssetsCertificateNearExpiry "likewise, with a certificate of ten days"
expect 60 AssetsCandlesMissing "likewise, whose oanda has lost rows, and fails when it is asked for them"

did=$SECONDS
kill "$other"
wait "$other" || true
other=""
expect 60 AssetsSiloDown "one of two silos is stopped"
targets silos "$web"

kill "$silo"
wait "$silo" || true
launch "$bin/OrleansAssets.Silo/OrleansAssets.Silo.dll" data "$web" silo.log
silo=$!
did=$SECONDS
until curl -sf "http://127.0.0.1:$web/health/live" >/dev/null; do sleep 0.02; done
freeze
expect 60 AssetsSiloNotReady "a start whose database freezes"
thaw
when_ready "$silo" "$web" silo.log

did=$SECONDS
certificate two 2
gateway="$(sed -n 's/.*"gatewayPort": *\([0-9]*\).*/\1/p' "$work/data/run.json")"
dotnet "$bin/OrleansAssets.Silo/OrleansAssets.Silo.dll" web --root . --data "$work/data" --port "$face" --gateways "127.0.0.1:$gateway" \
  --metrics --tls-certificate "$work/two.pem" --tls-key "$work/two.key" --tls-port 0 >>"$work/door.log" 2>&1 &
door=$!
when_ready "$door" "$face" door.log
targets doors "$face"
expect 60 AssetsCertificateExpires "a web process with a certificate of two days"

did=$SECONDS
kill -STOP "$silo"
pass "$face" 300 0.05 &
asks=$!
expect 90 AssetsCallsTimeOut "300 requests to a web process whose silo is frozen for three quarters of a minute"
expect 60 AssetsCallsTimeOutOften "likewise, in a sandbox that is younger than its windows"
expect 60 AssetsCallsSlow "likewise"
kill -CONT "$silo"
wait "$asks" || true

did=$SECONDS
deposit 75 &
asks=$!
for _ in $(seq 20); do
  sleep 1
  kill -STOP "$silo"
  sleep 2.5
  kill -CONT "$silo"
done
wait "$asks" || true
expect 60 AssetsLongTurns "a silo that is frozen for 2.5 s while eight callers make deposits, twenty times"

did=$SECONDS
for _ in 1 2 3 4 5 6; do pass "$web" 1500 0; done
expect 60 AssetsLoadShed "thousands of requests from one address at once"

did=$SECONDS
kill "$silo"
for _ in $(seq 100); do grep -q '^stops$' "$work/data/silo.life" && break; sleep 0.05; done
kill -STOP "$silo"
sleep 21
kill -CONT "$silo"
wait "$silo" || true
stopped=$SECONDS did=$SECONDS
expect 60 AssetsNoGateway "the silo of a web process has stopped"
kill "$door"
wait "$door" || true
door=""
echo '[]' >"$work/doors.json"
launch "$bin/OrleansAssets.Silo/OrleansAssets.Silo.dll" data "$web" silo.log
silo=$!
when_ready "$silo" "$web" silo.log
did=$stopped
expect 60 AssetsStopOverBudget "a silo that is frozen while it stops"

did=$SECONDS
kill -9 "$silo"
wait "$silo" || true
launch "$bin/OrleansAssets.Silo/OrleansAssets.Silo.dll" data "$web" silo.log
silo=$!
when_ready "$silo" "$web" silo.log
expect 60 AssetsSiloCrashed "kill -9, and a start"

until [ "$SECONDS" -ge $((${1:-0} * 60)) ]; do sleep 5; done
did=$SECONDS
kill "$silo"
wait "$silo" || true
silo=""
expect 60 AssetsNoSilo "the silo is stopped"
# Of our own metrics each, of the frameworks' those that are there without anything going wrong.
unseen="$(awk -F' *[|] *' '/^[|] `assets[.]/ { gsub("`", "", $6); print $6 ($3 == "histogram" ? "_count" : "") }
  /^[|] `(db|dotnet|http|orleans)_/ && $3 !~ /; once/ { gsub("`", "", $2); print $2 }' docs/telemetry.md | while read -r series; do
  curl -s --get --data-urlencode "query=count(last_over_time($series[3h]))" "http://127.0.0.1:$prom/api/v1/query" \
    | grep -q '"value"' || printf '%s ' "$series"
done)"
say "Metrics that were never scraped: ${unseen:-none}."
say "$fired alerts fired, $missed did not. Not rehearsed: AssetsCallsRejected."
[ "$missed" = 0 ]
