// SPDX-License-Identifier: Apache-2.0
#include "client/app/keys_panel.h"

#include "client/language/text.h"
#include "client/platform/storage.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"

#include <imgui.h>

#include <algorithm>

namespace watchfloor {
namespace {

void keep_keymap()
{
    static_cast<void>(store("keymap", keymap_changes()));
}

// What has a key; the first of several is enough here.
void draw_list(const std::vector<NamedAction>& actions)
{
    std::vector<const NamedAction*> rows;
    for (const NamedAction& named : actions) {
        if (!keys_of(named.action).empty()) {
            rows.push_back(&named);
        }
    }
    constexpr std::size_t kColumns = 3;
    const std::size_t per_column = (rows.size() + kColumns - 1) / kColumns;
    const float width = column_width(static_cast<int>(kColumns), 6);
    for (std::size_t column = 0; column < kColumns; ++column) {
        if (column > 0) {
            same_line(6);
        }
        ImGui::BeginGroup();
        for (std::size_t i = column * per_column; i < std::min(rows.size(), (column + 1) * per_column); ++i) {
            const std::string keys = keys_of(rows[i]->action);
            label(keys.substr(0, keys.find(" / ")), { .type = Type::Caption, .face = Face::Mono, .width = grid(30) });
            same_line(2);
            label(rows[i]->meaning, { .type = Type::Caption, .colour = Colour::Secondary, .width = width - grid(32) });
        }
        ImGui::EndGroup();
    }
}

}

void KeysPanel::draw_form(const std::vector<NamedAction>& actions)
{
    std::vector<std::string> meanings;
    for (const NamedAction& named : actions) {
        meanings.push_back(named.meaning);
    }
    if (select(tr(Text::KeysAction), meanings, chosen_, { .width = grid(100) })) {
        keys_ = assigned_keys(actions[static_cast<std::size_t>(chosen_)].action);
        refused_ = false;
    }
    const bool chosen = chosen_ >= 0 && chosen_ < static_cast<int>(actions.size());
    same_line(3);
    const FieldResult field = text_field(tr(Text::KeysField), keys_,
        { .hint = tr(Text::KeysHint),
            .error = refused_ ? tr(Text::KeysRefused) : std::string_view {},
            .max_characters = kMaxShortField,
            .width = grid(80),
            .enabled = chosen });
    refused_ = refused_ && !field.changed;
    gap(2);
    const bool asked = button(
        tr(Text::KeysUse), { .kind = ButtonKind::Primary, .enabled = chosen, .why_disabled = tr(Text::Choose) });
    if (chosen && (asked || field.committed)) {
        refused_ = !remap(actions[static_cast<std::size_t>(chosen_)].action, keys_);
        keep_keymap();
    }
    same_line(2);
    if (button(tr(Text::KeysReset))) {
        reset_keymap();
        keep_keymap();
        chosen_ = -1;
        keys_.clear();
        refused_ = false;
    }
}

void KeysPanel::draw(Actions actions)
{
    if (!open_ || !begin_modal("help", { .title = tr(Text::ActionHelp), .width = 1240 })) {
        return;
    }
    if (changing_) {
        draw_form(actions());
    } else {
        draw_list(actions());
    }
    gap(3);
    bool single = single_keys();
    if (toggle(tr(Text::KeysSingle), single)) {
        use_single_keys(single);
        keep_keymap();
    }
    gap(2);
    if (button(tr(changing_ ? Text::KeysList : Text::KeysChange), { .kind = ButtonKind::Quiet })) {
        changing_ = !changing_;
    }
    open_ = end_modal() == ModalOutcome::Open;
    changing_ = changing_ && open_;
}

}
