// SPDX-License-Identifier: Apache-2.0
#include "server/journal/restored_secrets.h"

#include "server/journal/secret_names.h"

#include <algorithm>
#include <string>

namespace watchfloor {
namespace {

struct StoredSecret {
    std::string name {};
    std::string value {};
};

Result<std::vector<StoredSecret>> secrets_named(SqliteConnection& connection, std::string_view prefix)
{
    std::vector<StoredSecret> found;
    SqliteQuery query { connection, "SELECT name, value FROM secrets WHERE substr(name, 1, length(?1)) = ?1" };
    query.text(prefix);
    while (query.step()) {
        found.push_back({ std::string { query.bytes_at(0) }, std::string { query.bytes_at(1) } });
    }
    RETURN_IF_ERROR(query.finish());
    return found;
}

Result<void> drop_secret(SqliteConnection& connection, const std::string& name)
{
    SqliteQuery remove { connection, "DELETE FROM secrets WHERE name = ?1" };
    return remove.text(name).run();
}

Result<void> drop_sessions(SqliteConnection& connection, DroppedSecrets& dropped)
{
    for (const std::string_view prefix : { kSessionSecret, kLinkSecret }) {
        ASSIGN_OR_RETURN(const auto found, secrets_named(connection, prefix));
        for (const StoredSecret& secret : found) {
            RETURN_IF_ERROR(drop_secret(connection, secret.name));
        }
        dropped.sessions += prefix == kSessionSecret ? found.size() : 0;
    }
    return {};
}

// Of a token for intake there are two digests.
Result<void> drop_tokens(SqliteConnection& connection, const RevocationList& list, DroppedSecrets& dropped)
{
    ASSIGN_OR_RETURN(const auto found, secrets_named(connection, kTokenSecret));
    for (const StoredSecret& secret : found) {
        const TokenId token { secret.value };
        if (!list.revoked(token)) {
            continue;
        }
        RETURN_IF_ERROR(drop_secret(connection, secret.name));
        if (std::find(dropped.tokens.begin(), dropped.tokens.end(), token) == dropped.tokens.end()) {
            dropped.tokens.push_back(token);
        }
    }
    return {};
}

Result<bool> knows_subject(SqliteConnection& connection, const std::string& subject)
{
    SqliteQuery query { connection,
        "SELECT 1 FROM entry_subjects WHERE subject = ?1 UNION SELECT 1 FROM fresh_subjects WHERE subject = ?1" };
    query.text(subject);
    const bool known = query.step();
    RETURN_IF_ERROR(query.finish());
    return known;
}

Result<void> drop_passwords(SqliteConnection& connection, const RevocationList& list, DroppedSecrets& dropped)
{
    ASSIGN_OR_RETURN(const auto passwords, secrets_named(connection, kPasswordSecret));
    ASSIGN_OR_RETURN(const auto marks, secrets_named(connection, kPasswordMark));
    for (const StoredSecret& password : passwords) {
        const UserId user { password.name.substr(kPasswordSecret.size()) };
        const auto mark = std::find_if(marks.begin(), marks.end(),
            [&](const StoredSecret& candidate) { return candidate.name == password_mark(user); });
        if (list.replaced(user, mark == marks.end() ? std::string {} : mark->value)) {
            RETURN_IF_ERROR(drop_secret(connection, password.name));
            RETURN_IF_ERROR(drop_secret(connection, password_mark(user)));
            dropped.passwords.push_back(user);
        }
    }
    return {};
}

}

Result<DroppedSecrets> drop_secrets(SqliteConnection& connection, const RevocationList& list)
{
    DroppedSecrets dropped;
    RETURN_IF_ERROR(drop_sessions(connection, dropped));
    RETURN_IF_ERROR(drop_tokens(connection, list, dropped));
    RETURN_IF_ERROR(drop_passwords(connection, list, dropped));
    for (const auto& [user, disabled] : list.listed().users) {
        ASSIGN_OR_RETURN(const bool known, knows_subject(connection, user.text));
        if (disabled && known) {
            dropped.users.push_back(user);
        }
    }
    return dropped;
}

}
