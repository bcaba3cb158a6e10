// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/samples/samples_store.h"
#include "server/sequencer/sequencer.h"
#include "server/sources/source_ledger.h"
#include "server/timers/worker.h"

#include <optional>
#include <vector>

namespace watchfloor {

// Turns what time alone brings into commands of one journal: passed deadlines, leases that ran
// out, windows that began or ended, sources that fell silent, hours of samples to seal; and flushes the
// side tables every 5 s.
// Runs each second on a thread of its own.
class TimerDriver {
public:
    // A source is lost after this many of its promised intervals without a delivery.
    static constexpr std::int64_t kLostAfterCadences = 3;

    TimerDriver(Store& store, Sequencer& sequencer, SourceLedger& ledger, SamplesStore* samples, Clock& clock);

    void start();

    // One round, as the thread does it. Tests call it with their own clock.
    void tick();

private:
    void fire_deadlines(Timestamp now);
    void lapse_alerts(Timestamp now);
    void review_mutes(Timestamp now);
    void check_heartbeats(Timestamp now);
    void flush(Timestamp now);
    void seal_hour(Timestamp now);
    bool execute(Command command, bool bulk = false);

    Store& store_;
    Sequencer& sequencer_;
    SourceLedger& ledger_;
    SamplesStore* samples_;
    Clock& clock_;
    Timestamp started_at_;
    Timestamp flushed_at_ {};
    Timestamp sealed_hour_ {};
    std::optional<std::vector<WindowId>> muting_ {}; // in the round before
    Timestamp mutes_settled_at_ {};                  // from then on the mutes are what the windows say
    Worker worker_;
};

}
