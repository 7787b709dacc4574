# Shared by run.sh, test.sh and assets: builds when something changed.
# Sets: root (of the repository), bin (where the built programs are).
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
bin="$root/artifacts/bin"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

need_dotnet() { command -v dotnet >/dev/null || fail "dotnet is not on PATH: install the .NET 10 SDK."; }

# build PROJECT: nothing where no source is newer than the last build of it.
build() {
  local project="$1" stamp log
  stamp="$root/artifacts/$(basename "$project").built"
  if [ -f "$stamp" ] && [ -z "$(newer_than "$stamp")" ]; then
    return
  fi
  say "Building $(basename "$project" .csproj) ..."
  log="$(mktemp)"
  if ! (cd "$root" && dotnet build "$project" -c Release -v quiet) >"$log" 2>&1; then
    grep -E 'error|Error' "$log" | sort -u | head -40 >&2 || cat "$log" >&2
    rm -f "$log"
    fail "The build failed."
  fi
  rm -f "$log"
  mkdir -p "$(dirname "$stamp")" && touch "$stamp"
}

newer_than() {
  find "$root" \( -name artifacts -o -name .data -o -name .git -o -name docs \) -prune -o -type f \
    \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.sql' -o -name 'global.json' \) \
    -newer "$1" -print -quit
}
