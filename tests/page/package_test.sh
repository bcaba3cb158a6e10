#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The folder the server hands out: named after its content, complete, each file compressed beforehand.
set -uo pipefail
cd "$1"
. tests/setup/expect.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/in"
printf '<script src="app.js?v=@WATCHFLOOR_BUILD@"></script>\n' >"$work/in/index.html"
printf 'const text = "a;b [c] @OTHER@ \\n";\n' >"$work/in/app.js"
printf '\0asm not text @WATCHFLOOR_BUILD@' >"$work/in/app.wasm"

package() {
  cmake "-DOUTPUT=$work/web" "-DFILES=$1" "-DBROTLI=$(command -v brotli)" "-DGZIP=$(command -v gzip)" \
    -P scripts/cmake/package_web.cmake >"$work/log" 2>&1
}
files=$work/in/index.html\|$work/in/app.js\|$work/in/app.wasm

expect "the page is packaged" package "$files"
build=$(<"$work/web/build.txt")
expect "the build's hash is in the page" grep -qxF "<script src=\"app.js?v=$build\"></script>" "$work/web/index.html"
expect "JavaScript is otherwise unchanged" cmp -s "$work/in/app.js" "$work/web/app.js"
expect "WebAssembly is never touched" cmp -s "$work/in/app.wasm" "$work/web/app.wasm"
for file in index.html app.js app.wasm; do
  expect "$file.br holds $file" cmp -s "$work/web/$file" <(brotli -dc "$work/web/$file.br")
  expect "$file.gz holds $file" cmp -s "$work/web/$file" <(gzip -dc "$work/web/$file.gz")
done

package "$files"
expect "the same content is the same build" test "$(<"$work/web/build.txt")" = "$build"
echo '// changed' >>"$work/in/app.js"
package "$work/in/index.html|$work/in/app.js"
expect_not "other content is another build" test "$(<"$work/web/build.txt")" = "$build"
expect_not "a file that is no longer listed is gone" test -e "$work/web/app.wasm"
expect_not "nothing of the exchange is left" test -e "$work/web.new" -o -e "$work/web.old"

mkdir "$work/in/other" && cp "$work/in/app.js" "$work/in/other/"
expect_not "two files of one name are refused" package "$work/in/app.js|$work/in/other/app.js"
expect "and the page from before stays" test -e "$work/web/index.html"
finish
