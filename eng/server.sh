# Shared by the rehearsals that need a PostgreSQL server beside the silo: a cluster of this machine's programs, without a password, on
# loopback, run by the user postgres. Sets: server (a connection string). Needs root. Sourced after common.sh.
binaries="$(ls -d /usr/lib/postgresql/*/bin | tail -1)"

# start_server DIRECTORY PORT: makes it and its database.
start_server() {
  [ "$(id -u)" = 0 ] || fail "A server of another user takes root."
  mkdir "$1" && chown postgres "$1"
  as_postgres initdb -D "$1" -U assets --auth=trust >/dev/null
  as_postgres pg_ctl -D "$1" -w -o "-p $2 -k $1 -c listen_addresses=127.0.0.1" start >/dev/null
  as_postgres createdb -h 127.0.0.1 -p "$2" -U assets assets
  server="Host=127.0.0.1;Port=$2;Database=assets;Username=assets"
}

stop_server() { as_postgres pg_ctl -D "$1" -m fast stop >/dev/null 2>&1 || true; }

as_postgres() { (cd / && runuser -u postgres -- "$binaries/$1" "${@:2}"); }
