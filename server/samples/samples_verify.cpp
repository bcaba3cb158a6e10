// SPDX-License-Identifier: Apache-2.0
#include "server/samples/samples_verify.h"

#include "server/journal/paged_check.h"
#include "server/samples/samples_tables.h"
#include "server/samples/seal_digest.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

namespace watchfloor {
namespace {

// Some 10 ms of hashing.
constexpr std::int64_t kBlocksPerPage = 50;
constexpr std::int64_t kDaysPerPage = 200;
constexpr std::size_t kHoursPerPage = 200;

struct SealedHour {
    std::int64_t hour = 0; // since the epoch
    std::uint64_t seq = 0;
    std::string digest {};
};

bool same_part(const RollUp& a, const RollUp& b)
{
    // The mean depends on how a compiler rounds, everything else is copied.
    const double slack = 1e-9 * std::max({ std::abs(a.mean), std::abs(b.mean), 1e-9 });
    return a.first == b.first && a.last == b.last && a.count == b.count && a.min == b.min && a.max == b.max
        && a.p95 == b.p95 && std::abs(a.mean - b.mean) <= slack;
}

bool same_parts(const std::vector<RollUp>& wanted, std::string_view stored)
{
    const auto parts = decode_roll_ups(stored);
    return parts
        && std::equal(wanted.begin(), wanted.end(), parts->begin(), parts->end(),
            [](const RollUp& a, const RollUp& b) { return same_part(a, b); });
}

class SamplesVerifier {
public:
    SamplesVerifier(SqliteConnection connection, const SamplesVerifyOptions& options)
        : connection_(std::move(connection)), options_(options)
    {
    }

    SamplesReport run(const std::vector<SealedHour>& sealed)
    {
        look(&SamplesVerifier::blocks);
        look(&SamplesVerifier::seals_without_blocks);
        look(&SamplesVerifier::days);
        hours(sealed);
        pages();
        return std::move(report_);
    }

private:
    using Page = Result<std::optional<std::uint64_t>> (SamplesVerifier::*)(std::uint64_t after);

    void look(Page page);
    bool go_on();
    Result<std::optional<std::uint64_t>> blocks(std::uint64_t after);
    Result<std::optional<std::uint64_t>> seals_without_blocks(std::uint64_t after);
    Result<std::optional<std::uint64_t>> days(std::uint64_t after);
    void check_block(std::uint64_t row, const SqliteQuery& query);
    Result<void> check_day(std::uint64_t row, std::string_view stored);
    void hours(const std::vector<SealedHour>& sealed);
    Result<void> check_hour(const SealedHour& sealed);
    void pages();
    const ResourceId& resource_of(std::uint64_t row);
    void add(std::uint64_t row, const std::string& what)
    {
        report_.defects.push_back("The samples of " + resource_of(row).text + " in the hour of "
            + format_timestamp({ period_in(row) * kHourMillis }) + " " + what);
    }

