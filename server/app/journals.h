// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/app/drill_clock.h"
#include "server/app/state_snapshots.h"
#include "server/app/timeline_model.h"
#include "server/clock/clock.h"
#include "server/live/live_hub.h"
#include "server/log/log.h"
#include "server/sequencer/sequencer.h"
#include "server/timers/timer_driver.h"
#include "shared/domain/entities/journal.h"
#include "shared/wire/answers/journal.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

inline const JournalId kMainJournal { "main" };

// A journal that is open: its one writer, its clock and the read models folded from it.
struct OpenedJournal {
    Clock* clock = nullptr; // main's is the server's
    std::unique_ptr<DrillClock> drill_clock {};
    std::unique_ptr<Sequencer> sequencer {};
    std::unique_ptr<TimelineModel> timeline {};
    std::unique_ptr<TimerDriver> timers {};
    bool playing = false; // a drill whose script still runs…
    std::string title {}; // …and what that is called
};

// The journals of this server: `main`, and drills, which are opened when first asked for. What is
// opened stays open. Tells the live hub what is durable and who must load afresh. Any thread.
class Journals final : public Sequencer::Listener {
public:
    // Whether a viewer's key is no longer the right one for who it is.
    using StaleViewer = std::function<bool(const Viewer&)>;

    Journals(Store& store, StateSnapshots& snapshots, Clock& clock, Log* log)
        : store_(store), snapshots_(snapshots), clock_(clock), log_(log)
    {
    }
    ~Journals() override = default;

    // Before the first journal is opened.
    void set_hub(LiveHub* hub, StaleViewer stale);
    void on_opened(std::function<void(OpenedJournal&)> opened) { on_opened_ = std::move(opened); }
    void on_erased(std::function<void(const JournalId&)> erased) { on_erased_ = std::move(erased); }

    Result<void> open_main();
    Sequencer& main() { return *main_->sequencer; }

    // Null: there is no such journal. The pointer lives as long as this object.
    OpenedJournal* find(const JournalId& journal);

    // A new, empty drill journal with the next free number.
    Result<OpenedJournal*> open_drill();
    // Of a drill: the script of this title plays in it, or none does any more.
    void set_playing(const JournalId& journal, std::string title);
    void set_over(const JournalId& journal);

    std::vector<JournalSummary> list();
    std::vector<OpenedJournal*> opened();

    // Lets every writer finish what is queued and ends it. Nothing is found afterwards.
    void close();

    void committed(const JournalId& journal, std::uint64_t first, std::uint64_t last) override;
    void refolded(const JournalId& journal, std::uint64_t first, std::uint64_t last) override;

private:
    Result<OpenedJournal*> open(const JournalId& journal, JournalPurpose purpose);
    void resync_if_sight_changed(const JournalId& journal);
    std::vector<EntryHead> erasures(const JournalId& journal, std::uint64_t first, std::uint64_t last) const;

    Store& store_;
    StateSnapshots& snapshots_;
    Clock& clock_;
    Log* log_;
    LiveHub* hub_ = nullptr;
    StaleViewer stale_ {};
    std::function<void(OpenedJournal&)> on_opened_ {};
    std::function<void(const JournalId&)> on_erased_ {};
    std::mutex mutex_;   // guards opened_, sights_
    std::mutex opening_; // one journal opens at a time
    std::map<JournalId, std::unique_ptr<OpenedJournal>> opened_;
    std::map<JournalId, Digest> sights_;
    OpenedJournal* main_ = nullptr;
    std::atomic<bool> closing_ { false };
};

}
