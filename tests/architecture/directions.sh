# SPDX-License-Identifier: Apache-2.0
# Which folder may include what (ARCHITECTURE: directions that must hold). Sourced.

# violations ROOT: each include that goes the wrong way, as file:line:include. Nothing when all is well.
violations() {
  (
    cd "$1" || exit 1
    # forbid WHAT WHERE…: no file in these folders includes it.
    # reserve WHAT HOME: no file but those whose path matches HOME includes it.
    forbid '"server/' shared client
    forbid '"client/' shared server
    forbid '"tests/' shared server client
    forbid '"shared/(domain|wire|timeline)/' shared/core
    forbid '"shared/(wire|timeline)/' shared/domain
    forbid '"shared/wire/' shared/timeline
    reserve '[<"]sqlite3' '^server/(journal|samples)/'
    reserve '[<"]httplib' '^(server/http/|client/platform/[a-z_]*_native\.)'
    reserve '[<"]openssl/' '^server/tls/'
    reserve '[<"]argon2' '^server/auth/argon2id\.'
    reserve '[<"]nlohmann/' '^shared/wire/'
    reserve '[<"]libical/' '^server/calendar/recurrence\.'
    reserve '[<"]re2/' '^server/api/label_matcher\.'
    reserve '[<"](imgui|backends/imgui)' '^client/(app|frame|keys|mirror|theme|views|widgets|window)/'
    reserve '[<"]emscripten' '_web\.cpp$'
  )
}

# circles ROOT: each pair of files that closes a circle of folders, in tsort's words. Nothing when every arrow between
# folders runs one way, however many folders it passes.
circles() {
  (
    cd "$1" || exit 1
    grep -rE --include='*.cpp' --include='*.h' '^ *# *include *"(shared|server|client)/' shared server client 2>/dev/null \
      | sed -nE 's|^(.*)/[^/]*: *# *include *"(.*)/[^/"]*".*|\1 \2|p' | awk '$1 != $2' | sort -u | tsort 2>&1 >/dev/null
  )
}

# unmapped ROOT: each folder with sources that the code map of ARCHITECTURE.md does not name.
unmapped() {
  (
    cd "$1" || exit 1
    find shared server client -type f \( -name '*.cpp' -o -name '*.h' \) -printf '%h\n' | sort -u | while read -r folder; do
      [[ $folder = client || $folder = server ]] || grep -qF "\`$folder\`" ARCHITECTURE.md || echo "$folder"
    done
  )
}

includes_of() { # PATTERN FOLDER…
  local pattern=$1 folder present=()
  shift
  for folder in "$@"; do
    [ ! -d "$folder" ] || present+=("$folder")
  done
  [ ${#present[@]} = 0 ] && return
  grep -rnE --include='*.cpp' --include='*.h' "^ *# *include *$pattern" "${present[@]}"
}

forbid() { includes_of "$@"; }

reserve() { includes_of "$1" shared server client | awk -F: -v home="$2" '$1 !~ home'; }
