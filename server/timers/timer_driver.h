// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/auth/presence.h"
#include "server/log/log.h"
#include "server/samples/samples_store.h"
#include "server/sequencer/sequencer.h"
#include "server/sources/source_ledger.h"
#include "server/timers/worker.h"

#include <map>
#include <optional>
#include <vector>

namespace watchfloor {

// Turns what time alone brings into commands of one journal: passed deadlines, leases that ran
// out, windows that began or ended, sources and heartbeats that fell silent, maintenance that falls due, hours of samples
// to seal; and flushes the side tables every 5 s.
// Runs each second on a thread of its own.
class TimerDriver {
public:
    // A source is lost after this many of its promised intervals without a delivery.
    static constexpr std::int64_t kLostAfterCadences = 3;

    TimerDriver(Store& store, Sequencer& sequencer, SourceLedger& ledger, SamplesStore* samples, Clock& clock,
        Log* log = nullptr);

    // Before start(). Command is not uncertain while the commander's console is connected, nor for ten minutes after
    // they did anything anywhere; without this only what they wrote into that incident counts. `presence` outlives this.
    void watch_people(const Presence& presence) { presence_ = &presence; }

    void start();

    // One round, as the thread does it. Tests call it with their own clock.
    void tick();

private:
    // How long a source or a heartbeat has been silent, by how much time passed: a clock that is set silences nobody.
    struct Heard {
        Timestamp last_delivery {};
        Millis running {};      // when it came
        bool delivered = false; // since it was lost
    };

    // When somebody was last heard of, by how much time passed.
    struct Person {
        std::uint64_t acts = 0;
        Millis heard {};
        bool here = false; // a sign of theirs came since the last tick
    };

    void note_leap(Timestamp now);
    void note_commanders(const State& state);
    const Person* commander_of(const State& state, const IncidentId& id) const;
    void take_doubts_back(const State& state, Timestamp now);
    void fire_deadlines(Timestamp now);
    void lapse_alerts(Timestamp now);
    void review_alerts(Timestamp now);
    void make_due_work(Timestamp now);
    Heard& hear(const std::string& who, Timestamp last_delivery, Timestamp now);
    bool overdue(const Heard& heard, std::int64_t interval_seconds) const;
    void check_sources(Timestamp now);
    void check_heartbeats(Timestamp now);
    void check_heartbeats_of(const Source& source, Timestamp now, std::vector<ReportSourceHealth>& reports);
    void report(std::vector<ReportSourceHealth> reports);
    void log_health(const ReportSourceHealth& told) const;
    void flush();
    void flush_accounts();
    void seal_hour(Timestamp now);
    bool execute(Command command, bool bulk = false);

    Store& store_;
    Sequencer& sequencer_;
    SourceLedger& ledger_;
    SamplesStore* samples_;
    Clock& clock_;
    Log* log_;
    Timestamp started_at_;
    Timestamp ticked_at_;     // the round before
    Millis ticked_running_;   // what the clock had run by then; as are those below
    Millis keeps_pace_since_; // the clock was started or set
    std::optional<Millis> flushed_at_ {};
    std::optional<Millis> due_work_at_ {};
    std::map<std::string, Heard> heard_ {}; // by the id of a source, or of a heartbeat
    const Presence* presence_ = nullptr;
    std::map<UserId, Person> commanders_ {}; // of declared majors
    Timestamp sealed_hour_ {};
    std::optional<std::vector<WindowId>> muting_ {}; // in the round before
    std::size_t services_ = 0;                       // what the services said of their alerts, likewise
    Millis mutes_settled_at_ {};                     // from then on the mutes are what the windows say
    Worker worker_;
};

}
