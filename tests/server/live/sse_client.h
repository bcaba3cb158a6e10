// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/live/live_hub.h"
#include "server/tls/tls_identity.h"
#include "tests/server/http/raw_client.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor::test {

// Entries whose text names their seq and who sees them.
class NumberedSource final : public LiveSource {
public:
    explicit NumberedSource(std::size_t padding = 0) : padding_(padding, 'p') { }

    LiveFrames render(std::string_view journal, std::uint64_t from_seq, std::uint64_t to_seq,
        std::string_view visibility_key) override;

    std::atomic<bool> broken { false };
    std::atomic<std::uint64_t> largest_slice { 0 };
    std::atomic<std::uint64_t> sight_changes_at { 0 }; // this entry changes what everybody sees

private:
    const std::string padding_;
};

struct SseEvent {
    std::string id;
    std::string name;
    std::string data;
};

// One stream over a real socket pair of TCP: the hub gets one end, this reads the other.
class SseClient {
public:
    // Attaches to the hub; `receive_buffer_bytes` keeps the kernel from taking much for a non-reader.
    SseClient(LiveHub& hub, Viewer viewer, int receive_buffer_bytes = 0);

    // The same by TLS, of a certificate that is its own authority.
    SseClient(
        LiveHub& hub, Viewer viewer, int receive_buffer_bytes, const TlsIdentity& tls, const std::string& authority);

    // The next event, or nothing on an end or out of patience.
    std::optional<SseEvent> next();

    // The next event of that name; others are skipped.
    std::optional<SseEvent> next(std::string_view name);

    // What has arrived, without waiting. False once the stream has ended.
    bool receive_some() { return client_->receive_some(); }
    std::vector<SseEvent> take_received();
    bool wait_for_close() { return client_->wait_for_close(); }
    const std::string& head() const { return head_; }
    int number() const { return client_->number(); }
    bool was_told_the_end() const { return client_->was_told_the_end(); }

private:
    std::optional<SseEvent> parse_one();

    std::optional<RawClient> client_;
    std::string head_;
};

}
