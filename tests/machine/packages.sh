#!/usr/bin/env bash
# packages.sh SET...: installs the Debian packages of the sets that are missing.
#   build   to compile Muster and its tests
#   engine  to run containers, and to make the images they start from
#   check   to look at the example from outside
#   test    to run all tests
set -euo pipefail
. "$(dirname "$0")/common.sh"

declare -A sets=(
  [build]="g++ cmake ninja-build pkg-config libyaml-cpp-dev libyaml-dev libcurl4-openssl-dev nlohmann-json3-dev libboost-dev
    libboost-filesystem-dev libcli11-dev libspdlog-dev libfmt-dev doctest-dev libmd-dev"
  [engine]="docker.io iptables procps debootstrap ca-certificates"
  [check]="curl jq openssl"
  [test]="busybox-static curl jq openssl python3 strace clang-format-14 tmux groff-base"
)

missing=()
for set in "$@"; do
  [ -n "${sets[$set]:-}" ] || fail "no such set of packages: '$set' (there are: ${!sets[*]})"
  for package in ${sets[$set]}; do
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
done
[ ${#missing[@]} -gt 0 ] || exit 0

step "installing ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() {
  # A broken repository among others makes this fail; what counts is whether the packages can be had.
  as_root apt-get -q update || true
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "${missing[@]}"
}
if ! install >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  fail "apt-get could not install: ${missing[*]}"
fi
