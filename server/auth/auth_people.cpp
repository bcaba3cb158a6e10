// SPDX-License-Identifier: Apache-2.0
// Users, passwords and tokens of Auth.
#include "server/auth/auth.h"

#include "server/auth/password_rules.h"
#include "server/auth/token_text.h"
#include "server/journal/secret_names.h"
#include "server/sources/declare_source.h"
#include "shared/domain/decide/decide.h"
#include "shared/domain/input_text.h"
#include "shared/wire/entries/entry_codec.h"

#include <algorithm>
#include <iterator>

namespace watchfloor {
namespace {

// Alerts with equal labels are one across the sources of a domain; what nobody divided is one domain.
constexpr std::string_view kMonitoringDomain = "monitoring";

SetToken set_token(const NewToken& wanted, const Actor& by)
{
    SetToken set;
    set.diagonal_inches = wanted.diagonal_inches;
    set.distance_centimetres = wanted.distance_centimetres;
    Token& token = set.token;
    token.id = TokenId { random_id(wanted.wall ? "wall-" : "tok-") };
    token.name = wanted.name;
    token.scopes = wanted.scopes;
    token.wall = wanted.wall;
    token.created_by = by.user;
    token.expires_at = wanted.expires_at;
    return set;
}

void add_to(std::vector<SecretChange>& changes, std::vector<SecretChange> more)
{
    changes.insert(changes.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}

Result<std::vector<SecretChange>> Auth::new_password(const UserId& user, const std::string& password)
{
    ASSIGN_OR_RETURN(auto hash, hasher_.hash(password));
    return std::vector<SecretChange> { { password_secret(user), std::move(hash) },
        { password_mark(user), random_secret() } };
}

// Who reads a name must know who is meant: one that only looks like another's is as good as a forged signature.
Result<void> Auth::check_new_name(const std::string& name, const UserId& own) const
{
    std::string alike;
    main_.state()->users.for_each([&](const UserId& id, const User& user) {
        if (id != own && !user.name.empty() && looks_alike(user.name, name)) {
            alike = user.name;
        }
    });
    if (alike.empty()) {
        return {};
    }
    return Error { ErrorCode::Conflict,
        "The name could be taken for that of the user " + alike
            + "; choose one that reads differently, as with another given name or the team." };
}

Result<Outcome> Auth::add_user(const NewUser& wanted, const Actor& by)
{
    User user;
    user.id = UserId { random_id("u-") };
    user.name = wanted.name;
    user.roles = wanted.roles;
    std::vector<SecretChange> secrets;
    if (!wanted.password.empty()) {
        RETURN_IF_ERROR(check_password(wanted.password, user));
        ASSIGN_OR_RETURN(secrets, new_password(user.id, wanted.password));
    }
    const std::string id = user.id.text;
    // After the hash, which takes a while: of two who are given one name at the same time the second is refused.
    const auto lock = main_.hold_entities();
    if (user_named(wanted.name)) {
        return Error { ErrorCode::Conflict, "There is a user of this name already; choose another." };
    }
    RETURN_IF_ERROR(check_new_name(wanted.name));
    ASSIGN_OR_RETURN(Outcome outcome, execute(SetUser { std::move(user) }, by, std::move(secrets)));
    list_revocations();
    outcome.created = id;
    return outcome;
}

Result<Outcome> Auth::change_user(const UserId& id, const std::function<void(User&)>& change, const Actor& by)
{
    const std::lock_guard lock(stored_sessions_mutex_);
    const auto entities = main_.hold_entities();
    const auto state = main_.state();
    const User* present = state->users.find(id);
    if (present == nullptr) {
        return Error { ErrorCode::NotFound, "There is no such user; see the list of users." };
    }
    User user = *present;
    change(user);
    const auto other = user_named(user.name);
    if (other && other->id != id) {
        return Error { ErrorCode::Conflict, "There is a user of this name already; choose another." };
    }
    if (user.name != present->name) {
        RETURN_IF_ERROR(check_new_name(user.name, id));
    }
    const bool disabled = user.disabled;
    ASSIGN_OR_RETURN(const Outcome outcome,
        execute(SetUser { std::move(user) }, by, disabled ? forgetting_sessions(id) : std::vector<SecretChange> {}));
    if (disabled) {
        end_sessions(id);
    }
    list_revocations();
    return outcome;
}

Result<void> Auth::set_password(const UserId& user, const std::string& password, const Actor& by)
{
    const auto state = main_.state();
    const User* present = state->users.find(user);
    if (present == nullptr) {
        return Error { ErrorCode::NotFound, "There is no such user; see the list of users." };
    }
    RETURN_IF_ERROR(check_password(password, *present));
    ASSIGN_OR_RETURN(std::vector<SecretChange> secrets, new_password(user, password));
    const std::lock_guard lock(stored_sessions_mutex_);
    // Making the hash took a while: the account may have been changed meanwhile.
    const auto latest = main_.state();
    const User* account = latest->users.find(user);
    VERIFY(account != nullptr);
    add_to(secrets, forgetting_sessions(user));
    // Recorded as a change of the user: who set whose password, and when.
    ASSIGN_OR_RETURN(
        [[maybe_unused]] const Outcome outcome, execute(SetUser { *account, true }, by, std::move(secrets)));
    end_sessions(user);
    list_revocations();
    return {};
}

// Whoever holds a session, perhaps at a desk that somebody left, must not find out the password by it. Every try counts,
// also a right one: each makes hashes, for which those who sign in wait.
Result<void> Auth::check_present_password(
    const Principal& asking, const User& user, const std::string& given, const std::string& address)
{
    const Timestamp now = clock_.now();
    const auto wait = own_password_throttle_.wait(asking.user.text, asking.session_id, now);
    if (wait > Millis { 0 }) {
        return Error { ErrorCode::TooMany, wait_sentence(wait) };
    }
    own_password_throttle_.failed(asking.user.text, asking.session_id, now);
    ASSIGN_OR_RETURN(const auto stored, store_.secret(password_secret(asking.user)));
    if (!stored) {
        return {};
    }
    ASSIGN_OR_RETURN(const bool matches, hasher_.matches(given, *stored));
    if (!matches) {
        record_refusal(user.name, address, now);
        return Error { ErrorCode::Forbidden, "The present password is wrong; type it again." };
    }
    return {};
}

Result<void> Auth::change_own_password(
    const Principal& asking, const PasswordChange& change, const std::string& address)
{
    const auto state = main_.state();
    const User* present = state->users.find(asking.user);
    VERIFY(present != nullptr); // the guard let a signed-in user through
    // First, since it makes no hash; so it tells nothing of the present one either.
    RETURN_IF_ERROR(check_password(change.wanted, *present));
    RETURN_IF_ERROR(check_present_password(asking, *present, change.present, address));
    ASSIGN_OR_RETURN(std::vector<SecretChange> secrets, new_password(asking.user, change.wanted));
    Actor actor;
    actor.user = asking.user;
    actor.system = true; // everybody may change their own password, and nothing else of the account
    const std::lock_guard lock(stored_sessions_mutex_);
    if (!by_session_id(asking.session_id)) { // disabled meanwhile, or somebody else set the password
        return Error { ErrorCode::Unauthorised, "You were signed out meanwhile; sign in again." };
    }
    const auto latest = main_.state();
    const User* account = latest->users.find(asking.user);
    VERIFY(account != nullptr);
    add_to(secrets, forgetting_sessions(asking.user, asking.session_id));
    ASSIGN_OR_RETURN(
        [[maybe_unused]] const Outcome outcome, execute(SetUser { *account, true }, actor, std::move(secrets)));
    end_sessions(asking.user, asking.session_id);
    list_revocations();
    return {};
}

bool Auth::administers(const Principal& principal) const
{
    return principal.may("admin") && actor_of(principal, *main_.state()).has(SystemRole::Administrator);
}

// A token for a source that has not delivered yet makes the source known, so that its silence is seen.
std::vector<Source> Auth::new_sources(const std::vector<std::string>& scopes) const
{
    std::vector<Source> sources;
    for (const std::string& scope : scopes) {
        constexpr std::string_view kIntake = "intake:";
        const SourceId id { scope.starts_with(kIntake) ? scope.substr(kIntake.size()) : std::string {} };
        if (id.empty() || main_.state()->sources.contains(id)) {
            continue;
        }
        Source source;
        source.id = id;
        source.kind = parse_enum<SourceKind>(id.text).value_or(SourceKind::Json);
        source.domain = kMonitoringDomain;
        sources.push_back(std::move(source));
    }
    return sources;
}

Result<void> Auth::check_new_token(const NewToken& wanted, const Actor& by) const
{
    State then = *main_.state();
    for (const Source& source : new_sources(wanted.scopes)) {
        then.sources.set(source.id, source);
    }
    RETURN_IF_ERROR(decide(then, set_token(wanted, by), { .now = clock_.now(), .actor = by }));
    return {};
}

Result<MadeToken> Auth::make_token(const NewToken& wanted, const Actor& by)
{
    // Asked before anything is written: a token that is refused leaves no source behind.
    RETURN_IF_ERROR(check_new_token(wanted, by));
    SetToken set = set_token(wanted, by);
    MadeToken made;
    made.id = set.token.id;
    made.text = make_token_text();
    for (const Source& source : new_sources(wanted.scopes)) {
        RETURN_IF_ERROR(declare_source(main_, source, by));
    }
    std::vector<std::string> digests { secret_digest(made.text) };
    if (std::any_of(wanted.scopes.begin(), wanted.scopes.end(),
            [](const auto& scope) { return scope.starts_with("intake:"); })) {
        made.routing_key = routing_key_of(made.text);
        digests.push_back(secret_digest(made.routing_key));
    }
    std::vector<SecretChange> secrets;
    for (const std::string& digest : digests) {
        secrets.push_back({ token_secret(digest), made.id.text });
    }
    ASSIGN_OR_RETURN(const Outcome outcome, execute(std::move(set), by, std::move(secrets)));
    made.seq = outcome.last_seq;
    for (const std::string& digest : digests) {
        tokens_.put(digest, made.id);
    }
    return made;
}

Result<Outcome> Auth::change_token(const TokenId& id, const std::function<void(Token&)>& change, const Actor& by)
{
    const auto lock = main_.hold_entities();
    const auto state = main_.state();
    const Token* present = state->tokens.find(id);
    if (present == nullptr) {
        return Error { ErrorCode::NotFound, "There is no such token; see the list of tokens." };
    }
    Token token = *present;
    change(token);
    return execute(SetToken { std::move(token) }, by);
}

Result<Outcome> Auth::revoke_token(const TokenId& id, const Actor& by)
{
    ASSIGN_OR_RETURN(const Outcome outcome,
        change_token(
            id, [](Token& token) { token.revoked = true; }, by));
    Extras extras;
    for (const std::string& digest : tokens_.erase(id)) {
        extras.secrets.push_back({ token_secret(digest), std::nullopt });
    }
    // The journal already says it is revoked: the digests are only tidied away.
    [[maybe_unused]] const auto written = store_.append(main_.journal(), {}, extras);
    end(std::string(kTokenSession) + id.text);
    list_revocations();
    return outcome;
}

Result<Outcome> Auth::rename_token(const TokenId& id, const std::string& name, const Actor& by)
{
    return change_token(
        id, [&](Token& token) { token.name = name; }, by);
}

std::optional<Timestamp> Auth::token_created_at(const TokenId& token) const
{
    ReadLimits first;
    first.entries = 1;
    const auto entries = store_.read_subject(main_.journal(), token.text, 0, first);
    if (!entries.ok() || entries.value().empty()) {
        return std::nullopt;
    }
    const auto head = decode_head(entries.value().front());
    return head.ok() ? std::optional { head.value().recorded_at } : std::nullopt;
}

}
