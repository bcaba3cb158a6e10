// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"
#include "client/widgets/controls/panels.h"
#include "shared/domain/entities/incidents/duties.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace watchfloor {

// What somebody else did that this person must know wherever they look: offers of a duty, until they are answered, and
// what was given to them or taken from them, until they have read it.
class Calls {
public:
    // Once a frame: reads what came since, and what is still offered.
    void update(const ViewInput& input);
    // Strips above the screen, offers first; returns what stands above a modal, which hides them.
    std::vector<AboveModal> draw(const ViewInput& input, Intents& intents);
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
    struct Notice {
        std::uint64_t seq = 0;
        IncidentId incident {};
        std::string text {};
    };

    void start_over(const ViewInput& input);
    void read(const ViewInput& input, const Entry& entry);
    void find_offers(const ViewInput& input);
    static std::string words(const ViewInput& input, const Offer& offer);
    std::string words(std::size_t notice) const;
    std::size_t first_shown() const;
    static void draw_offer(
        const ViewInput& input, const Offer& offer, bool keyed, std::vector<AboveModal>& above, Intents& intents);

    UserId me_ {};
    std::string journal_ {};
    std::uint64_t read_to_ = 0;
    std::map<TaskId, UserId> owners_ {}; // of tasks, before the entry that is read
    std::vector<Offer> offers_ {};
    std::vector<Notice> notices_ {};
};

}
