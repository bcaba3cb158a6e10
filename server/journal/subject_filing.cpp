// SPDX-License-Identifier: Apache-2.0
#include "server/journal/subject_filing.h"

#include "server/journal/sqlite_schema.h"

#include <sqlite3.h>

#include <algorithm>

namespace watchfloor {
namespace {

// Each about 5 to 10 ms of work.
constexpr std::size_t kReadPerStep = 8192;
constexpr std::size_t kFilePerStep = 2000;
constexpr std::size_t kRemovePerStep = 4096;

// What comes after so many waits for the next round: their texts are held in memory.
constexpr std::size_t kMaxRound = 131'072;

}

Result<std::size_t> SubjectFiling::step(SqliteConnection& connection)
{
    Result<std::size_t> removed = std::size_t { 0 };
    Result<void> done {};
    switch (phase_) {
    case Phase::Read:
        done = read(connection);
        break;
    case Phase::File:
        done = file(connection);
        break;
    case Phase::Remove:
        removed = remove(connection);
        break;
    }
    if (!done.ok()) {
        removed = done.error();
    }
    if (!removed.ok()) {
        *this = {};
    }
    return removed;
}

Result<void> SubjectFiling::read(SqliteConnection& connection)
{
    SqliteQuery query { connection,
        "SELECT id, subject FROM fresh_subjects WHERE (id, subject) > (?1, ?2) ORDER BY id, subject LIMIT ?3" };
    const Item last = items_.empty() ? Item {} : items_.back();
    const std::string after { subject(last) }; // texts_ grows while the query runs
    query.number(last.id).text(after).number(kReadPerStep);
    const std::size_t before = items_.size();
    while (query.step()) {
        note(query.number_at(0), query.bytes_at(1));
    }
    RETURN_IF_ERROR(query.finish());
    if (items_.size() - before < kReadPerStep || items_.size() >= kMaxRound) {
        std::sort(items_.begin(), items_.end(), [this](const Item& a, const Item& b) {
            const int order = subject(a).compare(subject(b));
            return order != 0 ? order < 0 : a.id < b.id;
        });
        phase_ = items_.empty() ? Phase::Read : Phase::File;
    }
    return {};
}

void SubjectFiling::note(std::uint64_t id, std::string_view subject)
{
    const Item item { id, static_cast<std::uint32_t>(texts_.size()), static_cast<std::uint32_t>(subject.size()) };
    const bool together
        = !runs_.empty() && runs_.back().count < kRemovePerStep && runs_.back().last.id >> kSeqBits == id >> kSeqBits;
    if (together) {
        runs_.back().last = item;
        ++runs_.back().count;
    } else {
        runs_.push_back({ item, item, 1 });
    }
    items_.push_back(item);
    texts_.append(subject);
}

Result<void> SubjectFiling::file(SqliteConnection& connection)
{
    SqliteQuery put { connection, "INSERT INTO entry_subjects(subject, id) VALUES(?1, ?2) ON CONFLICT DO NOTHING" };
    const std::size_t end = std::min(next_ + kFilePerStep, items_.size());
    for (; next_ < end; ++next_) {
        RETURN_IF_ERROR(put.text(subject(items_[next_])).number(items_[next_].id).run_again());
    }
    if (next_ == items_.size()) {
        next_ = 0;
        phase_ = Phase::Remove;
    }
    return {};
}

Result<std::size_t> SubjectFiling::remove(SqliteConnection& connection)
{
    const Run run = runs_[next_];
    SqliteQuery remove { connection,
        "DELETE FROM fresh_subjects WHERE (id, subject) >= (?1, ?2) AND (id, subject) <= (?3, ?4)" };
    remove.number(run.first.id).text(subject(run.first)).number(run.last.id).text(subject(run.last));
    RETURN_IF_ERROR(remove.run());
    if (static_cast<std::size_t>(sqlite3_changes(connection.handle())) != run.count) {
        return Error { ErrorCode::Conflict, "Subjects were added among those that are filed." };
    }
    if (++next_ == runs_.size()) {
        *this = {};
    }
    return run.count;
}

}
