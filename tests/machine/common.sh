# shellcheck shell=bash
# Sourced by the scripts in this folder. Progress goes to stderr: stdout is for what a script is asked for.

step() {
  echo "==> $*" >&2
}

fail() {
  echo "error: $*" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

engine_answers() {
  timeout 10 docker version --format '{{.Server.Version}}' 2>/dev/null
}

image_exists() {
  docker image inspect "$1" >/dev/null 2>&1
}

# What this machine's apt knows of Debian's own repositories, one "URI RELEASE COMPONENT LABEL" per line.
debian_repositories() {
  apt-get indextargets --format '$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)|$(LABEL)' 'Created-By: Packages' 2>/dev/null |
    awk -F'|' '$1 == "Debian" && $2 ~ /^https?:/ {print $2, $3, $4, $5}' | sort -u
}

# Installs a minimal Debian SUITE in DIRECTORY, from the mirror, through the proxy and with the apt settings of this
# machine if it has any, so that apt-get works inside wherever it works outside.
install_debian() { # SUITE DIRECTORY
  local suite=$1 directory=$2 mirror http_proxy=${http_proxy:-} log
  mirror=$(debian_repositories | awk '$4 == "Debian" {print $1; exit}')
  [ -n "$http_proxy" ] || eval "$(apt-config shell http_proxy Acquire::http::Proxy)"
  log=$(mktemp)
  if ! as_root env ${http_proxy:+http_proxy="$http_proxy"} \
    debootstrap --variant=minbase --include=ca-certificates "$suite" "$directory" ${mirror:+"$mirror"} >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    return 1
  fi
  rm -f "$log"

  local sources settings
  sources=$(debian_repositories | awk -v suite="$suite" '$2 ~ "^" suite "(-|$)" {print "deb", $1, $2, $3}')
  [ -z "$sources" ] || as_root tee "$directory/etc/apt/sources.list" <<<"$sources" >/dev/null
  # A proxy on the loopback of this machine cannot be reached from a container.
  settings=$(apt-config dump --no-empty --format '%F "%v";%n' |
    grep -E '^Acquire::(https?::(Proxy|Verify)|Check-Valid-Until|Check-Date)' | grep -vE '//(localhost|127\.)' || true)
  # Within an image: nothing is kept, no daemon is started by a package, no package waits for the disk.
  as_root tee "$directory/etc/apt/apt.conf.d/90machine" >/dev/null <<EOF
$settings
APT::Keep-Downloaded-Packages "false";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Acquire::Languages "none";
EOF
  as_root tee "$directory/etc/dpkg/dpkg.cfg.d/unsafe-io" <<<force-unsafe-io >/dev/null
  printf '#!/bin/sh\nexit 101\n' | as_root tee "$directory/usr/sbin/policy-rc.d" >/dev/null
  as_root chmod 755 "$directory/usr/sbin/policy-rc.d"
  as_root cp -rn /etc/apt/trusted.gpg.d/. "$directory/etc/apt/trusted.gpg.d/"
  as_root sh -c "rm -rf '$directory'/var/cache/apt/archives/*.deb '$directory'/var/lib/apt/lists/*"
}
