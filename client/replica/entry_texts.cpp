// SPDX-License-Identifier: Apache-2.0
#include "client/replica/entry_texts.h"

#include "client/frame/frame_schedule.h"
#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/entries/entry_wire.h"

namespace watchfloor {

const Entry* EntryTexts::find(std::uint64_t seq)
{
    if (const auto known = known_.find(seq); known != known_.end()) {
        return &known->second;
    }
    if (!absent_.contains(seq)) {
        wanted_.insert(seq);
    }
    return nullptr;
}

void EntryTexts::update(const std::string& journal)
{
    if (asking_ || wanted_.empty()) {
        return;
    }
    asking_ = true;
    const std::uint64_t first = *wanted_.begin();
    const std::uint64_t last = first + kPage - 1;
    HttpRequest request;
    request.path = "/api/v1/journal?journal=" + journal + "&after=" + std::to_string(first - 1)
        + "&limit=" + std::to_string(kPage);
    request.tag = "texts";
    transport_.send(
        std::move(request), [this, first, last](const HttpResponse& response) { take(response, first, last); });
}

void EntryTexts::take(const HttpResponse& response, std::uint64_t first, std::uint64_t last)
{
    asking_ = false;
    auto page = response.ok() ? page_from_wire(response.body) : Result<JournalPage> { Error {} };
    if (!page.ok()) {
        wanted_.clear(); // asked for again by the next frame that draws them
        return;
    }
    if (known_.size() > kKept) {
        known_.clear();
        absent_.clear();
    }
    for (const SealedEntry& sealed : page.value().entries) {
        if (auto entry = decode_entry(sealed); entry.ok()) {
            known_.insert_or_assign(sealed.seq, std::move(entry).value());
        }
    }
    for (auto seq = wanted_.lower_bound(first); seq != wanted_.end() && *seq <= last; seq = wanted_.erase(seq)) {
        if (!known_.contains(*seq)) {
            absent_.insert(*seq);
        }
    }
    request_frame();
}

void EntryTexts::clear()
{
    transport_.cancel("texts");
    known_.clear();
    absent_.clear();
    wanted_.clear();
    asking_ = false;
}

}
