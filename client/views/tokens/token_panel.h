// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/tokens/token_rows.h"
#include "client/views/view.h"

#include <optional>

namespace watchfloor {

// The dialog that Enter opens on a token: what it is, and the end of it.
class TokenPanel {
public:
    void open(const TokenRow& row) { row_ = row; }
    // Draws while open.
    void draw(const ViewInput& input, Intents& intents);

private:
    std::optional<TokenRow> row_ {};
};

}
