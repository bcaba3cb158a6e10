// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/transport.h"
#include "client/replica/items_on_the_way.h"
#include "client/replica/retry.h"
#include "shared/timeline_fold/timeline_items.h"

#include <string>

namespace watchfloor {

// All that ever concerned one service, asked for when somebody looks at it, then kept current by the stream. The
// columns of everything know no services. One service at a time. Single-threaded.
class ServiceTimeline {
public:
    explicit ServiceTimeline(Transport& transport) : transport_(transport) { }

    const TimelineColumns& find(const ServiceId& service, const std::string& journal, Timestamp now);
    bool loaded(const ServiceId& service) const { return loaded_ && service == service_; }
    // An entry of the journal that was just folded.
    void follow(const State& before, const State& after, const Entry& entry);
    void clear();

private:
    void take(const HttpResponse& response);

    Transport& transport_;
    ServiceId service_ {};
    TimelineColumns columns_ {};
    ItemsOnTheWay items_ {};
    Retry retry_ {};
    Timestamp now_ {}; // when it was looked for last
    bool loading_ = false;
    bool loaded_ = false;
};

}
