// SPDX-License-Identifier: Apache-2.0
#include "tests/server/live/sse_client.h"

#include "server/http/listener.h"

#include <algorithm>
#include <future>
#include <thread>

namespace watchfloor::test {

namespace {

// One listener for all: each stream is a connection of its own.
Listener& listener()
{
    static auto opened = Listener::open("127.0.0.1", 0);
    return opened.value();
}

Descriptor accept_one()
{
    for (;;) {
        auto failure = AcceptFailure::None;
        if (auto accepted = listener().accept(failure)) {
            return std::move(accepted->socket);
        }
    }
}

std::string field(std::string_view block, std::string_view name)
{
    std::string value;
    while (!block.empty()) {
        const auto line = block.substr(0, block.find('\n'));
        block.remove_prefix(std::min(block.size(), line.size() + 1));
        if (line.starts_with(name) && line.substr(name.size()).starts_with(": ")) {
            value += (value.empty() ? "" : "\n") + std::string { line.substr(name.size() + 2) };
        }
    }
    return value;
}

}

LiveFrames NumberedSource::render(
    std::string_view journal, std::uint64_t from_seq, std::uint64_t to_seq, std::string_view visibility_key)
{
    if (broken.load()) {
        return {};
    }
    largest_slice.store(std::max(largest_slice.load(), to_seq - from_seq + 1));
    std::string frames;
    for (auto seq = from_seq; seq <= to_seq; ++seq) {
        frames += "id: " + std::to_string(seq) + "\nevent: entry\ndata: " + std::string { journal } + "/"
            + std::string { visibility_key } + "/" + std::to_string(seq) + padding_ + "\n\n";
    }
    const std::uint64_t changed = sight_changes_at.load();
    const bool within = from_seq <= changed && changed <= to_seq;
    return { std::make_shared<const std::string>(std::move(frames)), within ? changed : 0 };
}

SseClient::SseClient(LiveHub& hub, Viewer viewer, int receive_buffer_bytes)
{
    client_.emplace(listener().port(), receive_buffer_bytes);
    hub.attach(accept_one(), std::move(viewer));
}

// The HTTP server has shaken hands before it hands a channel over.
SseClient::SseClient(
    LiveHub& hub, Viewer viewer, int receive_buffer_bytes, const TlsIdentity& tls, const std::string& authority)
{
    client_.emplace(listener().port(), receive_buffer_bytes);
    Channel channel = tls.accept(accept_one());
    auto shaken = std::async(std::launch::async, [&] { return client_->start_tls(authority); });
    while (channel.shakes_hands() && !channel.met_plain_http()) {
        char nothing = 0;
        channel.receive(&nothing, 1);
        std::this_thread::yield();
    }
    VERIFY(shaken.get());
    hub.attach(std::move(channel), std::move(viewer));
}

std::optional<SseEvent> SseClient::next()
{
    for (;;) {
        if (auto event = parse_one()) {
            return event;
        }
        if (!client_->receive_more()) {
            return std::nullopt;
        }
    }
}

std::optional<SseEvent> SseClient::next(std::string_view name)
{
    while (auto event = next()) {
        if (event->name == name) {
            return event;
        }
    }
    return std::nullopt;
}

std::vector<SseEvent> SseClient::take_received()
{
    std::vector<SseEvent> events;
    while (auto event = parse_one()) {
        events.push_back(std::move(*event));
    }
    return events;
}

// Steps over the answer's head and blocks without an event (`retry:`).
std::optional<SseEvent> SseClient::parse_one()
{
    auto& text = client_->received();
    if (head_.empty()) {
        const auto end = text.find("\r\n\r\n");
        if (end == std::string::npos) {
            return std::nullopt;
        }
        head_ = text.substr(0, end + 4);
        text.erase(0, end + 4);
    }
    for (;;) {
        const auto end = text.find("\n\n");
        if (end == std::string::npos) {
            return std::nullopt;
        }
        const auto block = text.substr(0, end + 1);
        text.erase(0, end + 2);
        if (block.find("event: ") != std::string::npos) {
            return SseEvent { field(block, "id"), field(block, "event"), field(block, "data") };
        }
        head_ += block;
    }
}

}
