// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/auth/pairing_desk.h"
#include "server/auth/password_hasher.h"
#include "server/auth/principal.h"
#include "server/auth/refusal_counter.h"
#include "server/auth/session_table.h"
#include "server/auth/sign_in_throttle.h"
#include "server/auth/sign_out_list.h"
#include "server/journal/revocation_list.h"
#include "server/sequencer/sequencer.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

namespace watchfloor {

inline constexpr Millis kSessionLifetime = std::chrono::hours { 7 * 24 };
inline constexpr std::size_t kMostSessions = 1000; // of one user at a time
inline constexpr Millis kSignInLinkLifetime = std::chrono::minutes { 15 };

struct AuthOptions {
    Millis session_idle = std::chrono::hours { 12 }; // a session that nobody uses for so long ends; 0: none does
    std::filesystem::path sign_outs {};              // where a SignOutList is kept; empty: nowhere
    std::filesystem::path revocations {};            // where a RevocationList is kept; empty: nowhere
};

// What was done while opening, because the journal was older than the lists beside it.
struct AtOpening {
    std::size_t sessions = 0; // ended
    std::size_t revoked = 0;  // tokens, users and passwords
};

// That in a sentence, with how many texts were erased again; empty where nothing was done.
std::string told_of_older_journal(std::uint64_t texts_erased, const AtOpening& done);

// A session just opened; the secret is the cookie's value and kept nowhere.
struct OpenedSession {
    std::string secret {};
    UserId user {};
    Timestamp expires_at {};
    std::uint64_t seq = 0;
};

struct NewUser {
    std::string name {};
    std::vector<SystemRole> roles {};
    std::string password {}; // empty: none yet
};

struct PasswordChange {
    std::string present {};
    std::string wanted {};
};

struct NewToken {
    std::string name {};
    std::vector<std::string> scopes {};
    std::optional<WallAudience> wall {};
    std::optional<Timestamp> expires_at {};
    // Of a wall, where it hangs; 0: as usual.
    std::int64_t diagonal_inches = 0;
    std::int64_t distance_centimetres = 0;
};

// Made once, shown once.
struct MadeToken {
    TokenId id {};
    std::string text {};
    std::string routing_key {}; // of a token for intake
    std::uint64_t seq = 0;
};

// Who may come in. People, roles and that tokens exist are in the main journal; password hashes
// and digests of secrets are in the secrets table, written in the same transaction. Rules of who may
// change whom are decide's. Any thread.
class Auth {
public:
    static Result<std::unique_ptr<Auth>> open(
        Store& store, Sequencer& main, Clock& clock, const AuthOptions& options = {});

    const AtOpening& at_opening() const { return at_opening_; }

    // Called with the session id of a session or token that has just ended. Before the first use.
    void on_ended(std::function<void(const std::string&)> ended) { ended_ = std::move(ended); }

    Result<OpenedSession> sign_in(const std::string& name, const std::string& password, const std::string& address);
    Result<OpenedSession> sign_in_by_link(const std::string& link_secret, const std::string& address);
    // Ends the session at once, and for good; an error only says that the journal does not tell it yet.
    Result<std::uint64_t> sign_out(const Principal& principal);
    // The same with all sessions of the user. Tokens go on.
    Result<std::uint64_t> sign_out_everywhere(const Principal& principal);

    // A one-time link for a data folder where nobody has a password, else nothing.
    Result<std::optional<std::string>> make_sign_in_link();

    std::optional<Principal> by_session(const std::string& secret);
    std::optional<Principal> by_token(const std::string& text);
    // PagerDuty's clients send a key in the body: routing_key_of the token, or the token itself.
    std::optional<Principal> by_routing_key(const std::string& key);
    // Whom a live stream belongs to (Principal::session_id); nobody once it has ended.
    std::optional<Principal> by_session_id(const std::string& session_id) const;

    Result<Outcome> add_user(const NewUser& user, const Actor& by);
    // `change` gets the account as it is when it is written; disabling ends the sessions.
    Result<Outcome> change_user(const UserId& user, const std::function<void(User&)>& change, const Actor& by);
    Result<void> set_password(const UserId& user, const std::string& password, const Actor& by);
    // Ends the user's other sessions; the one that asks goes on. Tries slow the session down that makes
    // them, but for those whose new password may not be chosen: they are refused before the present one is looked at.
    Result<void> change_own_password(const Principal& asking, const PasswordChange& change, const std::string& address);
    std::optional<User> user_named(const std::string& name) const;
    // Conflict where a new name could be taken for that of another than `own`.
    Result<void> check_new_name(const std::string& name, const UserId& own = {}) const;
    // Whether the principal is an administrator, or a token that stands for one, at this moment.
    bool administers(const Principal& principal) const;

