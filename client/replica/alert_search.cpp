// SPDX-License-Identifier: Apache-2.0
#include "client/replica/alert_search.h"

#include "client/frame/frame_schedule.h"
#include "client/platform/location.h"
#include "shared/domain/entities/alerts.h"
#include "shared/wire/answers/listing.h"
#include "shared/wire/fields/fields_json.h"

namespace watchfloor {
const AlertFindings& AlertSearch::find(
    const std::string& words, std::uint64_t seq, Timestamp now, const std::string& journal)
{
    if (words != words_) {
        clear();
        words_ = words;
        changed_at_ = now;
        request_frame_after(kPause);
    }
    const bool rested = !asked_ && now - changed_at_ >= kPause;
    const bool grown = asked_ && seq > asked_at_seq_ && now - asked_at_ >= kEvery;
    if (!asking_ && (rested || grown)) {
        asked_ = true;
        asked_at_seq_ = seq;
        asked_at_ = now;
        ask(journal);
    }
    return findings_;
}

void AlertSearch::ask(const std::string& journal)
{
    asking_ = true;
    HttpRequest request;
    request.path = format_location(
        { "/api/v1/alerts", { { "journal", journal }, { "limit", std::to_string(kMost) }, { "filter", words_ } } });
    request.tag = "search";
    transport_.send(std::move(request), [this](const HttpResponse& response) {
        asking_ = false;
        auto page = response.ok() ? from_json<Listing<Alert>>(response.body) : Result<Listing<Alert>> { Error {} };
        if (!page.ok()) {
            asked_at_seq_ = 0; // the stream's state tells why; it is asked for again
            return;
        }
        findings_.alerts = std::move(page.value().items);
        findings_.total = static_cast<std::size_t>(page.value().total);
        findings_.answered = true;
        request_frame();
    });
}

void AlertSearch::clear()
{
    transport_.cancel("search");
    findings_ = {};
    words_.clear();
    asking_ = asked_ = false;
    asked_at_seq_ = 0;
    asked_at_ = {};
}

}
