// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"
#include "client/widgets/controls/badges.h"
#include "shared/wire/answers/tokens.h"

#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// One token of a program, ready to be drawn.
struct TokenRow {
    TokenId id {};
    std::string name {};
    std::string scopes {}; // "read, intake:alertmanager"
    std::string state {};  // "valid", "ends …", "revoked"
    std::string used {};   // since it was last used
    std::string made {};   // when
    std::string by {};
    Severity severity = Severity::Normal;
    bool over = false; // revoked, or past its end
};

// Those that are valid first, by name.
std::vector<TokenRow> token_rows(const ViewInput& input, const std::vector<TokenSummary>& listed);

// What is to be made, as it is typed.
struct TokenDraft {
    std::string name {};
    bool read = false;
    bool act = false;
    bool administer = false;
    std::string sources {}; // "alertmanager, zabbix"
    std::string days {};    // until it ends; blank: it does not
};

std::vector<std::string> token_scopes(const TokenDraft& draft);
// Days as they are typed: nothing for what cannot be read; 0 where nothing is typed.
std::optional<std::int64_t> read_days(std::string_view text);

}
