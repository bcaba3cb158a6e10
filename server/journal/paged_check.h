// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/sqlite.h"

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace watchfloor {

// A statement that looks at rows in the order of a key, a page at a time, so that no transaction spans a table. It
// binds the key of the last row seen, a parameter for each of its columns, and then how many rows to look at; it
// yields the key of each row, and then what is wrong with it or NULL.
struct PagedCheck {
    const char* table = ""; // the one it walks; passed over where there is none yet
    const char* key = "";   // the columns of the key: 'i' for a number, 't' for a text
    const char* sql = "";
};

// Asked before each page with no transaction open; false: give up.
using GoOn = std::function<bool()>;

struct PagedFindings {
    std::vector<std::string> defects {}; // the first of each check
    bool given_up = false;
};

// Walks all rows of each check. Whatever prevents reading is a defect.
void run_paged(SqliteConnection& connection, const PagedCheck& check, const GoOn& go_on, PagedFindings& findings);

// What SQLite's own check says of a table and its indexes; empty: nothing, or there is none.
std::string check_table(SqliteConnection& connection, const std::string& table);

// Tables, indexes and triggers that are not those of `schema`, a script that makes them; tables that may be missing
// are named by `optional`. Empty: none.
std::string foreign_schema(
    SqliteConnection& connection, const char* schema, const std::set<std::string>& optional = {});

}
