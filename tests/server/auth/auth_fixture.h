// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/auth/auth.h"
#include "server/auth/token_text.h"
#include "server/journal/secret_names.h"
#include "server/journal/sqlite_store.h"
#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace watchfloor {

// Who may come in, on a real store and a real sequencer.
class AuthFixture : public testing::Test {
protected:
    using Names = std::vector<std::string>;

    inline static const std::string kPassword = "correct horse battery";
    static constexpr Millis kMoment { 1 };

    static Actor system_actor()
    {
        Actor actor;
        actor.user = UserId { "system" };
        actor.system = true;
        return actor;
    }

    static std::function<void(User&)> becomes(const User& wanted)
    {
        return [wanted](User& user) { user = wanted; };
    }

    void SetUp() override
    {
        auto store = SqliteStore::open(folder_ / "journal.db", {});
        ASSERT_TRUE(store.ok());
        store_ = std::move(store).value();
        auto main = Sequencer::open(*store_, kMain, JournalPurpose::Main, clock_);
        ASSERT_TRUE(main.ok());
        main_ = std::move(main).value();
        reopen();
    }

    // As after a restart: only what is stored is known.
    void reopen()
    {
        auth_.reset();
        auto auth = Auth::open(*store_, *main_, clock_, options_);
        ASSERT_TRUE(auth.ok()) << auth.error().message;
        auth_ = std::move(auth).value();
        auth_->on_ended([this](const std::string& id) { ended_.push_back(id); });
    }

    UserId add_user(const std::string& name, std::vector<SystemRole> roles = { SystemRole::Resolver })
    {
        const auto added = auth_->add_user({ name, std::move(roles), "" }, system_actor());
        VERIFY(added.ok());
        return UserId { added.value().created };
    }

    // An open session without the cost of a password; known after reopen().
    std::string store_session(const UserId& user)
    {
        std::string secret = random_secret();
        const Session session { user, clock_.now(), clock_.now() + kSessionLifetime, clock_.now() };
        store_secret(session_secret(secret_digest(secret)), to_json_text(session));
        return secret;
    }

    void store_secret(const std::string& name, const std::string& value)
    {
        Extras extras;
        extras.secrets.push_back({ name, value });
        VERIFY(store_->append(kMain, {}, extras).ok());
    }

    // A password as a weaker computer would have stored it: quick to check, and due to be renewed.
    void store_weak_password(const UserId& user)
    {
        char text[crypto_pwhash_STRBYTES] {};
        VERIFY(crypto_pwhash_str(
                   text, kPassword.data(), kPassword.size(), crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN)
            == 0);
        store_secret(password_secret(user), text);
    }

    Names names_of_secrets(std::string_view prefix)
    {
        Names names;
        const auto secrets = store_->secrets_with_prefix(prefix);
        for (const Secret& secret : secrets.value()) {
            names.push_back(secret.name);
        }
        return names;
    }

    MadeToken make_token(Names scopes, const Actor& by = system_actor())
    {
        auto made = auth_->make_token({ "t", std::move(scopes), {}, {} }, by);
        VERIFY(made.ok());
        return std::move(made).value();
    }

    const User& user(const UserId& id) const { return *main_->state()->users.find(id); }

    // What was recorded so far, by those too that nobody waits for.
    std::vector<SignInRefused> refusals()
    {
        const auto behind = main_->execute({ AddNote {}, system_actor(), 0, {}, {}, {} });
        EXPECT_FALSE(behind.ok());
        std::vector<SignInRefused> found;
        const auto read = store_->read_after(kMain, 0, {});
        for (const SealedEntry& sealed : read.value()) {
            const auto entry = decode_entry(sealed);
            if (const auto* refused = std::get_if<SignInRefused>(&entry.value().payload)) {
                found.push_back(*refused);
            }
        }
        return found;
    }

    const JournalId kMain { "main" };
    TemporaryFolder folder_;
    FakeClock clock_;
    std::unique_ptr<SqliteStore> store_;
    std::unique_ptr<Sequencer> main_;
    AuthOptions options_ {};
    std::unique_ptr<Auth> auth_;
    Names ended_ {};
};

}
