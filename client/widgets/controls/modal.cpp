// SPDX-License-Identifier: Apache-2.0
#include "client/widgets/controls/panels.h"

#include "client/frame/frame_schedule.h"
#include "client/language/text.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/modal.h"
#include "client/widgets/controls/text_label.h"
#include "client/widgets/controls/unsent_words.h"
#include "shared/core/result.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace watchfloor {
namespace {

struct OpenModal {
    std::string id;
    std::string commit;
    ButtonKind commit_kind = ButtonKind::Primary;
    bool can_commit = true;
    std::string why_not;
    bool enter_commits = true;
    bool keeps_draft = false;
    bool only_closes = false;
    bool closed_by_cross = false;
    bool takes_lines = false; // it has a switch or a field of one line: somewhere Enter means the commit
    bool was_entered = false;
    bool says_why = false; // the form says in its own place why it cannot be committed

    // One rule for every form: Ctrl+Enter commits wherever the keyboard is, Enter in each field of one line and on each
    // switch too; in a field of several lines it begins a line. Not what leaves the room, nor what is dangerous.
    bool entered() const { return takes_enter() && was_entered; }
    bool takes_enter() const { return enter_commits && commit_kind != ButtonKind::Danger && !commit.empty(); }
};

// One at a time: a modal over a modal would be two questions at once.
std::optional<OpenModal> open_modal;
bool drawn_this_frame = false;
std::vector<AboveModal> above_modal; // of this frame, or until it is said anew of the last
bool above_said = false;
float said_above = 0;                                              // how high that stands
std::optional<std::pair<std::string, std::size_t>> answered_above; // in this frame, to be heard in the next
bool above_answered = false;
bool was_drawn = false;
std::string drawn_id; // of the last one
bool closed_this_frame = false;
bool closed_before = false;

// What the keyboard is to go to within the modal, until it has been drawn once.
enum class Sought : std::uint8_t { Nothing, Text, Missing };
Sought sought = Sought::Nothing;
bool refused_while_typing = false;
std::string refused_form; // asked to commit while it could not: it says why from then on

bool takes(Sought what)
{
    if (!open_modal || sought != what) {
        return false;
    }
    sought = Sought::Nothing;
    return true;
}

// Ctrl+Enter on what cannot be committed leads to what is missing; where no control is to blame, the reason is said, and
// whoever was typing types on.
void seek_missing(const OpenModal& modal)
{
    if (std::exchange(sought, Sought::Nothing) == Sought::Missing) {
        mirror().announce(modal.why_not, true);
        if (refused_while_typing) {
            sought = Sought::Text;
            request_frame();
        }
    }
    const bool asked = modal.entered() || pressed(Action::Commit);
    if (!modal.commit.empty() && !modal.can_commit && asked) {
        sought = Sought::Missing;
        refused_form = modal.id;
        refused_while_typing = typing();
        request_frame();
    }
}

bool is_refused(const OpenModal& modal)
{
    return refused_form == modal.id && !modal.can_commit && !modal.why_not.empty();
}

void say_why_not(const OpenModal& modal)
{
    label(modal.why_not, { .colour = Colour::Major, .wrap = true });
}

void draw_modal_title(const ModalOptions& options)
{
    // However long it is, the cross keeps its room.
    heading(options.title, 2, std::max(grid(10), available_width() - grid(13)));
    same_line(4);
    align_right(grid(9));
    // Not the first thing Enter means: keys have Escape.
    ImGui::PushItemFlag(ImGuiItemFlags_NoNav, true);
    open_modal->closed_by_cross
        = icon_button(kIconTimes, std::string { tr(Text::Close) } + "##modal", { .kind = ButtonKind::Quiet });
    ImGui::PopItemFlag();
    // Of a form that is longer than the screen the buttons are out of sight, and what stands beside them too.
    if (is_refused(*open_modal) && ImGui::GetScrollMaxY() > 0) {
        say_why_not(*open_modal);
    }
    gap(3);
}

}

