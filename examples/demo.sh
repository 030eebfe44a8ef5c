#!/bin/sh
# What `make demo` shows: the main job on the examples, then what it is good for.
set -eu
T="${BIN:-.venv/bin}/testimonio"
C="${DEMO:-demo-corpus}"

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
run() { say "\$ testimonio $*"; "$T" "$@" --corpus "$C"; }

run process examples/testimonies --metadata examples/metadata.csv
run search prison --limit 4
run search detener --lang es --limit 3
run search patrulla --person 'Evelio Cruz Batres' --limit 3
run entities --label PLACE --min-testimonies 2 --limit 12
run entity Mariona --why | head -n 40
run entities --together-with Mariona --label PERSON --limit 8
run review --limit 4
ID=$("$T" list --json --corpus "$C" | "${BIN:-.venv/bin}/python" -c '
import json, sys
print(next(row["id"] for row in json.load(sys.stdin) if row["source"].endswith("madre-apopa.txt")))')
run show "$ID"
say "The corpus is in $C. Try: $T search 'bread OR pan' --corpus $C"
