// SPDX-License-Identifier: Apache-2.0
// A whole server with eight clients that write over HTTP until it is killed, one line on standard output per note that
// was answered 201 ("key seq"). The crash test starts it again and again on the same folder and holds the journal against
// those lines.
//
// usage: crash_server FOLDER RUN
#include "server/app/app.h"
#include "server/app/drill_player.h"
#include "server/app/housekeeping.h"
#include "shared/wire/answers/writes.h"
#include "tests/server/http/raw_client.h"

#include <unistd.h>

#include <cstdio>
#include <thread>
#include <vector>

namespace watchfloor::test {
namespace {

constexpr int kClients = 8;

// Ends with the reason where the server does what it must not.
[[noreturn]] void give_up(const std::string& why)
{
    std::fprintf(stderr, "%s\n", why.c_str());
    std::_Exit(3);
}

WriteAnswer written(RawClient& client, const std::string& path, const std::string& body, const std::string& headers)
{
    const auto response
        = client.send(post_json(path, body, headers)) ? client.read_response() : std::optional<RawResponse> {};
    if (!response || response->status != 201) {
        give_up(path + ": " + (response ? response->body : "no answer"));
    }
    auto answer = from_json<WriteAnswer>(response->body);
    return answer.ok() ? answer.value() : WriteAnswer {};
}

// A line in one write: a kill leaves it whole or leaves it out.
void tell(const std::string& key, std::uint64_t seq)
{
    const std::string line = key + " " + std::to_string(seq) + "\n";
    if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
        std::_Exit(4);
    }
}

[[noreturn]] void write_on(
    std::uint16_t port, const std::string& path, const std::string& headers, const std::string& who)
{
    RawClient client(port);
    for (int i = 0;; ++i) {
        const std::string key = who + "-" + std::to_string(i);
        tell(key, written(client, path, R"({"text":")" + key + R"("})", headers).first_seq);
    }
}

std::unique_ptr<App> started(const std::string& folder)
{
    AppOptions options;
    options.settings.data = folder;
    options.settings.listen = "127.0.0.1:0";
    options.settings.host_source = false;
    options.sqlite.checkpoint_pages = 60; // so that kills also meet checkpoints
    options.sqlite.truncate_pages = 200;
    auto opened = App::open(std::move(options));
    if (!opened.ok()) {
        give_up(opened.error().message);
    }
    if (const auto begun = opened.value()->start(); !begun.ok()) {
        give_up(begun.error().message);
    }
    return std::move(opened).value();
}

int run_server(const std::string& folder, const std::string& number)
{
    const std::unique_ptr<App> app = started(folder);
    Actor system;
    system.user = UserId { "system" };
    system.system = true;
    const auto token = app->auth->make_token({ "writer " + number, { "act" }, {}, {} }, system);
    if (!token.ok()) {
        give_up(token.error().message);
    }
    const std::uint16_t port = app->http->port();
    const std::string headers = "Authorization: Bearer " + token.value().text + "\r\n";
    RawClient first(port);
    const std::string incident = written(first, "/api/v1/incidents", R"({"title":"t"})", headers).created;
    std::vector<std::thread> clients;
    for (int i = 0; i < kClients; ++i) {
        clients.emplace_back(
            write_on, port, "/api/v1/incidents/" + incident + "/entries", headers, std::to_string(i) + "-" + number);
    }
    for (std::thread& client : clients) {
        client.join();
    }
    return 0;
}

}
}

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::fprintf(stderr, "usage: crash_server FOLDER RUN\n");
        return 2;
    }
    return watchfloor::test::run_server(argv[1], argv[2]);
}
