// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/transport.h"
#include "client/views/view.h"
#include "shared/wire/entries/record_wire.h"

#include <cstdint>
#include <string>
#include <vector>

namespace watchfloor {

// Gathers all entries of an incident page by page and gives them as one file that is checked by itself
// (shared/wire/entries/record_wire.h). One at a time. Single-threaded.
class RecordSaver {
public:
    explicit RecordSaver(Transport& transport) : transport_(transport) { }

    // `names` are those of the room's people, of which it keeps whom it mentions; `at` is when it is saved.
    void start(
        const std::string& journal, const IncidentId& incident, std::vector<SavedName> names = {}, Timestamp at = {});
    // Nothing of what was gathered stays.
    void cancel();
    // Once a frame: what is gathered for whoever saw otherwise is not saved, but gathered anew.
    void update(const std::string& sight);

    bool under_way() const { return !incident_.empty(); }
    // How far it is, for people.
    std::string progress() const;
    // What became of it, since the last call.
    std::vector<Say> take_news();

private:
    void ask();
    void take(const HttpResponse& response);
    std::string text(const JournalPage& last) const;
    void finish(Say said);

    static constexpr std::size_t kPage = 500;

    Transport& transport_;
    std::string journal_ {};
    IncidentId incident_ {};
    std::string sight_ {};
    std::vector<std::string> pages_ {}; // the lines of each, as they came
    std::vector<EntryLink> links_ {};
    std::vector<SavedName> names_ {};
    Timestamp at_ {};
    std::size_t entries_ = 0;
    std::uint64_t after_ = 0;
    std::vector<Say> news_ {};
};

}
