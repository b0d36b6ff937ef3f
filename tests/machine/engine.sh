#!/usr/bin/env bash
# Makes sure that a container engine answers on DOCKER_HOST, or else on the default socket, where it is started if need be.
set -euo pipefail
. "$(dirname "$0")/common.sh"

if version=$(engine_answers); then
  step "engine $version answers on ${DOCKER_HOST:-the default socket}"
  exit 0
fi
[ -z "${DOCKER_HOST:-}" ] || fail "no engine answers on DOCKER_HOST=$DOCKER_HOST"

if [ -d /run/systemd/system ]; then
  step "starting the engine with systemd"
  as_root systemctl start docker
else
  log=/var/log/dockerd.log
  step "starting the engine (log: $log)"
  # A session of its own, and none of our descriptors: it outlives this script and whoever reads our output.
  as_root sh -c "setsid dockerd </dev/null >'$log' 2>&1 &"
fi

deadline=$((SECONDS + 60))
until as_root docker version >/dev/null 2>&1; do
  if [ "$SECONDS" -ge "$deadline" ]; then
    [ -z "${log:-}" ] || tail -n 15 "$log" >&2
    fail "the engine did not answer within 60 s"
  fi
  sleep 0.2
done
engine_answers >/dev/null || fail "the engine runs, but $(id -un) may not use it: run this as root or join the group docker"
step "engine $(engine_answers) answers"
