#!/bin/bash
# Regenerates every expected.* file of this folder from an installed Docker Compose.
#
#   regenerate.sh [CASE...]          all cases when none is named
#
# PEER names the binary (default: the usual plugin folders are searched).
# Each case is copied to /muster-golden/<case> and run from there, so that the
# paths in the output do not depend on the machine. See README.md for the files.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=/muster-golden

peer=${PEER:-}
for candidate in "$HOME/.docker/cli-plugins" /usr/local/lib/docker/cli-plugins \
                 /usr/libexec/docker/cli-plugins /usr/lib/docker/cli-plugins; do
  if [ -z "$peer" ] && [ -x "$candidate/docker-compose" ]; then
    peer=$candidate/docker-compose
  fi
done
[ -x "$peer" ] || { echo "no docker-compose found: set PEER" >&2; exit 1; }

lines() {  # NAME FILE: the lines of FILE (if any) as array NAME
  local -n out=$1
  out=()
  if [ -f "$2" ]; then mapfile -t out <"$2"; fi
}

# Writes stdout of the peer to $1 (paths made symbolic), stderr to $work/stderr.
run() {
  local to=$1
  shift
  (cd "$work" && env -i HOME=/home/muster PATH=/usr/bin:/bin "${environment[@]}" \
    "$peer" "$@" 2>"$root/stderr" </dev/null >"$root/stdout") || {
    echo "$name: $* failed:" >&2
    cat "$root/stderr" >&2
    return 1
  }
  symbolic <"$root/stdout" >"$to"
}

symbolic() {
  sed -E "s#$root/$name(/|[^a-z0-9/-]|\$)#@DIR@\1#g; s#$root(/|[^a-z0-9/-]|\$)#@PARENT@\1#g"
}

if [ $# -gt 0 ]; then
  cases=("$@")
else
  cases=()
  for dir in "$here"/*/; do cases+=("$(basename "$dir")"); done
fi

failed=0
for name in "${cases[@]}"; do
  work=$root/$name
  rm -rf "$work"
  mkdir -p "$work"
  cp -a "$here/$name/." "$work/"
  rm -f "$work"/expected.*
  lines environment "$work/env"
  lines flags "$work/args"
  lines config "$work/config-args"
  rm -f "$work/env" "$work/args" "$work/config-args"
  rm -f "$here/$name"/expected.*

  run "$here/$name/expected.yaml" "${flags[@]}" config "${config[@]}" || { failed=1; continue; }
  # What is reported on stderr: one message per line, without time and level.
  sed -nE 's/^time="[^"]*" level=warning msg="(.*)"$/\1/p' "$root/stderr" |
    sed 's/\\"/"/g' | symbolic >"$here/$name/expected.warnings"
  [ -s "$here/$name/expected.warnings" ] || rm "$here/$name/expected.warnings"
  run "$here/$name/expected.json" "${flags[@]}" config --format json "${config[@]}" || failed=1
  if [ ${#config[@]} -eq 0 ]; then
    run "$here/$name/expected.hash" "${flags[@]}" config --hash '*' || failed=1
  fi
done
rm -rf "$root"
exit $failed
