# SPDX-License-Identifier: Apache-2.0
# Pinned third-party sources. Each is looked for in this order and verified each time:
#   1. the cache folder                                       SHA-256 of the tarball
#   2. the pinned tarball from the mirror apt already uses    SHA-256 of the tarball
#   3. the upstream repository's commit                       the commit's own hash
#   4. the newer version the suites carry now, with a warning SHA-256 from apt's signed index
# Sourced.

# folder | Debian source package | pinned tarball | SHA-256 | suites | a file it must contain | upstream | commit
pinned_sources=(
  "imgui|imgui|imgui_1.92.2b+ds.orig.tar.xz|e7bd201d56b5ee90d24d5dac85e5c12f98bdb95410252a62d27b7f89e4566d48|forky sid|imgui.cpp|https://github.com/ocornut/imgui|45acd5e0e82f4c954432533ae9985ff0e1aad6d5"
  "cpp-httplib|cpp-httplib|cpp-httplib_0.41.0+ds.orig.tar.xz|7acb492bffdd95165677d22145c2c4890e6432c5ef53d0f781defe8dec48f567|forky sid trixie-backports|httplib.h|https://github.com/yhirose/cpp-httplib|073b58796205b928b61f4cae89ab4130b7f1aee0"
  "libsodium|libsodium|libsodium_1.0.18.orig.tar.gz|d59323c6b712a1519a5daf710b68f5e7fde57040845ffec53850911f10a5d4f4|bookworm trixie|src/libsodium/crypto_hash/sha256/cp/hash_sha256_cp.c|https://github.com/jedisct1/libsodium|4f5e89fa84ce1d178a6765b8b46f2b6f91216677"
)

source_cache() { echo "${XDG_CACHE_HOME:-$HOME/.cache}/watchfloor"; }

# Private package lists: the machine's own apt settings stay as they are. Remembers the folder, so that
# one download of the lists serves all sources. A frozen or lagging mirror's lists count as well, although
# past their date: they are signed, and what is pinned is verified by its own hash.
private_apt_folder=
private_apt() {
  apt-get -q -o "Dir::State::Lists=$private_apt_folder/lists" \
    -o "Dir::Etc::SourceList=$private_apt_folder/sources.list" \
    -o "Dir::Etc::SourceParts=$private_apt_folder/none" \
    -o "Dir::Cache=$private_apt_folder/cache" -o APT::Sandbox::User= -o Acquire::Check-Valid-Until=false "$@"
}

