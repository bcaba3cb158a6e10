// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/language/text.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// Everything that can be done by key. `Commit` and `Cancel` also work while typing.
enum class Action : std::uint8_t {
    Commit,
    Cancel,
    Acknowledge,
    IncidentFromAlert,
    Declare,
    Bridge,
    Note,
    AssignDuty,
    Task,
    WhatChanged,
    Update,
    TakeCommand,
    CopyItem,
    Contacts,
    Filter,
    Find,
    Palette,
    NextHit,
    PreviousHit,
    Help,
    NextTab,
    PreviousTab,
    Drawer,
    View1,
    View2,
    View3,
    View4,
    View5,
    View6,
    View7,
    View8,
    View9,
    ZoomIn,
    ZoomOut,
    PanLeft,
    PanRight,
    NextItem,
    PreviousItem,
    Fit,
    FitAll,
    FollowNow,
    Pause,
    Range,
    Mark,
    Kiosk,
    Night,
    Silence,
    Sounds,
    Pulse,
    RealRoom,
    SelectAlert,
    SelectDown,
    SelectUp,
    SelectGroup,
    AddToIncident,
    LinkProposed,
    OpenLink,
    AcceptOffer,
    SavePicture,
    Closed,
    SaveRecord,
    Waiting,
    Folds,
    Similar,
    TimePicker,
    SaveRows,
    CopyView,
    PictureOfPart,
    ServiceTimeline,
    DrawingOfPart,
    Account,
    TimeOrder,
    Classify,
    MoveIncident,
    MajorState,
    Ratify,
    Restrict,
    PlanWindow,
    PlanOrder,
    DueWork,
    AddRecord,
    EditRecord,
    ImportRecords,
    Print,
    CorrectEntry,
    SetHeadline,
    FinishTask,
    Count,
};
constexpr std::size_t kActionCount = static_cast<std::size_t>(Action::Count);

// Where a key means something: the timeline's letters count only while it has the focus, and only a list of alerts has
// some to select.
enum class KeyScope : std::uint8_t { Everywhere, Timeline, Alerts };

struct ActionHelp {
    Action action;
    Text text;
    std::string keys;
    KeyScope scope;
};

// True in the frame in which one of the action's keys went down (key repeat not counted). False
// while text is being typed, except Commit and Cancel, and false while a modal is open unless the
// caller draws inside it. Timeline keys need `timeline_focused`.
bool pressed(Action action);
bool pressed_in_timeline(Action action, bool timeline_focused);

// Queues an action as if its key had been pressed: menus, buttons and tests.
void press(Action action);

// While `later`, the action counts for nobody; what was pressed meanwhile counts once that is over. Asked every frame,
// before whoever carries it out. True in the frame in which it was pressed too early.
bool put_off(Action action, bool later);
// What was pressed too early is wanted no more.
void forget_put_off();

// "Ctrl+K", "Shift+D", … ; empty when off. Several alternatives are joined with " / ".
std::string keys_of(Action action);
// The same as `remap` takes them, also while single keys are off.
std::string assigned_keys(Action action);
// Replaces the keys of an action; an empty chord switches it off. False if the chord cannot be
// read or belongs to the browser (Ctrl+W/T/N/L/P, F5) or to another action of the same scope.
[[nodiscard]] bool remap(Action action, std::string_view chord);
// Whether keys that would write a character (letters, digits and signs, also with Shift) mean something: those who speak
// to their machine, or miss keys, switch them off. What they did stays in the palette and at its button.
void use_single_keys(bool on);
bool single_keys();
void reset_keymap();
// "note=E;bridge=" : what the user changed, for storage.
std::string keymap_changes();
void apply_keymap_changes(std::string_view changes);

std::vector<ActionHelp> keymap_help();
std::string_view to_string(Action action);

// "ctrl+shift+p" → an ImGuiKeyChord, 0 if it cannot be read.
int parse_chord(std::string_view text);
std::string format_chord(int chord);

// Whether some action is known by this typed character ("?"), wherever the keyboard has it.
bool keymap_reads(unsigned character);
// The actions of any scope whose keys went down in the last frame in which any did, asked for or not.
std::vector<Action> actions_heard();

// The actions that the screen asked about in the last frame, behind whatever modal: what can be done here.
std::vector<Action> actions_meant();

// Those whose keys went down in this frame, of which nobody asked for any: what the keys mean cannot be done here. None
// while somebody types or a modal is open. For the end of the frame.
std::vector<Action> actions_unanswered();

// A button that has the action's key stands there and cannot be pressed, for this reason.
void refuse_action(Action action, std::string_view why);
struct ActionRefused {
    Action action {};
    std::string why {};
};
// Those of the last frame, behind whatever modal.
std::vector<ActionRefused> actions_refused();

// Called once per frame after ImGui::NewFrame, and by modals around what they draw.
void begin_keymap_frame();
void push_modal_keys();
void pop_modal_keys();
bool typing();

}
