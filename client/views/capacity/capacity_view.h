// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"

#include <memory>

namespace watchfloor {

// All resources as cards (client/views/capacity/capacity_cards.h), and one of them with its curve and forecast.
std::unique_ptr<View> make_capacity_view();

}
