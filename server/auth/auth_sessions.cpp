// SPDX-License-Identifier: Apache-2.0
// Sessions of Auth: how they are kept and how they end.
#include "server/auth/auth.h"

#include "server/auth/token_text.h"
#include "server/journal/secret_names.h"
#include "shared/domain/contains.h"
#include "shared/wire/fields/fields_json.h"

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

Actor signing_out(const UserId& user)
{
    Actor actor;
    actor.user = user;
    actor.system = true;
    return actor;
}

}

// A list that is there and cannot be read might hold who signed out: then nobody comes in by a session.
// One that cannot be made only lacks until the disk takes something again.
Result<void> Auth::open_sign_outs()
{
    if (sign_outs_file_.empty()) {
        return {};
    }
    std::error_code failed;
    const bool present = std::filesystem::exists(sign_outs_file_, failed) || failed;
    auto opened = SignOutList::open(sign_outs_file_);
    if (opened.ok()) {
        sign_outs_ = std::move(opened).value();
        return {};
    }
    return present ? Result<void> { opened.error() } : Result<void> {};
}

// A journal whose mark is another than the list's is of before a session ended, or of elsewhere: which of its sessions
// are over nobody knows any more, so all are. A mark is simpler than a list of all that ended: it stays one line however
// many sign out, and whoever is signed in stays so unless somebody else's session ended since. After a crash between the
// two writes everybody signs in again.
Result<void> Auth::compare_marks()
{
    if (sign_outs_file_.empty()) {
        return {};
    }
    ASSIGN_OR_RETURN(const auto stored, store_.secret(kSignOutMark));
    mark_ = stored.value_or("");
    return mark_ == (sign_outs_ ? sign_outs_->mark() : "") ? Result<void> {} : end_what_may_be_revived();
}

Result<void> Auth::end_what_may_be_revived()
{
    revived_.emplace();
    for (const std::string_view prefix : { kSessionSecret, kLinkSecret }) {
        ASSIGN_OR_RETURN(const auto found, store_.secrets_with_prefix(prefix));
        for (const Secret& secret : found) {
            revived_->push_back({ secret.name, std::nullopt });
        }
        at_opening_.sessions += prefix == kSessionSecret ? found.size() : 0;
    }
    write_mark();
    return {};
}

// What cannot be written now is by a later call. Until then the marks differ, and a start ends the sessions again.
void Auth::write_mark()
{
    if (revived_) {
        Extras extras;
        extras.secrets = *revived_;
        const std::string mark = random_secret();
        extras.secrets.push_back({ std::string(kSignOutMark), mark });
        if (!store_.append(main_.journal(), {}, extras).ok()) {
            return;
        }
        revived_.reset();
        mark_ = mark;
    }
    if (sign_outs_ && sign_outs_->mark() != mark_) {
        [[maybe_unused]] const auto written = sign_outs_->set_mark(mark_);
    }
}

Result<void> Auth::load_sessions()
{
    if (revived_) { // and the store has them still
        return {};
    }
    ASSIGN_OR_RETURN(const auto sessions, store_.secrets_with_prefix(kSessionSecret));
    for (const Secret& secret : sessions) {
        auto session = from_canonical_text<Session>(secret.value);
        if (!session.ok()) {
            continue;
        }
        const std::string digest = secret.name.substr(kSessionSecret.size());
        if (sign_outs_ && (sign_outs_->everybody() || contains(sign_outs_->found(), digest))) {
            unwritten_.push_back({ session.value().user, digest });
            continue;
        }
        // An older version did not store it: it counts from now.
        if (session.value().used_at == Timestamp {}) {
            session.value().used_at = clock_.now();
        }
        sessions_.put(digest, std::move(session).value());
    }
    return {};
}

std::optional<Principal> Auth::principal_of_session(
    const std::string& digest, const std::optional<Session>& session) const
{
    if (!session) {
        return std::nullopt;
    }
    Principal principal;
    principal.kind = Principal::Kind::Session;
    principal.user = session->user;
    principal.session_id = digest;
    return still_valid(principal, *main_.state(), clock_.now()) ? std::optional { principal } : std::nullopt;
}

std::optional<Principal> Auth::by_session(const std::string& secret)
{
    const std::string digest = secret_digest(secret);
    return principal_of_session(digest, sessions_.use(digest, clock_.now()));
}

Result<std::uint64_t> Auth::sign_out(const Principal& principal)
{
    VERIFY(principal.kind == Principal::Kind::Session);
    const std::lock_guard lock(stored_sessions_mutex_);
    end(principal.session_id);
    return record_sign_out(principal.user, { principal.session_id });
}

