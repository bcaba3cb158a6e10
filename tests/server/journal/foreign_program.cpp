// SPDX-License-Identifier: Apache-2.0
#include "tests/server/journal/foreign_program.h"

#include "shared/core/result.h"

#include <sqlite3.h>

#include <fstream>
#include <iterator>

namespace watchfloor {

void run_foreign_sql(const std::filesystem::path& database, const std::string& statements)
{
    sqlite3* handle = nullptr;
    VERIFY(sqlite3_open_v2(database.c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK);
    char* message = nullptr;
    if (sqlite3_exec(handle, statements.c_str(), nullptr, nullptr, &message) != SQLITE_OK) {
        std::fprintf(stderr, "%s: %s\n", statements.c_str(), message);
        std::abort();
    }
    VERIFY(sqlite3_wal_checkpoint_v2(handle, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr) == SQLITE_OK);
    VERIFY(sqlite3_close(handle) == SQLITE_OK);
}

void run_foreign_sql_beside(const std::filesystem::path& database, const std::string& statements)
{
    sqlite3* handle = nullptr;
    VERIFY(sqlite3_open_v2(database.c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK);
    sqlite3_busy_timeout(handle, 10'000);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    VERIFY(sqlite3_exec(handle, ("PRAGMA wal_autocheckpoint=0; " + statements).c_str(), nullptr, nullptr, nullptr)
        == SQLITE_OK);
    VERIFY(sqlite3_close(handle) == SQLITE_OK);
}

std::string foreign_value(const std::filesystem::path& database, const std::string& query)
{
    sqlite3* handle = nullptr;
    VERIFY(sqlite3_open_v2(database.c_str(), &handle, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK);
    sqlite3_busy_timeout(handle, 2000);
    std::string value;
    const auto keep_first = [](void* into, int columns, char** texts, char**) {
        *static_cast<std::string*>(into) = columns > 0 && texts[0] != nullptr ? texts[0] : "";
        return 0;
    };
    VERIFY(sqlite3_exec(handle, query.c_str(), keep_first, &value, nullptr) == SQLITE_OK);
    VERIFY(sqlite3_close(handle) == SQLITE_OK);
    return value;
}

std::string foreign_dump(const std::filesystem::path& database)
{
    run_foreign_sql(database, "SELECT 1");
    std::ifstream stream { database, std::ios::binary };
    return { std::istreambuf_iterator<char> { stream }, {} };
}

void foreign_restore(const std::filesystem::path& database, const std::string& bytes)
{
    std::filesystem::remove(database.string() + "-wal");
    std::filesystem::remove(database.string() + "-shm");
    std::ofstream { database, std::ios::binary | std::ios::trunc } << bytes;
}

void damage_page_of(const std::filesystem::path& database, const std::string& name)
{
    constexpr std::size_t kPage = 4096;
    const std::string page = foreign_value(database, "SELECT rootpage FROM sqlite_master WHERE name = '" + name + "'");
    std::string bytes = foreign_dump(database);
    const std::size_t at = (std::stoul(page) - 1) * kPage;
    VERIFY(at > 0 && at + kPage <= bytes.size());
    foreign_restore(database, bytes.replace(at, 64, std::string(64, '\x5a')));
}

}
