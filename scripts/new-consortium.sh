#!/usr/bin/env bash
# Makes what a new consortium starts from: a chain specification, the nodes' keys and systemd units, one folder per host.
#
#   scripts/new-consortium.sh [--generate-keys] [--node FILE] LIST FOLDER
#
#   LIST              who takes part; its form is below
#   FOLDER            what is made goes there; it must not exist yet
#   --generate-keys   make the session keys and node keys that LIST does not name. Their secrets lie in FOLDER, in files
#                     that only their owner reads, each host's in a folder of its own. Do it on a machine you trust, hand
#                     each host its folder alone, and delete FOLDER/hosts/*/var then. Better: let each member make its own
#                     keys, and name their public sides in LIST
#   --node FILE       the salus-node to make the specification with, whose runtime the chain starts with
#                     (default: the one that scripts/build.sh builds)
#
# LIST is text, one statement a line, `#` begins a comment:
#
#   name Example Health Chain          shown in logs and wallets
#   id example_health                  small letters, digits and _; the database lies under it
#   session 1800                       blocks of a session (2 seconds each); 1800 if it is left out
#   overlay 51820                      nodes talk over WireGuard, which listens on this UDP port of each host: the chain
#                                      begins with the list of them, and nobody else connects
#   organisation Northgate Hospital    begins a member: 1 to 64 bytes; the first is number 1
#   controller ADDRESS                 its controller's account
#   registrar ADDRESS                  a registrar's account; any number of them
#   validator HOST[:PORT] ADDRESS [KEY=VALUE…]     a validator of it, and the validator's account
#   history HOST[:PORT] [KEY=VALUE…]   a node of it that keeps the whole history, and makes no blocks
#   full HOST[:PORT] [KEY=VALUE…]      another node of it
#
# ADDRESS is an SS58 address, the public key as 0x and 64 hex digits, or @FILE, a file with one of them. HOST is a DNS
# name or an IP address ([…] around IPv6), PORT its peer-to-peer port (30333). The keys: aura=ADDRESS and gran=ADDRESS,
# a validator's session keys, both or neither; peer=ID, the node's peer id; rpc=PORT (9944) and metrics=PORT (9615); with an
# overlay wireguard=KEY, the public key of the host's WireGuard, as `wg pubkey` prints it.

set -euo pipefail
# shellcheck source=scripts/lib/env.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib/env.sh"

generate=false
node=
while [ $# -gt 0 ]; do
	case $1 in
	--generate-keys) generate=true ;;
	--node)
		node=${2:-}
		[ -n "$node" ] || die "--node needs a file; see: $0 --help"
		shift
		;;
	-h | --help)
		usage_of "$0"
		exit
		;;
	-*) die "unknown option $1; see: $0 --help" ;;
	*) break ;;
	esac
	shift
