// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/people.h"
#include "shared/domain/state.h"
#include "shared/wire/fields_json.h"

// Bodies of the API's answers, named once for the server that writes and the consoles that read them
// (to_json_text, from_canonical_text). Measured amounts travel in thousandths: the wire has no floats.
namespace watchfloor {

// What a write led to. `seq` is where the journal stands for whoever waits for the effect.
struct WriteAnswer {
    std::string created {};
    std::int64_t duplicates = 0;
    std::uint64_t first_seq = 0; // 0: nothing changed
    std::int64_t muted = 0;
    std::uint64_t seq = 0;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("created", self.created);
        visit("duplicates", self.duplicates);
        visit("first_seq", self.first_seq);
        visit("muted", self.muted);
        visit("seq", self.seq);
    }
};

// Who the caller is and what the server would let them do.
struct MeAnswer {
    std::string journal_identity {}; // of main
    std::string kind {};             // session, token or wall
    std::vector<SystemRole> roles {};
    std::vector<std::string> scopes {};
    Timestamp server_time {};
    UserId user {};
    std::string user_name {};
    std::string version {}; // of the server
    std::optional<WallAudience> wall {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("journal_identity", self.journal_identity);
        visit("kind", self.kind);
        visit("roles", self.roles);
        visit("scopes", self.scopes);
        visit("server_time", self.server_time);
        visit("user", self.user);
        visit("user_name", self.user_name);
        visit("version", self.version);
        visit("wall", self.wall);
    }
};

// What /state left out to stay small, and which journal it is of.
struct StateFrame {
    std::uint64_t alerts_left_out = 0;
    std::uint64_t changes_left_out = 0;
    std::string journal_identity {};
    Timestamp server_time {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("alerts_left_out", self.alerts_left_out);
        visit("changes_left_out", self.changes_left_out);
        visit("journal_identity", self.journal_identity);
        visit("server_time", self.server_time);
    }
};

struct StateAnswer {
    StateFrame frame {};
    State state {};
};

// {"alerts_left_out":…,"journal_identity":"…","server_time":"…","state":{…}}
std::string state_answer_to_wire(const StateFrame& frame, const State& state);
Result<StateAnswer> state_answer_from_wire(std::string_view text);

struct SamplePoint {
    Timestamp at {};
    std::string quality {}; // good, estimated or suspect
    ResourceId resource {};
    std::uint64_t sample_seq = 0;
    std::int64_t value_milli = 0;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("at", self.at);
        visit("quality", self.quality);
        visit("resource", self.resource);
        visit("sample_seq", self.sample_seq);
        visit("value_milli", self.value_milli);
    }
};

// Data of the live event `sample`, and part of GET /api/v1/capacity.
struct SampleFrame {
    std::vector<SamplePoint> samples {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("samples", self.samples);
    }
};

struct SeriesStretch {
    std::uint64_t count = 0;
    Timestamp from {};
    bool gap_before = false;
    std::int64_t max_milli = 0;
    std::int64_t mean_milli = 0;
    std::int64_t min_milli = 0;
    std::int64_t p95_milli = 0;
    Timestamp to {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("count", self.count);
        visit("from", self.from);
        visit("gap_before", self.gap_before);
        visit("max_milli", self.max_milli);
        visit("mean_milli", self.mean_milli);
        visit("min_milli", self.min_milli);
        visit("p95_milli", self.p95_milli);
        visit("to", self.to);
    }
};

struct SeriesAnswer {
    ResourceId resource {};
    std::uint64_t sample_seq = 0;
    std::vector<SeriesStretch> stretches {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("resource", self.resource);
        visit("sample_seq", self.sample_seq);
        visit("stretches", self.stretches);
    }
};

// Data of the live event `health`, and the body of GET /readyz.
struct HealthAnswer {
    std::string damage {}; // a sentence about the first broken entry; empty while the chain holds
    std::string reason {}; // a sentence for people; empty while writable
    bool writable = true;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("damage", self.damage);
        visit("reason", self.reason);
        visit("writable", self.writable);
    }
};

