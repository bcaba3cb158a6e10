// SPDX-License-Identifier: Apache-2.0
#include "tests/server/api/running_server.h"

#include "server/app/drill_player.h"
#include "server/app/housekeeping.h"

#include <gtest/gtest.h>

namespace watchfloor::test {
namespace {

Actor system_actor()
{
    Actor actor;
    actor.user = UserId { "system" };
    actor.system = true;
    return actor;
}

std::string header_in(std::string_view head, std::string_view name)
{
    RawResponse response;
    response.head = head;
    return response.header(name);
}

}

Credentials bearer(const std::string& token)
{
    return { "Authorization: Bearer " + token + "\r\n" };
}
Credentials nobody()
{
    return {};
}

std::string Answer::header(std::string_view name) const
{
    return header_in(head, name);
}

std::string Answer::at(std::string_view path) const
{
    const auto json = read_json(body);
    const JsonValue* value = json.ok() ? &json.value() : nullptr;
    while (value != nullptr && !path.empty()) {
        const auto name = path.substr(0, path.find('.'));
        path.remove_prefix(std::min(path.size(), name.size() + 1));
        value = value->find(name);
    }
    if (value == nullptr) {
        return {};
    }
    switch (value->kind) {
    case JsonValue::Kind::String:
        return value->string;
    case JsonValue::Kind::Integer:
        return std::to_string(value->integer);
    case JsonValue::Kind::Boolean:
        return value->boolean ? "true" : "false";
    case JsonValue::Kind::Array:
        return std::to_string(value->items.size());
    case JsonValue::Kind::Null:
    case JsonValue::Kind::BigInteger:
    case JsonValue::Kind::Real:
    case JsonValue::Kind::Object:
        return {};
    }
    return {};
}

RunningServer::RunningServer(SqliteOptions sqlite, std::vector<std::string> trusted_peers)
    : sqlite_(std::move(sqlite)), trusted_peers_(std::move(trusted_peers))
{
    start();
}

RunningServer::RunningServer(const TestCertificate& certificate) : certificate_(&certificate)
{
    start();
}

RunningServer::~RunningServer() = default;

RawClient RunningServer::connect() const
{
    RawClient client { port() };
    VERIFY(certificate_ == nullptr || client.start_tls(certificate_->certificate_file()));
    return client;
}

void RunningServer::start()
{
    AppOptions options;
    options.settings.data = (folder_ / "data").string();
    options.settings.listen = "127.0.0.1:0";
    options.settings.host_source = false;
    options.settings.trusted_peers = trusted_peers_;
    if (certificate_ != nullptr) {
        options.settings.tls_cert = certificate_->certificate_file();
        options.settings.tls_key = certificate_->key_file();
    }
    options.wall_clock = &clock_;
    options.sqlite = sqlite_;
    auto opened = App::open(std::move(options));
    VERIFY(opened.ok());
    app_ = std::move(opened).value();
    VERIFY(app_->start().ok());
}

void RunningServer::restart(const std::function<void(const std::filesystem::path& data)>& meanwhile)
{
    app_.reset();
    if (meanwhile) {
        meanwhile(folder_ / "data");
    }
    start();
}

Answer RunningServer::send(std::string_view raw_request)
{
    RawClient client = connect();
    client.send(raw_request);
    const auto response = client.read_response(raw_request.starts_with("HEAD "));
    return response ? Answer { response->status, response->head, response->body } : Answer {};
}

Answer RunningServer::get(const std::string& path, const Credentials& who)
{
    return send(test::get(path, who.headers));
}

Answer RunningServer::post(const std::string& path, std::string_view body, const Credentials& who)
{
    return send(post_json(path, body, who.headers));
}

Answer RunningServer::remove(const std::string& path, const Credentials& who)
{
    return send("DELETE " + path + " HTTP/1.1\r\nHost: localhost\r\n" + who.headers + "\r\n");
}

UserId RunningServer::add_user(const std::string& name, std::vector<SystemRole> roles, const std::string& password)
{
    const auto added = app_->auth->add_user({ name, std::move(roles), password }, system_actor());
    VERIFY(added.ok());
    return UserId { added.value().created };
}

Credentials RunningServer::sign_in(const std::string& name, const std::string& password)
{
    const Answer answer
        = post("/api/v1/session", R"({"name":")" + name + R"(","password":")" + password + R"("})", nobody());
    VERIFY(answer.status == 201);
    const std::string cookie = answer.header("Set-Cookie");
    return { "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\nSec-Fetch-Site: same-origin\r\n" };
}

Credentials RunningServer::person(const std::string& name, std::vector<SystemRole> roles)
{
    add_user(name, std::move(roles), std::string(kPassword));
    return sign_in(name, std::string(kPassword));
}

Credentials RunningServer::token(const std::string& name, std::vector<std::string> scopes)
{
    const auto made = app_->auth->make_token({ name, std::move(scopes), {}, {} }, system_actor());
    VERIFY(made.ok());
    return bearer(made.value().text);
}

Credentials RunningServer::wall(WallAudience audience, const Credentials& approver)
{
    const Answer begun = post("/api/v1/walls/pairings", "{}", nobody());
    const Answer approved = post("/api/v1/walls",
        R"({"name":"Wall","code":")" + begun.at("code") + R"(","audience":")" + std::string(to_string(audience))
            + R"("})",
        approver);
    VERIFY(approved.status == 201);
    const Answer redeemed = post(
        "/api/v1/walls/pairings/redeem", R"({"as_token":true,"secret":")" + begun.at("secret") + R"("})", nobody());
    VERIFY(redeemed.at("paired") == "true");
    return bearer(redeemed.at("token"));
}

LiveStream::LiveStream(RunningServer& server, const std::string& query, const Credentials& who)
    : client_(server.connect())
{
    client_.send(get("/api/v1/live" + query, who.headers));
    if (client_.read_until("\r\n\r\n")) {
        std::string& received = client_.received();
        const auto end = received.find("\r\n\r\n") + 4;
        head_ = received.substr(0, end);
        received.erase(0, end);
    }
}

std::optional<LiveStream::Event> LiveStream::next(std::string_view name)
{
    auto event = next();
    while (event && event->name != name) {
        event = next();
    }
    return event;
}

std::optional<LiveStream::Event> LiveStream::next()
{
    if (!client_.read_until("\n\n")) {
        return std::nullopt;
    }
    std::string& received = client_.received();
    const auto end = received.find("\n\n") + 2;
    const std::string text = received.substr(0, end);
    received.erase(0, end);
    Event event;
    for (std::size_t at = 0; at < text.size();) {
        const std::string line = text.substr(at, text.find('\n', at) - at);
        at += line.size() + 1;
        const auto colon = line.find(": ");
        const std::string field = line.substr(0, colon);
        const std::string value = colon == std::string::npos ? "" : line.substr(colon + 2);
        if (field == "id") {
            event.id = value;
        } else if (field == "event") {
            event.name = value;
        } else if (field == "data") {
            event.data = value;
        }
    }
    return event;
}

}
