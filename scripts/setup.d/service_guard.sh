# SPDX-License-Identifier: Apache-2.0
# Debian starts and enables a package's services while installing it. Prometheus and its friends are
# run by hand here, so nothing may be started or left enabled that was not so before. Sourced.
# WATCHFLOOR_SYSTEM_ROOT is put in front of every path, for the tests.

guard_mark='# put here by watchfloor scripts/setup; safe to delete'

guard_policy_file() { echo "${WATCHFLOOR_SYSTEM_ROOT:-}/usr/sbin/policy-rc.d"; }

# Every link by which a service starts at boot, systemd's and the older kind.
service_links() {
  local root=${WATCHFLOOR_SYSTEM_ROOT:-}
  find "$root/etc/systemd/system" "$root"/etc/rc?.d -type l 2>/dev/null | sort
}

# invoke-rc.d and deb-systemd-invoke ask this program before they start anything; 101 means no.
forbid_service_starts() {
  local policy
  policy=$(guard_policy_file)
  if [ -e "$policy" ] && ! grep -qxF "$guard_mark" "$policy"; then
    as_root mv "$policy" "$policy.before-watchfloor"
  fi
  printf '#!/bin/sh\n%s\nexit 101\n' "$guard_mark" | as_root tee "$policy" >/dev/null
  as_root chmod 755 "$policy"
}

# Also mends what an interrupted run left behind: only a policy of our own is removed.
allow_service_starts() {
  local policy
  policy=$(guard_policy_file)
  if [ -e "$policy" ] && grep -qxF "$guard_mark" "$policy"; then
    as_root rm "$policy"
  fi
  if [ -e "$policy.before-watchfloor" ]; then
    as_root mv "$policy.before-watchfloor" "$policy"
  fi
}

# Undoes the boot links that are there now and were not in the list given on standard input. An init
# script's link is turned into its "stop" form, as update-rc.d does: with no link at all the next
# upgrade of the package would enable it again.
undo_new_service_links() {
  local link name
  # On a descriptor of its own: sudo may read standard input.
  while read -r link <&4; do
    name=${link##*/}
    case "$link" in
      */rc?.d/K*) continue ;;
      */rc?.d/S*) as_root mv "$link" "${link%/*}/K01${name#S[0-9][0-9]}" ;;
      *) as_root rm "$link" ;;
    esac
    echo "not enabled: $link"
  done 4< <(comm -13 - <(service_links))
}

# with_service_guard COMMAND…: runs it; whatever comes of it, no service was started by it or is
# enabled because of it.
with_service_guard() {
  local before code=0
  before=$(mktemp)
  service_links >"$before"
  trap allow_service_starts EXIT
  forbid_service_starts
  "$@" || code=$?
  allow_service_starts
  trap - EXIT
  undo_new_service_links <"$before"
  rm -f "$before"
  return "$code"
}
