# SPDX-License-Identifier: Apache-2.0
# Configures and builds what scripts/run starts. Sourced, after progress.sh.

# configure_once PRESET ARGUMENT…: later changes of CMake files are noticed by ninja itself; other
# arguments than last time configure anew.
configure_once() {
  local preset=$1 asked
  shift
  asked="$*"
  if [ ! -f "build/$preset/build.ninja" ] || [ "$(cat "build/$preset/asked" 2>/dev/null)" != "$asked" ]; then
    cmake --preset "$preset" "$@" || return 1
    printf '%s\n' "$asked" >"build/$preset/asked"
  fi
}

build_server() {
  local client=OFF
  [ "$1" = 0 ] || client=ON
  configure_once release "-DWATCHFLOOR_CLIENT=$client" && ninja --quiet -C build/release
}

build_page() {
  configure_once web && ninja --quiet -C build/web web_package
}

# build_release NATIVE: server and page side by side, so that the long links of one leave no core idle.
# With nothing to do each is a fraction of a second.
build_release() {
  local server_job page_job code=0
  echo "Build"
  step "server" build_server "$1" &
  server_job=$!
  step "browser page" build_page &
  page_job=$!
  wait "$server_job" || code=1
  wait "$page_job" || code=1
  return "$code"
}
