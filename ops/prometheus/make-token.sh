#!/usr/bin/env bash
# Makes a viewer's token for Prometheus with the console, once, and leaves it alone on its line in the file that is named. A run that was
# cut off leaves no half of one.
set -euo pipefail
file="$1"
if [ ! -s "$file" ]; then
  made="$(dotnet /app/assets/assets.dll tokens make prometheus --role viewer --json)"
  grep -o 'oat_[0-9a-f_]*' <<<"$made" >"$file.new" || { echo "The console made no token." >&2; exit 1; }
  mv "$file.new" "$file"
fi
