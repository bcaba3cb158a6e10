// SPDX-License-Identifier: Apache-2.0
#include "client/replica/access_lists.h"

#include "client/frame/frame_schedule.h"
#include "shared/wire/answers/listing.h"
#include "shared/wire/error_codec.h"
#include "shared/wire/fields/fields_json.h"

#include <utility>

namespace watchfloor {

template<typename T>
void AccessLists::keep_current(List<T>& list, const char* path, Timestamp now)
{
    const bool read = list.read_at && now - *list.read_at < kEvery;
    const bool due = !list.asked_at || now - *list.asked_at >= kEvery;
    if (!read || !due || list.asking) {
        return;
    }
    list.asking = true;
    list.asked_at = now;
    HttpRequest request;
    request.path = path;
    request.tag = kTag;
    transport_.send(std::move(request), [&list](const HttpResponse& response) {
        list.asking = false;
        if (response.ok()) {
            if (auto answer = from_json<Listing<T>>(response.body); answer.ok()) {
                list.items = std::move(answer).value().items;
                list.refused.clear();
            }
        } else if (const auto error = error_from_json(response.body)) {
            list.refused = error->message;
        }
        request_frame();
    });
}

void AccessLists::update(Timestamp now)
{
    now_ = now;
    keep_current(walls_, "/api/v1/walls", now);
    keep_current(tokens_, "/api/v1/tokens", now);
}

void AccessLists::ask_again()
{
    walls_.asked_at.reset();
    tokens_.asked_at.reset();
}

void AccessLists::clear()
{
    transport_.cancel(kTag);
    walls_ = {};
    tokens_ = {};
    dark_.clear();
}

const std::optional<std::vector<WallSummary>>& AccessLists::walls()
{
    walls_.read_at = now_;
    return walls_.items;
}

const std::optional<std::vector<TokenSummary>>& AccessLists::tokens()
{
    tokens_.read_at = now_;
    return tokens_.items;
}

void AccessLists::take_dark(std::vector<DarkWall> dark, Timestamp now)
{
    dark_ = std::move(dark);
    dark_told_at_ = now;
}

std::vector<DarkWall> AccessLists::dark(Timestamp now) const
{
    return now - dark_told_at_ < kDarkBelieved ? dark_ : std::vector<DarkWall> {};
}

}