done
[ $# -eq 2 ] || die "a list and a folder are needed; see: $0 --help"
list=$1
out=$(realpath -m -- "$2")
node=${node:-$CARGO_TARGET_DIR/release/salus-node}

[ -r "$list" ] || die "$list cannot be read; name the list of members"
[ ! -e "$out" ] || die "$out exists, and nothing is overwritten: name another folder, or remove it if no chain uses its keys"
[ -x "$node" ] || die "$node is no program; build it with scripts/build.sh, or name one with --node"
have jq || die "jq is missing; run scripts/setup.sh"

line_number=0
# Ends with what is wrong in the line of LIST that is being read.
bad() {
	die "$list:$line_number: $*"
}

# Prints the public keys, one a line, of which everybody knows the secrets.
known_to_all() {
	local name scheme
	for name in Alice Bob Charlie Dave Eve Ferdie; do
		for scheme in "sr25519 //$name" "sr25519 //$name//stash" "ed25519 //$name"; do
			"$node" key inspect --output-type json --scheme "${scheme% *}" "${scheme#* }" </dev/null | jq -r .publicKey
		done
	done
}
known=

# Puts the SS58 address of "$1" into `address`, and its public key into `public`; "$2" is the scheme of its key.
read_address() {
	local given=$1 scheme=$2 file shown
	if [[ $given == @* ]]; then
		file=${given#@}
		[[ $file == /* ]] || file=$(dirname -- "$list")/$file
		[ -r "$file" ] || bad "the file $file cannot be read; it should hold an address"
		given=$(tr -d '[:space:]' <"$file")
	fi
	# What is no address could be a secret, and must neither be taken for one nor be shown.
	if [[ $given =~ ^0x[0-9a-fA-F]{64}$ ]]; then
		shown=$("$node" key inspect --public --scheme "$scheme" --output-type json "$given" </dev/null) || true
	elif [[ $given =~ ^[1-9A-HJ-NP-Za-km-z]{46,50}$ ]]; then
		shown=$("$node" key inspect --scheme "$scheme" --output-type json "$given" </dev/null) || true
	else
		bad "this is no address; give an SS58 address, 0x and the 64 hex digits of a public key, or @FILE"
	fi
	address=$(jq -r '.ss58Address // empty' <<<"$shown" 2>/dev/null) || true
	public=$(jq -r '.publicKey // empty' <<<"$shown" 2>/dev/null) || true
	[ -n "$address" ] || bad "the address $given is mistyped: its check digits are wrong"
	[ -n "$known" ] || known=$(known_to_all)
	[[ $'\n'$known$'\n' != *$'\n'$public$'\n'* ]] ||
		bad "$address is a development key, whose secret everybody knows; make one of your own"
}

is_port() {
	[[ $1 =~ ^[1-9][0-9]{0,4}$ ]] && [ "$1" -le 65535 ]
}

# Refuses a second use of "$1", which is "$2" to a reader.
declare -A used=()
once() {
	[ -z "${used[$1]:-}" ] || bad "$2 is in line ${used[$1]} already; it can be used once"
	used[$1]=$line_number
}

name='' id='' session=1800 overlay=''
organisations=()  # JSON
controllers=()    # number → address
declare -A registrars=() validators=()  # number → addresses, one a line
nodes=()          # the index of each node; its properties are in the maps
declare -A n_role=() n_org=() n_host=() n_port=() n_account=() n_aura=() n_gran=() n_peer=() n_rpc=() n_metrics=()
declare -A n_wireguard=()
n_address=()

# Reads a node of the role "$1" from the words that follow.
read_node() {
	local role=$1 place=${2:-} n=${#nodes[@]} word value host port=30333
	[ ${#organisations[@]} -gt 0 ] || bad "this node belongs to nobody; write 'organisation NAME' before it"
	shift
	[ -n "$place" ] || bad "the node's host is missing; write: $role HOST[:PORT] …"
	shift
	if [[ $place =~ ^(\[[0-9a-fA-F:.]+\])(:(.*))?$ || $place =~ ^([^:]+)(:(.*))?$ ]]; then
		host=${BASH_REMATCH[1]}
		[ -z "${BASH_REMATCH[2]}" ] || port=${BASH_REMATCH[3]}
	else
		bad "$place is no host; write a DNS name or an IP address, with […] around IPv6"
	fi
	[[ $host =~ ^(\[[0-9a-fA-F:.]+\]|[a-zA-Z0-9]([a-zA-Z0-9.-]{0,251}[a-zA-Z0-9])?)$ ]] ||
		bad "$host is no host; write a DNS name or an IP address"
	is_port "$port" || bad "$port is no port; write a number from 1 to 65535"
	once "place ${host,,}:$port" "the host $host with port $port"
	n_role[$n]=$role n_org[$n]=${#organisations[@]} n_host[$n]=$host n_port[$n]=$port
	n_rpc[$n]=9944 n_metrics[$n]=9615
	if [ "$role" = validator ]; then
		[ $# -gt 0 ] || bad "the validator's account is missing; write: validator HOST[:PORT] ADDRESS"
		read_address "$1" sr25519
		shift
		once "validator $public" "the validator's account $address"
		n_account[$n]=$address
		validators[${#organisations[@]}]+=$address$'\n'
	fi
	for word in "$@"; do
		value=${word#*=}
		case $word in
		aura=?* | gran=?*)
			[ "$role" = validator ] || bad "only validators have session keys; remove $word"
			if [[ $word == aura=* ]]; then
				read_address "$value" sr25519
				n_aura[$n]=$address
			else
				read_address "$value" ed25519
				n_gran[$n]=$address
			fi
			# Two validators with one key would equivocate.
			once "key $public" "the session key $address"
			;;
		peer=?*)
			[[ $value =~ ^12D3KooW[1-9A-HJ-NP-Za-km-z]{44}$ ]] ||
				bad "$value is no peer id; salus-node key inspect-node-key --file FILE prints it"
			once "peer $value" "the peer id $value"
			n_peer[$n]=$value
			;;
		rpc=?* | metrics=?*)
			is_port "$value" || bad "$value is no port; write a number from 1 to 65535"
			if [[ $word == rpc=* ]]; then n_rpc[$n]=$value; else n_metrics[$n]=$value; fi
			;;
		wireguard=?*)
			[[ $value =~ ^[A-Za-z0-9+/]{43}=$ ]] || bad "$value is no WireGuard key; wg pubkey prints it"
			once "wireguard $value" "the WireGuard key $value"
			n_wireguard[$n]=$value
			;;
		*) bad "$word is not known here; a node has aura=, gran=, peer=, rpc=, metrics= and wireguard=" ;;
		esac
	done
	[ -z "${n_aura[$n]:-}" ] || [ -n "${n_gran[$n]:-}" ] || bad "aura= is here and gran= is missing; give both or neither"
	[ -z "${n_gran[$n]:-}" ] || [ -n "${n_aura[$n]:-}" ] || bad "gran= is here and aura= is missing; give both or neither"
	if ! $generate; then
		[ "$role" != validator ] || [ -n "${n_aura[$n]:-}" ] ||
			bad "its session keys are missing; add aura=… gran=…, or make them here with --generate-keys"
		[ -n "${n_peer[$n]:-}" ] || bad "its peer id is missing; add peer=…, or make its node key here with --generate-keys"
	fi
	nodes+=("$n")
}

# Ends the member that is being read: everything it needs must have been said.
end_organisation() {
	local number=${#organisations[@]}
	[ "$number" -eq 0 ] || [ -n "${controllers[$number]:-}" ] ||
		bad "the organisation before this line has no controller; write 'controller ADDRESS' below its name"
}

# Refuses a statement that belongs to a member before there is one.
within_organisation() {
	[ ${#organisations[@]} -gt 0 ] || bad "'$1' belongs to no member; write 'organisation NAME' before it"
}

set_once() {
	once "statement $1" "'$1'"
	[ $# -gt 1 ] || bad "'$1' needs a value"
}

# Accounts act for one organisation.
claim_account() {
	local owner=${agents[$public]:-$number}
	[ "$owner" -eq "$number" ] || bad "$address acts for organisation $owner already; an account acts for one"
	agents[$public]=$number
}

declare -A agents=()
while IFS= read -r line || [ -n "$line" ]; do
	line_number=$((line_number + 1))
	line=${line%%#*}
	read -r -a words <<<"$line"
	[ ${#words[@]} -gt 0 ] || continue
	number=${#organisations[@]}
	rest=$(sed -E 's/^[[:space:]]*[^[:space:]]+[[:space:]]*//; s/[[:space:]]+$//' <<<"$line")
	case ${words[0]} in
	name)
		set_once "${words[@]:0:2}"
		[ ${#rest} -le 64 ] || bad "the chain's name has more than 64 characters"
		name=$rest
		;;
	id)
		set_once "${words[@]:0:2}"
		[[ $rest =~ ^[a-z][a-z0-9_]{2,47}$ ]] ||
			bad "$rest is no id; use 3 to 48 small letters, digits and _, a letter first"
		id=$rest
		;;
	session)
		set_once "${words[@]:0:2}"
		[[ $rest =~ ^[1-9][0-9]{0,5}$ ]] || bad "$rest is no number of blocks; write one from 1 to 999999"
		session=$rest
		;;
	overlay)
		set_once "${words[@]:0:2}"
		is_port "$rest" || bad "$rest is no port; write a number from 1 to 65535"
		overlay=$rest
		;;
	organisation)
		end_organisation
		bytes=$(printf %s "$rest" | wc -c)
		if [ "$bytes" -lt 1 ] || [ "$bytes" -gt 64 ]; then bad "an organisation's name has 1 to 64 bytes"; fi
		[[ ! $rest =~ [[:cntrl:]] ]] || bad "the name has control characters"
		once "organisation $rest" "the organisation $rest"
		organisations+=("$rest")
		;;
	controller)
		within_organisation controller
		[ -z "${controllers[$number]:-}" ] || bad "organisation $number has a controller already; it has one"
		read_address "${words[1]:-}" sr25519
		claim_account
		controllers[number]=$address
		;;
	registrar)
		within_organisation registrar
		read_address "${words[1]:-}" sr25519
		once "registrar $public" "the registrar $address"
		claim_account
		registrars[$number]+=$address$'\n'
		;;
	validator | history | full) read_node "${words[@]}" ;;
	*) bad "'${words[0]}' is not known; a line begins with name, id, session, overlay, organisation, controller, registrar, validator, history or full" ;;
	esac