bool takes_sought_text()
{
    return takes(Sought::Text);
}

bool takes_sought_missing()
{
    return takes(Sought::Missing);
}

void note_line_field(bool entered)
{
    if (open_modal) {
        open_modal->takes_lines = true;
        open_modal->was_entered = open_modal->was_entered || entered;
    }
}

bool switch_leaves_enter(bool entered)
{
    if (!open_modal || !open_modal->takes_enter()) {
        return false;
    }
    note_line_field(entered);
    return true;
}

void note_label(std::string_view text)
{
    if (open_modal && !text.empty() && text == open_modal->why_not) {
        open_modal->says_why = true;
    }
}

void seek_text_field()
{
    sought = Sought::Text;
}

void mark_missing(bool missing)
{
    if (missing && takes_sought_missing()) {
        // ImGui drops the request while what has the keyboard now is drawn later.
        ImGui::GetCurrentContext()->NavId = 0;
        ImGui::SetKeyboardFocusHere();
        ImGui::SetNavCursorVisible(true);
    }
}

std::string_view form_id()
{
    return open_modal ? std::string_view { open_modal->id } : std::string_view {};
}

bool keeps_words()
{
    return !open_modal || !open_modal->commit.empty();
}

void end_modal_frame()
{
    // A modal whose view stopped drawing it must not go on blocking the screen behind it.
    if (was_drawn && !drawn_this_frame) {
        ImGui::ClosePopupToLevel(0, true);
        forget_words_of(drawn_id);
    }
    if (!drawn_this_frame) {
        said_above = 0;
    }
    if (!std::exchange(above_said, false)) {
        above_modal.clear();
    }
    if (!std::exchange(above_answered, false)) {
        answered_above.reset();
    }
    was_drawn = drawn_this_frame;
    drawn_this_frame = false;
    closed_before = std::exchange(closed_this_frame, false);
}

bool modal_shown()
{
    return drawn_this_frame || was_drawn;
}

bool modal_closed()
{
    return closed_before;
}

bool begin_modal(std::string_view id, const ModalOptions& options)
{
    VERIFY(!open_modal);
    const std::string name = "##modal/" + std::string { id };
    if (!ImGui::IsPopupOpen(name.c_str())) {
        ImGui::OpenPopup(name.c_str());
    }
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    const float width = std::min(options.width * type_scale().size(Type::Body) / 20.0F, display.x - grid(8));
    // Above the middle, and never with its title out of sight.
    const ImGuiWindow* drawn = ImGui::FindWindowByName(name.c_str());
    const float height = drawn != nullptr ? drawn->Size.y : 0;
    const float least = said_above + grid(4);
    const float top = std::clamp(display.y * 0.42F - height / 2, least, std::max(least, display.y - height - grid(4)));
    ImGui::SetNextWindowPos({ display.x / 2, std::round(top) }, ImGuiCond_Always, { 0.5F, 0 });
    ImGui::SetNextWindowSizeConstraints({ width, 0 }, { width, display.y - said_above - grid(8) });
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, { grid(6), grid(5) });
    const bool visible = ImGui::BeginPopupModal(name.c_str(), nullptr,
        ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_AlwaysAutoResize
            | ImGuiWindowFlags_NoSavedSettings);
    ImGui::PopStyleVar();
    if (!visible) {
        return false;
    }
    drawn_this_frame = true;
    if (ImGui::GetCurrentContext()->DimBgRatio < 1.0F) {
        request_frame();
    }
    open_modal
        = OpenModal { std::string { id }, std::string { options.commit }, options.commit_kind, options.can_commit,
              std::string { options.why_not }, options.enter_commits, options.keeps_draft, options.only_closes };
    drawn_id = id;
    if (ImGui::IsWindowAppearing()) {
        refused_form.clear();
        sought = options.commit.empty() ? Sought::Nothing : Sought::Text;
    }
    push_modal_keys();
    const ImVec2 from = ImGui::GetWindowPos();
    const ImVec2 size = ImGui::GetWindowSize();
    mirror().begin_group({ .id = item_id("##dialog"),
        .role = Role::Dialog,
        .label = std::string { options.title },
        .rect = { from.x, from.y, size.x, size.y } });
    draw_modal_title(options);
    return true;
}

