// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/vocabulary.h"

#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// Shapes of the server's answers that are neither entries nor states: written by the server's
// routes, read by both clients. Figures of samples come as thousandths ("value_milli"), so that no
// answer needs floating point. GET /api/v1/state answers with state_to_wire() of the projected
// state and nothing around it.

struct Me {
    UserId user {};
    std::string name {};
    std::vector<SystemRole> roles {};
    std::vector<std::string> scopes {};
    std::optional<WallAudience> wall {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("name", self.name);
        visit("roles", self.roles);
        visit("scopes", self.scopes);
        visit("user", self.user);
        visit("wall", self.wall);
    }
};

struct LiveClock {
    std::uint64_t head = 0;
    std::string journal {};           // identity: hash of the genesis entry
    Timestamp time {};
    std::int64_t utc_millis = 0;

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("head", self.head);
        visit("journal", self.journal);
        visit("time", self.time);
        visit("utc_millis", self.utc_millis);
    }
};

struct LiveHealth {
    bool writable = true;
    std::string reason {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("reason", self.reason);
        visit("writable", self.writable);
    }
};

struct ResourceSample {
    Timestamp at {};
    ResourceId resource {};
    std::int64_t value_milli = 0;

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("at", self.at);
        visit("resource", self.resource);
        visit("value_milli", self.value_milli);
    }
};

// The live event `sample`: the latest value of what changed.
struct LiveSamples {
    std::uint64_t sample_seq = 0;
    std::vector<ResourceSample> samples {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("sample_seq", self.sample_seq);
        visit("samples", self.samples);
    }
};

// GET /api/v1/capacity/{id}/samples: stretches with their extremes, gaps kept.
struct SamplePoint {
    Timestamp from {};
    Timestamp to {};
    std::int64_t count = 0;
    std::int64_t max_milli = 0;
    std::int64_t mean_milli = 0;
    std::int64_t min_milli = 0;
    bool gap_before = false;

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("count", self.count);
        visit("from", self.from);
        visit("gap_before", self.gap_before);
        visit("max_milli", self.max_milli);
        visit("mean_milli", self.mean_milli);
        visit("min_milli", self.min_milli);
        visit("to", self.to);
    }
};

struct SamplePoints {
    ResourceId resource {};
    std::vector<SamplePoint> points {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("points", self.points);
        visit("resource", self.resource);
    }
};

// What became of a write.
struct Written {
    std::string created {};
    std::uint64_t seq = 0;

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("created", self.created);
        visit("seq", self.seq);
    }
};

// GET /api/v1/sources.
// What became of everything a source sent: nothing goes missing without a number.
struct SourceCounts {
    SourceId source {};
    Timestamp last_delivery_at {};
    std::int64_t deliveries = 0;
    std::int64_t received = 0;     // alerts, changes or samples
    std::int64_t duplicate = 0;
    std::int64_t muted = 0;
    std::int64_t truncated = 0;    // alerts the sender said it left out
    std::int64_t rejected = 0;     // invalid, refused or over the size limit
    std::int64_t gaps = 0;         // times the promised cadence was broken

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("deliveries", self.deliveries);
        visit("duplicate", self.duplicate);
        visit("gaps", self.gaps);
        visit("last_delivery_at", self.last_delivery_at);
        visit("muted", self.muted);
        visit("received", self.received);
        visit("rejected", self.rejected);
        visit("source", self.source);
        visit("truncated", self.truncated);
    }
};

struct SourcesAnswer {
    std::vector<SourceCounts> sources {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self) { visit("sources", self.sources); }
};

}
