// SPDX-License-Identifier: Apache-2.0
#include "server/journal/paged_check.h"

#include <map>
#include <utility>

namespace watchfloor {
namespace {

// Some 5 to 20 ms.
constexpr std::uint64_t kRowsPerPage = 2000;

// The key of the last row of a page; before the first row numbers are below all, and texts empty.
class PageKey {
public:
    explicit PageKey(const char* columns) : columns_(columns), values_(columns_.size(), { std::string {}, -1 }) { }

    std::size_t size() const { return values_.size(); }

    void bind(SqliteQuery& query) const
    {
        for (std::size_t i = 0; i < values_.size(); ++i) {
            if (columns_[i] == 'i') {
                query.integer(values_[i].second);
            } else {
                query.text(values_[i].first);
            }
        }
    }

    void take(const SqliteQuery& query)
    {
        for (std::size_t i = 0; i < values_.size(); ++i) {
            const int column = static_cast<int>(i);
            values_[i] = { std::string { query.bytes_at(column) }, query.integer_at(column) };
        }
    }

private:
    std::string columns_;
    std::vector<std::pair<std::string, std::int64_t>> values_;
};

bool has_table(SqliteConnection& connection, std::string_view table)
{
    SqliteQuery query { connection, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1" };
    query.text(table);
    // Where even that cannot be read, the check itself says so.
    return query.step() || !query.finish().ok();
}

// The name and the text of whatever is defined; what SQLite makes by itself has no text.
Result<std::map<std::string, std::string>> defined_in(SqliteConnection& connection)
{
    std::map<std::string, std::string> defined;
    SqliteQuery query { connection, "SELECT type || ' ' || name, sql FROM sqlite_master WHERE sql IS NOT NULL" };
    while (query.step()) {
        defined.emplace(query.bytes_at(0), query.bytes_at(1));
    }
    RETURN_IF_ERROR(query.finish());
    return defined;
}

}

void run_paged(SqliteConnection& connection, const PagedCheck& check, const GoOn& go_on, PagedFindings& findings)
{
    if (findings.given_up || !has_table(connection, check.table)) {
        return;
    }
    PageKey key { check.key };
    for (std::uint64_t rows = kRowsPerPage; rows == kRowsPerPage;) {
        if (go_on && !go_on()) {
            findings.given_up = true;
            return;
        }
        const PageKey last = key; // the query reads its texts until it is done
        SqliteQuery query { connection, check.sql };
        last.bind(query);
        query.number(kRowsPerPage);
        for (rows = 0; query.step(); ++rows) {
            key.take(query);
            if (!query.null_at(static_cast<int>(key.size()))) {
                findings.defects.emplace_back(query.bytes_at(static_cast<int>(key.size())));
                return;
            }
        }
        if (const auto read = query.finish(); !read.ok()) {
            findings.defects.push_back(
                "The table " + std::string { check.table } + " cannot be read. " + read.error().message);
            return;
        }
    }
}

std::string check_table(SqliteConnection& connection, const std::string& table)
{
    if (table != "sqlite_schema" && !has_table(connection, table)) {
        return {};
    }
    SqliteQuery query { connection, "SELECT integrity_check FROM pragma_integrity_check(?1)" };
    query.text(table);
    const std::string finding { query.step() ? query.bytes_at(0) : std::string_view {} };
    if (const auto read = query.finish(); !read.ok()) {
        return "The database's pages are damaged in the table " + table + ": " + read.error().message;
    }
    return finding == "ok" ? "" : "The database's pages are damaged in the table " + table + ": " + finding;
}

std::string foreign_schema(SqliteConnection& connection, const char* schema, const std::set<std::string>& optional)
{
    auto fresh = SqliteConnection::open(":memory:", SqliteConnection::Mode::Create);
    if (!fresh.ok() || !fresh.value().execute(schema).ok()) {
        return {}; // no memory for it: nothing to compare with
    }
    const auto wanted = defined_in(fresh.value());
    auto found = defined_in(connection);
    if (!wanted.ok() || !found.ok()) {
        return found.ok() ? "" : "The database's list of tables cannot be read: " + found.error().message;
    }
    for (const auto& [name, text] : wanted.value()) {
        const auto there = found.value().find(name);
        if (there == found.value().end()) {
            if (!name.starts_with("table ") || !optional.contains(name.substr(6))) {
                return "The database lacks its " + name + ".";
            }
        } else if (there->second != text) {
            return "The database's " + name + " is not as it was made.";
        } else {
            found.value().erase(there);
        }
    }
    return found.value().empty()
        ? ""
        : "The database holds something that does not belong there: " + found.value().begin()->first + ".";
}

}
