// SPDX-License-Identifier: Apache-2.0
#include "client/app/wall_report.h"

#include "shared/wire/fields/fields_json.h"

#include <utility>

namespace watchfloor {

void WallReport::take_test(const std::string& test, bool (*sound)())
{
    if (test != tested_) {
        tested_ = test;
        sounded_ = sound();
        asked_at_.reset(); // somebody waits for the answer
    }
}

void WallReport::update(bool live, WallReportRequest present, Timestamp now)
{
    present.tested = tested_;
    present.sounded = sounded_;
    if (live && !std::exchange(was_live_, live)) {
        told_.reset(); // it may be another server, or the same that has forgotten
    }
    was_live_ = live;
    const bool rests = asked_at_ && std::chrono::abs(now - *asked_at_) < kRetry;
    if (!live || asking_ || rests || told_ == present) {
        return;
    }
    asking_ = true;
    asked_at_ = now;
    HttpRequest request;
    request.method = "POST";
    request.path = "/api/v1/walls/self";
    request.body = to_json_text(present, Zeros::Written);
    request.tag = "wall report";
    transport_.send(std::move(request), [this, present](const HttpResponse& response) {
        asking_ = false;
        const bool refused = response.status >= 400 && response.status < 500 && response.status != 429;
        if (response.ok() || refused) {
            told_ = present;
        }
    });
}

}
