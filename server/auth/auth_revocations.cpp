// SPDX-License-Identifier: Apache-2.0
// What keeps out of a restored journal whom the lost one had shut out.
#include "server/auth/auth.h"

#include "server/auth/token_text.h"
#include "server/journal/secret_names.h"

namespace watchfloor {
namespace {

Actor restoring()
{
    Actor actor;
    actor.user = UserId { "system" };
    actor.system = true;
    return actor;
}

}

// A list that is there and cannot be read may name whom this journal would let in: then nobody is let in. One that
// cannot be made only lacks until the disk takes something again.
Result<void> Auth::load_revocations()
{
    if (revocations_file_.empty()) {
        return {};
    }
    std::error_code failed;
    const bool present = std::filesystem::exists(revocations_file_, failed) || failed;
    auto opened = RevocationList::open(revocations_file_);
    if (!opened.ok()) {
        return present ? Result<void> { opened.error() } : Result<void> {};
    }
    revocations_ = std::move(opened).value();
    RETURN_IF_ERROR(revoke_again());
    list_revocations();
    return {};
}

// What the list says and this journal does not: it is a backup that was restored, or a folder of before that was put
// in place. The journal then says so too.
Result<void> Auth::revoke_again()
{
    const auto state = main_.state();
    std::vector<Command> commands;
    state->tokens.for_each([&](const TokenId& id, const Token& token) {
        if (!token.revoked && revocations_->revoked(id)) {
            Token revoked = token;
            revoked.revoked = true;
            commands.emplace_back(SetToken { std::move(revoked) });
        }
    });
    state->users.for_each([&](const UserId& id, const User& user) {
        if (!user.disabled && revocations_->disabled(id)) {
            User disabled = user;
            disabled.disabled = true;
            commands.emplace_back(SetUser { std::move(disabled) });
        }
    });
    for (const Command& command : commands) {
        auto done = execute(command, restoring());
        if (!done.ok() && done.error().code == ErrorCode::Conflict) {
            // The last administrator, or the last who lets others in, that this journal knows: somebody without a
            // password takes the place, whom the machine's owner gives one.
            User stand_in;
            stand_in.id = UserId { random_id("u-") };
            stand_in.name = "restored " + stand_in.id.text;
            stand_in.roles = { SystemRole::Administrator, SystemRole::IncidentManager };
            RETURN_IF_ERROR(execute(SetUser { std::move(stand_in) }, restoring()));
            done = execute(command, restoring());
        }
        RETURN_IF_ERROR(done);
    }
    Extras extras;
    ASSIGN_OR_RETURN(const auto passwords, store_.secrets_with_prefix(kPasswordSecret));
    for (const Secret& password : passwords) {
        const UserId user { password.name.substr(kPasswordSecret.size()) };
        ASSIGN_OR_RETURN(const auto mark, store_.secret(password_mark(user)));
        if (revocations_->replaced(user, mark.value_or(""))) {
            extras.secrets.push_back({ password.name, std::nullopt });
            extras.secrets.push_back({ password_mark(user), std::nullopt });
        }
    }
    at_opening_.revoked = commands.size() + extras.secrets.size() / 2;
    return extras.secrets.empty() ? Result<void> {} : store_.append(main_.journal(), {}, extras);
}

// Whatever led to it: the list follows the state. What cannot be listed now is listed by a later call.
void Auth::list_revocations()
{
    const std::lock_guard lock(revocations_mutex_);
    const auto state = main_.state();
    if (revocations_file_.empty() || (revocations_ && revocations_seq_ == state->seq)) {
        return;
    }
    if (!revocations_) {
        auto opened = RevocationList::open(revocations_file_);
        if (!opened.ok()) {
            return;
        }
        revocations_ = std::move(opened).value();
    }
    Revocations now;
    state->tokens.for_each([&](const TokenId& id, const Token& token) {
        if (token.revoked) {
            now.tokens.insert(id);
        }
    });
    state->users.for_each([&](const UserId& id, const User& user) { now.users.emplace(id, user.disabled); });
    const auto marks = store_.secrets_with_prefix(kPasswordMark);
    for (const Secret& mark : marks.ok() ? marks.value() : std::vector<Secret> {}) {
        now.passwords.emplace(UserId { mark.name.substr(kPasswordMark.size()) }, mark.value);
    }
    if (marks.ok() && revocations_->bring_up_to(now).ok()) {
        revocations_seq_ = state->seq;
    }
}

std::string told_of_older_journal(std::uint64_t texts_erased, const AtOpening& done)
{
    if (texts_erased + done.sessions + done.revoked == 0) {
        return {};
    }
    return "the journal is older than the lists beside it, as after a restore: erased texts that were erased again: "
        + std::to_string(texts_erased) + "; sessions ended: " + std::to_string(done.sessions)
        + "; tokens, users and passwords revoked again: " + std::to_string(done.revoked);
}

}
