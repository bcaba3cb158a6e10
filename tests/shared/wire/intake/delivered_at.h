// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/wire/json/json_text.h"

namespace watchfloor {

inline constexpr Timestamp kDeliveredAt { 1'767'322'800'000 }; // 2026-01-02T03:00:00Z

inline Timestamp instant(std::string_view text)
{
    return read_instant(text).value();
}

}