struct JournalSummary {
    std::string identity {};
    JournalId journal {};
    bool playing = false;
    JournalPurpose purpose = JournalPurpose::Main;
    std::uint64_t seq = 0;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("identity", self.identity);
        visit("journal", self.journal);
        visit("playing", self.playing);
        visit("purpose", self.purpose);
        visit("seq", self.seq);
    }
};

struct JournalsAnswer {
    std::vector<JournalSummary> journals {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("journals", self.journals);
    }
};

// A page of a list at a stated journal position. `total` counts what the caller may see.
template<typename T>
struct Listing {
    std::vector<T> items {};
    std::uint64_t seq = 0;
    std::uint64_t total = 0;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("items", self.items);
        visit("seq", self.seq);
        visit("total", self.total);
    }
};

// GET /api/v1/capacity: what is defined, and the latest sample of each.
struct CapacityAnswer {
    std::vector<CapacityResource> resources {};
    std::vector<SamplePoint> samples {};
    std::uint64_t seq = 0;

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("resources", self.resources);
        visit("samples", self.samples);
        visit("seq", self.seq);
    }
};

// GET /api/v1/capacity/{id}/forecast. Without `sufficient` only `reason` counts: never a date.
struct ForecastAnswer {
    std::optional<Timestamp> act_by {};
    std::optional<Timestamp> early {};
    bool exhausted_now = false;
    std::optional<Timestamp> exhaustion {};
    Timestamp from {};
    std::optional<Timestamp> late {};
    std::int64_t limit_milli = 0;
    std::string method {};
    std::uint64_t points = 0;
    std::int64_t r_squared_permille = 0;
    std::string reason {};
    ResourceId resource {};
    std::int64_t slope_milli_per_day = 0;
    bool sufficient = false;
    Timestamp to {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("act_by", self.act_by);
        visit("early", self.early);
        visit("exhausted_now", self.exhausted_now);
        visit("exhaustion", self.exhaustion);
        visit("from", self.from);
        visit("late", self.late);
        visit("limit_milli", self.limit_milli);
        visit("method", self.method);
        visit("points", self.points);
        visit("r_squared_permille", self.r_squared_permille);
        visit("reason", self.reason);
        visit("resource", self.resource);
        visit("slope_milli_per_day", self.slope_milli_per_day);
        visit("sufficient", self.sufficient);
        visit("to", self.to);
    }
};

// GET /api/v1/changes: what was altered on purpose lately, newest first.
struct WhatChangedAnswer {
    std::vector<Change> changes {};
    Timestamp from {};
    std::uint64_t seq = 0;
    std::vector<MaintenanceWindow> windows {};
    std::vector<WorkOrder> work_orders {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("changes", self.changes);
        visit("from", self.from);
        visit("seq", self.seq);
        visit("windows", self.windows);
        visit("work_orders", self.work_orders);
    }
};

// A wall that waits to be let in: it shows the code and redeems with the secret.
struct PairingAnswer {
    std::string code {};
    Timestamp expires_at {};
    std::string secret {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("code", self.code);
        visit("expires_at", self.expires_at);
        visit("secret", self.secret);
    }
};

// `token` only where it was asked for: browsers get a cookie instead.
struct RedeemAnswer {
    bool paired = false;
    std::string token {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("paired", self.paired);
        visit("token", self.token);
    }
};

// A token just made; its text is shown this once.
struct TokenAnswer {
    TokenId id {};
    std::string routing_key {}; // for PagerDuty's clients, of tokens with an intake scope
    std::uint64_t seq = 0;
    std::string token {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("id", self.id);
        visit("routing_key", self.routing_key);
        visit("seq", self.seq);
        visit("token", self.token);
    }
};

struct TokenSummary {
    std::optional<Timestamp> last_used_at {};
    Token token {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("last_used_at", self.last_used_at);
        visit("token", self.token);
    }
};

}
