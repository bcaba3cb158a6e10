// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/app/app.h"
#include "shared/wire/json/json_reader.h"
#include "tests/server/http/raw_client.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_certificate.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor::test {

// Monday, 2026-03-02 09:00 UTC.
inline constexpr Timestamp kTestMorning { 1'772'442'000'000 };

// The body with which "lead" signs in.
inline constexpr std::string_view kLeadSignsIn = R"({"name":"lead","password":"correct horse battery"})";

class HandClock final : public Clock {
public:
    Timestamp now() override { return { kTestMorning.millis + passed_.load() + set_.load() }; }
    Millis running() override { return Millis { passed_.load() }; }
    void pass(Millis time) { passed_.fetch_add(time.count()); }
    // What somebody does who sets the clock: no time passes.
    void step(Millis by) { set_.fetch_add(by.count()); }

private:
    std::atomic<std::int64_t> passed_ { 0 };
    std::atomic<std::int64_t> set_ { 0 };
};

// What a request brings beside its path and body.
struct Credentials {
    std::string headers {};
};

Credentials bearer(const std::string& token);
Credentials nobody();

struct Answer {
    int status = 0;
    std::string head {};
    std::string body {};

    std::string header(std::string_view name) const;
    // A text or number in the body's JSON by its path, such as "error.code"; empty where there is none.
    std::string at(std::string_view path) const;
};

// A whole server on a folder of its own: real SQLite, real HTTP on a free port of loopback.
class RunningServer {
public:
    explicit RunningServer(SqliteOptions sqlite = {}, std::vector<std::string> trusted_peers = {});
    // One that speaks TLS by itself, asked by who trusts this certificate.
    explicit RunningServer(const TestCertificate& certificate);
    ~RunningServer();

    // Ends the server and starts another on the same folder, where `meanwhile` may do something.
    void restart(const std::function<void(const std::filesystem::path& data)>& meanwhile = {});

    App& app() { return *app_; }
    HandClock& clock() { return clock_; }
    std::uint16_t port() const { return app_->http->port(); }

    Answer get(const std::string& path, const Credentials& who);
    Answer post(const std::string& path, std::string_view body, const Credentials& who);
    Answer remove(const std::string& path, const Credentials& who);
    Answer send(std::string_view raw_request);
    RawClient connect() const;

    // A user of these roles, and a session of theirs as the browser would hold it.
    UserId add_user(const std::string& name, std::vector<SystemRole> roles, const std::string& password = "");
    Credentials sign_in(const std::string& name, const std::string& password);
    Credentials person(const std::string& name, std::vector<SystemRole> roles);
    Credentials token(const std::string& name, std::vector<std::string> scopes);
    Credentials wall(WallAudience audience, const Credentials& approver);

    // Everybody's password where a test does not care.
    static constexpr std::string_view kPassword = "correct horse battery";

private:
    void start();

    TemporaryFolder folder_;
    HandClock clock_;
    SqliteOptions sqlite_;
    std::vector<std::string> trusted_peers_;
    const TestCertificate* certificate_ = nullptr;
    std::unique_ptr<App> app_;
};

// A live stream over HTTP, read event by event.
class LiveStream {
public:
    LiveStream(RunningServer& server, const std::string& query, const Credentials& who);

    struct Event {
        std::string id {};
        std::string name {};
        std::string data {};
    };
    // The next event of that name, or nothing on an end or out of patience.
    std::optional<Event> next(std::string_view name);
    std::optional<Event> next();
    bool ends() { return client_.wait_for_close(); }
    const std::string& head() const { return head_; }

private:
    RawClient client_;
    std::string head_;
};

}
