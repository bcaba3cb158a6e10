// SPDX-License-Identifier: Apache-2.0
#include "server/app/chain_watch.h"

#include <algorithm>
#include <cctype>

namespace watchfloor {
namespace {

using Steady = std::chrono::steady_clock;

// Nine parts of rest to each of work.
constexpr int kRestPerWork = 9;
constexpr std::chrono::minutes kAgain { 24 * 60 };
constexpr std::chrono::minutes kOpenAgain { 1 }; // where descriptors were used up

std::string sentence_about(const Defect& defect)
{
    std::string sentence = defect.journal.empty() ? defect.what : "Journal " + defect.journal.text + ", " + defect.what;
    sentence[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence[0])));
    sentence += (sentence.back() == '.' ? "" : ".");
    return sentence + " Run `watchfloord verify` and compare with the newest backup.";
}

}

ChainWatch::ChainWatch(Store& store, std::filesystem::path database, Log* log)
    : store_(store), database_(std::move(database)), log_(log)
{
}

ChainWatch::~ChainWatch()
{
    stop();
}

void ChainWatch::check_tail(const JournalId& journal, std::uint64_t after)
{
    const std::uint64_t head = store_.head(journal).seq;
    // A snapshot beyond the head is of another history, and was not used.
    const std::uint64_t from = std::max(after > head ? 0 : after, head - std::min(head, kMostAtStart));
    const ReadLimits limits { .damaged = Damaged::AsStored };
    JournalHead start { from, {} };
    if (from > 0) {
        const auto before = store_.read_range(journal, from, from, limits);
        if (!before.ok() || before.value().empty()) {
            found({ journal, from, "entry " + std::to_string(from) + ": it cannot be read" });
            return;
        }
        start.hash = before.value().front().hash;
    }
    ChainCheck chain { start };
    while (chain.head().seq < head) {
        const auto page = store_.read_after(journal, chain.head().seq, limits);
        if (!page.ok() || page.value().empty()) {
            const std::uint64_t seq = chain.head().seq + 1;
            found({ journal, seq, "entry " + std::to_string(seq) + ": it cannot be read" });
            return;
        }
        for (const SealedEntry& entry : page.value()) {
            if (auto defect = chain.next(entry); !defect.empty()) {
                found({ journal, chain.head().seq + 1, std::move(defect) });
                return;
            }
        }
    }
}

void ChainWatch::note(const std::string& what)
{
    if (!what.empty()) {
        found({ {}, 0, what });
    }
}

void ChainWatch::start()
{
    thread_ = std::thread([this] { run(); });
}

void ChainWatch::stop()
{
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

std::string ChainWatch::damage() const
{
    const std::lock_guard lock(mutex_);
    return damage_;
}

// Ends when it is stopped, or has found what it looked for.
void ChainWatch::run()
{
    while (look()) { }
}

// Looks at everything once and waits for the next time; false: there is none.
bool ChainWatch::look()
{
    worked_since_ = Steady::now();
    VerifyOptions options;
    options.in_slices = true;
    options.workers = 1;
    options.go_on = [this] { return rest(); };
    const VerifyReport report = verify_database(database_, options);
    if (!report.whole() && !report.not_opened) {
        found(report.defects.front());
        return false;
    }
    if (report.given_up) {
        return false;
    }
    const SamplesReport samples
        = verify_samples(database_.parent_path() / "samples.db", database_, { true, options.go_on });
    if (!samples.whole() && !samples.not_opened) {
        found({ {}, 0, samples.defects.front() });
        return false;
    }
    if (samples.given_up) {
        return false;
    }
    say(report, samples);
    return pause(report.not_opened || samples.not_opened ? kOpenAgain : kAgain);
}

void ChainWatch::say(const VerifyReport& report, const SamplesReport& samples)
{
    if (log_ == nullptr) {
        return;
    }
    if (report.not_opened || samples.not_opened) {
        const std::string& detail = report.not_opened ? report.defects.front().what : samples.defects.front();
        log_->write(LogLevel::Warning, "chain_not_checked", { { "detail", std::string_view(detail) } });
        return;
    }
    std::uint64_t entries = 0;
    for (const JournalReport& journal : report.journals) {
        entries += journal.entries;
    }
    log_->write(LogLevel::Info, "chain_holds",
        { { "entries", static_cast<std::int64_t>(entries) },
            { "sample_blocks", static_cast<std::int64_t>(samples.blocks) } });
}

bool ChainWatch::rest()
{
    const bool go_on = pause((Steady::now() - worked_since_) * kRestPerWork);
    worked_since_ = Steady::now();
    return go_on;
}

// False if it was stopped meanwhile.
bool ChainWatch::pause(Steady::duration span)
{
    std::unique_lock lock(mutex_);
    return !wake_.wait_for(lock, span, [this] { return stopping_; });
}

void ChainWatch::found(const Defect& defect)
{
    // An entry may be found damaged by several, who say it in other words.
    const std::string place = defect.seq != 0 ? std::to_string(defect.seq) : defect.what;
    {
        const std::lock_guard lock(mutex_);
        if (logged_.size() >= kMostLogged || !logged_.insert(defect.journal.text + " " + place).second) {
            return;
        }
        if (damage_.empty()) {
            damage_ = sentence_about(defect);
        }
    }
    if (log_ != nullptr) {
        log_->write(LogLevel::Error, "journal_damaged",
            { { "journal", std::string_view(defect.journal.text) }, { "seq", static_cast<std::int64_t>(defect.seq) },
                { "detail", std::string_view(defect.what) } });
    }
}

}
