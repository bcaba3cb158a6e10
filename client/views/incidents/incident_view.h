// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"

#include <memory>

namespace watchfloor {

std::unique_ptr<View> make_incident_view();

}
