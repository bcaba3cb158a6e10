# SPDX-License-Identifier: Apache-2.0
# Expectations for tests written in bash. A file ends with `finish`. Sourced.
failures=0

expect() {
  local what=$1
  shift
  if "$@"; then
    echo "ok      $what"
  else
    echo "FAILED  $what"
    failures=$((failures + 1))
  fi
}

expect_not() {
  local what=$1
  shift
  expect "$what" negate "$@"
}

negate() { ! "$@"; }

finish() {
  echo "$failures failed"
  [ "$failures" = 0 ]
}
