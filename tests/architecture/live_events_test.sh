#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A browser drops every event of a stream that nobody listens to by its name: the page listens to all that a console takes.
set -uo pipefail
cd "$1"
. tests/setup/expect.sh

listened=$(sed -n 's/.*kEvents = \[\(.*\)\];.*/\1/p' client/platform/web/live-hub.js)
taken=$(sed -n 's/.*event\.event == "\([a-z_]*\)".*/\1/p' client/replica/replica.cpp | sort -u)
expect "the console's events are found" test -n "$taken"
for event in $taken; do
  expect "the page listens to $event" grep -q "\"$event\"" <<<"$listened"
done
finish
