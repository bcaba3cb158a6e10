// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/theme/theme.h"
#include "client/widgets/controls/badges.h"
#include "client/widgets/controls/controls.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// How old what a panel shows is. Past twice its expected interval it is stale: hatched, greyed and
// marked, with the old values kept.
struct DataAge {
    std::int64_t age_millis = 0;
    std::int64_t expected_millis = 0;
    bool known = false;
    bool stale() const { return known && expected_millis > 0 && age_millis > 2 * expected_millis; }
};

struct PanelOptions {
    std::string_view title {};
    // Its own, where it is not the screen's.
    DataAge age {};
    // False for what comes another way than the screen's data, or is none.
    bool aged = true;
    // 0: what is left. Height below 0: what is left minus that much.
    float width = 0;
    float height = 0;
    bool grow_to_content = false;
    Icon icon = nullptr;
    // Names the panel for screen readers where it shows no title.
    std::string_view label {};
};

// A titled box with its data's age at the right. Always call end_panel.
void begin_panel(std::string_view id, const PanelOptions& options);
void end_panel();

// The same for what stands in no panel of its own: a row or a tile, as high as what was drawn there. Nothing while it is
// young enough.
void mark_if_stale(ImVec2 from, ImVec2 to, const DataAge& age);
// The same with the mark's middle at this height.
void mark_if_stale(ImVec2 from, ImVec2 to, const DataAge& age, float middle);
// The room that its mark takes at the right; 0 while it is young enough.
float stale_mark_width(const DataAge& age);

// Greys and hatches the frozen screen, over its panels: in a window of its own, because they cover what the
// screen behind them draws. Who calls it shows in words what it means, where they cover nothing; `spoken` says
// it to screen readers.
void freeze_screen(ImVec2 from, ImVec2 to, std::string_view spoken);
// While the whole screen is hatched, panels only say how old they are: twice hatched is unreadable.
void mark_screen_stale(bool stale);
bool screen_marked_stale();
// How old what the screen shows is: the age of each panel with a title that has none of its own.
void age_of_screen(const DataAge& age);

// A full-width strip: link lost, exercise, cannot write. Returns true if its button was pressed.
struct BannerOptions {
    Severity severity = Severity::Unknown;
    std::string_view text {};
    std::string_view button {};
    // Read out at once rather than when convenient.
    bool urgent = true;
};
bool banner(std::string_view id, const BannerOptions& options);
// The same with several buttons, the first of them the thing to do: the one that was pressed.
std::optional<std::size_t> banner_with(
    std::string_view id, const BannerOptions& options, std::span<const std::string_view> buttons);

// A panel over the screen. Esc (or its cross) cancels, Ctrl+Enter or its button commits, and so does Enter in a field of
// one line and on a switch, but for what leaves the room or is dangerous; the form says so itself. While it is
// open the keys behind it are silent. Draw between begin_modal and end_modal, only if it
// returned true; end_modal tells what the user decided. A form has the caret in its first text field when it appears,
// and Ctrl+Enter leads to the first field that is `missing` while it cannot be committed.
enum class ModalOutcome : std::uint8_t { Open, Committed, Cancelled };
struct ModalOptions {
    std::string_view title {};
    std::string_view commit {};
    ButtonKind commit_kind = ButtonKind::Primary;
    bool can_commit = true;
    std::string_view why_not {};
    float width = 560;
    // False for what leaves the room: that is committed by its button and Ctrl+Enter only.
    bool enter_commits = true;
    // What was typed is there again when it is opened anew, though it was cancelled.
    bool keeps_draft = false;
    // Leaving it loses nothing, or something else in it is called cancelling: its last button says "Close".
    bool only_closes = false;
};
bool begin_modal(std::string_view id, const ModalOptions& options);
ModalOutcome end_modal();
// What stands above an open modal and its dimming, which otherwise hide what comes meanwhile; the modal keeps clear of
// it. Said anew each frame, before the modals; `key` presses the first button.
struct AboveModal {
    std::string id {};
    std::string text {};
    std::vector<std::string_view> buttons {};
    std::optional<Action> key {};
    Severity severity = Severity::Major;
};
// A modal is open, in this frame or the last.
bool modal_shown();
void say_above_modal(std::vector<AboveModal> said);
// The button of it that was pressed there in the frame before.
std::optional<std::size_t> answered_above_modal(std::string_view id);
// Other fields stand in an open modal from here on: the first text field of them takes the caret.
void seek_text_field();
// Before a control that has no options of its own: the form cannot be committed without it.
void mark_missing(bool missing);

// Nothing to show yet: what this place is, what to do next, and the button that does it.
struct EmptyState {
    Icon icon = nullptr;
    std::string_view title {};
    std::string_view next {};
    std::string_view button {};
    std::optional<Action> action {};
};
bool empty_state(const EmptyState& state);

}
