// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"

#include <string_view>

namespace watchfloor {

// The stable snake_case word of a code, as the API speaks it.
std::string_view code_text(ErrorCode code);

// {"error":{"code":"gate_not_met","message":"…","missing":["owner"]}}
std::string error_to_json(const Error& error);

// The error in an answer's body. Words of later versions become Internal; nothing for a
// body that holds no error, such as a proxy's page.
std::optional<Error> error_from_json(std::string_view body);

}
