// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/batch.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace watchfloor {

// Alerts whose acknowledgement was sent and has not come back: the key pressed again meanwhile means the next one.
class Acknowledging {
public:
    // The write. What the server refuses is unacknowledged again.
    Send send(const State& state, const AlertId& alert, const std::string& name);
    // One write for each, as one batch, in the order given.
    void send_all(const State& state, const std::vector<NamedAlert>& alerts, Intents& intents);
    bool sent(const State& state, const AlertId& alert) const;

private:
    // The occurrence that was meant: one that begins later is new. Shared with answers still under way.
    std::shared_ptr<std::map<AlertId, std::uint64_t>> sent_ = std::make_shared<std::map<AlertId, std::uint64_t>>();
};

}