done <"$list"

line_number=$((line_number + 1))
[ ${#organisations[@]} -gt 0 ] || bad "there is no member; write 'organisation NAME'"
end_organisation
[ -n "$name" ] || bad "the chain has no name; write 'name NAME'"
[ -n "$id" ] || bad "the chain has no id; write 'id ID'"
validator_count=0
for n in "${nodes[@]}"; do
	[ "${n_role[$n]}" != validator ] || validator_count=$((validator_count + 1))
done
[ "$validator_count" -gt 0 ] || bad "there is no validator; write 'validator HOST ADDRESS'"
declare -A overlay_hosts=() overlay_nodes=()
for n in "${nodes[@]}"; do
	if [ -z "$overlay" ]; then
		[ -z "${n_wireguard[$n]:-}" ] || bad "${n_host[$n]} has a WireGuard key and there is no overlay; write 'overlay PORT'"
		continue
	fi
	[ -z "${overlay_hosts[${n_host[$n],,}]:-}" ] || bad "${n_host[$n]} has two nodes; on an overlay each has a host of its own"
	overlay_hosts[${n_host[$n],,}]=yes
	overlay_nodes[${n_org[$n]}]=$((${overlay_nodes[${n_org[$n]}]:-0} + 1))
	[ "${overlay_nodes[${n_org[$n]}]}" -le 8 ] || bad "organisation ${n_org[$n]} has more than 8 nodes, which a list does not take"
	[ "${n_port[$n]}" -eq 30333 ] || bad "${n_host[$n]} has a port of its own; on an overlay nodes expect each other at 30333"
	[ -n "${n_wireguard[$n]:-}" ] || $generate ||
		bad "${n_host[$n]} has no WireGuard key; add wireguard=…, or make it here with --generate-keys"
	[ -n "${n_wireguard[$n]:-}" ] || have wg || die "wg is missing, which makes WireGuard's keys: install wireguard-tools"
done

# Everything is made in a folder beside and moved in one step, so that a failure leaves no half of it.
umask 077
work=$(mktemp -d "$(dirname -- "$out")/.new-consortium.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/chain" "$work/hosts"

# The folder's name of a node: its host, with the port where several nodes share the host.
declare -A hosts=()
for n in "${nodes[@]}"; do
	hosts[${n_host[$n],,}]=$((${hosts[${n_host[$n],,}]:-0} + 1))
done
folder_of() {
	local host=${n_host[$1],,}
	if [ "${hosts[$host]}" -eq 1 ]; then echo "${host//[\[\]]/}"; else echo "${host//[\[\]]/}-${n_port[$1]}"; fi
}

# Makes a key pair of the scheme "$1": its secret into the file "$2", its address into `address`.
new_key() {
	local made
	made=$("$node" key generate --scheme "$1" --output-type json)
	jq -r .secretPhrase <<<"$made" | tr -d '\n' >"$2"
	address=$(jq -r .ss58PublicKey <<<"$made")
	if ! [ -s "$2" ] || [ -z "$address" ]; then die "$node makes no keys; its messages are above"; fi
}

for n in "${nodes[@]}"; do
	secrets=$work/hosts/$(folder_of "$n")/secrets
	mkdir -p "$secrets"
	if [ "${n_role[$n]}" = validator ] && [ -z "${n_aura[$n]:-}" ]; then
		new_key sr25519 "$secrets/aura"
		n_aura[$n]=$address
		new_key ed25519 "$secrets/gran"
		n_gran[$n]=$address
	fi
	[ -n "${n_peer[$n]:-}" ] ||
		n_peer[$n]=$("$node" key generate-node-key --file "$secrets/node-key" 2>&1 | tail -n 1)
	if [ -n "$overlay" ] && [ -z "${n_wireguard[$n]:-}" ]; then
		wg genkey >"$secrets/wireguard.key"
		n_wireguard[$n]=$(wg pubkey <"$secrets/wireguard.key")
	fi
	rmdir --ignore-fail-on-non-empty "$secrets"
done

say "making the chain specification"
lines_to_json() {
	printf %s "$1" | jq -R . | jq -s .
}
members='[]'
for index in "${!organisations[@]}"; do
	number=$((index + 1))
	members=$(jq --arg name "${organisations[$index]}" --arg controller "${controllers[$number]}" \
		--argjson registrars "$(lines_to_json "${registrars[$number]:-}")" \
		--argjson validators "$(lines_to_json "${validators[$number]:-}")" \
		'. + [{ $name, $controller, $registrars, $validators }]' <<<"$members")
done
keys='[]'
peers='[]'
listed='[]'
for n in "${nodes[@]}"; do
	[ -z "$overlay" ] || listed=$(jq --argjson organisation "${n_org[$n]}" --arg peer "${n_peer[$n]}" \
		--arg wireguard "${n_wireguard[$n]}" --arg endpoint "${n_host[$n]}:$overlay" --arg role "${n_role[$n]}" \
		'. + [{ $organisation, $peer, $wireguard, $endpoint, $role }]' <<<"$listed")
	case ${n_host[$n]} in
	\[*) place=/ip6/${n_host[$n]//[\[\]]/} ;;
	*[!0-9.]*) place=/dns/${n_host[$n]} ;;
	*) place=/ip4/${n_host[$n]} ;;
	esac
	n_address[n]=$place/tcp/${n_port[$n]}
	peers=$(jq --arg peer "${n_address[n]}/p2p/${n_peer[$n]}" '. + [$peer]' <<<"$peers")
	[ "${n_role[$n]}" = validator ] || continue
	keys=$(jq --arg account "${n_account[$n]}" --arg aura "${n_aura[$n]}" --arg grandpa "${n_gran[$n]}" \
		'. + [[$account, $account, { $aura, $grandpa }]]' <<<"$keys")
done
jq -r '.[]' <<<"$peers" >"$work/peers.txt"

"$node" export-chain-spec --chain local >"$work/base.json" 2>"$work/log" || {
	cat "$work/log" >&2
	die "$node has no runtime to start a chain with; build it with scripts/build.sh or scripts/build-release.sh"
}
# The presets' genesis is replaced whole: nothing of the development network stays.
jq --arg name "$name" --arg id "$id" --argjson session "$session" --slurpfile members <(cat <<<"$members") \
	--slurpfile keys <(cat <<<"$keys") --slurpfile peers <(cat <<<"$peers") --slurpfile listed <(cat <<<"$listed") '
	.name = $name | .id = $id | .chainType = "Live" | .bootNodes = $peers[0]
	| .genesis.runtimeGenesis = {
		code: .genesis.runtimeGenesis.code,
		patch: {
			consortium: ({ organisations: $members[0], sessionLength: $session }
				+ if $listed[0] == [] then {} else { nodes: $listed[0] } end),
			session: { keys: $keys[0] }
		}
	}' "$work/base.json" >"$work/chain/$id.json"
"$node" export-chain-spec --chain "$work/chain/$id.json" --raw >"$work/chain/$id-raw.json" 2>"$work/log" || {
	cat "$work/log" >&2
	die "the runtime refuses this genesis; its reason is above"
}
rm -f "$work/base.json" "$work/log"
(cd "$work/chain" && sha256sum "$id.json" "$id-raw.json" >SHA256SUMS)

# Prints the unit of node "$1".
unit_of() {
	local n=$1 role=${n_role[$1]} option n_other
	local title=${organisations[$((${n_org[$n]} - 1))]//%/%%}
	cat <<-UNIT
		[Unit]
		Description=Salus $role node of $title
		Documentation=https://github.com/salus-health/salus/blob/main/docs/operations.md
		# Slots go by the clock. The target means something only with systemd-time-wait-sync or chrony-wait enabled.
		Wants=network-online.target time-sync.target
		After=network-online.target time-sync.target
		StartLimitIntervalSec=0

		[Service]
		Type=simple
		User=salus
		Group=salus
		ExecStart=/usr/local/bin/salus-node \\
		    --chain /etc/salus/chain.json \\
		    --base-path /var/lib/salus \\
		    --name $role-${n_org[$n]}-$((n + 1)) \\
	UNIT
	case $role in
	validator) printf '    --validator \\\n' ;;
	history) printf '    --history \\\n' ;;
	esac
	if [ -z "$overlay" ]; then
		printf '    --listen-addr /ip4/0.0.0.0/tcp/%s \\\n' "${n_port[$n]}"
	fi
	# On an overlay the firewall leaves the port to its interface: the address is not known before the chain is.
	printf '    --listen-addr /ip6/::/tcp/%s \\\n' "${n_port[$n]}"
	[ -n "$overlay" ] || printf '    --public-addr %s \\\n' "${n_address[n]}"
	for option in "--rpc-port ${n_rpc[$n]}" "--prometheus-port ${n_metrics[$n]}" --no-telemetry --no-mdns; do
		printf '    %s \\\n' "$option"
	done
	if [ -n "$overlay" ]; then
		printf '    --permissioned on\n'
	else
		for n_other in "${nodes[@]}"; do
			[ "$n_other" = "$n" ] || printf '    --reserved-nodes %s/p2p/%s \\\n' "${n_address[n_other]}" "${n_peer[$n_other]}"
		done
		printf '    --reserved-only\n'
	fi
	cat <<-'UNIT'
		Restart=always
		RestartSec=5
		TimeoutStopSec=120
		LimitNOFILE=65536
		UMask=0077
		StateDirectory=salus
		StateDirectoryMode=0700
		NoNewPrivileges=yes
		CapabilityBoundingSet=
		AmbientCapabilities=
		ProtectSystem=strict
		ProtectHome=yes
		PrivateTmp=yes
		PrivateDevices=yes
		ProtectClock=yes
		ProtectControlGroups=yes
		ProtectHostname=yes
		ProtectKernelLogs=yes
		ProtectKernelModules=yes
		ProtectKernelTunables=yes
		ProtectProc=invisible
		LockPersonality=yes
		RemoveIPC=yes
		RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
		RestrictNamespaces=yes
		RestrictRealtime=yes
		RestrictSUIDSGID=yes
		SystemCallArchitectures=native
		SystemCallFilter=@system-service
		SystemCallFilter=~@privileged
		# No MemoryDenyWriteExecute: the runtime is compiled to machine code at every start.

		[Install]
		WantedBy=multi-user.target
	UNIT
}

# Prints the unit that keeps the overlay of node "$1" at the chain's list.
overlay_unit_of() {
	cat <<-UNIT
		[Unit]
		Description=Salus overlay: WireGuard peers of the chain's list
		Documentation=https://github.com/salus-health/salus/blob/main/docs/operations.md
		Wants=network-online.target
		After=network-online.target
		Before=salus-node.service
		StartLimitIntervalSec=0

		[Service]
		Type=simple
		# One in user space stays beside; what ExecStartPre leaves running is ended.
		ExecStart=/bin/sh -c 'ip link show salus0 >/dev/null 2>&1 || ip link add salus0 type wireguard || wireguard-go salus0; exec "\$\$0" "\$\$@"' \\
		    /usr/local/bin/salus \\
		    --url ws://127.0.0.1:${n_rpc[$1]} \\
		    --home /var/lib/salus-overlay \\
		    network wireguard \\
		    --private-key /var/lib/salus-overlay/wireguard.key \\
		    --interface salus0 \\
		    --port $overlay \\
		    --chain-spec /etc/salus/chain.json \\
		    --remember /var/lib/salus-overlay/nodes.json \\
		    --watch
	UNIT
	cat <<-'UNIT'
		Restart=always
		RestartSec=5
		UMask=0077
		StateDirectory=salus-overlay
		StateDirectoryMode=0700
		NoNewPrivileges=yes
		CapabilityBoundingSet=CAP_NET_ADMIN
		AmbientCapabilities=CAP_NET_ADMIN
		ProtectSystem=strict
		# A WireGuard in user space has its socket here.
		RuntimeDirectory=wireguard
		RuntimeDirectoryPreserve=yes
		ProtectHome=yes
		PrivateTmp=yes
		ProtectClock=yes
		ProtectControlGroups=yes
		ProtectHostname=yes
		ProtectKernelLogs=yes
		ProtectKernelTunables=yes
		LockPersonality=yes
		RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
		RestrictNamespaces=yes
		RestrictRealtime=yes
		RestrictSUIDSGID=yes
		SystemCallArchitectures=native

		[Install]
		WantedBy=multi-user.target
	UNIT
}

for n in "${nodes[@]}"; do
	folder=$work/hosts/$(folder_of "$n")
	mkdir -p "$folder/etc/salus" "$folder/etc/systemd/system" "$folder/etc/sysusers.d" "$folder/etc/sysctl.d"
	cp "$SALUS_ROOT/operations/sysctl/salus.conf" "$folder/etc/sysctl.d/60-salus.conf"
	if [ -n "$overlay" ]; then
		overlay_unit_of "$n" >"$folder/etc/systemd/system/salus-overlay.service"
		mkdir -p "$folder/etc/nftables.d"
		sed "s/51820/$overlay/" "$SALUS_ROOT/operations/nftables/salus.nft" >"$folder/etc/nftables.d/salus.nft"
		if [ -e "$folder/secrets/wireguard.key" ]; then
			mkdir -p "$folder/var/lib/salus-overlay"
			mv "$folder/secrets/wireguard.key" "$folder/var/lib/salus-overlay/wireguard.key"
		fi
	fi
	cp "$work/chain/$id-raw.json" "$folder/etc/salus/chain.json"
	unit_of "$n" >"$folder/etc/systemd/system/salus-node.service"
	echo 'u salus - "Salus node" /var/lib/salus' >"$folder/etc/sysusers.d/salus.conf"
	data=$folder/var/lib/salus/chains/$id
	mkdir -p "$data/keystore" "$data/network"
	secrets=$folder/secrets
	if [ -e "$secrets/aura" ]; then
		# The keystore's files are named for type and public key; the node reads the secret from a file, not from its arguments.
		"$node" key insert --chain "$folder/etc/salus/chain.json" --base-path "$folder/var/lib/salus" \
			--scheme sr25519 --key-type aura --suri "$secrets/aura"
		"$node" key insert --chain "$folder/etc/salus/chain.json" --base-path "$folder/var/lib/salus" \
			--scheme ed25519 --key-type gran --suri "$secrets/gran"
		[ "$(find "$data/keystore" -type f | wc -l)" -eq 2 ] || die "the keys of ${n_host[$n]} were not written"
	fi
	[ ! -e "$secrets/node-key" ] || mv "$secrets/node-key" "$data/network/secret_ed25519"
	rm -rf "$secrets"
	cat "$SALUS_ROOT/scripts/lib/install-node.sh" >"$folder/install.sh"
	chmod 700 "$folder/install.sh"
done

{
	cat <<-README
		# $name

		Made by \`scripts/new-consortium.sh\`: ${#organisations[@]} members, $validator_count validators.

		| | |
		| --- | --- |
		| \`chain/$id-raw.json\` | the chain specification, for every node; SHA-256 $(cut -d ' ' -f 1 "$work/chain/SHA256SUMS" | tail -n 1) |
		| \`chain/$id.json\` | the same, for people to read |
		| \`peers.txt\` | the nodes' addresses |
		| \`hosts/HOST\` | what that host gets, and no other |

		## Next

		1. Each member reads \`chain/$id.json\`: names, accounts and keys are those it gave. All compare the SHA-256 of the
		   raw file. What is in it cannot be changed without a new chain, but by the council's votes.
		2. Hand each host its folder below \`hosts/\`, over a channel that nobody else reads. Put \`salus-node\` into its
		   \`/usr/local/bin\`, compare the program's SHA-256 with the release's, and run \`sh install.sh\` there as root. It
		   refuses to touch a machine that has a database or keys.
	README
	for n in "${nodes[@]}"; do
		[ -e "$work/hosts/$(folder_of "$n")/var/lib/salus/chains/$id/network/secret_ed25519" ] ||
			echo "   - ${n_host[$n]}: put its node key into \`/var/lib/salus/chains/$id/network/secret_ed25519\`."
		[ -z "$overlay" ] || [ -e "$work/hosts/$(folder_of "$n")/var/lib/salus-overlay/wireguard.key" ] ||
			echo "   - ${n_host[$n]}: put its WireGuard key into \`/var/lib/salus-overlay/wireguard.key\`, readable by root alone."
		[ "${n_role[$n]}" != validator ] ||
			[ -n "$(find "$work/hosts/$(folder_of "$n")/var/lib/salus/chains/$id/keystore" -type f)" ] ||
			echo "   - ${n_host[$n]}: put its session keys into \`/var/lib/salus/chains/$id/keystore\` (\`salus-node key insert\`)."
	done
	cat <<-README
		3. Back up each host's \`/var/lib/salus/chains/$id/network/secret_ed25519\`, encrypted and offline, and no session keys: a
		   validator that lost them makes new ones. Then delete \`hosts/*/var\` here and the copies on the way: **a second machine
		   with the same session keys equivocates.**
		   What else is in a host's folder has no secrets; keep it for the day when the host is lost.
	README
	if [ -n "$overlay" ]; then
		cat <<-README
			4. Open UDP port $overlay of each host. Install \`wireguard-tools\`, and \`wireguard-go\` where the kernel has no WireGuard; put
			   \`salus\` into \`/usr/local/bin\`. Have the firewall load \`/etc/nftables.d/salus.nft\` at every start (\`include\` it in
			   \`/etc/nftables.conf\`), and \`systemctl enable --now salus-overlay\`. \`wg show salus0\` tells who was heard.
		README
	else
		cat <<-README
			4. Open each node's peer-to-peer port to the others in \`peers.txt\`. JSON-RPC and metrics listen on the machine alone.
		README
	fi
	cat <<-README
		5. Let the clock be right before the node starts: \`systemctl enable --now systemd-timesyncd systemd-time-wait-sync\`, or
		   \`chrony\` and \`chrony-wait\`.
		6. \`systemctl enable --now salus-node\` on every host, and \`journalctl -fu salus-node\`. Blocks are final once more than
		   two thirds of the validators run.
		7. Watch them (\`operations/monitoring\` in the repository), and do the restore drill of \`docs/runbook.md\` before the
		   first record.

	README
	if [ -n "$overlay" ]; then
		cat <<-README
			Nodes talk to the nodes that the chain lists alone, over the overlay. One that comes later is announced by its member
			(\`salus network announce\`), and goes with \`salus network withdraw\` or its member's expulsion.
		README
	else
		cat <<-README
			Nodes talk to the nodes in \`peers.txt\` alone (\`--reserved-only\`). For one that comes later, add its
			\`--reserved-nodes\` to the units of the others.
		README
	fi
} >"$work/README.md"

# Nobody else may look into the hosts' folders; the rest is public.
chmod 755 "$work" "$work/chain"
chmod 644 "$work/README.md" "$work/peers.txt" "$work/chain/"*
mv -T -n -- "$work" "$out"
[ ! -e "$work" ] || die "$out appeared meanwhile; nothing was overwritten"
say "made $out; go on with $out/README.md"
