// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/sqlite_store.h"
#include "tests/server/journal/entry_maker.h"
#include "tests/support/main_journal.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>

namespace watchfloor {

// A store on a database of its own, with the journals "main" and "drill-1".
class SqliteStoreTest : public testing::Test {
protected:
    const JournalId kDrill { "drill-1" };

    SqliteStoreTest() { reopen(); }

    void reopen(SqliteOptions options = {})
    {
        store_.reset();
        auto opened = SqliteStore::open(database(), std::move(options));
        VERIFY(opened.ok());
        store_ = std::move(opened).value();
    }

    std::filesystem::path database() const { return folder_ / "journal.db"; }

    // Whether these bytes lie anywhere in the database or its log.
    bool on_disk(const std::string& needle) const
    {
        for (const char* suffix : { "", "-wal" }) {
            std::ifstream stream { database().string() + suffix, std::ios::binary };
            const std::string content { std::istreambuf_iterator<char> { stream }, {} };
            if (content.find(needle) != std::string::npos) {
                return true;
            }
        }
        return false;
    }

    TemporaryFolder folder_;
    std::unique_ptr<SqliteStore> store_;
};

}
