# SPDX-License-Identifier: Apache-2.0
# Debian packages, by what they are for. Sourced.

packages_run=(
  ca-certificates git xz-utils brotli
  g++ cmake ninja-build pkg-config
  libsqlite3-dev libsodium-dev libssl-dev libre2-dev libjemalloc-dev nlohmann-json3-dev libcli11-dev libtomlplusplus-dev
  libical-dev
  python3-zxcvbn
  emscripten libharfbuzz-bin fonts-roboto-unhinted fonts-jetbrains-mono fonts-font-awesome
)
packages_native=(libglfw3-dev libgl-dev libpng-dev)
packages_monitoring=(prometheus prometheus-alertmanager prometheus-node-exporter)
packages_test=(
  googletest libgtest-dev xvfb libgl1-mesa-dri chromium npm sqlite3 curl faketime python3-icalendar clang-format clang libclang-rt-14-dev
  nginx haproxy openssl libnss3-tools
)
packages_bench=(nginx libnginx-mod-nchan)

# packages_for MODE…: the packages of these modes. The page and the server are always built; tests need
# everything.
packages_for() {
  local mode list=("${packages_run[@]}")
  for mode in "$@"; do
    case "$mode" in
      run) ;;
      native) list+=("${packages_native[@]}") ;;
      monitoring) list+=("${packages_monitoring[@]}") ;;
      test) list+=("${packages_native[@]}" "${packages_monitoring[@]}" "${packages_test[@]}") ;;
      bench) list+=("${packages_bench[@]}") ;;
    esac
  done
  printf '%s\n' "${list[@]}" | sort -u | tr '\n' ' '
}

# npm counts as there when the command is: other distributions of Node bring it along, and Debian's
# package would conflict with them.
package_present() {
  if [ "$1" = npm ] && command -v npm >/dev/null; then
    return 0
  fi
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    sudo "$@"
  fi
}

install_packages() {
  local package missing=()
  for package in "$@"; do
    package_present "$package" || missing+=("$package")
  done
  if [ ${#missing[@]} = 0 ]; then
    return 0
  fi
  echo "  This installs with apt, without recommended packages:"
  printf '%s ' "${missing[@]}" | fold -s -w 90 | sed 's/^/      /'
  echo
  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "Neither root nor sudo: ask someone who is root to run" >&2
      echo "  apt-get install --no-install-recommends ${missing[*]}" >&2
      return 1
    fi
    sudo -v
  fi
  step "package lists (apt-get update)" as_root apt-get update -q
  step "${#missing[@]} packages and what they need" with_service_guard as_root \
    env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
    -o Dpkg::Options::=--force-confold "${missing[@]}"
}
