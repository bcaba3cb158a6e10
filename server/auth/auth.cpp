// SPDX-License-Identifier: Apache-2.0
#include "server/auth/auth.h"

#include "server/auth/token_text.h"
#include "server/journal/secret_names.h"
#include "shared/wire/fields/fields_json.h"

#include <algorithm>
#include <mutex>
#include <shared_mutex>

namespace watchfloor {
namespace {

struct LinkRecord {
    Timestamp expires_at {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("expires_at", self.expires_at);
    }
};

struct KnownAddresses {
    std::vector<SignInThrottle::Known> known {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("known", self.known);
    }
};

std::string folded(std::string name)
{
    std::transform(name.begin(), name.end(), name.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return name;
}

Actor system_as(const UserId& user)
{
    Actor actor;
    actor.user = user;
    actor.system = true;
    return actor;
}

const Error kNoSuchLink { ErrorCode::Unauthorised,
    "This sign-in link is used up or too old. Sign in with name and password (watchfloord user passwd sets one), or, "
    "while nobody has a password, start the server again for a new link." };

const Error kLinkNotNeeded { ErrorCode::Unauthorised,
    "This sign-in link has ended, because somebody has a password by now. Sign in with a name and a password: "
    "watchfloord user list names who there is, user passwd sets a password, and user add --role administrator makes "
    "somebody who sets up people, sources, services, bridges and walls." };

}

Result<std::unique_ptr<Auth>> Auth::open(Store& store, Sequencer& main, Clock& clock, const AuthOptions& options)
{
    std::unique_ptr<Auth> auth(new Auth(store, main, clock, options));
    RETURN_IF_ERROR(auth->load());
    return auth;
}

Result<void> Auth::load()
{
    RETURN_IF_ERROR(load_revocations());
    RETURN_IF_ERROR(open_sign_outs());
    RETURN_IF_ERROR(compare_marks());
    RETURN_IF_ERROR(load_sessions());
    RETURN_IF_ERROR(load_tokens());
    return load_known_addresses();
}

Result<void> Auth::load_tokens()
{
    ASSIGN_OR_RETURN(const auto tokens, store_.secrets_with_prefix(kTokenSecret));
    for (const Secret& secret : tokens) {
        const TokenId token { secret.value };
        tokens_.put(secret.name.substr(kTokenSecret.size()), token);
        ASSIGN_OR_RETURN(const auto used, store_.remembered(token_use_name(token)));
        if (const auto at = parse_timestamp(used.value_or("")); at.ok()) {
            tokens_.load_use(token, at.value());
        }
    }
    return {};
}

Result<void> Auth::load_known_addresses()
{
    std::vector<UserId> users;
    main_.state()->users.for_each([&](const UserId& id, const User&) { users.push_back(id); });
    for (const UserId& user : users) {
        ASSIGN_OR_RETURN(const auto text, store_.remembered(signed_in_from_name(user)));
        if (auto record = from_canonical_text<KnownAddresses>(text.value_or("")); record.ok()) {
            throttle_.load_known(user.text, std::move(record).value().known);
        }
    }
    return {};
}

// Whatever ends sessions comes through here, with stored_sessions_mutex_ held. The mark goes with it.
Result<Outcome> Auth::execute(Command command, const Actor& by, std::vector<SecretChange> secrets)
{
    const bool ends_sessions = std::any_of(secrets.begin(), secrets.end(),
        [](const SecretChange& change) { return !change.value && change.name.starts_with(kSessionSecret); });
    const std::string mark = ends_sessions ? random_secret() : std::string {};
    if (ends_sessions) {
        secrets.push_back({ std::string(kSignOutMark), mark });
    }
    Submission submission;
    submission.command = std::move(command);
    submission.actor = by;
    submission.secrets = std::move(secrets);
    auto outcome = main_.execute(std::move(submission));
    if (outcome.ok() && outcome.value().first_seq == 0) { // it was so already, and nothing was written
        outcome.value().last_seq = main_.head().seq;
    }
    if (ends_sessions && outcome.ok()) {
        mark_ = mark;
        write_mark();
    }
    return outcome;
}

std::optional<User> Auth::user_named(const std::string& name) const
{
    std::optional<User> found;
    if (name.empty()) {
        return found; // nobody is called so, also not those whose name was erased
    }
    const auto state = main_.state();
    state->users.for_each([&](const UserId& id, const User& user) {
        if (folded(user.name) == folded(name) || id.text == name) {
            found = user;
        }
    });
    return found;
}

// The mark first: a password that is set between the two is one that was replaced.
Result<Auth::StoredPassword> Auth::stored_password(const UserId& user)
{
    ASSIGN_OR_RETURN(const auto mark, store_.secret(password_mark(user)));
    ASSIGN_OR_RETURN(const auto hash, store_.secret(password_secret(user)));
    return StoredPassword { hash.value_or(""), mark.value_or("") };
}

Result<OpenedSession> Auth::sign_in(const std::string& name, const std::string& password, const std::string& address)
{
    const Timestamp now = clock_.now();
    const auto user = user_named(name);
    // Whoever has a name and an id is one account; a name of nobody is one too, so that it looks the same.
    // What strangers type is kept as a digest: it may be long.
    const std::string account = user ? user->id.text : "nobody: " + secret_digest(folded(name));
    if (const Millis wait = throttle_.wait(account, address, now); wait > Millis { 0 }) {
        return Error { ErrorCode::TooMany, wait_sentence(wait) };
    }
    StoredPassword stored;
    if (user && !user->disabled) {
        ASSIGN_OR_RETURN(stored, stored_password(user->id));
    }
    ASSIGN_OR_RETURN(const bool matches, hasher_.matches(password, stored.hash));
    if (!matches) {
        throttle_.failed(account, address, now);
        record_refusal(folded(name), address, now);
        return Error { ErrorCode::Unauthorised, "Name or password is wrong; try again." };
    }
    std::vector<SecretChange> secrets;
    if (PasswordHasher::outdated(stored.hash)) {
        // Where there is no turn for it now, there is at the next sign-in.
        if (auto renewed = hasher_.hash(password); renewed.ok()) {
            secrets.push_back({ password_secret(user->id), std::move(renewed).value() });
        }
    }
    // Shared: those who sign in at the same time go to disk together.
    const std::shared_lock lock(stored_sessions_mutex_);
    ASSIGN_OR_RETURN(const StoredPassword present, stored_password(user->id));
    const auto state = main_.state();
    const User* account_now = state->users.find(user->id);
    // Replaced or shut out while it was looked at. That somebody who came with it at the same time had it hashed anew
    // replaces nothing.
    const bool replaced = present.mark != stored.mark || present.hash.empty();
    if (replaced || account_now == nullptr || account_now->disabled) {
        return Error { ErrorCode::Unauthorised, "Name or password is wrong; try again." };
    }
    if (sessions_.of_user(user->id).size() >= kMostSessions) {
        return Error { ErrorCode::TooMany, "Too many sessions are open; sign out everywhere, or wait until some end." };
    }
    throttle_.succeeded(account, address, now);
    return open_session(user->id, "password", std::move(secrets));
}

// The answer tells nothing about the account, and waits for nothing.
void Auth::record_refusal(const std::string& account, const std::string& address, Timestamp now)
{
    if (auto record = refusals_.note(account, address, now); record && store_.writable()) {
        // A refusal that cannot be recorded is still a refusal.
        main_.submit({ std::move(*record), system_as(UserId { "system" }), 0, {}, {}, {} }, [](Result<Outcome>) {});
    }
}

Result<OpenedSession> Auth::open_session(const UserId& user, std::string method, std::vector<SecretChange> secrets)
{
    OpenedSession opened;
    opened.secret = random_secret();
    opened.user = user;
    const Timestamp now = clock_.now();
    opened.expires_at = now + kSessionLifetime;
    const Session session { user, now, opened.expires_at, now };
    const std::string digest = secret_digest(opened.secret);
    secrets.push_back({ session_secret(digest), to_json_text(session) });
    ASSIGN_OR_RETURN(
        const Outcome outcome, execute(RecordSignIn { user, std::move(method) }, system_as(user), std::move(secrets)));
    opened.seq = outcome.last_seq;
    sessions_.put(digest, session);
    return opened;
}

bool Auth::anybody_has_a_password() const
{
    const auto hashes = store_.secrets_with_prefix(kPasswordSecret);
    if (!hashes.ok()) {
        return true;
    }
    const auto state = main_.state();
    return std::any_of(hashes.value().begin(), hashes.value().end(), [&](const Secret& secret) {
        const User* user = state->users.find(UserId { secret.name.substr(kPasswordSecret.size()) });
        return user != nullptr && !user->disabled;
    });
}

Result<std::optional<std::string>> Auth::make_sign_in_link()
{
    if (anybody_has_a_password()) {
        return std::optional<std::string> {};
    }
    const std::string secret = random_secret();
    const LinkRecord record { clock_.now() + kSignInLinkLifetime };
    Extras extras;
    extras.secrets.push_back({ link_secret(secret_digest(secret)), to_json_text(record) });
    RETURN_IF_ERROR(store_.append(main_.journal(), {}, extras));
    return std::optional { secret };
}

Result<OpenedSession> Auth::sign_in_by_link(const std::string& secret, const std::string& address)
{
    const Timestamp now = clock_.now();
    if (const Millis wait = throttle_.wait(address, address, now); wait > Millis { 0 }) {
        return Error { ErrorCode::TooMany, wait_sentence(wait) };
    }
    const std::string name = link_secret(secret_digest(secret));
    // One at a time, so that a link opens one session only.
    const std::lock_guard lock(link_mutex_);
    const std::lock_guard sessions(stored_sessions_mutex_); // nobody gets a password meanwhile
    ASSIGN_OR_RETURN(const auto stored, store_.secret(name));
    const auto record = from_canonical_text<LinkRecord>(stored.value_or(""));
    if (!record.ok() || record.value().expires_at <= now) {
        throttle_.failed(address, address, now);
        return kNoSuchLink;
    }
    if (anybody_has_a_password()) {
        return kLinkNotNeeded;
    }
    ASSIGN_OR_RETURN(const UserId user, first_user());
    throttle_.succeeded(user.text, address, now);
    return open_session(user, "link", { { name, std::nullopt } });
}

// The administrator a link signs in: the one there is, or a new one.
Result<UserId> Auth::first_user()
{
    std::optional<UserId> administrator;
    const auto state = main_.state();
    state->users.for_each([&](const UserId& id, const User& user) {
        const bool administers
            = std::find(user.roles.begin(), user.roles.end(), SystemRole::Administrator) != user.roles.end();
        if (administers && !user.disabled && (!administrator || id < *administrator)) {
            administrator = id;
        }
    });
    if (administrator) {
        return *administrator;
    }
    const NewUser user { "admin",
        { SystemRole::IncidentManager, SystemRole::Resolver, SystemRole::ServiceDesk, SystemRole::CapacityManager,
            SystemRole::MaintenancePlanner, SystemRole::Administrator },
        {} };
    ASSIGN_OR_RETURN(const Outcome outcome, add_user(user, system_as(UserId { "system" })));
    return UserId { outcome.created };
}

std::optional<Principal> Auth::principal_of_token(const TokenId& id) const
{
    const auto state = main_.state();
    const Token* token = state->tokens.find(id);
    if (token == nullptr) {
        return std::nullopt;
    }
    Principal principal;
    principal.kind = token->wall ? Principal::Kind::Wall : Principal::Kind::Token;
    principal.token = token->id;
    principal.user = token->wall || !state->users.contains(token->created_by) ? UserId {} : token->created_by;
    principal.scopes = token->scopes;
    principal.wall = token->wall.value_or(WallAudience::Visitor);
    principal.session_id = std::string(kTokenSession) + token->id.text;
    return still_valid(principal, *state, clock_.now()) ? std::optional { principal } : std::nullopt;
}

std::optional<Principal> Auth::by_token_digest(const std::string& digest)
{
    const auto id = tokens_.find(digest);
    auto principal = id ? principal_of_token(*id) : std::nullopt;
    if (principal) {
        tokens_.used(*id, clock_.now());
    }
    return principal;
}

std::optional<Principal> Auth::by_token(const std::string& text)
{
    return is_token_text(text) ? by_token_digest(secret_digest(text)) : std::nullopt;
}

std::optional<Principal> Auth::by_routing_key(const std::string& key)
{
    return by_token_digest(secret_digest(key));
}

std::optional<Principal> Auth::by_session_id(const std::string& session_id) const
{
    if (session_id.starts_with(kTokenSession)) {
        return principal_of_token(TokenId { session_id.substr(kTokenSession.size()) });
    }
    return principal_of_session(session_id, sessions_.find(session_id, clock_.now()));
}

void Auth::write_uses()
{
    Extras extras;
    for (const auto& [token, at] : tokens_.take_uses()) {
        extras.remembered.push_back({ token_use_name(token), format_timestamp(at) });
    }
    for (auto& [user, known] : throttle_.take_known()) {
        extras.remembered.push_back(
            { signed_in_from_name(UserId { user }), to_json_text(KnownAddresses { std::move(known) }) });
    }
    if (!extras.remembered.empty()) {
        // A lost "last used" is no loss that anybody acts on.
        [[maybe_unused]] const auto written = store_.append(main_.journal(), {}, extras);
    }
}

void Auth::tend()
{
    hasher_.let_go_idle();
    tend_sessions();
    if (!store_.writable()) {
        return;
    }
    const Timestamp now = clock_.now();
    end_streams_of_expired_tokens(now);
    for (RecordSignInRefused& refused : refusals_.take(now)) {
        main_.submit({ std::move(refused), system_as(UserId { "system" }), 0, {}, {}, {} }, [](Result<Outcome>) {});
    }
    write_unwritten();
    write_uses();
    list_revocations();
}

}
