// SPDX-License-Identifier: Apache-2.0
#include "server/app/journals.h"

#include "server/auth/principal.h"
#include "shared/domain/numbering.h"
#include "shared/domain/visibility/visibility.h"
#include "shared/wire/entries/entry_codec.h"

#include <algorithm>

namespace watchfloor {
namespace {

constexpr std::string_view kDrillPrefix = "drill-";

bool is_drill(const JournalId& journal)
{
    return journal.text.starts_with(kDrillPrefix) && number_in(journal.text) > 0;
}

// Everything that decides who may see what, as one digest: when it changes, viewers are looked at.
Digest sight_digest(const State& state)
{
    std::string text(to_string(state.walls));
    state.users.for_each([&](const UserId& id, const User& user) {
        text.append("\n").append(id.text).append(user.disabled ? " -" : " +");
        for (const SystemRole role : user.roles) {
            text.append(" ").append(to_string(role));
        }
    });
    state.incidents.for_each([&](const IncidentId& id, const Incident& incident) {
        if (!incident.restricted) {
            return;
        }
        text.append("\n").append(id.text);
        for (const UserId& member : incident.members) {
            text.append(" ").append(member.text);
        }
    });
    return sha256(text);
}

}

void Journals::set_hub(LiveHub* hub, StaleViewer stale)
{
    hub_ = hub;
    stale_ = std::move(stale);
}

Result<void> Journals::open_main()
{
    ASSIGN_OR_RETURN(main_, open(kMainJournal, JournalPurpose::Main));
    return {};
}

Result<OpenedJournal*> Journals::open(const JournalId& journal, JournalPurpose purpose)
{
    auto made = std::make_unique<OpenedJournal>();
    made->clock = &clock_;
    if (purpose == JournalPurpose::Drill) {
        made->drill_clock = std::make_unique<DrillClock>(clock_);
        made->clock = made->drill_clock.get();
    }
    ASSIGN_OR_RETURN(State folded, snapshots_.start(journal));
    ASSIGN_OR_RETURN(made->sequencer, Sequencer::open(store_, journal, purpose, *made->clock, std::move(folded)));
    const auto state = made->sequencer->state();
    if (made->drill_clock) {
        made->drill_clock->not_before(state->as_of);
    }
    made->timeline = std::make_unique<TimelineModel>(store_, journal);
    if (hub_ != nullptr) {
        hub_->open_journal(journal.text, made->sequencer->journal_identity(), state->seq);
    }
    made->sequencer->set_listener(this);
    if (on_opened_) {
        on_opened_(*made);
    }
    const std::lock_guard lock(mutex_);
    sights_[journal] = sight_digest(*state);
    OpenedJournal* opened = made.get();
    opened_[journal] = std::move(made);
    return opened;
}

OpenedJournal* Journals::find(const JournalId& journal)
{
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = opened_.find(journal); found != opened_.end()) {
            return found->second.get();
        }
    }
    if (!is_drill(journal) || closing_.load()) {
        return nullptr;
    }
    const std::lock_guard opening(opening_);
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = opened_.find(journal); found != opened_.end()) {
            return found->second.get();
        }
    }
    const auto known = store_.journals();
    if (std::find(known.begin(), known.end(), journal) == known.end()) {
        return nullptr;
    }
    auto opened = open(journal, JournalPurpose::Drill);
    if (!opened.ok() && log_ != nullptr) {
        log_->write(LogLevel::Error, "drill_journal_unreadable", { { "journal", std::string_view(journal.text) } });
    }
    return opened.ok() ? opened.value() : nullptr;
}

Result<OpenedJournal*> Journals::open_drill()
{
    const std::lock_guard opening(opening_);
    std::int64_t highest = 0;
    for (const JournalId& journal : store_.journals()) {
        highest = std::max(highest, is_drill(journal) ? number_in(journal.text) : 0);
    }
    const std::string id = std::string(kDrillPrefix) + std::to_string(highest + 1);
    return open(JournalId { id }, JournalPurpose::Drill);
}

