// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/transport.h"
#include "client/views/batch.h"

#include <chrono>
#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace watchfloor {

// An entry typed while the link was lost, with its own time and the journal position its author
// was looking at.
struct QueuedEntry {
    std::string author {};
    std::string body {};
    std::string key {}; // Idempotency-Key: sending twice records once
    std::string path {};
    std::string refusal {}; // why the server refused it; stays listed until dismissed
    std::uint64_t seen_seq = 0;
    bool tried = false; // on its way, or never answered: the server may have it

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("author", self.author);
        visit("body", self.body);
        visit("key", self.key);
        visit("path", self.path);
        visit("refusal", self.refusal);
        visit("seen_seq", self.seen_seq);
        visit("tried", self.tried);
    }
};

struct QueuedEntries {
    std::vector<QueuedEntry> entries {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("entries", self.entries);
    }
};

// Sends writes, and keeps timeline entries that could not be sent (on disk or in the browser's
// storage) until the link is back. Only timeline entries queue; never transitions, declarations
// or approvals. Another user cannot send what this one wrote. The writes of a batch go out one after the other, in their
// order. Single-threaded.
class Outbox {
public:
    explicit Outbox(Transport& transport) : transport_(transport) { }

    // Answers that people should read, since the last call.
    std::vector<Say> take_news();

    void send(const Send& send, const std::string& author, std::uint64_t seen_seq, bool link_live);
    // Sends what is waiting, oldest first, one after the other. Call while the link is live.
    void drain(const std::string& author);

    // What is not answered yet is not awaited, and what is not sent is not sent: its screen is gone.
    void leave_writes();

    void load();
    // Sign-out: nothing of this user stays behind.
    void erase();
    void dismiss_refused();
    // What the server may have already is neither taken back nor changed. What was refused is tried again once it is
    // rewritten.
    void withdraw(const std::string& key);
    void rewrite(const std::string& key, std::string body);
    // This one is not sent while somebody rewrites it; empty: none.
    void hold_back(std::string key) { held_back_ = std::move(key); }

    std::size_t waiting() const;
    const std::vector<QueuedEntry>& entries() const { return queued_.entries; }

private:
    void save();
    void post(const Send& send, const std::string& key, std::uint64_t seen_seq);
    void post_next();
    void take_answer(const Send& send, const HttpResponse& response);
    void give_up(const Batch& batch, const HttpResponse& response);
    void settle(const std::string& key, const HttpResponse& response);
    std::vector<QueuedEntry>::iterator unsent(const std::string& key);

    Transport& transport_;
    QueuedEntries queued_;
    std::vector<Say> news_;
    std::string held_back_ {};
    bool draining_ = false;
    struct Batched {
        Send send {};
        std::uint64_t seen_seq = 0;
    };
    std::deque<Batched> batched_ {};
    bool batch_under_way_ = false; // its next write waits for this one's answer
    std::chrono::steady_clock::time_point rest_until_ {};
};

// A key no other client makes: 128 random bits.
std::string fresh_key();

}
