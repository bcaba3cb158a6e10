// SPDX-License-Identifier: Apache-2.0
#pragma once

// JSON of structs that name their fields (`fields(visit, self)`):
//   to_json_text(value)           canonical text
//   from_canonical_text<T>(text)  reads exactly that; fast; for our own bytes
//   from_json<T>(text, limits)    reads JSON from outside, strictly
#include "shared/wire/fields/fields_reader.h"
#include "shared/wire/fields/fields_strict.h"
#include "shared/wire/fields/fields_writer.h"
