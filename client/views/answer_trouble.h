// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/transport.h"

#include <string>

namespace watchfloor {

// What to say of an answer that is no success.
std::string trouble_of(const HttpResponse& response);

}
