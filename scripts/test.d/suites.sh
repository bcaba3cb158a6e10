# SPDX-License-Identifier: Apache-2.0
# The suites of scripts/test. Each prints its own output into a log and reports its counts. Sourced, after
# progress.sh.
total_passed=0
total_failed=0
counts=.deps/counts

# suite NAME FUNCTION ARGUMENT…: runs one and passes its failure on; a suite that fails without counts is one
# failure, one that passes without counts (a build) is none.
suite() {
  local passed=0 failed=0 code=0
  rm -f "$counts"
  step "$@" || code=$?
  if [ -s "$counts" ]; then
    read -r passed failed <"$counts"
    echo "          $passed passed, $failed failed"
  fi
  [ "$code" = 0 ] || [ "$failed" != 0 ] || failed=1
  total_passed=$((total_passed + passed))
  total_failed=$((total_failed + failed))
  return "$code"
}

summary() {
  echo
  echo "$total_passed passed, $total_failed failed"
  [ "$total_failed" = 0 ]
}

format_suite() { scripts/lint; }

# build_suite PRESET TARGET…: configures each time, because what is installed may have changed.
build_suite() {
  local preset=$1
  shift
  cmake --preset "$preset" || return 1
  ninja --quiet -C "build/$preset" "$@"
}

# ctest_suite PRESET: the counts are those of ctest's closing line, where a test that could not be run is a
# failure.
ctest_suite() {
  local output=.deps/log/ctest_$1.log code=0
  ctest --test-dir "build/$1" -j "$jobs" --output-on-failure --no-tests=error --timeout 300 >"$output" 2>&1 || code=$?
  cat "$output"
  sed -n 's/^[0-9]*% tests passed, \([0-9]*\) tests* failed out of \([0-9]*\)$/\1 \2/p' "$output" | {
    read -r failed all && echo "$((all - failed)) $failed"
  } >"$counts"
  return "$code"
}

# fuzz_suite SECONDS: each parser counts as one.
fuzz_suite() {
  local output=.deps/log/fuzz_output.log code=0
  tests/fuzz/run "$1" >"$output" 2>&1 || code=$?
  cat "$output"
  echo "$(grep -c '^fuzz .*, nothing found$' "$output") $(grep -c '^fuzz .*: FAILED$' "$output")" >"$counts"
  return "$code"
}

# The driver finds what to drive in its environment; its last line is "N passed, N failed".
end_to_end_suite() {
  local output=.deps/log/end_to_end_output.log code=0 closing
  if [ ! -f tests/end_to_end/run.mjs ]; then
    echo "tests/end_to_end/run.mjs is missing"
    return 1
  fi
  WATCHFLOORD=build/check/server/watchfloord WATCHFLOOR_CONSOLE=build/check/client/watchfloor WATCHFLOOR_WEB=build/web/web \
    timeout --kill-after=20 1200 node tests/end_to_end/run.mjs >"$output" 2>&1 || code=$?
  cat "$output"
  closing=$(tail -n 1 "$output" | sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p')
  [ -z "$closing" ] || echo "$closing" >"$counts"
  return "$code"
}
