// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"

#include <string>
#include <vector>

namespace watchfloor {

// What was decided last and what customers were told last, a line each, for who comes in now. Of a major both lines
// stand, also where there was nothing; of what is not one only what there was.
std::vector<std::string> last_said(const ViewInput& input, const Incident& incident, const IncidentLog& log);

}
