# Shared by run.sh, test.sh and assets: builds when something changed.
# Sets: root (of the repository), bin (where the programs are that users start).
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# What users start, published by build_product: plain, and compiled ahead of time. PATH.built is as old as the sources that went in.
plain="$root/artifacts/run" ahead="$root/artifacts/ahead"
bin="$plain"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

need_dotnet() { command -v dotnet >/dev/null || fail "dotnet is not on PATH: install the .NET 10 SDK."; }

# Silo and console in one go, without the analyzers and without the tests; nothing where no source is newer than the last build.
# Nobody waits for the compiler that works ahead of time: it does so once the silo runs, and the next start has it.
build_product() {
  is_built "$ahead" && { bin="$ahead"; return; }
  if ! is_built "$plain"; then
    lock_builds
    if ! is_built "$plain"; then
      [ -f "$plain.built" ] || say "The first build fetches packages and compiles the projects: two minutes where nothing else runs, ten on a busy machine, and once."
      compile publish eng/run.slnf -p:Analyze=false -p:Ahead=no
    fi
    unlock_builds
  fi
  compile_ahead &
}

# Compiles ahead of time in the background, with what is left of the machine. A failure (no package of that compiler to be had) is in
# artifacts/ahead.log and not tried again before a source changes; without it a start takes seconds longer, and nothing else.
compile_ahead() {
  exec </dev/null >"$root/artifacts/ahead.log" 2>&1
  [ -f "$ahead.tried" ] && [ -z "$(newer_than "$ahead.tried")" ] && return
  if command -v flock >/dev/null; then
    exec 7>"$root/artifacts/ahead.lock" 9>"$root/artifacts/build.lock"
    flock -n 7 || return 0
  fi
  sleep 20 # the start comes first
  ! command -v flock >/dev/null || flock -n 9 || return 0
  touch "$ahead.started"
  cd "$root"
  # No compiler server and no build node stays behind: whoever builds next would be served by what has the least right to the machine.
  if MSBUILDDISABLENODEREUSE=1 nice -n 19 dotnet publish eng/run.slnf -c Release -v minimal -tl:off -p:Analyze=false -p:Ahead=true \
    -p:UseSharedCompilation=false 7>&- 9>&-; then
    mv "$ahead.started" "$ahead.built"
  else
    mv "$ahead.started" "$ahead.tried"
  fi
}

# compile COMMAND PROJECT [ARGUMENTS]: builds or publishes it, says meanwhile what is done, and ends where that fails.
compile() { try_compile "$@" || build_failed; }

build_failed() {
  printf '%s' "$errors" | sort -u | head -40 >&2
  fail "The build failed."
}

# The same, and leaves what went wrong in $errors.
try_compile() {
  local begun=$SECONDS started="$root/artifacts/build.started" status=1 line
  errors=""
  touch "$started"
  say "Building $(basename "${2%.*}") ..."
  exec 8< <(cd "$root" && DOTNET_TieredPGO=0 dotnet "$@" -c Release -v minimal -tl:off -clp:NoSummary 2>&1 9>&-; echo "exit $?")
  while IFS= read -r -t 10 line <&8 || { [ $? -gt 128 ] && line="pause"; }; do
    told "$line"
  done
  while IFS= read -r line <&8; do # a bash too old to tell a pause from the end
    told "$line"
  done
  exec 8<&-
  [ "$status" -eq 0 ] || return 1
  # Only what is published is what users start.
  if [ "$1" = publish ]; then mv "$started" "$plain.built"; else rm -f "$started"; fi
  say "Built in $((SECONDS - begun)) s."
}

# A line of the build for somebody who waits; the variables are those of try_compile.
told() {
  local name
  case "$1" in
    pause) say "  ... $((SECONDS - begun)) s" ;;
    "exit "*) status="${1#exit }" ;;
    *"error "*) errors+="$1"$'\n' ;;
    *" Restored "*) name="${1##*/}"; say "  $((SECONDS - begun)) s: fetched what ${name%%.csproj*} needs" ;;
    *" -> "*) name="${1%% ->*}"; say "  $((SECONDS - begun)) s: compiled ${name##* }" ;;
  esac
}

is_built() { [ -f "$1.built" ] && [ -z "$(newer_than "$1.built")" ]; }

# The first source of silo and console that is newer; a directory is where a file came or went.
newer_than() {
  find "$root" -mindepth 1 \( -name artifacts -o -name '.?*' -o -name docs -o -name tests -o -name benchmarks \) -prune -o \
    \( -type d -o -type f \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '*.slnf' \
    -o -name '*.razor' -o -name '*.css' -o -name '*.js' -o -name '*.svg' -o -name '*.sql' -o -name '*.txt' -o -name 'global.json' \) \) -newer "$1" -print -quit
}

# Two builds at once would write the same files: the second waits, and finds all of it done.
lock_builds() {
  mkdir -p "$root/artifacts"
  command -v flock >/dev/null || return 0 # macOS has none: there, whoever starts two builds at once may see one of them fail
  exec 9>"$root/artifacts/build.lock"
  flock -n 9 && return
  say "Another build of this directory is under way: waiting for it ..."
  local begun=$SECONDS
  until flock -w 10 9; do say "  ... $((SECONDS - begun)) s"; done
}

unlock_builds() { exec 9>&-; }
