// SPDX-License-Identifier: Apache-2.0
#include "server/journal/revocation_list.h"

#include "server/journal/durable_file.h"

#include <fstream>
#include <optional>
#include <utility>

namespace watchfloor {
namespace {

const std::string kToken = "token ";
const std::string kDisabled = "disabled ";
const std::string kEnabled = "enabled ";
const std::string kPassword = "password "; // and its mark, before the user
const std::string kEndOfLine = " .";       // what a crash has torn does not end so

std::optional<std::string> rest_after(const std::string& line, const std::string& word)
{
    return line.starts_with(word) && line.size() > word.size() ? std::optional { line.substr(word.size()) }
                                                               : std::nullopt;
}

}

std::filesystem::path RevocationList::beside(const std::filesystem::path& database)
{
    return database.parent_path() / "revocations";
}

Result<RevocationList> RevocationList::open(std::filesystem::path file)
{
    std::error_code failed;
    if (!std::filesystem::exists(file, failed) && !failed) {
        RETURN_IF_ERROR(append_lines(file, {}));
    }
    return read(std::move(file));
}

Result<RevocationList> RevocationList::read(std::filesystem::path file)
{
    RevocationList list { std::move(file) };
    std::error_code failed;
    if (!std::filesystem::exists(list.file_, failed) && !failed) {
        return list;
    }
    std::ifstream stream { list.file_ };
    for (std::string line; std::getline(stream, line);) {
        if (line.ends_with(kEndOfLine)) {
            list.take(line.substr(0, line.size() - kEndOfLine.size()));
        }
    }
    if (stream.bad() || !stream.eof()) {
        return Error { ErrorCode::Unavailable,
            "The list of revocations " + list.file_.string() + " cannot be read: look at the disk and its rights." };
    }
    return list;
}

void RevocationList::take(const std::string& line)
{
    if (const auto token = rest_after(line, kToken)) {
        listed_.tokens.insert(TokenId { *token });
    } else if (const auto disabled = rest_after(line, kDisabled)) {
        listed_.users[UserId { *disabled }] = true;
    } else if (const auto enabled = rest_after(line, kEnabled)) {
        listed_.users[UserId { *enabled }] = false;
    } else if (const auto password = rest_after(line, kPassword)) {
        const auto space = password->find(' ');
        if (space != std::string::npos && space + 1 < password->size()) {
            const UserId user { password->substr(space + 1) };
            listed_.passwords[user] = password->substr(0, space);
            marks_[user].insert(password->substr(0, space));
        }
    }
}

bool RevocationList::disabled(const UserId& user) const
{
    const auto found = listed_.users.find(user);
    return found != listed_.users.end() && found->second;
}

bool RevocationList::replaced(const UserId& user, const std::string& mark) const
{
    const auto found = listed_.passwords.find(user);
    return found != listed_.passwords.end() && found->second != mark
        && (mark.empty() || marks_.at(user).contains(mark));
}

Result<void> RevocationList::bring_up_to(const Revocations& now)
{
    std::string lines;
    for (const TokenId& token : now.tokens) {
        lines += revoked(token) ? "" : kToken + token.text + kEndOfLine + "\n";
    }
    for (const auto& [user, is_disabled] : now.users) {
        lines += is_disabled == disabled(user) ? ""
                                               : (is_disabled ? kDisabled : kEnabled) + user.text + kEndOfLine + "\n";
    }
    for (const auto& [user, mark] : now.passwords) {
        const auto found = listed_.passwords.find(user);
        const bool known = found != listed_.passwords.end() && found->second == mark;
        lines += known ? "" : kPassword + mark + " " + user.text + kEndOfLine + "\n";
    }
    if (lines.empty()) {
        return {};
    }
    RETURN_IF_ERROR(append_lines(file_, lines));
    ASSIGN_OR_RETURN(*this, read(file_));
    return {};
}

}
