#!/usr/bin/env bash
# Makes sure that the image debian:bookworm is there: pulled where a registry can be reached, else made from Debian's packages.
set -euo pipefail
. "$(dirname "$0")/common.sh"
image=debian:bookworm

if image_exists "$image"; then
  exit 0
fi
step "pulling $image"
if timeout 60 docker pull --quiet "$image" >/dev/null 2>&1; then
  exit 0
fi

step "no registry can be reached: making $image with debootstrap"
root=$(mktemp -d -p /var/tmp)
trap 'as_root rm -rf "$root"' EXIT
install_debian bookworm "$root" || fail "debootstrap failed"
as_root tar -C "$root" --exclude='./dev/*' --exclude='./proc/*' -c . | docker import --change 'CMD ["bash"]' - "$image" >/dev/null
