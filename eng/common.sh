# Shared by run.sh, test.sh and assets: chooses the engine once and builds when something changed.
# Sets: root (of the repository), engine (Orleans or Embedded), bin (where the built programs are).
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# ENGINE in the environment wins, then what engine.props remembers, then a quiet restore finds out.
choose_engine() {
  command -v dotnet >/dev/null || fail "dotnet is not on PATH: install the .NET 10 SDK."
  local wanted="${ENGINE:-}"
  if [ -n "$wanted" ]; then
    case "${wanted,,}" in
      orleans) engine=Orleans ;;
      embedded) engine=Embedded ;;
      *) fail "ENGINE is '$wanted'; it must be Orleans or Embedded." ;;
    esac
  elif [ -f "$root/engine.props" ]; then
    engine="$(sed -n 's:.*<Engine>\(.*\)</Engine>.*:\1:p' "$root/engine.props")"
  else
    find_engine
  fi
  export ENGINE="$engine"
  bin="$root/artifacts/${engine,,}/bin"
}

find_engine() {
  local log lacking
  log="$(mktemp)"
  if (cd "$root" && dotnet restore OrleansAssets.sln -p:Engine=Orleans -v quiet) >"$log" 2>&1; then
    engine=Orleans
    say "Engine: Orleans, because this feed has its packages. (ENGINE=Embedded chooses the other.)"
    remember_engine
  else
    engine=Embedded
    lacking="$(sed -nE 's/.*NU110[123]: Unable to find package ([A-Za-z.]+)[ .].*/\1/p; s/.*NU1603: .* but ([A-Za-z.]+) [0-9.]+ was not found.*/\1/p' "$log" \
      | sed 's/\.$//' | sort -u | paste -sd, | sed 's/,/, /g')"
    if [ -n "$lacking" ]; then
      say "Engine: Embedded, because this feed lacks $lacking in the version asked for. (ENGINE=Orleans insists on the packages.)"
      remember_engine
    else
      say "Engine: Embedded, because the restore of the Orleans packages failed: $(grep -m1 -oE 'error.*' "$log" | cut -c1-200)"
    fi
  fi
  rm -f "$log"
}

remember_engine() {
  printf '<Project>\n  <PropertyGroup>\n    <Engine>%s</Engine>\n  </PropertyGroup>\n</Project>\n' "$engine" >"$root/engine.props"
}

# build PROJECT: nothing where no source is newer than the last build of it.
build() {
  local project="$1" stamp log
  stamp="$root/artifacts/${engine,,}/$(basename "$project").built"
  if [ -f "$stamp" ] && [ -z "$(newer_than "$stamp")" ]; then
    return
  fi
  say "Building $(basename "$project" .csproj) with Engine=$engine ..."
  log="$(mktemp)"
  if ! (cd "$root" && dotnet build "$project" -c Release -v quiet -p:Engine="$engine") >"$log" 2>&1; then
    grep -E 'error|Error' "$log" | sort -u | head -40 >&2 || cat "$log" >&2
    rm -f "$log"
    fail "The build failed."
  fi
  rm -f "$log"
  mkdir -p "$(dirname "$stamp")" && touch "$stamp"
}

newer_than() {
  find "$root" \( -name artifacts -o -name .data -o -name .git -o -name docs \) -prune -o -type f \
    \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '*.sql' -o -name 'global.json' \) \
    -newer "$1" -print -quit
}
