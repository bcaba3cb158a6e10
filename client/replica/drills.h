// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/transport.h"
#include "shared/core/time.h"
#include "shared/wire/answers/drills.h"
#include "shared/wire/answers/journal.h"

#include <chrono>
#include <string>
#include <vector>

namespace watchfloor {

// The exercises of the site, and what can be played: asked for every kEvery while somebody reads them, whatever journal
// is shown. Single-threaded.
class Drills {
public:
    explicit Drills(Transport& transport) : transport_(transport) { }

    // Once a frame while the link is there. `now` is the machine's own time.
    void update(Timestamp now);
    // One was started or ended: they are asked for at once.
    void ask_again() { asked_at_ = {}; }
    void clear();

    // Those whose script plays, and the others, the newest first. Reading keeps them current.
    const std::vector<JournalSummary>& running();
    const std::vector<JournalSummary>& over();
    const std::vector<ScenarioSummary>& scenarios();

private:
    void ask_journals();
    void ask_scenarios();
    void take_journals(const HttpResponse& response);

    static constexpr std::chrono::seconds kEvery { 10 };
    static constexpr const char* kTag = "drills";

    Transport& transport_;
    std::vector<JournalSummary> running_ {};
    std::vector<JournalSummary> over_ {};
    std::vector<ScenarioSummary> scenarios_ {};
    std::string heard_ {}; // the answer that they are of
    bool asking_ = false;
    bool asking_scenarios_ = false;
    bool scenarios_read_ = false; // somebody wants to know what can be played
    bool read_ = false;           // since the last update
    Timestamp asked_at_ {};
    Timestamp scenarios_asked_at_ {};
};

}