void Journals::set_playing(const JournalId& journal, std::string title)
{
    const std::lock_guard lock(mutex_);
    if (const auto found = opened_.find(journal); found != opened_.end()) {
        found->second->playing = true;
        found->second->title = std::move(title);
    }
}

void Journals::set_over(const JournalId& journal)
{
    const std::lock_guard lock(mutex_);
    if (const auto found = opened_.find(journal); found != opened_.end()) {
        found->second->playing = false;
        found->second->title.clear();
    }
}

std::vector<JournalSummary> Journals::list()
{
    std::vector<JournalSummary> summaries;
    for (const JournalId& journal : store_.journals()) {
        JournalSummary summary;
        summary.journal = journal;
        summary.purpose = is_drill(journal) ? JournalPurpose::Drill : JournalPurpose::Main;
        summary.seq = store_.head(journal).seq;
        const std::lock_guard lock(mutex_);
        if (const auto found = opened_.find(journal); found != opened_.end()) {
            summary.identity = found->second->sequencer->journal_identity();
            summary.playing = found->second->playing;
            summary.title = found->second->title;
        }
        summaries.push_back(std::move(summary));
    }
    return summaries;
}

std::vector<OpenedJournal*> Journals::opened()
{
    const std::lock_guard lock(mutex_);
    std::vector<OpenedJournal*> all;
    for (const auto& [id, journal] : opened_) {
        all.push_back(journal.get());
    }
    return all;
}

void Journals::close()
{
    closing_.store(true);
    std::map<JournalId, std::unique_ptr<OpenedJournal>> all;
    {
        const std::lock_guard lock(mutex_);
        all.swap(opened_);
        main_ = nullptr;
    }
    all.clear(); // waits for the writers, which must not wait for our lock
}

void Journals::committed(const JournalId& journal, std::uint64_t first, std::uint64_t last)
{
    if (hub_ == nullptr || closing_.load()) {
        return;
    }
    // Before the entries go out: whoever lost sight of something must not get what follows.
    resync_if_sight_changed(journal);
    hub_->publish(journal.text, first, last);
}

void Journals::resync_if_sight_changed(const JournalId& journal)
{
    OpenedJournal* opened = find(journal);
    if (opened == nullptr) {
        return; // its own opening writes the genesis
    }
    const Digest now = sight_digest(*opened->sequencer->state());
    {
        const std::lock_guard lock(mutex_);
        Digest& known = sights_[journal];
        if (known == now) {
            return;
        }
        known = now;
    }
    if (stale_) {
        hub_->resync(stale_);
    }
}

std::vector<EntryHead> Journals::erasures(const JournalId& journal, std::uint64_t first, std::uint64_t last) const
{
    std::vector<EntryHead> heads;
    for (std::uint64_t next = first; next <= last;) {
        const auto entries = store_.read_range(journal, next, last, { .damaged = Damaged::AsStub });
        if (!entries.ok() || entries.value().empty()) {
            return {}; // which there are is not known: all are told
        }
        for (const SealedEntry& entry : entries.value()) {
            auto head = decode_head(entry);
            if (!head.ok()) {
                return {};
            }
            if (head.value().kind == TextErased::kind) {
                heads.push_back(std::move(head).value());
            }
        }
        next = entries.value().back().seq + 1;
    }
    return heads;
}

void Journals::refolded(const JournalId& journal, std::uint64_t first, std::uint64_t last)
{
    if (OpenedJournal* opened = find(journal); opened != nullptr) {
        opened->timeline->forget();
    }
    if (on_erased_) {
        on_erased_(journal);
    }
    if (hub_ != nullptr) {
        // Who could not see the words is not told that they went.
        hub_->resync([journal, heads = erasures(journal, first, last)](const Viewer& viewer) {
            const Visibility sight = visibility_from_key(viewer.visibility_key);
            return viewer.journal == journal.text
                && (heads.empty() || std::any_of(heads.begin(), heads.end(), [&](const EntryHead& head) {
                       return erasure_concerns(sight, head);
                   }));
        });
    }
}

}
