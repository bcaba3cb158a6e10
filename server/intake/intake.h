// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/sequencer/sequencer.h"
#include "server/sources/source_ledger.h"
#include "shared/wire/intake/alert_stream.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace watchfloor {

// One delivery of a monitoring system, taken out of its format.
struct Delivery {
    SourceId source {};
    SourceKind kind = SourceKind::Json;
    AlertBatch batch {};
    std::int64_t truncated = 0; // alerts the sender says it left out
    std::string_view body {};   // kept, cut, with the first entries it causes
};

// Turns deliveries into commands and keeps the accounts. A success means durable. Any thread.
class Intake {
public:
    // Sources that nobody declared report into this monitoring domain: alerts with equal labels
    // are one, whichever path they take.
    static constexpr std::string_view kDefaultDomain = "monitoring";

    Intake(SourceLedger& ledger, Clock& clock) : ledger_(ledger), clock_(clock) { }

    using Taken = std::function<void(Result<void>)>;

    // A large delivery is decided in slices (Sequencer::kSlice). After a failure some of them may
    // stand: sending it again changes nothing about those. `taken` is told once, perhaps before this
    // returns, perhaps on the sequencer's thread; until then the body stays where it is.
    void take(Sequencer& sequencer, Delivery delivery, Taken taken);
    // The same, waiting for it.
    Result<void> take(Sequencer& sequencer, Delivery delivery);
    Result<Outcome> take_change(Sequencer& sequencer, const SourceId& source, Change change, std::string_view body);

    // An acknowledgement that came from outside (PagerDuty's): as the source, not as a person. What is acknowledged
    // already is a success that changed nothing.
    Result<void> acknowledge(Sequencer& sequencer, const SourceId& source, const Labels& labels, std::string_view body);

    // A delivery that could not be read at all, or was too large to be.
    void count_refused(const SourceId& source);

private:
    Result<void> know_source(Sequencer& sequencer, const SourceId& source, SourceKind kind);
    void take_heartbeats(const State& state, Delivery& delivery, Timestamp now);
    struct Taking;
    void decide_slice(const std::shared_ptr<Taking>& taking);
    void finish(Taking& taking, const Result<void>& decided);
    // What is delivered to an exercise is no sign that its sender would be heard, and no part of its accounts.
    void account(const Sequencer& sequencer, const SourceCounts& counts);
    SourceCounts refused(const SourceId& source) const;
    RawDelivery raw(const SourceId& source, std::string_view body, Timestamp now) const;

    SourceLedger& ledger_;
    Clock& clock_;
};

}
