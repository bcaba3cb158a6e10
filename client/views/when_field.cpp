// SPDX-License-Identifier: Apache-2.0
#include "client/views/when_field.h"

#include "client/language/text.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/input_text.h"

#include <imgui.h>

namespace watchfloor {

bool is_when(const std::string& text, const ViewInput& input, const WhenRules& rules)
{
    return is_blank(text) || read_when(text, input.now, input.zone, { .past = rules.past }).has_value();
}

std::string when_words(const std::string& text, const ViewInput& input, const WhenRules& rules)
{
    if (is_blank(text)) {
        return rules.blank_is_now ? tr(Text::WhenNow, site_time(input.now, input.zone)) : std::string();
    }
    const auto when = read_when(text, input.now, input.zone, { .past = rules.past });
    const std::string day = when ? other_day(*when, input.now, input.zone) : std::string();
    return day.empty() ? day : tr(Text::WhenMeans, day);
}

void when_field(
    std::string_view label, std::string& text, const ViewInput& input, FieldOptions options, const WhenRules& rules)
{
    ImGui::BeginGroup();
    options.error = is_when(text, input, rules) ? std::string_view {} : tr(Text::WhenUnreadable);
    options.max_characters = kMaxShortField;
    if (options.hint.empty()) {
        options.hint = tr(rules.blank_is_now ? Text::OccurredHint : Text::WhenHint);
    }
    text_field(label, text, options);
    if (const std::string words = when_words(text, input, rules); !words.empty()) {
        watchfloor::label(
            words, { .type = Type::Caption, .colour = is_blank(text) ? Colour::Secondary : Colour::Major });
    }
    ImGui::EndGroup();
}

}
