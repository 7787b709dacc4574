#!/usr/bin/env bash
# upgrade.sh COMMIT: a rolling upgrade from an earlier release, which is built from that commit, to what is here: two silos of it on one
# PostgreSQL, replaced one after the other while deposits are made. Prints what was answered before, with both releases side by side and
# after, the longest call of each, and whether the book has each deposit once. Where they refuse to run side by side, it says their sentence.
# Needs root (for the server), the programs of PostgreSQL, git and python3.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/common.sh
need_dotnet
[ -n "${1:-}" ] || fail "Name the commit of the earlier release."
. eng/server.sh
build_product
work="$(mktemp -d /var/tmp/assets-upgrade-XXXXXX)"
chmod 755 "$work"
pids=""
# shellcheck disable=SC2317
finish() {
  for process in $pids; do kill "$process" 2>/dev/null || true; done
  wait || true
  stop_server "$work/postgres"
  git worktree remove --force "$work/old" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

git worktree add --detach "$work/old" "$1" >/dev/null 2>&1 || fail "There is no commit $1."
say "Building $(git -C "$work/old" log -1 --format='%h, %s') ..."
if ! (cd "$work/old" && dotnet publish silo/Silo/OrleansAssets.Silo.csproj -c Release -v quiet -p:Analyze=false -o "$work/earlier") \
  >"$work/build.log" 2>&1; then
  tail -20 "$work/build.log" >&2
  fail "The earlier release does not build."
fi
start_server "$work/postgres" 29433
export ConnectionStrings__assets="$server" ASSETS_WARM_UP=nextphase

# launch PROGRAM CONFIG NUMBER: a silo of the cluster, on ports of its own.
launch() {
  dotnet "$1" --root . --config "$2" --cluster --data "$work/data$3" --port "2808$3" --gateway-port "2000$3" --silo-port "2111$3" \
    >>"$work/silo$3.log" 2>&1 &
  eval "silo$3=$!"
  pids="$pids $!"
  for _ in $(seq 600); do
    curl -sf "http://127.0.0.1:2808$3/health/ready" >/dev/null && return
    kill -0 "$!" 2>/dev/null || { tail -3 "$work/silo$3.log" >&2; fail "The silo $3 ended."; }
    sleep 0.2
  done
  fail "The silo $3 is not ready after two minutes."
}
earlier() { launch "$work/earlier/OrleansAssets.Silo.dll" "$work/old/config" "$1"; }
present() { launch "$bin/OrleansAssets.Silo/OrleansAssets.Silo.dll" config "$1"; }
stop() { local process; eval "process=\$silo$1"; kill "$process"; wait "$process" || fail "The silo $1 ended with $?."; }
# phase NAME FILE: what was answered since the last time.
phase() { sleep 10; kill -USR1 "$caller"; sleep 1; printf '| %s | %s |\n' "$1" "$(tail -1 "$work/calls.log")"; }

earlier 1
earlier 2
[ -f "$work/data1/admin.token" ] || fail "The earlier release makes no admin.token: name a later one."
cat >"$work/caller.py" <<'END'
import json, random, signal, sys, time, urllib.request
token, calls, tries, longest, total = open(sys.argv[1]).read().strip(), 0, 0, 0.0, 0
def tell(*_):
    global calls, tries, longest
    print(f'{calls} | {tries} | {longest:.1f} s', flush=True)
    calls, tries, longest = 0, 0, 0.0
signal.signal(signal.SIGUSR1, tell)
running = True
def end(*_):
    global running
    running = False
signal.signal(signal.SIGTERM, end)
while running:
    body = json.dumps({'flowId': f'flow-{total}', 'amount': 1, 'reason': 'upgrade'}).encode()
    begun = time.monotonic()
    while True:
        request = urllib.request.Request(
            f'http://127.0.0.1:2808{random.choice((1, 2))}/api/v1/portfolios/main/flows', body,
            {'Authorization': f'Bearer {token}', 'Content-Type': 'application/json'})
        try:
            urllib.request.urlopen(request, timeout=35).read()
            break
        except Exception:
            tries += 1
            time.sleep(0.1)
    calls, total, longest = calls + 1, total + 1, max(longest, time.monotonic() - begun)
print(f'total {total}', flush=True)
END
python3 "$work/caller.py" "$work/data1/admin.token" >"$work/calls.log" 2>&1 &
caller=$!
pids="$pids $caller"
printf '| silos | deposits answered | tries repeated | longest |\n|---|---|---|---|\n'
phase "two of the earlier release"
stop 1
present 1
phase "one of each"
stop 2
present 2
phase "two of this release"
kill "$caller"
wait "$caller" || true
total="$(sed -n 's/^total //p' "$work/calls.log")"
cash="$(curl -sf -H "Authorization: Bearer $(cat "$work/data1/admin.token")" http://127.0.0.1:28081/api/v1/portfolios/main \
  | python3 -c 'import json, sys; print(json.load(sys.stdin)["book"]["cash"])')"
say "$total deposits of 1 were answered, and the book has $cash."
errors="$(grep -hE ' (Error|Critical) ' "$work"/silo?.log | head -5 || true)"
[ -z "$errors" ] || say "The log has errors: $errors"
[ "${cash%.*}" = "$total" ]
