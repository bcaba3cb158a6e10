// SPDX-License-Identifier: Apache-2.0
#include "client/views/tokens/token_rows.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "shared/core/sorting.h"
#include "shared/domain/input_text.h"

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::int64_t kMostDays = 3'650;

TokenRow token_row(const ViewInput& input, const TokenSummary& listed)
{
    const Token& token = listed.token;
    TokenRow row;
    row.id = token.id;
    row.name = token.name.empty() ? token.id.text : token.name;
    for (const std::string& scope : token.scopes) {
        row.scopes.append(row.scopes.empty() ? "" : ", ").append(scope);
    }
    const bool ended = token.expires_at && *token.expires_at <= input.now;
    row.over = token.revoked || ended;
    row.state = token.revoked ? std::string(tr(Text::TokenRevoked))
        : ended               ? std::string(tr(Text::TokenEnded))
        : token.expires_at    ? tr(Text::TokenEnds, write_when(*token.expires_at, input.now, input.zone))
                              : std::string(tr(Text::TokenValid));
    row.severity = row.over ? Severity::Unknown : Severity::Normal;
    row.used = listed.last_used_at ? format_age((input.now - *listed.last_used_at).count())
                                   : std::string(tr(Text::TokenNeverUsed));
    row.made = listed.created_at ? write_when(*listed.created_at, input.now, input.zone) : std::string();
    row.by = user_name(input.state, token.created_by);
    return row;
}

}

std::vector<TokenRow> token_rows(const ViewInput& input, const std::vector<TokenSummary>& listed)
{
    std::vector<TokenRow> rows;
    for (const TokenSummary& summary : listed) {
        rows.push_back(token_row(input, summary));
    }
    sort_stably(rows, [](const TokenRow& a, const TokenRow& b) { return a.over != b.over ? b.over : a.name < b.name; });
    return rows;
}

std::vector<std::string> token_scopes(const TokenDraft& draft)
{
    std::vector<std::string> scopes;
    for (const auto& [wanted, scope] :
        { std::pair { draft.read, "read" }, std::pair { draft.act, "act" }, std::pair { draft.administer, "admin" } }) {
        if (wanted) {
            scopes.emplace_back(scope);
        }
    }
    std::string source;
    for (const char c : draft.sources + ",") {
        if (c != ',' && c != ' ') {
            source.push_back(c);
        } else if (!source.empty()) {
            scopes.push_back("intake:" + std::exchange(source, {}));
        }
    }
    return scopes;
}

std::optional<std::int64_t> read_days(std::string_view text)
{
    std::int64_t days = 0;
    bool typed = false;
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            typed = true;
            days = std::min(days * 10 + (c - '0'), kMostDays + 1);
        } else if (c != ' ') {
            return std::nullopt;
        }
    }
    const bool fits = days >= 1 && days <= kMostDays;
    return !typed || fits ? std::optional { days } : std::nullopt;
}

}
