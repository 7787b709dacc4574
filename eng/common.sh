# Shared by run.sh, test.sh and assets: builds when something changed.
# Sets: root (of the repository), bin (where the programs are that users start).
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
bin="$root/artifacts/run"
built="$root/artifacts/run.built" # as old as the sources of which silo and console were last built
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

need_dotnet() { command -v dotnet >/dev/null || fail "dotnet is not on PATH: install the .NET 10 SDK."; }

# Silo and console in one go, without the analyzers and without the tests; nothing where no source is newer than the last build.
build_product() {
  is_built && return
  lock_builds
  if ! is_built; then
    [ -f "$built" ] || say "The first build fetches packages and compiles five projects: two or three minutes, and once."
    try_compile publish eng/run.slnf -p:Analyze=false -p:Ahead=true || {
      [[ "$errors" == *Crossgen2* ]] || build_failed
      say "The package that compiles ahead of time cannot be had (microsoft.netcore.app.crossgen2): without it a start takes a second longer."
      compile publish eng/run.slnf -p:Analyze=false -p:Ahead=no
    }
  fi
  unlock_builds
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
  exec 8< <(cd "$root" && dotnet "$@" -c Release -v minimal -tl:off -clp:NoSummary 2>&1 9>&-; echo "exit $?")
  while IFS= read -r -t 10 line <&8 || { [ $? -gt 128 ] && line="pause"; }; do
    told "$line"
  done
  while IFS= read -r line <&8; do # a bash too old to tell a pause from the end
    told "$line"
  done
  exec 8<&-
  [ "$status" -eq 0 ] || return 1
  # Only what is published is what users start.
  if [ "$1" = publish ]; then mv "$started" "$built"; else rm -f "$started"; fi
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

is_built() { [ -f "$built" ] && [ -z "$(newer_than "$built")" ]; }

# The first source of silo and console that is newer; a directory is where a file came or went.
newer_than() {
  find "$root" -mindepth 1 \( -name artifacts -o -name '.?*' -o -name docs -o -name tests -o -name benchmarks \) -prune -o \
    \( -type d -o -type f \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '*.slnf' \
    -o -name '*.sql' -o -name '*.txt' -o -name 'global.json' \) \) -newer "$1" -print -quit
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
