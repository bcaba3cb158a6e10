// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/state/state.h"

namespace watchfloor {

// The window, of those approved before they began, that covers one of the services at that time;
// the smallest id where there are several, none where there is none.
WindowId window_at(const State& state, const std::vector<ServiceId>& services, Timestamp at);

// What a window over these assets, services and labels is about, whenever it mutes. The state and the lists must
// outlive it.
class WindowReach {
public:
    WindowReach(const State& state, const std::vector<AssetId>& assets, const std::vector<ServiceId>& services,
        const Labels& match);

    // `words` are those of the alert.
    bool covers(const Alert& alert, const Labels& words) const;
    // By one of the assets, whatever service it is of.
    bool is_of_assets(const Alert& alert, const Labels& words) const;

private:
    const std::vector<ServiceId>* services_;
    const Labels* match_;
    std::vector<const Labels*> assets_ {};
};

// The windows that mute at one instant, found once for all the alerts of a decision. The state must outlive it.
class MutingWindows {
public:
    MutingWindows(const State& state, Timestamp at);

    // The window that mutes the alert then: by its service, by an asset the window lists, or by its labels; the
    // smallest id where there are several. A window approved after the alert began mutes nothing of it, and one that
    // was widened after it goes on muting only what it mutes already.
    WindowId of(const Alert& alert) const;

    std::vector<WindowId> ids() const;

private:
    struct Muting {
        const MaintenanceWindow* window;
        WindowReach reach;
    };
    std::vector<Muting> windows_ {}; // by id
};

// Firing alerts that the windows mute, or do not, otherwise than the state says.
std::vector<AlertId> outdated_mutes(const State& state, Timestamp at);

// PagerDuty's events are told apart by one key; what they say besides lies in the annotations.
bool is_event(const Alert& alert);

// What an alert says of the thing it is about: its labels; of an event its annotations too.
Labels words_of(const Alert& alert);

// Whether every label given is on the alert; an empty match is none.
bool labels_match(const Labels& match, const Labels& labels);

}
