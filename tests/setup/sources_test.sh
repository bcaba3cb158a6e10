#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Each way by which a pinned source can come, in its order, against a mirror and a repository in a
# temporary folder. apt itself is real; its configuration is the test's own.
set -uo pipefail
cd "$1"
. tests/setup/expect.sh
. scripts/setup.d/progress.sh
. scripts/setup.d/sources.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_CACHE_HOME=$work/cache HOME=$work/home
mkdir -p "$HOME" "$XDG_CACHE_HOME/watchfloor" "$work/deps"
cached=$XDG_CACHE_HOME/watchfloor

sha_of() { sha256sum <"$1" | cut -d' ' -f1; }

make_tarball() { # FILE TEXT
  mkdir -p "$work/tree/widget-1"
  printf '%s\n' "$2" >"$work/tree/widget-1/widget.h"
  tar -C "$work/tree" -cJf "$1" widget-1
}

make_upstream() {
  git init -q "$work/upstream"
  echo "from upstream" >"$work/upstream/widget.h"
  git -C "$work/upstream" add widget.h
  git -C "$work/upstream" -c user.name=test -c user.email=test@localhost commit -q -m one
  git -C "$work/upstream" rev-parse HEAD
}

# The mirror carries one version of the source package `widget` in the suite `testing-suite`.
publish() { # TARBALL-NAME
  local suite=$work/mirror/dists/testing-suite pool=$work/mirror/pool/main/w/widget hash
  mkdir -p "$suite/main/source" "$suite/main/binary-$(dpkg --print-architecture)"
  hash=$(sha_of "$pool/$1")
  cat >"$suite/main/source/Sources" <<END
Package: widget
Binary: widget-dev
Version: ${1//[^0-9.]/}-1
Architecture: any
Format: 3.0 (quilt)
Directory: pool/main/w/widget
Checksums-Sha256:
 $hash $(stat -c %s "$pool/$1") $1
 0000000000000000000000000000000000000000000000000000000000000000 10 widget.dsc

END
  printf 'Package: other\nVersion: 1\nArchitecture: all\nFilename: pool/other.deb\nSize: 1\n\n' \
    >"$suite/main/binary-$(dpkg --print-architecture)/Packages"
  {
    printf 'Origin: Debian\nLabel: Debian\nSuite: testing-suite\nCodename: testing-suite\n'
    printf 'Architectures: %s\nComponents: main\nDate: %s\nSHA256:\n' \
      "$(dpkg --print-architecture)" "$(LC_ALL=C date -u '+%a, %d %b %Y %H:%M:%S UTC')"
    (cd "$suite" && find main -type f | while read -r file; do
      printf ' %s %s %s\n' "$(sha_of "$file")" "$(stat -c %s "$file")" "$file"
    done)
  } >"$suite/Release"
}

use_test_apt() {
  mkdir -p "$work/apt/lists/partial" "$work/apt/none" "$work/apt/cache/archives/partial"
  echo "deb [trusted=yes] file:$work/mirror testing-suite main" >"$work/apt/sources.list"
  cat >"$work/apt/apt.conf" <<END
Dir::State::Lists "$work/apt/lists";
Dir::Etc::SourceList "$work/apt/sources.list";
Dir::Etc::SourceParts "$work/apt/none";
Dir::Cache "$work/apt/cache";
APT::Sandbox::User "";
Acquire::AllowInsecureRepositories "true";
END
  export APT_CONFIG=$work/apt/apt.conf
  apt-get -q update >"$work/update.log" 2>&1
}

# Prepares one row in a fresh deps folder; the log is kept in $work/log, what the user sees in $work/seen.
prepare() { # TARBALL SHA UPSTREAM COMMIT
  rm -rf "$work/deps" && mkdir -p "$work/deps"
  pinned_sources=("widget|widget|$1|$2|testing-suite gone-suite|widget.h|$3|$4")
  (prepare_pinned_sources "$work/deps") >"$work/log" 2>&1 3>"$work/seen"
}

came_by() { grep -qx "widget: done by $1" "$work/log"; }
contains() { [ "$(cat "$work/deps/widget/widget.h" 2>/dev/null)" = "$1" ]; }

pool=$work/mirror/pool/main/w/widget
mkdir -p "$pool"
make_tarball "$pool/widget_1.0.orig.tar.xz" "pinned"
make_tarball "$pool/widget_2.0.orig.tar.xz" "newer"
pinned_sha=$(sha_of "$pool/widget_1.0.orig.tar.xz")
commit=$(make_upstream)
nowhere=$work/no-such-repository
publish widget_1.0.orig.tar.xz
use_test_apt

cp "$pool/widget_1.0.orig.tar.xz" "$cached/"
prepare widget_1.0.orig.tar.xz "$pinned_sha" "$nowhere" "$commit"
expect "1: a cached tarball is used" came_by source_from_cache
expect "1: and unpacked" contains pinned

echo "tampered" >>"$cached/widget_1.0.orig.tar.xz"
prepare widget_1.0.orig.tar.xz "$pinned_sha" "$nowhere" "$commit"
expect "1: a changed tarball in the cache is refused" came_by source_from_mirror

rm -f "$cached"/*
prepare widget_1.0.orig.tar.xz "$pinned_sha" "$nowhere" "$commit"
expect "2: the mirror apt is set to has it" came_by source_from_mirror
expect "2: and it is unpacked" contains pinned
expect "2: and kept in the cache" checksum_holds "$cached/widget_1.0.orig.tar.xz" "$pinned_sha"

rm -f "$cached"/*
prepare widget_1.0.orig.tar.xz "${pinned_sha//[0-9]/a}" "$work/upstream" "$commit"
expect "2: a tarball with another hash is refused, 3: upstream's commit is used" came_by source_from_upstream
expect "3: and checked out" contains "from upstream"
expect_not "3: nothing of git stays" test -e "$work/deps/widget/.git"
expect_not "2: what was refused is not cached" test -e "$cached/widget_1.0.orig.tar.xz"

publish widget_2.0.orig.tar.xz
prepare widget_1.0.orig.tar.xz "$pinned_sha" "$work/upstream" "$commit"
expect "3: upstream comes before a newer version" came_by source_from_upstream

prepare widget_1.0.orig.tar.xz "$pinned_sha" "$nowhere" "$commit"
expect "4: the suite's newer version is the last resort" came_by source_from_newer_version
expect "4: and unpacked" contains newer
expect "4: with a warning that names it" grep -q 'WARNING.*widget_2.0.orig.tar.xz' "$work/seen"
expect_not "4: and is asked for again next time" test -e "$work/deps/widget.origin"

rm -f "$cached"/*
prepare widget_1.0.orig.tar.xz "$pinned_sha" "$work/upstream" "${commit//[0-9]/b}"
expect "3: a commit that is not there is refused" came_by source_from_newer_version

rm -f "$cached"/* "$pool"/*
expect_not "nothing to be had is a failure" prepare widget_1.0.orig.tar.xz "$pinned_sha" "$nowhere" "$commit"
expect "that says what was missing" grep -q 'widget_1.0.orig.tar.xz' "$work/seen"
finish
