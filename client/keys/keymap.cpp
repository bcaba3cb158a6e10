// SPDX-License-Identifier: Apache-2.0
#include "client/keys/keymap.h"

#include "client/frame/frame_schedule.h"
#include "client/mirror/mirror.h"
#include "shared/core/result.h"
#include "shared/core/words.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <optional>
#include <utility>

namespace watchfloor {
namespace {

struct Binding {
    Action action;
    std::string_view name;
    Text text;
    // Alternatives are separated by spaces.
    std::string_view keys;
    KeyScope scope = KeyScope::Everywhere;
};

constexpr KeyScope kTimeline = KeyScope::Timeline;
constexpr KeyScope kAlerts = KeyScope::Alerts;

// How what is stored says that single keys are off.
constexpr std::string_view kSingleKeys = "single-keys";
constexpr std::string_view kSwitchedOff = "off";

constexpr std::array<Binding, kActionCount> kDefaults { {
    { Action::Commit, "commit", Text::ActionCommit, "Ctrl+Enter Ctrl+KeypadEnter" },
    { Action::Cancel, "cancel", Text::ActionCancel, "Escape" },
    { Action::Acknowledge, "acknowledge", Text::ActionAcknowledge, "X" },
    { Action::IncidentFromAlert, "incident", Text::ActionIncidentFromAlert, "I" },
    { Action::Declare, "declare", Text::ActionDeclare, "Shift+D" },
    { Action::Bridge, "bridge", Text::ActionBridge, "B" },
    { Action::Note, "note", Text::ActionNote, "E" },
    { Action::AssignDuty, "duty", Text::ActionAssignDuty, "L" },
    { Action::Task, "task", Text::ActionTask, "T" },
    { Action::WhatChanged, "changed", Text::ActionWhatChanged, "G" },
    { Action::Update, "update", Text::ActionUpdate, "Shift+U" },
    { Action::TakeCommand, "command", Text::ActionTakeCommand, "Shift+C" },
    { Action::CopyItem, "copy", Text::ActionCopyItem, "C" },
    { Action::Contacts, "contacts", Text::ActionContacts, "Shift+P" },
    { Action::Filter, "filter", Text::ActionFilter, "/" },
    { Action::Find, "find", Text::ActionFind, "Ctrl+F" },
    { Action::Palette, "palette", Text::ActionPalette, "Ctrl+K Ctrl+Shift+P" },
    { Action::NextHit, "next-hit", Text::ActionNextHit, "Enter" },
    { Action::PreviousHit, "previous-hit", Text::ActionPreviousHit, "Shift+Enter" },
    { Action::Help, "help", Text::ActionHelp, "? F1" },
    { Action::NextTab, "next-tab", Text::ActionNextTab, "]" },
    { Action::PreviousTab, "previous-tab", Text::ActionPreviousTab, "[" },
    { Action::Drawer, "drawer", Text::ActionDrawer, "Q" },
    { Action::View1, "view-1", Text::ActionView, "1" },
    { Action::View2, "view-2", Text::ActionView, "2" },
    { Action::View3, "view-3", Text::ActionView, "3" },
    { Action::View4, "view-4", Text::ActionView, "4" },
    { Action::View5, "view-5", Text::ActionView, "5" },
    { Action::View6, "view-6", Text::ActionView, "6" },
    { Action::View7, "view-7", Text::ActionView, "7" },
    { Action::View8, "view-8", Text::ActionView, "8" },
    { Action::View9, "view-9", Text::ActionView, "9" },
    { Action::ZoomIn, "zoom-in", Text::ActionZoomIn, "W", kTimeline },
    { Action::ZoomOut, "zoom-out", Text::ActionZoomOut, "S", kTimeline },
    { Action::PanLeft, "pan-left", Text::ActionPanLeft, "A", kTimeline },
    { Action::PanRight, "pan-right", Text::ActionPanRight, "D", kTimeline },
    { Action::NextItem, "next-item", Text::ActionNextItem, ".", kTimeline },
    { Action::PreviousItem, "previous-item", Text::ActionPreviousItem, ",", kTimeline },
    { Action::Fit, "fit", Text::ActionFit, "F", kTimeline },
    { Action::FitAll, "fit-all", Text::ActionFitAll, "0", kTimeline },
    { Action::FollowNow, "follow-now", Text::ActionFollowNow, "N" },
    { Action::Pause, "pause", Text::ActionPause, "P Space" },
    { Action::Range, "range", Text::ActionRange, "R", kTimeline },
    { Action::Mark, "mark", Text::ActionMark, "M", kTimeline },
    { Action::Kiosk, "kiosk", Text::ActionKiosk, "K" },
    { Action::Night, "night", Text::ActionNight, "Shift+N" },
    { Action::Silence, "silence", Text::ActionSilence, "Shift+S" },
    { Action::Sounds, "sounds", Text::ActionSounds, "Shift+X" },
    { Action::Pulse, "pulse", Text::ActionPulse, "Shift+A" },
    { Action::RealRoom, "real-room", Text::ActionRealRoom, "Shift+R" },
    { Action::SelectAlert, "select", Text::ActionSelectAlert, "Space", kAlerts },
    { Action::SelectDown, "select-down", Text::ActionSelectDown, "Shift+Down", kAlerts },
    { Action::SelectUp, "select-up", Text::ActionSelectUp, "Shift+Up", kAlerts },
    { Action::SelectGroup, "select-group", Text::ActionSelectGroup, "Ctrl+A", kAlerts },
    { Action::AddToIncident, "add", Text::ActionAddToIncident, "Shift+I" },
    { Action::LinkProposed, "link", Text::ActionLinkProposed, "Shift+L" },
    { Action::OpenLink, "open-link", Text::ActionOpenLink, "O" },
    { Action::AcceptOffer, "accept", Text::ActionAcceptOffer, "Y" },
    { Action::SavePicture, "picture", Text::ActionSavePicture, "Ctrl+S" },
    { Action::Closed, "closed", Text::ActionClosed, "Shift+H" },
    { Action::SaveRecord, "record", Text::ActionSaveRecord, "Shift+F" },
    { Action::Waiting, "waiting", Text::ActionWaiting, "Shift+W" },
    { Action::Folds, "folds", Text::ActionFolds, "Z" },
    { Action::Similar, "similar", Text::ActionSimilar, "Shift+G" },
    { Action::TimePicker, "time", Text::ActionTimePicker, "J" },
    { Action::SaveRows, "rows", Text::ActionSaveRows, "Shift+E" },
    { Action::CopyView, "copy-view", Text::ActionCopyView, "Shift+O" },
    { Action::PictureOfPart, "picture-of-part", Text::ActionPictureOfPart, "Shift+V" },
    { Action::ServiceTimeline, "service-timeline", Text::ActionServiceTimeline, "Shift+T" },
    { Action::DrawingOfPart, "drawing-of-part", Text::ActionDrawingOfPart, "Shift+B" },
    { Action::Account, "account", Text::ActionAccount, "Shift+M" },
    { Action::TimeOrder, "order", Text::ActionTimeOrder, "O", kTimeline },
    // Of these nobody needs a key, but the palette: who wants one gives it.
    { Action::Classify, "classify", Text::ActionClassify, "" },
    { Action::MoveIncident, "state", Text::ActionMoveIncident, "" },
    { Action::MajorState, "major", Text::ActionMajorState, "" },
    { Action::Ratify, "ratify", Text::ActionRatify, "" },
    { Action::Restrict, "restrict", Text::ActionRestrict, "" },
    { Action::PlanWindow, "plan-window", Text::ActionPlanWindow, "V" },
    { Action::PlanOrder, "plan-order", Text::ActionPlanOrder, "U" },
    { Action::DueWork, "due-work", Text::ActionDueWork, "H" },
    { Action::AddRecord, "add-record", Text::ActionAddRecord, "Insert" },
    { Action::EditRecord, "edit-record", Text::ActionEditRecord, "F2" },
    { Action::ImportRecords, "import", Text::ActionImportRecords, "" },
    { Action::Print, "print", Text::ActionPrint, "" }, // a browser has Ctrl+P for it
    { Action::CorrectEntry, "correct", Text::ActionCorrectEntry, "Shift+K" },
    { Action::SetHeadline, "headline", Text::ActionSetHeadline, "" },
    { Action::FinishTask, "finish-task", Text::ActionFinishTask, "Shift+Y" },
} };

struct Key {
    int chord = 0;
    // Above 0: matched by the typed character, because where "?" lies depends on the keyboard.
    unsigned character = 0;
};

struct Keymap {
    std::array<std::vector<Key>, kActionCount> keys;
    std::array<std::string, kActionCount> shown; // those that work
    bool single_keys = true;
    std::bitset<kActionCount> changed;
    std::bitset<kActionCount> queued;
    std::bitset<kActionCount> injected;
    std::bitset<kActionCount> heard;
    std::bitset<kActionCount> put_off;   // they count later…
    std::bitset<kActionCount> owed;      // …and were pressed by now
    std::bitset<kActionCount> asked;     // in this frame, outside modals
    std::bitset<kActionCount> meant;     // in the last
    std::vector<ActionRefused> refusing; // in this frame, outside modals
    std::vector<ActionRefused> refused;  // in the last
    int modal_depth = 0;
    bool modal_drawn = false;
    bool modal_open = false;
};

std::vector<std::string_view> words(std::string_view text, char separator)
{
    std::vector<std::string_view> out;
    while (!text.empty()) {
        const auto end = std::min(text.find(separator), text.size());
        if (end > 0) {
            out.push_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

std::optional<Key> parse_key(std::string_view text)
{
    constexpr std::string_view punctuation = "/?.,[]";
    if (text.size() == 1 && punctuation.find(text[0]) != std::string_view::npos) {
        return Key { 0, static_cast<unsigned char>(text[0]) };
    }
    const int chord = parse_chord(text);
    return chord == 0 ? std::nullopt : std::optional { Key { chord, 0 } };
}

// What writes a character outside of shortcuts: a letter, a digit or a sign, also with Shift. (WCAG 2.2, 2.1.4.)
bool is_single(const Key& key)
{
    const int code = key.chord & ~ImGuiMod_Mask_;
    const bool writes
        = (code >= ImGuiKey_0 && code <= ImGuiKey_Z) || (code >= ImGuiKey_Apostrophe && code <= ImGuiKey_GraveAccent);
    return key.character != 0 || (writes && (key.chord & (ImGuiMod_Ctrl | ImGuiMod_Alt | ImGuiMod_Super)) == 0);
}

bool works(const Keymap& map, const Key& key)
{
    return map.single_keys || !is_single(key);
}

std::string spelled(const Key& key)
{
    return key.character != 0 ? std::string(1, static_cast<char>(key.character)) : format_chord(key.chord);
}

void show_keys(Keymap& map, std::size_t index)
{
    map.shown[index].clear();
    for (const Key& key : map.keys[index]) {
        if (works(map, key)) {
            map.shown[index] += (map.shown[index].empty() ? "" : " / ") + spelled(key);
        }
    }
}

void set_keys(Keymap& map, std::size_t index, std::string_view chords)
{
    map.keys[index].clear();
    for (const auto chord : words(chords, ' ')) {
        if (const auto key = parse_key(chord)) {
            map.keys[index].push_back(*key);
        }
    }
    show_keys(map, index);
}

Keymap& keymap()
{
    static Keymap map = [] {
        Keymap fresh;
        for (std::size_t i = 0; i < kActionCount; ++i) {
            VERIFY(kDefaults[i].action == static_cast<Action>(i));
            set_keys(fresh, i, kDefaults[i].keys);
        }
        return fresh;
    }();
    return map;
}

bool key_down(const Key& key)
{
    if (!works(keymap(), key)) {
        return false;
    }
    if (key.character != 0) {
        const auto& typed = ImGui::GetIO().InputQueueCharacters;
        return std::any_of(typed.begin(), typed.end(), [&](ImWchar c) { return c == key.character; });
    }
    return ImGui::IsKeyChordPressed(key.chord);
}

bool same_key(const Key& a, const Key& b)
{
    return a.chord == b.chord && a.character == b.character;
}

bool belongs_to_browser(const Key& key)
{
    constexpr std::array taken { ImGuiMod_Ctrl | ImGuiKey_W, ImGuiMod_Ctrl | ImGuiKey_T, ImGuiMod_Ctrl | ImGuiKey_N,
        ImGuiMod_Ctrl | ImGuiKey_L, ImGuiMod_Ctrl | ImGuiKey_R, ImGuiMod_Ctrl | ImGuiKey_P,
        static_cast<int>(ImGuiKey_F5), static_cast<int>(ImGuiKey_F11), static_cast<int>(ImGuiKey_F12) };
    return std::find(taken.begin(), taken.end(), key.chord) != taken.end();
}

std::vector<Action> actions_in(const std::bitset<kActionCount>& set)
{
    std::vector<Action> actions;
    for (std::size_t i = 0; i < kActionCount; ++i) {
        if (set[i]) {
            actions.push_back(static_cast<Action>(i));
        }
    }
    return actions;
}

bool works_while_typing(Action action)
{
    return action == Action::Commit || action == Action::Cancel;
}

std::optional<std::size_t> index_of(std::string_view name)
{
    const auto found
        = std::find_if(kDefaults.begin(), kDefaults.end(), [&](const Binding& b) { return b.name == name; });
    return found == kDefaults.end() ? std::nullopt
                                    : std::optional { static_cast<std::size_t>(found - kDefaults.begin()) };
}

}

bool typing()
{
    return ImGui::GetIO().WantTextInput || mirror().foreign_text_focus() != 0;
}

bool pressed(Action action)
{
    auto& map = keymap();
    const auto index = static_cast<std::size_t>(action);
    if (map.modal_depth == 0) {
        map.asked.set(index);
    }
    if (map.modal_open && map.modal_depth == 0) {
        return false;
    }
    if (map.put_off[index]) {
        return false;
    }
    if (map.injected[index]) {
        map.injected.reset(index);
        return true;
    }
    if (typing() && !works_while_typing(action)) {
        return false;
    }
    return std::any_of(map.keys[index].begin(), map.keys[index].end(), key_down);
}

bool pressed_in_timeline(Action action, bool timeline_focused)
{
    return timeline_focused && pressed(action);
}

bool put_off(Action action, bool later)
{
    auto& map = keymap();
    const auto index = static_cast<std::size_t>(action);
    map.put_off.reset(index);
    const bool early = later && pressed(action);
    map.put_off.set(index, later);
    map.owed.set(index, map.owed[index] || early);
    if (map.owed[index] && !later && !map.modal_open) {
        map.owed.reset(index);
        map.injected.set(index);
    }
    return early;
}

void forget_put_off()
{
    keymap().owed.reset();
}

void press(Action action)
{
    keymap().queued.set(static_cast<std::size_t>(action));
    request_frame();
}

std::string keys_of(Action action)
{
    return keymap().shown[static_cast<std::size_t>(action)];
}

std::string assigned_keys(Action action)
{
    std::string keys;
    for (const Key& key : keymap().keys[static_cast<std::size_t>(action)]) {
        add_words(keys, spelled(key), " ");
    }
    return keys;
}

bool remap(Action action, std::string_view chord)
{
    auto& map = keymap();
    const auto index = static_cast<std::size_t>(action);
    const auto chords = words(chord, ' ');
    for (const auto text : chords) {
        const auto key = parse_key(text);
        if (!key || belongs_to_browser(*key)) {
            return false;
        }
        for (std::size_t other = 0; other < kActionCount; ++other) {
            const bool same_scope = other != index && kDefaults[other].scope == kDefaults[index].scope;
            const auto& taken = map.keys[other];
            if (same_scope
                && std::any_of(taken.begin(), taken.end(), [&](const Key& k) { return same_key(k, *key); })) {
                return false;
            }
        }
    }
    set_keys(map, index, chord);
    map.changed.set(index);
    return true;
}

void use_single_keys(bool on)
{
    auto& map = keymap();
    map.single_keys = on;
    for (std::size_t i = 0; i < kActionCount; ++i) {
        show_keys(map, i);
    }
}

bool single_keys()
{
    return keymap().single_keys;
}

void reset_keymap()
{
    auto& map = keymap();
    map.single_keys = true;
    for (std::size_t i = 0; i < kActionCount; ++i) {
        set_keys(map, i, kDefaults[i].keys);
    }
    map.changed.reset();
}

std::string keymap_changes()
{
    const auto& map = keymap();
    std::string out = map.single_keys ? "" : std::string { kSingleKeys } + "=" + std::string { kSwitchedOff };
    for (std::size_t i = 0; i < kActionCount; ++i) {
        if (map.changed[i]) {
            out += (out.empty() ? "" : ";") + std::string { kDefaults[i].name } + "="
                + assigned_keys(static_cast<Action>(i));
        }
    }
    return out;
}

void apply_keymap_changes(std::string_view changes)
{
    for (const auto change : words(changes, ';')) {
        const auto equals = change.find('=');
        if (equals == std::string_view::npos) {
            continue;
        }
        if (change.substr(0, equals) == kSingleKeys) {
            use_single_keys(change.substr(equals + 1) != kSwitchedOff);
        } else if (const auto index = index_of(change.substr(0, equals))) {
            // What cannot be read, or clashes by now, keeps its default.
            (void)remap(static_cast<Action>(*index), change.substr(equals + 1));
        }
    }
}

std::vector<ActionHelp> keymap_help()
{
    std::vector<ActionHelp> help;
    for (const auto& binding : kDefaults) {
        help.push_back({ binding.action, binding.text, keys_of(binding.action), binding.scope });
    }
    return help;
}

std::string_view to_string(Action action)
{
    return kDefaults[static_cast<std::size_t>(action)].name;
}

bool keymap_reads(unsigned character)
{
    const auto& keys = keymap().keys;
    return character != 0 && std::any_of(keys.begin(), keys.end(), [&](const std::vector<Key>& alternatives) {
        return std::any_of(alternatives.begin(), alternatives.end(),
            [&](const Key& key) { return key.character == character && works(keymap(), key); });
    });
}

std::vector<Action> actions_heard()
{
    return actions_in(keymap().heard);
}

std::vector<Action> actions_meant()
{
    return actions_in(keymap().meant);
}

std::vector<Action> actions_unanswered()
{
    const Keymap& map = keymap();
    std::bitset<kActionCount> down;
    for (std::size_t i = 0; i < kActionCount; ++i) {
        down[i] = std::any_of(map.keys[i].begin(), map.keys[i].end(), key_down);
    }
    const bool answered = typing() || map.modal_open || map.modal_drawn || (down & map.asked).any();
    return answered ? std::vector<Action> {} : actions_in(down);
}

void refuse_action(Action action, std::string_view why)
{
    if (keymap().modal_depth == 0) {
        keymap().refusing.push_back({ action, std::string { why } });
    }
}

std::vector<ActionRefused> actions_refused()
{
    return keymap().refused;
}

void begin_keymap_frame()
{
    auto& map = keymap();
    VERIFY(map.modal_depth == 0);
    map.modal_open = std::exchange(map.modal_drawn, false);
    map.put_off.reset();
    map.injected = map.queued;
    map.queued.reset();
    map.meant = std::exchange(map.asked, {});
    map.refused = std::exchange(map.refusing, {});
    std::bitset<kActionCount> heard;
    for (std::size_t i = 0; i < kActionCount; ++i) {
        heard[i] = std::any_of(map.keys[i].begin(), map.keys[i].end(), key_down);
    }
    map.heard = heard.any() ? heard : map.heard;
    // Ctrl+Enter commits: what the keyboard happens to be on is not pressed as well. Where the keyboard was sent meanwhile
    // it goes, also while the keys are still held: a refused commit leads into the field to blame.
    ImGuiContext& context = *ImGui::GetCurrentContext();
    const bool sent = (context.NavActivateFlags & ImGuiActivateFlags_FromTabbing) != 0;
    if (!sent && ImGui::GetIO().KeyCtrl
        && (ImGui::IsKeyDown(ImGuiKey_Enter) || ImGui::IsKeyDown(ImGuiKey_KeypadEnter))) {
        context.NavActivateId = 0;
        context.NavActivateDownId = 0;
        context.NavActivatePressedId = 0;
    }
}

void push_modal_keys()
{
    ++keymap().modal_depth;
    keymap().modal_drawn = true;
}

void pop_modal_keys()
{
    --keymap().modal_depth;
}

}
