#!/usr/bin/env bash
# second-engine.sh start|stop: a newer engine beside the first, that of the next Debian, in a root file system, a mount
# namespace and a network namespace of its own. Prints the DOCKER_HOST to use. It starts empty but for the tests' image,
# sees the machine's /tmp, and has no way out of its network. Exit code 77: not possible here, the last line says why.
set -euo pipefail
. "$(dirname "$0")/common.sh"

suite=trixie
cache=/var/cache/muster-test
root=$cache/$suite-engine
run=/run/muster-test/engine2
log=/var/log/muster-test-engine2.log
socket=$run/docker.sock
host=unix://$socket

impossible() {
  echo "no second engine: $*" >&2
  exit 77
}

second() {
  DOCKER_HOST=$host "$@"
}

install_root() {
  [ ! -e "$root/.complete" ] || return 0
  step "installing Debian $suite with its engine in $root (once)"
  rm -rf "$root"
  mkdir -p "$cache"
  install_debian "$suite" "$root" || impossible "debootstrap of $suite failed"
  local log status=0
  log=$(mktemp)
  # A mount namespace, so that nothing stays mounted however this ends.
  unshare --mount sh -ec "mount -t proc proc '$root/proc'; exec chroot '$root' sh" >"$log" 2>&1 <<'EOF' || status=$?
set -e
apt-get -q update
DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends docker.io iptables iproute2 procps </dev/null
apt-get clean
EOF
  if [ "$status" != 0 ]; then
    tail -n 5 "$log" >&2
    impossible "docker.io of $suite could not be installed"
  fi
  rm -f "$log"
  touch "$root/.complete"
}

# Runs in the new namespaces. pivot_root and not chroot: in a chroot the engine's archive calls go to the outer root.
enter_root() {
  mount --bind "$root" "$root"
  cd "$root"
  mkdir -p sock .old
  mount -t proc proc proc
  mount -t sysfs sysfs sys
  mount --rbind /sys/fs/cgroup sys/fs/cgroup
  mount --rbind /dev dev
  mount --rbind /tmp tmp
  mount -t tmpfs tmpfs run
  mount --bind "$run" sock
  rm -rf var/lib/docker var/lib/containerd
  pivot_root . .old
  umount -l /.old
  ip link set lo up
  exec dockerd --host unix:///sock/docker.sock --shutdown-timeout 1
}

start() {
  if second engine_answers >/dev/null; then
    step "the second engine answers already"
  else
    [ "$(id -u)" = 0 ] || impossible "this needs root"
    command -v debootstrap >/dev/null || impossible "debootstrap is not installed"
    unshare --mount --net true 2>/dev/null || impossible "namespaces cannot be made on this machine"
    install_root
    step "starting the second engine (log: $log)"
    mkdir -p "$run"
    setsid unshare --mount --net "$0" enter-root </dev/null >"$log" 2>&1 &
    echo $! >"$run/pid"
    local deadline=$((SECONDS + 60))
    until second engine_answers >/dev/null; do
      if [ "$SECONDS" -ge "$deadline" ] || ! kill -0 "$(<"$run/pid")" 2>/dev/null; then
        tail -n 10 "$log" >&2
        impossible "dockerd did not start: $(tail -n 1 "$log")"
      fi
      sleep 0.2
    done
    step "engine $(second engine_answers) answers on $host"
  fi
  if ! second image_exists muster-test/busybox:1; then
    docker save muster-test/busybox:1 | second docker load >/dev/null
  fi
  echo "$host"
}

stop() {
  local pid
  pid=$(cat "$run/pid" 2>/dev/null) || return 0
  # The engine stops its containers before it ends.
  if grep -q dockerd "/proc/$pid/comm" 2>/dev/null; then
    step "stopping the second engine"
    kill "$pid"
    timeout 30 tail --pid="$pid" --sleep-interval=0.1 -f /dev/null || kill -9 "$pid"
  fi
  rm -rf "$run"
}

case ${1:-} in
  start) start ;;
  stop) stop ;;
  enter-root) enter_root ;;
  *) fail "usage: $0 start|stop" ;;
esac
