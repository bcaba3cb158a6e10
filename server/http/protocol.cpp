// SPDX-License-Identifier: Apache-2.0
#include "server/http/protocol.h"

#include "server/http/url_decoding.h"

#include <algorithm>
#include <ctime>
#include <httplib.h>

namespace watchfloor {

namespace {

// httplib's callbacks carry no context of the caller's, so the worker leaves it here.
struct Current {
    Exchange* exchange = nullptr;
    bool accepted = false;
    std::string_view head {}; // what was received, from the request's first byte on
};
thread_local Current current;

class IoStream final : public httplib::Stream {
public:
    explicit IoStream(ConnectionIo& io) : io_(io) { }

    bool is_readable() const override { return true; }
    bool wait_readable() const override { return true; }
    bool wait_writable() const override { return true; }
    bool is_peer_alive() const override { return true; }
    ssize_t read(char* target, size_t size) override { return static_cast<ssize_t>(io_.read(target, size)); }
    ssize_t write(const char* bytes, size_t size) override
    {
        io_.write({ bytes, size });
        return static_cast<ssize_t>(size);
    }
    void get_remote_ip_and_port(std::string&, int&) const override { }
    void get_local_ip_and_port(std::string&, int&) const override { }
    socket_t socket() const override { return io_.connection().channel.number(); }
    time_t duration() const override { return 0; }

private:
    ConnectionIo& io_;
};

// As they arrived: httplib unescapes percent signs in values, which no header means ("%3B" in a cookie would begin
// another).
std::vector<NamedValue> headers_in(std::string_view received)
{
    constexpr std::string_view kEndOfLine = "\r\n";
    std::vector<NamedValue> headers;
    auto at = received.find(kEndOfLine);
    while (at != std::string_view::npos) {
        const auto begin = at + kEndOfLine.size();
        at = received.find(kEndOfLine, begin);
        const auto line = received.substr(begin, at == std::string_view::npos ? 0 : at - begin);
        if (line.empty()) {
            break;
        }
        const auto colon = std::min(line.find(':'), line.size());
        headers.push_back({ ascii_lower(line.substr(0, colon)),
            std::string(trimmed(line.substr(std::min(line.size(), colon + 1)))) });
    }
    return headers;
}

RequestHead take_head(httplib::Request& parsed)
{
    return { std::move(parsed.method), std::move(parsed.target), std::move(parsed.version), headers_in(current.head) };
}

bool is_header_safe(const NamedValue& header)
{
    const auto plain = [](char c) { return (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) || c == '\t'; };
    const auto name_char = [](char c) { return c > 0x20 && c < 0x7F && c != ':'; };
    return !header.name.empty() && std::all_of(header.name.begin(), header.name.end(), name_char)
        && std::all_of(header.value.begin(), header.value.end(), plain);
}

void append_header(std::string& out, std::string_view name, std::string_view value)
{
    out.append(name).append(": ").append(value).append("\r\n");
}

std::string_view http_date()
{
    thread_local std::time_t formatted_at = 0;
    thread_local char text[40] = {};
    const auto now = std::time(nullptr);
    if (now != formatted_at) {
        std::tm utc {};
        ::gmtime_r(&now, &utc);
        std::strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S GMT", &utc);
        formatted_at = now;
    }
    return text;
}

std::size_t body_size(const Response& response)
{
    return response.shared_body ? response.shared_body->size() : response.body.size();
}

bool sets_header(const Response& response, std::string_view lower_name)
{
    return std::any_of(response.headers.begin(), response.headers.end(),
        [lower_name](const NamedValue& header) { return ascii_lower(header.name) == lower_name; });
}

// All of the answer's headers: what httplib would add (a time-out it does not keep, a close after
// every error) is left out.
std::string response_headers(const Exchange& exchange, const Response& response)
{
    std::string out;
    append_header(out, "Date", http_date());
    append_header(out, "X-Request-Id", exchange.request().request_id);
    if (!sets_header(response, "x-content-type-options")) {
        append_header(out, "X-Content-Type-Options", "nosniff");
    }
    if (!sets_header(response, "cache-control")) {
        append_header(out, "Cache-Control", "no-store");
    }
    if (!response.content_type.empty() && is_header_safe({ "content-type", response.content_type })) {
        append_header(out, "Content-Type", response.content_type);
    }
    for (const auto& header : response.headers) {
        if (is_header_safe(header)) {
            append_header(out, header.name, header.value);
        }
    }
    // A stream has no length, and a HEAD of it is told so.
    if (response.pieces) {
        append_header(out, "Transfer-Encoding", "chunked");
    } else if (response.status != 204 && response.status != 304 && !response.take_over) {
        append_header(out, "Content-Length", std::to_string(body_size(response)));
    }
    append_header(out, "Connection", exchange.close_after() ? "close" : "keep-alive");
    out += "\r\n";
    return out;
}

// An early refusal has already happened for `Expect: 100-continue`.
void run_exchange(httplib::Response& answer)
{
    auto& exchange = *current.exchange;
    if (exchange.receive_body()) {
        exchange.run();
    }
    answer.status = exchange.response().status;
}

}

class Protocol::Server final : public httplib::Server {
public:
    Server()
    {
        set_payload_max_length(kMonitoringMaxBody);
        set_exception_handler([](const httplib::Request&, httplib::Response& answer, std::exception_ptr) {
            current.exchange->refuse(400);
            answer.status = 400;
        });
        set_error_handler([](const httplib::Request&, httplib::Response& answer) {
            if (!current.exchange->begun()) {
                current.exchange->refuse(answer.status);
            }
            return HandlerResponse::Unhandled;
        });
        set_expect_100_continue_handler([](const httplib::Request&, httplib::Response& answer) {
            return current.accepted ? 100 : (answer.status = current.exchange->response().status);
        });
        set_pre_routing_handler([](const httplib::Request&, httplib::Response& answer) {
            if (current.accepted) {
                run_exchange(answer);
            } else {
                answer.status = current.exchange->response().status;
            }
            return HandlerResponse::Handled;
        });
        set_header_writer([](httplib::Stream& stream, httplib::Headers&) {
            const auto headers = response_headers(*current.exchange, current.exchange->response());
            return stream.write(headers.data(), headers.size());
        });
    }

    bool serve(IoStream& stream)
    {
        bool closed = false;
        return process_request(
            stream, std::string {}, 0, std::string {}, 0, false, closed,
            [](httplib::Request& parsed) {
                // The body is ours to read, and ranges ours to ignore.
                parsed.body_consumed_ = true;
                parsed.ranges.clear();
                current.accepted = current.exchange->begin(take_head(parsed));
            },
            nullptr);
    }
};

Protocol::Protocol() : server_(std::make_unique<Server>()) { }
Protocol::~Protocol() = default;

bool Protocol::serve(Exchange& exchange, ConnectionIo& io)
{
    current = { &exchange, false, io.received() };
    IoStream stream { io };
    const bool answered = server_->serve(stream);
    current = {};
    if (exchange.waits_for_body()) {
        io.drop_pending();
    }
    return answered;
}

void Protocol::write_head(Exchange& exchange, ConnectionIo& io) const
{
    io.drop_pending();
    IoStream stream { io };
    httplib::detail::write_response_line(stream, exchange.response().status);
    io.write(response_headers(exchange, exchange.response()));
}

std::string_view body_to_send(const Exchange& exchange, const Response& response)
{
    if (exchange.request().head_only || response.status == 204 || response.status == 304) {
        return {};
    }
    return response.shared_body ? std::string_view { *response.shared_body } : std::string_view { response.body };
}

}
