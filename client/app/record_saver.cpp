// SPDX-License-Identifier: Apache-2.0
#include "client/app/record_saver.h"

#include "client/frame/frame_schedule.h"
#include "client/language/text.h"
#include "client/platform/files.h"
#include "shared/wire/entries/entry_wire.h"
#include "shared/wire/error_codec.h"

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

constexpr const char* kRecordTag = "record";

// What stands between the brackets of a page: no line holds a bare quotation mark, so the last such end is its own.
std::string lines_in(const std::string& page)
{
    constexpr std::string_view kBegin = "{\"entries\":[";
    const std::size_t end = page.rfind("],\"head\":");
    return page.starts_with(kBegin) && end != std::string::npos ? page.substr(kBegin.size(), end - kBegin.size())
                                                                : std::string();
}

}

void RecordSaver::start(
    const std::string& journal, const IncidentId& incident, std::vector<SavedName> names, Timestamp at)
{
    cancel();
    journal_ = journal;
    incident_ = incident;
    names_ = std::move(names);
    at_ = at;
    ask();
}

void RecordSaver::cancel()
{
    transport_.cancel(kRecordTag);
    incident_ = {};
    pages_.clear();
    links_.clear();
    names_.clear();
    entries_ = 0;
    after_ = 0;
}

void RecordSaver::update(const std::string& sight)
{
    if (std::exchange(sight_, sight) != sight && under_way()) {
        start(journal_, IncidentId { incident_ }, std::vector<SavedName> { names_ }, at_);
    }
}

void RecordSaver::ask()
{
    HttpRequest request;
    request.path = "/api/v1/journal?journal=" + journal_ + "&subject=" + incident_.text
        + "&after=" + std::to_string(after_) + "&limit=" + std::to_string(kPage) + "&links=1";
    request.tag = kRecordTag;
    transport_.send(std::move(request), [this](const HttpResponse& response) { take(response); });
}

// A page may hold fewer than asked for and not be the last: the server ends it where it grows too large, and leaves out
// what may not be seen. Only one with nothing in it is the end.
void RecordSaver::take(const HttpResponse& response)
{
    const auto page = response.ok() ? page_from_wire(response.body) : Result<JournalPage> { Error {} };
    if (!page.ok()) {
        const auto error = error_from_json(response.body);
        std::string why = error ? error->message : response.failure;
        why = why.empty() ? std::string(tr(Text::NoAnswer)) : why;
        finish({ tr(Text::SaidRecordNotRead, incident_.text, why), true });
        return;
    }
    if (!page.value().entries.empty()) {
        pages_.push_back(lines_in(response.body));
        for (EntryLink link : page.value().links) {
            link.after = links_.empty() ? 0 : links_.back().seq;
            links_.push_back(link);
        }
        entries_ += page.value().entries.size();
        after_ = page.value().entries.back().seq;
        ask();
        request_frame();
        return;
    }
    const auto place = save_file("watchfloor-" + journal_ + "-" + incident_.text + ".json", text(page.value()));
    finish(place ? Say { tr(Text::SaidRecordSaved, incident_.text, std::to_string(entries_), *place), false }
                 : Say { tr(Text::SaidRecordNotSaved, incident_.text), true });
}

std::string RecordSaver::text(const JournalPage& last) const
{
    SavedRecord record;
    record.page = { JournalId { journal_ }, last.head_seq, last.head_hash, {}, links_ };
    record.saved_at = at_;
    record.subject = incident_.text;
    for (const SavedName& one : names_) {
        const bool mentioned = std::any_of(pages_.begin(), pages_.end(),
            [&](const std::string& page) { return page.find("\\\"" + one.id + "\\\"") != std::string::npos; });
        if (mentioned) {
            record.names.push_back(one);
        }
    }
    return record_to_wire(record, pages_);
}

void RecordSaver::finish(Say said)
{
    news_.push_back(std::move(said));
    cancel();
    request_frame();
}

std::string RecordSaver::progress() const
{
    return tr(Text::RecordProgress, incident_.text, std::to_string(entries_));
}

std::vector<Say> RecordSaver::take_news()
{
    return std::exchange(news_, {});
}

}
