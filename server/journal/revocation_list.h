// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/result.h"

#include <filesystem>
#include <map>
#include <set>
#include <string>

namespace watchfloor {

// Who may not come in any more, at one moment.
struct Revocations {
    std::set<TokenId> tokens {};                // revoked; walls are tokens too
    std::map<UserId, bool> users {};            // whether disabled
    std::map<UserId, std::string> passwords {}; // the mark of the password in force (secret_names.h)
};

// What was revoked, as a text file of its own beside the list of erasures, outside the database and its backups: a
// backup still lets in whom it knew, and this list keeps them out again. One line for each token that was revoked,
// user who was disabled or enabled, and password that was set; of a user the last line counts. One thread at a time.
class RevocationList {
public:
    static std::filesystem::path beside(const std::filesystem::path& database);

    // Makes the file where it is missing. Unavailable: it cannot be read or made.
    static Result<RevocationList> open(std::filesystem::path file);
    // Only for reading; a file that is missing lists nothing.
    static Result<RevocationList> read(std::filesystem::path file);

    bool revoked(const TokenId& token) const { return listed_.tokens.contains(token); }
    bool disabled(const UserId& user) const;
    // Whether another password was set after the one with this mark. Without a mark it is of before there were any.
    bool replaced(const UserId& user, const std::string& mark) const;
    const Revocations& listed() const { return listed_; }

    // Appends what the list does not say yet, and syncs.
    Result<void> bring_up_to(const Revocations& now);

private:
    explicit RevocationList(std::filesystem::path file) : file_(std::move(file)) { }

    void take(const std::string& line);

    std::filesystem::path file_;
    Revocations listed_ {};
    std::map<UserId, std::set<std::string>> marks_ {}; // all that there were
};

}