    // Whether make_token would, without making anything.
    Result<void> check_new_token(const NewToken& token, const Actor& by) const;
    Result<MadeToken> make_token(const NewToken& token, const Actor& by);
    Result<Outcome> revoke_token(const TokenId& token, const Actor& by);
    Result<Outcome> rename_token(const TokenId& token, const std::string& name, const Actor& by);
    // When the journal says that it was made; nothing where that entry cannot be read.
    std::optional<Timestamp> token_created_at(const TokenId& token) const;
    // Its stream is open: it is in use, though it asks for nothing.
    void token_used(const TokenId& token) { tokens_.used(token, clock_.now()); }
    std::optional<Timestamp> last_use(const TokenId& token) const { return tokens_.last_use(token); }

    PairingDesk& pairing() { return pairing_; }

    // Writes counted refusals, uses of tokens and sessions, the end of old sessions, and sign-outs that could not
    // be written; every few seconds.
    void tend();

private:
    // A session that has ended in memory only.
    struct Unwritten {
        UserId user {};
        std::string digest {};
    };

    struct StoredPassword {
        std::string hash {}; // empty: none
        std::string mark {}; // another with each password that is set
    };

    Auth(Store& store, Sequencer& main, Clock& clock, const AuthOptions& options)
        : store_(store)
        , main_(main)
        , clock_(clock)
        , sign_outs_file_(options.sign_outs)
        , revocations_file_(options.revocations)
        , sessions_(clock, options.session_idle)
    {
    }

    Result<void> load();
    Result<void> load_sessions();
    Result<void> load_tokens();
    Result<void> load_known_addresses();
    Result<void> open_sign_outs();
    Result<void> compare_marks();
    Result<void> end_what_may_be_revived();
    void write_mark();
    Result<Outcome> change_token(const TokenId& token, const std::function<void(Token&)>& change, const Actor& by);
    std::vector<Source> new_sources(const std::vector<std::string>& scopes) const;
    std::optional<Principal> by_token_digest(const std::string& digest);
    std::optional<Principal> principal_of_session(
        const std::string& digest, const std::optional<Session>& session) const;
    std::optional<Principal> principal_of_token(const TokenId& id) const;
    Result<StoredPassword> stored_password(const UserId& user);
    Result<OpenedSession> open_session(const UserId& user, std::string method, std::vector<SecretChange> secrets);
    Result<void> check_present_password(
        const Principal& asking, const User& user, const std::string& given, const std::string& address);
    void record_refusal(const std::string& account, const std::string& address, Timestamp now);
    Result<Outcome> execute(Command command, const Actor& by, std::vector<SecretChange> secrets = {});
    Result<std::uint64_t> record_sign_out(const UserId& user, const std::vector<std::string>& digests);
    void keep_unwritten(const UserId& user, const std::vector<std::string>& digests);
    void write_unwritten();
    void tend_sessions();
    void end_streams_of_expired_tokens(Timestamp now);
    void write_uses();
    Result<void> load_revocations();
    Result<void> revoke_again();
    Result<std::vector<SecretChange>> new_password(const UserId& user, const std::string& password);
    void list_revocations();
    std::vector<SecretChange> forgetting_sessions(const UserId& user, const std::string& but = {}) const;
    void end_sessions(const UserId& user, const std::string& but = {});
    void end(const std::string& session_id);
    bool anybody_has_a_password() const;
    Result<UserId> first_user();

    Store& store_;
    Sequencer& main_;
    Clock& clock_;
    std::function<void(const std::string&)> ended_ {};
    PasswordHasher hasher_;
    Timestamp tokens_tended_at_ {}; // tend() alone
    SignInThrottle throttle_;
    SignInThrottle own_password_throttle_;
    RefusalCounter refusals_;
    PairingDesk pairing_;
    const std::filesystem::path sign_outs_file_;
    const std::filesystem::path revocations_file_;
    std::mutex revocations_mutex_; // guards the list
    std::optional<RevocationList> revocations_ {};
    std::uint64_t revocations_seq_ = 0; // the journal's head when it was last brought up to date
    AtOpening at_opening_ {};
    // Held while a session ends in memory and in the store, or its last use is stored: or else the store
    // would get back what has just ended. Guards the four below. Shared by those who only open one.
    std::shared_mutex stored_sessions_mutex_;
    std::vector<Unwritten> unwritten_;
    std::unique_ptr<SignOutList> sign_outs_;
    std::string mark_ {}; // the one in the store
    // Sessions and links of a journal that is older than its mark, until the store has forgotten them.
    std::optional<std::vector<SecretChange>> revived_ {};
    SessionTable sessions_;
    TokenTable tokens_;
    std::mutex link_mutex_;
};

}
