// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"
#include "client/widgets/controls/panels.h"
#include "shared/domain/entities/incidents/duties.h"
#include "shared/domain/entities/incidents/updates.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace watchfloor {

// What somebody else did that this person must know wherever they look: offers of a duty, until they are answered, and
// what was given to them or taken from them, until they have read it. A task that was read stays said, with the key that
// finishes it, until it is over. What happened while nothing was heard is said by
// what it led to: who did it is not known then.
class Calls {
public:
    // Once a frame: reads what came since, and what is still offered.
    void update(const ViewInput& input);
    // Strips above the screen, offers first; returns what stands above a modal, which hides them.
    std::vector<AboveModal> draw(const ViewInput& input, Intents& intents);
    // What they say, the first of all in front.
    std::vector<std::string> texts(const ViewInput& input) const;
    // Changes with each further call; empty while there is none.
    std::string occasion() const;

private:
    struct Offer {
        IncidentId incident {};
        Duty duty = Duty::IncidentCommander;
        UserId from {};
        std::string briefing {};
        Timestamp since {}; // of the holder's tenure
    };
    // Words to leave the house that this person is asked to release.
    struct Release {
        IncidentId incident {};
        OfferedUpdate update {};
    };
    using DutyOf = std::pair<IncidentId, Duty>;
    struct Notice {
        std::uint64_t number = 0; // among all of this session
        IncidentId incident {};
        std::optional<Duty> duty {}; // what it is about, or the task
        TaskId task {};
        std::string text {};
    };
    // An open task of this person in an open incident.
    struct OwnTask {
        IncidentId incident {};
        TaskId id {};
        std::string title {};
        std::optional<Timestamp> due_at {};
    };
    // What this person answers for.
    struct Answers {
        std::set<DutyOf> duties {};
        std::set<TaskId> tasks {};
    };

    void start_over(const ViewInput& input);
    Answers answers_in(const State& state) const;
    void add(Notice notice);
    void read(const ViewInput& input, const Entry& entry);
    void say_unheard(const State& state);
    void say_as_it_is(const State& state, const std::vector<Notice>& about);
    void find_offers(const ViewInput& input);
    void find_releases(const ViewInput& input);
    static std::string words(const ViewInput& input, const Offer& offer);
    static std::string words(const ViewInput& input, const Release& release);
    std::string words(std::size_t notice) const;
    void find_tasks(const ViewInput& input);
    static std::string words(const ViewInput& input, const OwnTask& task);
    void draw_task(const ViewInput& input, std::vector<AboveModal>& above, Intents& intents);
    std::size_t first_shown() const;
    static void draw_offer(
        const ViewInput& input, const Offer& offer, bool keyed, std::vector<AboveModal>& above, Intents& intents);
    static void draw_release(
        const ViewInput& input, const Release& release, std::vector<AboveModal>& above, Intents& intents);

    UserId me_ {};
    std::string journal_ {};
    std::uint64_t read_to_ = 0;
    std::uint64_t loads_ = 0;
    std::uint64_t numbers_ = 0;
    Answers answers_ {};              // as far as it was said
    std::set<DutyOf> duties_read_ {}; // of which an entry told, in this update
    std::vector<Offer> offers_ {};
    std::vector<Release> releases_ {};
    std::vector<OwnTask> tasks_ {}; // what is due first in front
    std::vector<Notice> notices_ {};
    std::vector<Notice> unread_ {}; // when what was known was let go; without their words, which may be seen no more
};

}