# The mirrors of Debian proper that this machine's apt is set to, one a line.
debian_mirrors() {
  local found
  found=$(apt-get indextargets --format '$(LABEL)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | sed -n 's/^Debian|//p')
  # Before the first apt-get update no label is known yet.
  [ -n "$found" ] || found=$(apt-get indextargets --no-release-info --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | grep -v security || true)
  printf '%s\n' "$found" | sort -u
}

# Fetches the lists of every suite the pinned sources name. A suite that is gone is no failure.
prepare_private_apt() {
  [ -z "$private_apt_folder" ] || return 0
  local mirror suite suites keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  private_apt_folder=$(mktemp -d)
  mkdir -p "$private_apt_folder"/{lists/partial,none,cache/archives/partial}
  suites=$(printf '%s\n' "${pinned_sources[@]}" | cut -d'|' -f5 | tr ' ' '\n' | sort -u)
  for mirror in $(debian_mirrors); do
    for suite in $suites; do
      echo "deb-src [signed-by=$keyring] $mirror $suite main"
    done
  done >"$private_apt_folder/sources.list"
  private_apt update || echo "some suites could not be read; going on with the others"
}

# tarball_address PACKAGE SUITES [NAME]: "address name sha256" of the upstream tarball that the first
# suite with one carries; with NAME only that very file counts.
tarball_address() {
  local suite line
  for suite in $2; do
    while read -r line; do
      set -- "$1" "$2" "${3:-}" $line
      if [ -z "$3" ] || [ "$5" = "$3" ]; then
        echo "$(tr -d "'" <<<"$4") $5 ${7#SHA256:}"
        return 0
      fi
    done < <(private_apt -qq source --print-uris "$1/$suite" 2>/dev/null | grep -E "\.orig\.tar\.(gz|xz|bz2) ")
  done
  return 1
}

checksum_holds() { [ -f "$1" ] && [ "$(sha256sum <"$1" | cut -d' ' -f1)" = "$2" ]; }

# download ADDRESS SHA256 FILE: through apt's own downloader, so that its proxy settings hold.
download() {
  local target
  target=$(mktemp -p "$(dirname "$3")")
  if /usr/lib/apt/apt-helper -o APT::Sandbox::User= download-file "$1" "$target" "SHA256:$2" &&
    checksum_holds "$target" "$2"; then
    mv "$target" "$3"
    return 0
  fi
  rm -f "$target"
  return 1
}

# unpack TARBALL FOLDER: replaces the folder, in one step. The files count as new, so that what was built
# from another version is built again.
unpack() {
  rm -rf "$2.new" "$2.old"
  mkdir -p "$2.new"
  tar -xf "$1" -C "$2.new" --strip-components=1 --no-same-owner --touch || return 1
  replace_folder "$2"
}

replace_folder() {
  if [ -e "$1" ]; then
    mv "$1" "$1.old"
  fi
  mv "$1.new" "$1"
  rm -rf "$1.old"
}

source_from_cache() {
  checksum_holds "$(source_cache)/$tarball" "$sha256" && unpack "$(source_cache)/$tarball" "$folder"
}

source_from_mirror() {
  local address name listed
  prepare_private_apt
  read -r address name listed < <(tarball_address "$package" "$suites" "$tarball") || return 1
  echo "pinned $name from the mirror (its index says $listed)"
  mkdir -p "$(source_cache)"
  download "$address" "$sha256" "$(source_cache)/$tarball" && unpack "$(source_cache)/$tarball" "$folder"
}

source_from_upstream() {
  rm -rf "$folder.new"
  git init -q "$folder.new" &&
    GIT_TERMINAL_PROMPT=0 timeout 180 git -C "$folder.new" fetch -q --depth 1 "$upstream" "$commit" &&
    git -C "$folder.new" checkout -q "$commit" &&
    [ "$(git -C "$folder.new" rev-parse HEAD)" = "$commit" ] || return 1
  rm -rf "$folder.new/.git"
  replace_folder "$folder"
}

source_from_newer_version() {
  local address name listed
  prepare_private_apt
  read -r address name listed < <(tarball_address "$package" "$suites") || return 1
  [ -n "$listed" ] || return 1
  say "WARNING: $tarball is nowhere to be found; using $name, which nobody has tried here"
  mkdir -p "$(source_cache)"
  download "$address" "$listed" "$(source_cache)/$name" && unpack "$(source_cache)/$name" "$folder"
}

# prepare_source ROW DEPS: leaves the source in DEPS/<folder>, with the way it came in DEPS/<folder>.origin.
prepare_source() {
  local name package tarball sha256 suites probe upstream commit way
  IFS='|' read -r name package tarball sha256 suites probe upstream commit <<<"$1"
  local folder=$2/$name
  if [ -f "$folder/$probe" ] && [ "$(cat "$folder.origin" 2>/dev/null)" = "$sha256" ]; then
    return 0
  fi
  for way in source_from_cache source_from_mirror source_from_upstream source_from_newer_version; do
    echo "$name: $way"
    if $way && [ -f "$folder/$probe" ]; then
      # A stand-in is asked for again next time: perhaps the pinned one is back.
      [ "$way" = source_from_newer_version ] || printf '%s\n' "$sha256" >"$folder.origin"
      echo "$name: done by $way"
      return 0
    fi
  done
  rm -rf "$folder.new"
  say "$name: neither the cache, the mirror nor $upstream has $tarball"
  return 1
}

prepare_pinned_sources() {
  local row code=0
  mkdir -p "$1"
  for row in "${pinned_sources[@]}"; do
    prepare_source "$row" "$1" || code=1
  done
  [ -z "$private_apt_folder" ] || rm -rf "$private_apt_folder"
  private_apt_folder=
  return "$code"
}

# em++ searches none of the system's folders, and must see nlohmann's alone.
link_wasm_headers() {
  mkdir -p "$1/wasm-include"
  ln -sfn /usr/include/nlohmann "$1/wasm-include/nlohmann"
}
