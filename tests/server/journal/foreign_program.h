// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace watchfloor {

// What somebody else's program does to a database file at rest.
void run_foreign_sql(const std::filesystem::path& database, const std::string& statements);

// The same beside whoever has the file open, to whom the log is left.
void run_foreign_sql_beside(const std::filesystem::path& database, const std::string& statements);

// The first value that a query yields, read beside whoever else has the file open.
std::string foreign_value(const std::filesystem::path& database, const std::string& query);

// The file's bytes with nothing left in its log, and their return.
std::string foreign_dump(const std::filesystem::path& database);
void foreign_restore(const std::filesystem::path& database, const std::string& bytes);

// Overwrites the start of the page that a table or an index begins with.
void damage_page_of(const std::filesystem::path& database, const std::string& name);

}
