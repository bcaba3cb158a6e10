// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/samples/samples_store.h"
#include "server/sequencer/sequencer.h"

#include <functional>
#include <optional>
#include <span>

namespace watchfloor {

// Takes samples in from any source: stores them durably, and records in the journal when they cross
// a threshold: the newest one, or a minute of them where more than one a minute is measured. Any thread.
class CapacityMonitor {
public:
    CapacityMonitor(Sequencer& sequencer, SamplesStore& samples, Clock& clock)
        : sequencer_(sequencer), samples_(samples), clock_(clock)
    {
    }

    // Registers the resource unless it is known with the same definition; a change made by
    // people stays.
    Result<void> define(const CapacityResource& resource);

    // A success means the samples are durable. What is stored raises, so a second sample of an instant does not.
    // Malformed: a sample is not a finite number.
    Result<SamplesStored> record(const ResourceId& resource, std::span<const Sample> samples);

    // The instant of the resource's newest sample; nothing where it has none.
    std::optional<Timestamp> newest(const ResourceId& resource) const;

    // The total the resource is known by, in thousandths; nothing where it is not known.
    std::optional<std::int64_t> known_total_milli(const ResourceId& resource) const;

    // No sample before this instant is taken any more.
    Timestamp sealed_until() const { return samples_.sealed_until(); }

private:
    struct Stretch {
        double lowest = 0;
        double highest = 0;
    };
    // What lately holds; nothing while it was not measured for long enough.
    std::optional<Stretch> sustained(const CapacityResource& resource, const Sample& newest) const;
    void report_crossing(const CapacityResource& resource, const Sample& newest);

    Sequencer& sequencer_;
    SamplesStore& samples_;
    Clock& clock_;
};

}
