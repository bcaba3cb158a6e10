// SPDX-License-Identifier: Apache-2.0
#include "client/app/keys_panel.h"

#include "client/frame/frame_schedule.h"
#include "client/language/text.h"
#include "client/platform/storage.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/state/alert_search.h"

#include <imgui.h>

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

void keep_keymap()
{
    static_cast<void>(store("keymap", keymap_changes()));
}

std::string_view scope_name(KeyScope scope)
{
    return tr(scope == KeyScope::Everywhere ? Text::KeysEverywhere
            : scope == KeyScope::Alerts     ? Text::KeysOfAlerts
                                            : Text::KeysOfTimeline);
}

void draw_scope(KeyScope scope)
{
    label(scope_name(scope), { .type = Type::Caption, .face = Face::Medium });
}

// What has a key, by where it means something; the first of several is enough here.
void draw_list(const std::vector<NamedAction>& actions)
{
    std::vector<const NamedAction*> lines; // null: the scope of the next begins
    for (const NamedAction& named : actions) {
        if (keys_of(named.action).empty()) {
            continue;
        }
        if (lines.empty() || lines.back()->scope != named.scope) {
            lines.push_back(nullptr);
        }
        lines.push_back(&named);
    }
    constexpr std::size_t kColumns = 3;
    const std::size_t per_column = (lines.size() + kColumns - 1) / kColumns;
    const float width = column_width(static_cast<int>(kColumns), 4);
    ImGui::PushStyleVarY(ImGuiStyleVar_ItemSpacing, grid(0.5F));
    for (std::size_t column = 0; column < kColumns; ++column) {
        if (column > 0) {
            same_line(4);
        }
        ImGui::BeginGroup();
        for (std::size_t i = column * per_column; i < std::min(lines.size(), (column + 1) * per_column); ++i) {
            if (lines[i] == nullptr) {
                draw_scope(lines[i + 1]->scope);
                continue;
            }
            const std::string keys = keys_of(lines[i]->action);
            label(keys.substr(0, keys.find(" / ")), { .type = Type::Caption, .face = Face::Mono, .width = grid(26) });
            same_line(2);
            label(lines[i]->meaning, { .type = Type::Caption, .colour = Colour::Secondary, .width = width - grid(28) });
        }
        ImGui::EndGroup();
    }
    ImGui::PopStyleVar();
}

}

void KeysPanel::change(const NamedAction& named)
{
    editing_ = true;
    to_keys_ = true;
    keys_ = assigned_keys(named.action);
    refused_ = false;
}

// All of them, those without a key too: what one looks for need not be known by its name.
void KeysPanel::draw_form(const std::vector<NamedAction>& actions)
{
    const FieldResult field = text_field(tr(Text::ActionFilter), filter_,
        { .hint = tr(Text::KeysFilterHint),
            .max_characters = kMaxShortField,
            .show_label = false,
            .autofocus = true,
            .take_focus = std::exchange(to_filter_, false) });
    std::vector<const NamedAction*> found;
    for (const NamedAction& named : actions) {
        if (contains_folded(named.meaning, filter_) || contains_folded(keys_of(named.action), filter_)) {
            found.push_back(&named);
        }
    }
    const int step = editing_ ? 0 : choice_step();
    editing_ = editing_ && !field.changed;
    const int last = std::max(0, static_cast<int>(found.size()) - 1);
    chosen_ = field.changed ? 0 : std::clamp(chosen_ + step, 0, last);
    draw_found(found, step != 0 || field.changed);
    if (found.empty()) {
        return;
    }
    const NamedAction& named = *found[static_cast<std::size_t>(chosen_)];
    if (field.committed) {
        change(named);
        request_frame();
    }
    if (editing_) {
        draw_chosen(named);
    }
}

void KeysPanel::draw_found(const std::vector<const NamedAction*>& found, bool moved)
{
    begin_area("found keys", { 0, grid(78) });
    if (found.empty()) {
        label(tr(Text::KeysFiltered), { .colour = Colour::Secondary });
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
        const NamedAction& named = *found[i];
        if (i == 0 || found[i - 1]->scope != named.scope) {
            draw_scope(named.scope);
        }
        const std::string keys = keys_of(named.action);
        const int index = static_cast<int>(i);
        const bool asked = list_row(static_cast<int>(named.action),
            { .title = named.meaning,
                .right = keys.empty() ? tr(Text::KeysNone) : std::string_view { keys },
                .selected = index == chosen_,
                .position = index + 1,
                .set_size = static_cast<int>(found.size()) })
                               .activated;
        if (moved && index == chosen_) {
            ImGui::SetScrollHereY();
        }
        if (asked) {
            chosen_ = index;
            change(named);
            request_frame();
        }
    }
    end_area();
}

void KeysPanel::draw_chosen(const NamedAction& named)
{
    const FieldResult field = text_field(std::string(tr(Text::KeysField)) + ": " + named.meaning, keys_,
        { .hint = tr(Text::KeysHint),
            .error = refused_ ? tr(Text::KeysRefused) : std::string_view {},
            .max_characters = kMaxShortField,
            .take_focus = std::exchange(to_keys_, false) });
    refused_ = refused_ && !field.changed;
    if (button(tr(Text::KeysUse), { .kind = ButtonKind::Primary }) || field.committed) {
        refused_ = !remap(named.action, keys_);
        keep_keymap();
        editing_ = refused_;
        to_filter_ = !refused_;
        request_frame();
    }
    same_line(2);
}

void KeysPanel::draw(Actions actions)
{
    const float width = changing_ ? 760 : 1240;
    if (!open_ || !begin_modal("help", { .title = tr(Text::ActionHelp), .width = width })) {
        return;
    }
    if (changing_) {
        draw_form(actions());
    } else {
        draw_list(actions());
    }
    if (changing_ && button(tr(Text::KeysReset))) {
        reset_keymap();
        keep_keymap();
        editing_ = false;
    }
    gap(2);
    bool single = single_keys();
    if (toggle(tr(Text::KeysSingle), single)) {
        use_single_keys(single);
        keep_keymap();
    }
    same_line(6);
    if (button(tr(changing_ ? Text::KeysList : Text::KeysChange), { .kind = ButtonKind::Quiet })) {
        changing_ = !changing_;
        filter_.clear();
        chosen_ = 0;
        editing_ = false;
        to_filter_ = changing_;
        request_frame();
    }
    open_ = end_modal() == ModalOutcome::Open;
    changing_ = changing_ && open_;
}

}