void say_above_modal(std::vector<AboveModal> said)
{
    above_modal = std::move(said);
    above_said = true;
}

std::optional<std::size_t> answered_above_modal(std::string_view id)
{
    if (!answered_above || answered_above->first != id) {
        return std::nullopt;
    }
    return std::exchange(answered_above, std::nullopt)->second;
}

namespace {

// Within the modal, which leaves the mouse to nothing outside of what it begins.
void draw_above_modal()
{
    const float before = std::exchange(said_above, 0.0F);
    if (!above_modal.empty()) {
        const ImVec2 display = ImGui::GetIO().DisplaySize;
        ImGui::SetNextWindowPos({ 0, 0 });
        ImGui::SetNextWindowSizeConstraints({ display.x, 0 }, display);
        ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, { grid(2), grid(2) });
        ImGui::Begin("##above modal", nullptr,
            ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing
                | ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_AlwaysAutoResize);
        ImGui::PopStyleVar();
        ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
        for (const AboveModal& said : above_modal) {
            auto pressed_button = banner_with(
                "above/" + said.id, { .severity = said.severity, .text = said.text, .urgent = false }, said.buttons);
            if (said.key && pressed(*said.key)) {
                pressed_button = 0;
            }
            if (pressed_button) {
                answered_above = { said.id, *pressed_button };
                above_answered = true;
                request_frame();
            }
        }
        said_above = ImGui::GetCursorPosY();
        ImGui::End();
    }
    if (said_above != before) {
        request_frame();
    }
}

// Said in the same words in every form, where there is room beside the buttons.
void say_enter(const OpenModal& modal)
{
    const std::string_view words = tr(Text::ModalEnter);
    const float width = text_width(words, Type::Caption) + 1;
    const float right = ImGui::GetItemRectMax().x + grid(3) + width;
    if (!modal.takes_enter() || !modal.takes_lines || right > ImGui::GetCurrentWindow()->WorkRect.Max.x) {
        return;
    }
    same_line(3);
    const float lower = (ImGui::GetFrameHeight() - type_scale().size(Type::Caption)) / 2;
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + lower);
    label(words, { .type = Type::Caption, .colour = Colour::Secondary, .width = width });
}

}

ModalOutcome end_modal()
{
    VERIFY(open_modal.has_value());
    const OpenModal modal = *std::exchange(open_modal, std::nullopt);
    gap(4);
    seek_missing(modal);
    if (is_refused(modal) && !modal.says_why) {
        say_why_not(modal);
    }
    bool committed = false;
    if (!modal.commit.empty()) {
        committed = button(modal.commit,
            { .kind = modal.commit_kind,
                .enabled = modal.can_commit,
                .why_disabled = modal.why_not,
                .action = Action::Commit });
        committed = committed || (modal.can_commit && modal.entered());
        same_line(3);
    }
    const auto closing = modal.commit.empty() || modal.only_closes ? Text::Close : Text::Cancel;
    const bool cancelled
        = button(std::string { tr(closing) } + "##cancel", { .action = Action::Cancel }) || modal.closed_by_cross;
    say_enter(modal);
    const auto outcome = committed ? ModalOutcome::Committed : cancelled ? ModalOutcome::Cancelled : ModalOutcome::Open;
    if (outcome != ModalOutcome::Open) {
        if (committed || !modal.keeps_draft) {
            forget_words_of(modal.id);
        }
        ImGui::CloseCurrentPopup();
        drawn_this_frame = false;
        was_drawn = false;
        closed_this_frame = true;
        sought = Sought::Nothing;
        request_frame();
    } else {
        draw_above_modal();
    }
    mirror().end_group();
    pop_modal_keys();
    ImGui::EndPopup();
    return outcome;
}

}
