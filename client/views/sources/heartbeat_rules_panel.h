// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"
#include "shared/domain/entities/sources.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace watchfloor {

// The dialog that Enter opens on a source: which of its alerts are heartbeats. Adds one, and takes one off the list,
// which is asked once more.
class HeartbeatRulesPanel {
public:
    void open(const SourceId& source);
    // Draws while open.
    void draw(const ViewInput& input, Intents& intents);

private:
    void draw_rules(const ViewInput& input, const Source& source, Intents& intents);
    void draw_list(const ViewInput& input, const Source& source);
    void draw_question(const ViewInput& input, const Source& source, Intents& intents);

    std::optional<SourceId> source_ {};
    std::optional<HeartbeatRule> removing_ {};
    std::string name_ {};
    std::string labels_ {};
    std::string interval_ {};
};

// What such a rule is called: `Watchdog{cluster="north"}, every 4h`.
std::string heartbeat_rule_words(const HeartbeatRule& rule);

// "cluster=north, tier=1" as labels; nothing for what cannot be read.
std::optional<Labels> read_labels(std::string_view text);
std::string write_labels(const Labels& labels);

// The source with the rule said, and without it; what else is said of it stays. Where nobody said anything yet, what is
// usual in its format becomes what is said.
Source with_heartbeat_rule(Source source, HeartbeatRule rule);
Source without_heartbeat_rule(Source source, const HeartbeatRule& rule);

}
