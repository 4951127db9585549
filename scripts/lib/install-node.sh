#!/bin/sh
# Puts what lies beside this script in its place on a host, as root: specification, units, user, and keys if they are here.
# It starts nothing, and refuses where a database or keys are already. DESTDIR names another root, for an image.

set -eu
here=$(cd -- "$(dirname -- "$0")" && pwd)
root=${DESTDIR:-}
umask 077

fail() {
	echo "error: $*" >&2
	exit 1
}

[ -n "$root" ] || [ "$(id -u)" -eq 0 ] || fail "run it as root, or set DESTDIR"
for taken in "$root/var/lib/salus/chains" "$root/etc/salus/chain.json" "$root/etc/systemd/system/salus-node.service"; do
	[ ! -e "$taken" ] || fail "$taken is there: this host has a node. Nothing was changed"
done

mkdir -p "$root/var/lib/salus"
# A host that is restored gets its node key from a backup, and makes new session keys.
if [ -d "$here/var" ]; then
	cp -R "$here/var/lib/salus/chains" "$root/var/lib/salus/"
fi
key=var/lib/salus-overlay/wireguard.key
if [ -e "$here/$key" ] && [ ! -e "$root/$key" ]; then
	mkdir -p "$root/var/lib/salus-overlay"
	cat "$here/$key" >"$root/$key"
fi
(
	umask 022
	mkdir -p "$root/etc/salus" "$root/etc/systemd/system" "$root/etc/sysusers.d" "$root/etc/sysctl.d"
	for file in etc/salus/chain.json etc/systemd/system/salus-node.service etc/sysusers.d/salus.conf etc/sysctl.d/60-salus.conf; do
		cat "$here/$file" >"$root/$file"
	done
	if [ -e "$here/etc/systemd/system/salus-overlay.service" ]; then
		mkdir -p "$root/etc/nftables.d"
		for file in etc/systemd/system/salus-overlay.service etc/nftables.d/salus.nft; do
			cat "$here/$file" >"$root/$file"
		done
	fi
)
if [ -z "$root" ]; then
	systemd-sysusers salus.conf
	sysctl --quiet --load /etc/sysctl.d/60-salus.conf
	chown -R salus:salus /var/lib/salus
	systemctl daemon-reload
	[ -x /usr/local/bin/salus-node ] || echo "/usr/local/bin/salus-node is missing: install it before you start the unit" >&2
fi
echo "installed; delete $here/var once the node key in it is backed up" >&2
