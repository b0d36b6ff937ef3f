#!/usr/bin/env bash
# Makes the tests' own small image, muster-test/busybox:1, from Debian's busybox-static.
set -euo pipefail
. "$(dirname "$0")/common.sh"
image=muster-test/busybox:1

if image_exists "$image"; then
  exit 0
fi
step "making $image"
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"
mkdir -p "$root"/{bin,dev,etc,home,proc,root,sys,tmp,usr,var}
chmod 1777 "$root/tmp"
cp "$(command -v busybox)" "$root/bin/busybox"
for applet in $("$root/bin/busybox" --list); do
  [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"
done
ln -s ../bin "$root/usr/bin"
printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n' >"$root/etc/passwd"
printf 'root:x:0:\nnogroup:x:65534:\n' >"$root/etc/group"
tar -C "$root" --owner=0 --group=0 -c . | docker import --change 'CMD ["sh"]' - "$image" >/dev/null