Result<std::uint64_t> Auth::sign_out_everywhere(const Principal& principal)
{
    VERIFY(principal.kind == Principal::Kind::Session);
    const std::lock_guard lock(stored_sessions_mutex_);
    const auto digests = sessions_.of_user(principal.user);
    for (const std::string& digest : digests) {
        end(digest);
    }
    return record_sign_out(principal.user, digests);
}

Result<std::uint64_t> Auth::record_sign_out(const UserId& user, const std::vector<std::string>& digests)
{
    std::vector<SecretChange> secrets;
    for (const std::string& digest : digests) {
        secrets.push_back({ session_secret(digest), std::nullopt });
    }
    const auto outcome = execute(RecordSignOut { user }, signing_out(user), std::move(secrets));
    if (!outcome.ok()) {
        keep_unwritten(user, digests);
        return outcome.error();
    }
    return outcome.value().last_seq;
}

void Auth::keep_unwritten(const UserId& user, const std::vector<std::string>& digests)
{
    for (const std::string& digest : digests) {
        unwritten_.push_back({ user, digest });
        if (sign_outs_) {
            // Where this fails too, what is in memory is written once something can be.
            [[maybe_unused]] const auto listed = sign_outs_->add(digest);
        }
    }
}

// Tells the journal, once it can be written, who signed out meanwhile; and the list, what it lacks.
void Auth::write_unwritten()
{
    const std::lock_guard lock(stored_sessions_mutex_);
    if (!sign_outs_ && !sign_outs_file_.empty()) {
        // It is tried again at the next call.
        [[maybe_unused]] const auto opened = open_sign_outs();
    }
    while (!unwritten_.empty()) {
        const Unwritten& next = unwritten_.back();
        const auto outcome = execute(
            RecordSignOut { next.user }, signing_out(next.user), { { session_secret(next.digest), std::nullopt } });
        if (!outcome.ok() && outcome.error().code == ErrorCode::Unavailable) {
            return;
        }
        unwritten_.pop_back();
    }
    if (sign_outs_) {
        // A line too many only names a session that is no more.
        [[maybe_unused]] const auto cleared = sign_outs_->clear();
    }
    if (!sign_outs_file_.empty()) {
        write_mark();
    }
}

std::vector<SecretChange> Auth::forgetting_sessions(const UserId& user, const std::string& but) const
{
    std::vector<SecretChange> secrets;
    for (const std::string& digest : sessions_.of_user(user)) {
        if (digest != but) {
            secrets.push_back({ session_secret(digest), std::nullopt });
        }
    }
    return secrets;
}

// In memory: in the store they were forgotten together with what ended them.
void Auth::end_sessions(const UserId& user, const std::string& but)
{
    for (const std::string& digest : sessions_.of_user(user)) {
        if (digest == but) {
            continue;
        }
        end(digest);
    }
    // A token acts as the user who made it, and so do its streams.
    main_.state()->tokens.for_each([&](const TokenId& id, const Token& token) {
        if (but.empty() && token.created_by == user && !token.wall && ended_) {
            ended_(std::string(kTokenSession) + id.text);
        }
    });
}

void Auth::end(const std::string& session_id)
{
    sessions_.erase(session_id);
    if (ended_) {
        ended_(session_id);
    }
}

// A token is checked when a stream begins, and may run out while it is open.
void Auth::end_streams_of_expired_tokens(Timestamp now)
{
    const Timestamp since = std::exchange(tokens_tended_at_, now);
    main_.state()->tokens.for_each([&](const TokenId& id, const Token& token) {
        if (token.expires_at && *token.expires_at > since && *token.expires_at <= now && ended_) {
            ended_(std::string(kTokenSession) + id.text);
        }
    });
}

// Ends what is over and stores when the others were used last.
void Auth::tend_sessions()
{
    const std::lock_guard lock(stored_sessions_mutex_);
    Extras extras;
    for (const std::string& digest : sessions_.expired(clock_.now())) {
        end(digest);
        // Or a restart with the clock set back would revive it.
        extras.secrets.push_back({ session_secret(digest), std::nullopt });
    }
    if (store_.writable()) {
        for (const auto& [digest, session] : sessions_.take_uses()) {
            extras.secrets.push_back({ session_secret(digest), to_json_text(session) });
        }
    }
    if (!extras.secrets.empty()) {
        // An old session is ended anew after a restart, and a use is stored again some minutes later.
        [[maybe_unused]] const auto written = store_.append(main_.journal(), {}, extras);
    }
}

}
