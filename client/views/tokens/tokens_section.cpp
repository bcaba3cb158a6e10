// SPDX-License-Identifier: Apache-2.0
#include "client/views/tokens/tokens_section.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"

#include <array>

namespace watchfloor {
namespace {

RowResult draw_token_row(int index, const TokenRow& row)
{
    const RowResult result = begin_row(index,
        { .label = row.name + ", " + row.scopes + ", " + row.state, .severity = row.severity, .position = index + 1 });
    label(
        row.name, { .face = Face::Medium, .colour = row.over ? Colour::Secondary : Colour::Text, .decorative = true });
    next_cell();
    label(row.scopes, { .decorative = true });
    next_cell();
    label(row.state, { .colour = row.over ? Colour::Secondary : Colour::Text, .decorative = true });
    next_cell();
    label(row.used, { .width = available_width(), .align_right = true, .decorative = true });
    next_cell();
    label(row.made, { .colour = Colour::Secondary, .decorative = true });
    next_cell();
    label(row.by, { .colour = Colour::Secondary, .decorative = true });
    end_row();
    return result;
}

}

bool TokensSection::open_to(const ViewInput& input)
{
    return role_lets(input, Act::SetToken).allowed;
}

void TokensSection::draw_table(const std::vector<TokenRow>& rows)
{
    const std::array<Column, 6> columns { Column { tr(Text::ColumnToken), 3 }, Column { tr(Text::ColumnScopes), 4 },
        Column { tr(Text::ColumnState), 3 }, Column { tr(Text::ColumnLastUsed), -9, true },
        Column { tr(Text::ColumnMade), 3 }, Column { tr(Text::ColumnBy), 2 } };
    if (begin_filling_table("token rows", columns, tr(Text::TokensTitle), rows.size())) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (draw_token_row(static_cast<int>(i), rows[i]).activated) {
                token_.open(rows[i]);
            }
        }
        end_table();
    }
}

void TokensSection::draw(const ViewInput& input)
{
    AccessLists& access = input.replica.access();
    begin_panel("tokens", { .title = tr(Text::TokensTitle), .aged = false, .icon = kIconKey });
    const Permit permit = may_do(input, Act::SetToken);
    if (button(tr(Text::TokenNew), { .icon = kIconPlus, .enabled = permit.allowed, .why_disabled = permit.why })) {
        making_.open();
    }
    gap(1);
    const auto& listed = access.tokens();
    if (!listed) {
        const std::string& refused = access.tokens_refused();
        label(refused.empty() ? tr(Text::AccessAsked) : std::string_view { refused },
            { .colour = refused.empty() ? Colour::Secondary : Colour::Major, .wrap = true });
    } else if (listed->empty()) {
        empty_state({ .icon = kIconKey, .title = tr(Text::TokensEmpty), .next = tr(Text::TokensEmptyNext) });
    } else {
        draw_table(token_rows(input, *listed));
    }
    end_panel();
}

void TokensSection::draw_dialogs(const ViewInput& input, Intents& intents)
{
    token_.draw(input, intents);
    making_.draw(input, intents);
}

}
