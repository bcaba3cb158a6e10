// SPDX-License-Identifier: Apache-2.0
#include "client/app/palette_commands.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/incident_order.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace watchfloor {
namespace {

// Of more open incidents the palette would be one list of the same words.
constexpr std::size_t kMostIncidents = 3;

// What a command does once its screen is there.
enum class OnArrival { Press, Nothing };

struct Elsewhere {
    Action action;
    std::string_view path;
    Text screen;
    OnArrival then = OnArrival::Press;
};

constexpr std::array kOfScreens {
    Elsewhere { Action::Acknowledge, "/", Text::NavBoard, OnArrival::Nothing },
    Elsewhere { Action::IncidentFromAlert, "/", Text::NavBoard, OnArrival::Nothing },
    Elsewhere { Action::AddToIncident, "/", Text::NavBoard, OnArrival::Nothing },
    Elsewhere { Action::Closed, "/", Text::NavBoard },
    Elsewhere { Action::TimePicker, "/timeline", Text::NavTimeline },
    Elsewhere { Action::FollowNow, "/timeline", Text::NavTimeline },
    Elsewhere { Action::AddRecord, "/capacity", Text::NavCapacity },
    Elsewhere { Action::AddRecord, "/maintenance", Text::NavMaintenance },
    Elsewhere { Action::ImportRecords, "/capacity", Text::NavCapacity },
    Elsewhere { Action::ImportRecords, "/maintenance", Text::NavMaintenance },
    Elsewhere { Action::PlanWindow, "/maintenance", Text::NavMaintenance },
    Elsewhere { Action::PlanOrder, "/maintenance", Text::NavMaintenance },
    Elsewhere { Action::DueWork, "/maintenance", Text::NavMaintenance },
};

constexpr std::array kOfIncidents { Action::Note, Action::Declare, Action::Bridge, Action::Update, Action::AssignDuty,
    Action::TakeCommand, Action::Task, Action::WhatChanged, Action::Contacts, Action::Classify, Action::MoveIncident,
    Action::MajorState, Action::SetHeadline, Action::Ratify, Action::Restrict, Action::Similar, Action::SaveRecord };

// Keys that mean something only where they are pressed, and views, which stand among the places.
bool is_command(const ActionHelp& help)
{
    constexpr std::array kNone { Action::Commit, Action::Cancel, Action::NextHit, Action::PreviousHit, Action::Palette,
        Action::Find };
    return help.text != Text::ActionView && std::find(kNone.begin(), kNone.end(), help.action) == kNone.end();
}

struct OtherWords {
    Action action;
    Text words;
};

constexpr std::array kOtherWords {
    OtherWords { Action::IncidentFromAlert, Text::AlsoNewIncident },
    OtherWords { Action::Declare, Text::AlsoDeclare },
    OtherWords { Action::Bridge, Text::AlsoBridge },
    OtherWords { Action::Note, Text::AlsoNote },
    OtherWords { Action::AssignDuty, Text::AlsoDuty },
    OtherWords { Action::Task, Text::AlsoTask },
    OtherWords { Action::Update, Text::AlsoUpdate },
    OtherWords { Action::TakeCommand, Text::AlsoCommand },
    OtherWords { Action::Contacts, Text::AlsoContacts },
    OtherWords { Action::Classify, Text::AlsoClassify },
    OtherWords { Action::MoveIncident, Text::AlsoState },
    OtherWords { Action::MajorState, Text::AlsoMajor },
    OtherWords { Action::SetHeadline, Text::AlsoHeadline },
    OtherWords { Action::Restrict, Text::AlsoRestrict },
    OtherWords { Action::SaveRecord, Text::AlsoSaveRecord },
    OtherWords { Action::SaveRows, Text::AlsoSaveRows },
    OtherWords { Action::Silence, Text::AlsoSilence },
    OtherWords { Action::Sounds, Text::AlsoSounds },
    OtherWords { Action::Account, Text::AlsoAccount },
    OtherWords { Action::PlanWindow, Text::AlsoWindow },
};

std::string other_words(Action action)
{
    const auto* const at = std::find_if(
        kOtherWords.begin(), kOtherWords.end(), [&](const OtherWords& one) { return one.action == action; });
    return at == kOtherWords.end() ? std::string() : std::string(tr(at->words));
}

// Why one's roles do not let one do it, if so: what a screen listens for anybody may find.
std::string role_refusal(const ViewInput& input, Action action)
{
    const auto act = act_behind(action);
    return act ? role_lets(input, *act).why : std::string();
}

const ActionRefused* refusal_of(const ScreenCommands& here, Action action)
{
    const auto at = std::find_if(
        here.refused.begin(), here.refused.end(), [&](const ActionRefused& one) { return one.action == action; });
    return at == here.refused.end() ? nullptr : &*at;
}

bool means(const ScreenCommands& here, Action action)
{
    return std::find(here.meant.begin(), here.meant.end(), action) != here.meant.end()
        || refusal_of(here, action) != nullptr;
}

bool is_of_incidents(Action action)
{
    return std::find(kOfIncidents.begin(), kOfIncidents.end(), action) != kOfIncidents.end();
}

// The board knows the keys of an incident only to say which one it would have to be: here that is chosen at once.
bool chooses_incident(const ViewInput& input, Action action)
{
    return is_of_incidents(action) && action != Action::Declare && input.location.path == "/"
        && open_incidents(input.state, input.as_of()).size() > 1;
}

PaletteHit command_hit(const ViewInput& input, const ActionHelp& help)
{
    PaletteHit hit;
    hit.key = "command:" + std::string(to_string(help.action));
    hit.title = tr(help.text);
    hit.right = help.keys;
    hit.action = help.action;
    hit.goes = false;
    hit.also = other_words(help.action);
    hit.why_not = role_refusal(input, help.action);
    return hit;
}

void lead_elsewhere(PaletteHit& hit, Location place, std::string_view where, OnArrival then)
{
    hit.key += "@" + place.path;
    hit.place = std::move(place);
    hit.goes = true;
    hit.right = where;
    if (then == OnArrival::Nothing) {
        hit.action.reset();
    }
}

}

