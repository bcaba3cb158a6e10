// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/entries/record_wire.h"

#include "shared/core/sha256.h"
#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/fields/fields_json.h"

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::string_view kDigestName = "{\"digest\":\"";

// Behind the entries of a page.
struct RecordRest {
    std::vector<SavedName> names {};
    Timestamp saved_at {};
    std::string subject {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("names", self.names);
        visit("saved_at", self.saved_at);
        visit("subject", self.subject);
    }
};

std::string entry_words(std::uint64_t seq)
{
    return "entry " + std::to_string(seq);
}

std::string defect_of_link(const JournalPage& page, std::size_t i)
{
    if (i >= page.entries.size()) {
        return entry_words(page.links[i].seq) + " is missing, and so is all that followed it";
    }
    const SealedEntry& entry = page.entries[i];
    if (i >= page.links.size()) {
        return entry_words(entry.seq) + " was not part of the record";
    }
    const EntryLink& link = page.links[i];
    const SealedEntry* before = i > 0 ? &page.entries[i - 1] : nullptr;
    if (link.seq != entry.seq) {
        return entry_words(link.seq) + " belongs where " + entry_words(entry.seq)
            + " stands: it is missing, or their order was changed";
    }
    if (link.after != (before != nullptr ? before->seq : 0) || (before != nullptr && before->seq >= entry.seq)) {
        return entry_words(entry.seq) + " does not follow what the record says that it follows";
    }
    if (before != nullptr && before->seq + 1 == entry.seq && before->hash != link.before) {
        return entry_words(entry.seq) + " does not continue the chain of " + entry_words(before->seq);
    }
    return {};
}

std::string defect_of_entry(const SavedRecord& record, const SealedEntry& entry, const Digest& before)
{
    if (!verifies(entry, before)) {
        return entry_words(entry.seq) + " is not what was sealed";
    }
    if (entry.seq > record.page.head_seq
        || (entry.seq == record.page.head_seq && entry.hash != record.page.head_hash)) {
        return entry_words(entry.seq) + " does not fit the head of the journal";
    }
    const auto head = entry.head ? decode_head(entry) : Result<EntryHead> { Error {} };
    if (entry.head && (!head.ok() || head.value().subject != record.subject)) {
        return entry_words(entry.seq) + " is not of " + record.subject;
    }
    return {};
}

std::string first_defect(const SavedRecord& record)
{
    const JournalPage& page = record.page;
    for (std::size_t i = 0; i < std::max(page.entries.size(), page.links.size()); ++i) {
        std::string defect = defect_of_link(page, i);
        if (defect.empty()) {
            defect = defect_of_entry(record, page.entries[i], page.links[i].before);
        }
        if (!defect.empty()) {
            return defect;
        }
    }
    return page.entries.empty() ? "there is no entry in it" : std::string();
}

}

std::string record_to_wire(const SavedRecord& record, std::span<const std::string> entries)
{
    const JournalPage& page = record.page;
    const std::string rest = to_json_text(RecordRest { record.names, record.saved_at, record.subject });
    std::string body = page_to_wire(page.journal, page.head_seq, page.head_hash, entries, page.links);
    body.back() = ',';
    body.append(rest, 1);
    return std::string(kDigestName) + to_hex(as_view(sha256(body))) + "\"," + body.substr(1);
}

RecordReport check_record(std::string_view text)
{
    RecordReport report;
    const std::size_t digits = 2 * sizeof(Digest);
    const std::size_t behind = kDigestName.size() + digits + 2;
    // What follows the page is no part of it, and stands in it nowhere: names in an entry are quoted twice.
    const std::size_t rest = text.rfind(",\"names\":[");
    const std::size_t other = text.rfind(",\"saved_at\":");
    const std::size_t end = rest != std::string_view::npos ? rest : other;
    if (!text.starts_with(kDigestName) || text.size() <= behind || end == std::string_view::npos || end < behind) {
        report.defect = "this is no saved record, or its beginning or end is missing";
        return report;
    }
    const std::string body = "{" + std::string(text.substr(behind));
    auto page = page_from_wire("{" + std::string(text.substr(behind, end - behind)) + "}");
    auto more = from_canonical_text<RecordRest>("{" + std::string(text.substr(end + 1)));
    if (!page.ok() || !more.ok()) {
        report.defect = "it cannot be read: " + (page.ok() ? more.error().message : page.error().message);
        return report;
    }
    report.record = { std::move(page).value(), std::move(more.value().names), more.value().saved_at,
        std::move(more.value().subject) };
    report.defect = first_defect(report.record);
    if (report.defect.empty() && to_hex(as_view(sha256(body))) != text.substr(kDigestName.size(), digits)) {
        report.defect = "what stands beside the entries (head, names, time, subject) is not what was saved";
    }
    const SealedEntry* before = nullptr;
    for (const SealedEntry& entry : report.record.page.entries) {
        report.gaps += before != nullptr && before->seq + 1 != entry.seq ? 1U : 0U;
        report.erased += entry.head && !entry.text ? 1U : 0U;
        report.partial += !entry.head || entry.facts_narrowed ? 1U : 0U;
        before = &entry;
    }
    return report;
}

}
