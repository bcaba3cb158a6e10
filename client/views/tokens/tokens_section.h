// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/tokens/new_token_panel.h"
#include "client/views/tokens/token_panel.h"
#include "client/views/view.h"

namespace watchfloor {

// The tokens of programs: the list, making one, revoking one. For those whose roles let them edit tokens; the server
// tells nobody else.
class TokensSection {
public:
    // Whether there is anything to show to who is signed in.
    static bool open_to(const ViewInput& input);
    // Fills what is left of the screen.
    void draw(const ViewInput& input);
    // Over the screen, once it is drawn.
    void draw_dialogs(const ViewInput& input, Intents& intents);
    void forget() { making_.forget(); }

private:
    void draw_table(const std::vector<TokenRow>& rows);

    TokenPanel token_ {};
    NewTokenPanel making_ {};
};

}
