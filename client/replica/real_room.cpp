// SPDX-License-Identifier: Apache-2.0
#include "client/replica/real_room.h"

#include "client/frame/frame_schedule.h"
#include "shared/wire/fields/fields_json.h"

#include <utility>

namespace watchfloor {

void RealRoom::update(Timestamp now)
{
    now_ = now;
    if (!std::exchange(begun_, true)) {
        began_at_ = now;
        ask();
    } else if (!asking_ && now - asked_at_ >= kEvery) {
        ask();
    }
}

void RealRoom::ask()
{
    asking_ = true;
    asked_at_ = now_;
    HttpRequest request;
    request.path = "/api/v1/summary?journal=main";
    request.tag = "real room";
    transport_.send(std::move(request), [this, asked_at = asked_at_](const HttpResponse& response) {
        asking_ = false;
        auto answer = response.ok() ? from_json<RoomSummary>(response.body) : Result<RoomSummary> { Error {} };
        failed_ = !answer.ok();
        if (answer.ok()) {
            summary_ = std::move(answer).value();
            heard_at_ = asked_at;
        }
        request_frame();
    });
}

void RealRoom::clear()
{
    transport_.cancel("real room");
    summary_.reset();
    failed_ = asking_ = begun_ = false;
}

std::optional<RoomSummary> RealRoom::summary(Timestamp now) const
{
    return summary_ && now - heard_at_ < kBelieved ? summary_ : std::nullopt;
}

}
