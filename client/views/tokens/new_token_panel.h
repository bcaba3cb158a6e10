// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/tokens/token_rows.h"
#include "client/views/view.h"
#include "shared/wire/answers/tokens.h"

#include <optional>
#include <string>

namespace watchfloor {

// Makes a token for a program, and shows its text the one time that there is one to show.
class NewTokenPanel {
public:
    void open();
    // Whatever is shown or typed goes: somebody else may come to this screen.
    void forget();
    // Draws while open.
    void draw(const ViewInput& input, Intents& intents);

private:
    void draw_form(const ViewInput& input, Intents& intents);
    void draw_made(Intents& intents);
    void send_draft(const ViewInput& input, std::int64_t days, Intents& intents);

    bool open_ = false;
    bool making_ = false; // the server has not answered yet
    std::uint64_t opened_ = 0;
    TokenDraft draft_ {};
    std::string refusal_ {};
    std::optional<TokenAnswer> made_ {};
};

}
