#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The source tree keeps its directions; and each rule does find an include that breaks it.
set -uo pipefail
cd "$1"
. tests/setup/expect.sh
. tests/architecture/directions.sh

found=$(violations .)
expect "no include goes the wrong way" test -z "$found"
[ -z "$found" ] || printf '%s\n' "$found"

found=$(circles .)
expect "no arrow between folders runs both ways" test -z "$found"
[ -z "$found" ] || printf '%s\n' "$found"

found=$(unmapped .)
expect "the code map names every folder" test -z "$found"
[ -z "$found" ] || printf '%s\n' "$found"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

refused() { # FILE INCLUDE
  rm -rf "$work"/* && mkdir -p "$work/$(dirname "$1")"
  printf '#pragma once\n#include %s\n' "$2" >"$work/$1"
  [ "$(violations "$work" | wc -l)" = 1 ]
}
allowed() { ! refused "$@"; }

expect "shared knows no server" refused shared/core/a.h '"server/http/server.h"'
expect "shared knows no client" refused shared/wire/a.cpp '"client/mirror/mirror.h"'
expect "client knows no server" refused client/views/a.cpp '"server/http/server.h"'
expect "server knows no client" refused server/api/a.cpp '"client/mirror/mirror.h"'
expect "core knows no domain" refused shared/core/a.h '"shared/domain/state/state.h"'
expect "domain knows no wire" refused shared/domain/a.cpp '"shared/wire/codec.h"'
expect "wire knows domain" allowed shared/wire/a.cpp '"shared/domain/state/state.h"'
expect "product code knows no tests" refused server/api/a.cpp '"tests/support/clock.h"'
expect "sqlite3.h stays in its stores" refused server/api/a.cpp '<sqlite3.h>'
expect "and may be there" allowed server/journal/a.cpp '<sqlite3.h>'
expect "httplib.h stays in the HTTP server" refused server/live/a.cpp '<httplib.h>'
expect "and the native transport" allowed client/platform/transport_native.cpp '<httplib.h>'
expect "but not the web one" refused client/platform/transport_web.cpp '<httplib.h>'
expect "OpenSSL's headers stay with TLS" refused server/http/a.cpp '<openssl/ssl.h>'
expect "and may be there" allowed server/tls/a.cpp '<openssl/ssl.h>'
expect "Argon2's header stays where its memory is lent" refused server/auth/a.cpp '<argon2.h>'
expect "and may be there" allowed server/auth/argon2id.cpp '<argon2.h>'
expect "JSON stays in wire" refused server/api/a.cpp '<nlohmann/json.hpp>'
expect "re2.h stays where labels are matched" refused server/api/a.cpp '<re2/re2.h>'
expect "and may be there" allowed server/api/label_matcher.cpp '<re2/re2.h>'
expect "imgui.h stays where things are drawn" refused client/replica/a.cpp '"imgui.h"'
expect "and may be there" allowed client/widgets/a.cpp '<imgui.h>'
expect "emscripten.h stays in web files" refused client/window/window_native.cpp '<emscripten/html5.h>'
expect "and may be there" allowed client/window/window_web.cpp '<emscripten.h>'

mkdir -p "$work/server/a" "$work/server/b" "$work/server/c"
printf '#include "server/b/b.h"\n' >"$work/server/a/a.h"
printf '#include "server/c/c.h"\n' >"$work/server/b/b.h"
expect "arrows one way are no circle" test -z "$(circles "$work")"
printf '#include "server/a/a.h"\n' >"$work/server/c/c.h"
expect "a way back through a third folder is one" test -n "$(circles "$work")"
finish
