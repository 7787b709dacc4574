#!/usr/bin/env bash
# image.sh: does by hand what the Dockerfile says, where there is no Docker: copies what it copies, publishes as it does, and runs the
# result as the image's user, without capabilities, on a file system that is read-only but for .data and /tmp, on a PostgreSQL of its own,
# behind --proxy as docker-compose.yml has it. Says so when the silo is ready and when it has stopped. Needs root, and the programs of
# PostgreSQL.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/common.sh
need_dotnet
[ "$(id -u)" = 0 ] || fail "The image's user and its read-only file system take root."
. eng/server.sh
work="$(mktemp -d /var/tmp/assets-image-XXXXXX)"
chmod 755 "$work"
trap 'stop_server "$work/postgres"; rm -rf "$work"' EXIT

mkdir -p "$work/source" "$work/app/.data"
sed '/^RUN/q' Dockerfile | awk '$1 == "COPY" { for (i = 2; i < NF; i++) print $i, $NF }' | while read -r from to; do
  # shellcheck disable=SC2086
  if [ "$to" = ./ ]; then cp $from "$work/source/"; else mkdir -p "$work/source/$to"; cp -r $from/. "$work/source/$to/"; fi
done
find "$work/source" -name artifacts -prune -exec rm -rf {} +
say "Publishing as the Dockerfile does ..."
sed -n '/^RUN dotnet/,/[^\\]$/p' Dockerfile | sed "s#^RUN ##; s#-o /app/#-o $work/app/#; s#\\\\\$##" | tr '\n' ' ' >"$work/publish.sh"
if ! (cd "$work/source" && bash -euo pipefail "$work/publish.sh" >"$work/publish.log" 2>&1); then
  tail -20 "$work/publish.log" >&2
  fail "It does not build."
fi
cp -r config "$work/app/config"
chown 1654 "$work/app/.data"

start_server "$work/postgres" 29432

# The image's root is its own; here it is this machine's, all of it read-only but for what compose mounts.
ConnectionStrings__assets="$server" ASSETS_ROOT="$work/app" ASSETS_BIND=0.0.0.0 \
ASSETS_PROXY=172.16.0.0/12 ASSETS_CLUSTER=true ASSETS_PLAIN_CLUSTER=true ASSETS_METRICS=true \
ASSETS_PORT=28080 ASSETS_SILO_PORT=21111 ASSETS_GATEWAY_PORT=20000 \
  unshare --mount bash -c '
    mount --make-rprivate /
    mount --bind "$0/app/.data" "$0/app/.data"
    mount -t tmpfs tmpfs /tmp
    for place in $(findmnt -rno TARGET | grep -vE "^/(proc|sys|dev|tmp)|/app/.data$"); do
      mount -o remount,bind,ro "$place" 2>/dev/null || true
    done
    ! touch "$0/app/written" 2>/dev/null || { echo "The file system can be written."; exit 1; }
    exec setpriv --reuid 1654 --regid 1654 --clear-groups --no-new-privs --bounding-set -all --inh-caps -all \
      dotnet "$0/app/silo/OrleansAssets.Silo.dll"' "$work" >"$work/silo.log" 2>&1 &
silo=$!
for _ in $(seq 300); do
  curl -sf http://127.0.0.1:28080/health/ready >/dev/null && break
  kill -0 "$silo" 2>/dev/null || { cat "$work/silo.log" >&2; fail "The silo ended."; }
  sleep 0.2
done
curl -sf http://127.0.0.1:28080/health/ready >/dev/null || { cat "$work/silo.log" >&2; fail "The silo is not ready after a minute."; }
program="$(pgrep -f "$work/app/silo/OrleansAssets.Silo.dll" | tail -1)"
of() { awk -v name="$1:" '$1 == name { print $2 }' "/proc/$program/status"; }
say "Ready as user $(of Uid), capabilities $(of CapEff), no new privileges $(of NoNewPrivs)."
kill "$program"
wait "$silo" || fail "It ended with $?."
grep -E ' (Error|Critical) ' "$work/silo.log" && fail "It logged errors." || say "Stopped in good order."