    SqliteConnection connection_;
    const SamplesVerifyOptions& options_;
    std::map<std::uint64_t, ResourceId> resources_ {};
    SamplesReport report_ {};
};

bool SamplesVerifier::go_on()
{
    report_.given_up = report_.given_up || (options_.go_on && !options_.go_on());
    return !report_.given_up;
}

// Page after page, each a transaction of its own, until there is none or the first defect of its kind.
void SamplesVerifier::look(Page page)
{
    const std::size_t before = report_.defects.size();
    for (std::optional<std::uint64_t> after = 0; after && report_.defects.size() == before && go_on();) {
        Result<std::optional<std::uint64_t>> next { after };
        const auto read = connection_.execute("BEGIN");
        if (read.ok()) {
            next = (this->*page)(*after);
            [[maybe_unused]] const auto ended = connection_.execute("COMMIT");
        } else {
            next = read.error();
        }
        if (!next.ok()) {
            report_.defects.push_back("The samples cannot be read. " + next.error().message);
            return;
        }
        after = next.value();
    }
}

// Of a running server: one that is new since the last look.
const ResourceId& SamplesVerifier::resource_of(std::uint64_t row)
{
    ResourceId& known = resources_[resource_in(row)];
    if (known.empty()) {
        SqliteQuery query { connection_, "SELECT id FROM resources WHERE number = ?1" };
        query.number(resource_in(row));
        known = ResourceId { query.step() ? std::string { query.bytes_at(0) } : std::string {} };
    }
    return known;
}

Result<std::optional<std::uint64_t>> SamplesVerifier::blocks(std::uint64_t after)
{
    std::optional<std::uint64_t> last;
    SqliteQuery query { connection_,
        "SELECT b.id, b.rolled, b.samples, s.count, s.hash, m.roll_ups, h.roll_ups,"
        " b.rolled <> 0 OR EXISTS (SELECT 1 FROM blocks x INDEXED BY blocks_behind WHERE x.rolled = 0 AND x.id = b.id)"
        " FROM (SELECT id, rolled, samples FROM blocks WHERE id > ?1 ORDER BY id LIMIT ?2) b"
        " LEFT JOIN seals s ON s.id = b.id LEFT JOIN minutes m ON m.id = b.id LEFT JOIN hours h ON h.id = b.id"
        " ORDER BY b.id" };
    query.number(after).integer(kBlocksPerPage);
    while (query.step()) {
        last = query.number_at(0);
        check_block(*last, query);
    }
    RETURN_IF_ERROR(query.finish());
    return last;
}

void SamplesVerifier::check_block(std::uint64_t row, const SqliteQuery& query)
{
    ++report_.blocks;
    const Timestamp hour { period_in(row) * kHourMillis };
    const std::string_view bytes = query.bytes_at(2);
    const auto samples = decode_block(hour, bytes);
    if (resource_of(row).empty()) {
        return add(row, "belong to no resource.");
    }
    if (!samples || samples->empty()) {
        return add(row, "are no samples.");
    }
    if (!query.null_at(4)) {
        ++report_.sealed;
        if (query.bytes_at(4) != as_view(block_hash(resource_of(row), hour, bytes))
            || query.number_at(3) != samples->size()) {
            return add(row, "are not those that were sealed.");
        }
    }
    if (query.integer_at(7) == 0) {
        return add(row, "are missing in the index blocks_behind.");
    }
    // Those of minutes go before the samples do, where an incident keeps these.
    const bool rolled = query.integer_at(1) != 0;
    if (rolled
        && (!same_parts({ roll_up(*samples) }, query.bytes_at(6))
            || (!query.null_at(5) && !same_parts(roll_up_by(*samples, kMinuteMillis), query.bytes_at(5))))) {
        add(row, "do not add up to their roll-ups.");
    }
}

// Samples go with their age, the oldest first, and leave the roll-up of their hour.
Result<std::optional<std::uint64_t>> SamplesVerifier::seals_without_blocks(std::uint64_t after)
{
    std::optional<std::uint64_t> last;
    SqliteQuery query { connection_,
        "SELECT s.id, s.count, h.roll_ups, EXISTS (SELECT 1 FROM blocks b WHERE b.id = s.id),"
        " EXISTS (SELECT 1 FROM blocks b WHERE b.id >= s.id >> 32 << 32 AND b.id < s.id AND b.rolled = 1"
        "  AND NOT EXISTS (SELECT 1 FROM kept k WHERE k.resource = s.id >> 32"
        "   AND (b.id & 4294967295) BETWEEN k.first_hour AND k.last_hour))"
        " FROM (SELECT id, count FROM seals WHERE id > ?1 ORDER BY id LIMIT ?2) s"
        " LEFT JOIN hours h ON h.id = s.id ORDER BY s.id" };
    query.number(after).integer(kDaysPerPage);
    while (query.step()) {
        last = query.number_at(0);
        if (query.integer_at(3) != 0) {
            continue;
        }
        const auto parts = decode_roll_ups(query.bytes_at(2));
        if (query.integer_at(4) != 0 || !parts || parts->size() != 1 || parts->front().count != query.number_at(1)) {
            add(*last, "were sealed and are missing.");
            return std::optional<std::uint64_t> {};
        }
    }
    RETURN_IF_ERROR(query.finish());
    return last;
}

Result<std::optional<std::uint64_t>> SamplesVerifier::days(std::uint64_t after)
{
    std::optional<std::uint64_t> last;
    SqliteQuery query { connection_, "SELECT id, roll_ups FROM days WHERE id > ?1 ORDER BY id LIMIT ?2" };
    query.number(after).integer(kDaysPerPage);
    while (query.step()) {
        last = query.number_at(0);
        RETURN_IF_ERROR(check_day(*last, query.bytes_at(1)));
    }
    RETURN_IF_ERROR(query.finish());
    return last;
}

Result<void> SamplesVerifier::check_day(std::uint64_t row, std::string_view stored)
{
    constexpr std::int64_t kHours = kDayMillis / kHourMillis;
    const std::uint64_t first = period_row(resource_in(row), period_in(row) * kHours);
    SqliteQuery query { connection_,
        "SELECT h.roll_ups, EXISTS (SELECT 1 FROM blocks b WHERE b.id BETWEEN ?1 AND ?2 AND b.rolled = 0)"
        " FROM hours h WHERE h.id BETWEEN ?1 AND ?2 ORDER BY h.id" };
    query.number(first).number(first + kHours - 1);
    std::optional<RollUp> whole;
    bool behind = false;
    while (query.step()) {
        behind = behind || query.integer_at(1) != 0;
        const auto parts = decode_roll_ups(query.bytes_at(0));
        for (const RollUp& part : parts.value_or(std::vector<RollUp> {})) {
            whole = whole ? merge(*whole, part) : part;
        }
    }
    RETURN_IF_ERROR(query.finish());
    if (!behind && (!whole || !same_parts({ *whole }, stored))) {
        add(first, "and the day it begins do not add up to the day's roll-up.");
    }
    return {};
}

void SamplesVerifier::hours(const std::vector<SealedHour>& sealed)
{
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        if (i % kHoursPerPage == 0 && !go_on()) {
            return;
        }
        if (const auto checked = check_hour(sealed[i]); !checked.ok()) {
            report_.defects.push_back("The seals of samples cannot be read. " + checked.error().message);
            return;
        }
    }
}

Result<void> SamplesVerifier::check_hour(const SealedHour& sealed)
{
    std::vector<ClosedBlock> blocks;
    SqliteQuery query { connection_,
        "SELECT r.id, s.hash FROM resources r CROSS JOIN seals s ON s.id = (r.number << 32) + ?1 ORDER BY r.id" };
    query.integer(sealed.hour);
    while (query.step()) {
        ClosedBlock& block = blocks.emplace_back();
        block.resource = ResourceId { std::string { query.bytes_at(0) } };
        const std::string_view hash = query.bytes_at(1);
        std::copy_n(hash.begin(), std::min(hash.size(), block.hash.size()), block.hash.begin());
    }
    RETURN_IF_ERROR(query.finish());
    if (blocks.empty()) {
        ++report_.absent;
    } else if (to_hex(as_view(seal_digest(blocks))) != sealed.digest) {
        report_.defects.push_back("The seals of samples in the hour of "
            + format_timestamp({ sealed.hour * kHourMillis }) + " are not those of entry " + std::to_string(sealed.seq)
            + " of the journal.");
    }
    return {};
}

void SamplesVerifier::pages()
{
    static constexpr std::array kSmall { "sqlite_schema", "meta", "resources", "kept" };
    static constexpr std::array kLarge { "blocks", "minutes", "hours", "days", "seals" };
    if (const std::string foreign = foreign_schema(connection_, kSamplesKind.schema); !foreign.empty()) {
        report_.defects.push_back("The samples: " + foreign);
    }
    const auto check = [&](const char* table) {
        const std::string finding = go_on() ? check_table(connection_, table) : std::string {};
        if (!finding.empty()) {
            report_.defects.push_back("The samples: " + finding);
        }
    };
    std::for_each(kSmall.begin(), kSmall.end(), check);
    if (!options_.in_slices) {
        std::for_each(kLarge.begin(), kLarge.end(), check);
    }
}

// The unique key is the hour that the entry seals (verify_derived.cpp holds it against the entry).
Result<std::vector<SealedHour>> hours_sealed_in(const std::filesystem::path& journal)
{
    std::vector<SealedHour> sealed;
    ASSIGN_OR_RETURN(auto connection, SqliteConnection::open(journal, SqliteConnection::Mode::ReadOnly));
    SqliteQuery query { connection,
        "SELECT k.key / 3600000, k.seq, json_extract(e.facts, '$.digest') FROM journals j"
        " CROSS JOIN unique_keys k ON k.journal = j.number AND k.scope = 'samples'"
        " CROSS JOIN entries e ON e.id = (j.number << 40) + k.seq WHERE j.id = 'main' AND json_valid(e.facts)" };
    while (query.step()) {
        sealed.push_back({ query.integer_at(0), query.number_at(1), std::string { query.bytes_at(2) } });
    }
    RETURN_IF_ERROR(query.finish());
    return sealed;
}

}

SamplesReport verify_samples(
    const std::filesystem::path& samples, const std::filesystem::path& journal, const SamplesVerifyOptions& options)
{
    SamplesReport report;
    std::error_code failed;
    if (!std::filesystem::exists(samples, failed) && !failed) {
        return report;
    }
    auto connection = SqliteConnection::open(samples, SqliteConnection::Mode::ReadOnly);
    if (!connection.ok()) {
        report.not_opened = true;
        report.defects.push_back("The samples cannot be read. " + connection.error().message);
        return report;
    }
    if (const auto kind = check_schema(connection.value(), kSamplesKind); !kind.ok()) {
        report.defects.push_back("The samples cannot be read. " + kind.error().message);
        return report;
    }
    // Where the journal cannot be read, its own check says so.
    const auto sealed = hours_sealed_in(journal);
    return SamplesVerifier { std::move(connection).value(), options }.run(
        sealed.ok() ? sealed.value() : std::vector<SealedHour> {});
}

}