void add_palette_commands(std::vector<PaletteHit>& hits, const ViewInput& input, const ScreenCommands& here)
{
    for (const ActionHelp& help : keymap_help()) {
        if (!is_command(help) || !means(here, help.action) || chooses_incident(input, help.action)) {
            continue;
        }
        PaletteHit hit = command_hit(input, help);
        if (const ActionRefused* no = refusal_of(here, help.action); no != nullptr && hit.why_not.empty()) {
            hit.why_not = tr(Text::PaletteNotNow, no->why.empty() ? tr(Text::PaletteNotHere) : no->why);
        }
        hits.push_back(std::move(hit));
    }
}

void add_commands_elsewhere(std::vector<PaletteHit>& hits, const ViewInput& input, const ScreenCommands& here)
{
    const std::vector<const Incident*> open = open_incidents(input.state, input.as_of());
    const bool on_incident = input.location.path.starts_with("/incidents/");
    for (const ActionHelp& help : keymap_help()) {
        for (const Elsewhere& one : kOfScreens) {
            if (one.action == help.action && one.path != input.location.path && !means(here, help.action)) {
                hits.push_back(command_hit(input, help));
                lead_elsewhere(hits.back(), { std::string(one.path), {} }, tr(one.screen), one.then);
            }
        }
        if (on_incident || !is_of_incidents(help.action)
            || (means(here, help.action) && !chooses_incident(input, help.action))) {
            continue;
        }
        for (std::size_t i = 0; i < std::min(open.size(), kMostIncidents); ++i) {
            hits.push_back(command_hit(input, help));
            lead_elsewhere(hits.back(), { "/incidents/" + open[i]->id.text, {} }, open[i]->id.text, OnArrival::Press);
        }
    }
}

}
