// SPDX-License-Identifier: Apache-2.0
#include "client/replica/drills.h"

#include "client/frame/frame_schedule.h"
#include "shared/wire/answers/listing.h"
#include "shared/wire/fields/fields_json.h"

#include <algorithm>
#include <utility>

namespace watchfloor {

void Drills::update(Timestamp now)
{
    const bool read = std::exchange(read_, false);
    if (read && !asking_ && (asked_at_ == Timestamp {} || now - asked_at_ >= kEvery)) {
        asked_at_ = now;
        ask_journals();
    }
    // They are built into the server: once is enough.
    const bool wanted = std::exchange(scenarios_read_, false) && scenarios_.empty();
    if (wanted && !asking_scenarios_ && (scenarios_asked_at_ == Timestamp {} || now - scenarios_asked_at_ >= kEvery)) {
        scenarios_asked_at_ = now;
        ask_scenarios();
    }
}

void Drills::ask_journals()
{
    asking_ = true;
    HttpRequest request;
    request.path = "/api/v1/journals";
    request.tag = kTag;
    transport_.send(std::move(request), [this](const HttpResponse& response) {
        asking_ = false;
        take_journals(response);
    });
}

// A frame follows only where something changed: an idle console draws nothing but its clock.
void Drills::take_journals(const HttpResponse& response)
{
    auto answer = response.ok() ? from_json<JournalsAnswer>(response.body) : Result<JournalsAnswer> { Error {} };
    if (!answer.ok() || response.body == heard_) {
        return;
    }
    heard_ = response.body;
    running_.clear();
    over_.clear();
    for (JournalSummary& journal : answer.value().journals) {
        if (journal.purpose == JournalPurpose::Drill) {
            (journal.playing ? running_ : over_).push_back(std::move(journal));
        }
    }
    // "drill-10" was begun after "drill-9".
    const auto newer = [](const JournalSummary& a, const JournalSummary& b) {
        const std::string& one = a.journal.text;
        const std::string& other = b.journal.text;
        return one.size() != other.size() ? one.size() > other.size() : one > other;
    };
    std::sort(running_.begin(), running_.end(), newer);
    std::sort(over_.begin(), over_.end(), newer);
    request_frame();
}

void Drills::ask_scenarios()
{
    asking_scenarios_ = true;
    HttpRequest request;
    request.path = "/api/v1/drills";
    request.tag = kTag;
    transport_.send(std::move(request), [this](const HttpResponse& response) {
        asking_scenarios_ = false;
        auto answer = response.ok() ? from_json<Listing<ScenarioSummary>>(response.body)
                                    : Result<Listing<ScenarioSummary>> { Error {} };
        if (answer.ok()) {
            scenarios_ = std::move(answer).value().items;
            request_frame();
        }
    });
}

void Drills::clear()
{
    transport_.cancel(kTag);
    running_.clear();
    over_.clear();
    scenarios_.clear();
    heard_.clear();
    asking_ = asking_scenarios_ = false;
    asked_at_ = scenarios_asked_at_ = {};
}

const std::vector<JournalSummary>& Drills::running()
{
    read_ = true;
    return running_;
}

const std::vector<JournalSummary>& Drills::over()
{
    read_ = true;
    return over_;
}

const std::vector<ScenarioSummary>& Drills::scenarios()
{
    scenarios_read_ = true;
    return scenarios_;
}

}
