// SPDX-License-Identifier: Apache-2.0
#include "client/app/outbox.h"

#include "client/frame/frame_schedule.h"
#include "client/language/text.h"
#include "client/platform/storage.h"
#include "client/views/advice.h"
#include "shared/core/sha256.h"
#include "shared/wire/error_codec.h"
#include "shared/wire/fields/fields_json.h"

#include <algorithm>
#include <random>

namespace watchfloor {
namespace {

constexpr std::string_view kStoredUnder = "outbox";
constexpr std::chrono::seconds kRestAfterFailure { 5 };

// "/api/v1/incidents/INC-1/tasks?journal=x" → "tasks".
std::string_view part_of_path(std::string_view path)
{
    path = path.substr(0, path.find('?'));
    return path.substr(path.rfind('/') + 1);
}

std::string refusal_in(const HttpResponse& response, std::string_view path)
{
    const auto error = error_from_json(response.body);
    if (!error) {
        return response.failure.empty() ? std::string(tr(Text::NoAnswer)) : response.failure;
    }
    if (!error->missing.empty()) {
        return missing_words(error->missing, std::nullopt);
    }
    return screen_words(error->message, part_of_path(path));
}

// The server judged the entry itself; being signed out, too many requests or a failure are no judgement.
bool is_refusal(int status)
{
    return status >= 400 && status < 500 && status != 401 && status != 408 && status != 429;
}

HttpRequest request_of(const std::string& method, const std::string& path, const std::string& body,
    const std::string& key, std::uint64_t seen_seq)
{
    HttpRequest request;
    request.method = method;
    request.path = path;
    request.body = body;
    request.headers.push_back({ "Idempotency-Key", key });
    request.headers.push_back({ "X-Seen-Seq", std::to_string(seen_seq) });
    request.tag = "write";
    return request;
}

}

std::string fresh_key()
{
    std::random_device device;
    Salt bytes {};
    for (auto& byte : bytes) {
        byte = static_cast<std::uint8_t>(device());
    }
    return to_hex(as_view(bytes));
}

std::vector<Say> Outbox::take_news()
{
    return std::exchange(news_, {});
}

void Outbox::send(const Send& send, const std::string& author, std::uint64_t seen_seq, bool link_live)
{
    if (send.batch) {
        batched_.push_back({ send, seen_seq });
        post_next();
        return;
    }
    const std::string key = fresh_key();
    if (link_live || !send.queue_when_offline) {
        post(send, key, seen_seq);
        return;
    }
    queued_.entries.push_back({ author, send.body, key, send.path, {}, seen_seq });
    save();
    news_.push_back({ std::string(tr(Text::QueuedUntilBack)), false });
}

void Outbox::post(const Send& send, const std::string& key, std::uint64_t seen_seq)
{
    transport_.send(
        request_of(send.method, send.path, send.body, key, seen_seq), [this, send](const HttpResponse& response) {
            take_answer(send, response);
            request_frame();
        });
}

// One at a time: a server or a browser takes only so many at once, and they shall stand in the journal in their order.
void Outbox::post_next()
{
    if (batch_under_way_ || batched_.empty()) {
        return;
    }
    const Batched next = std::move(batched_.front());
    batched_.pop_front();
    batch_under_way_ = true;
    transport_.send(request_of(next.send.method, next.send.path, next.send.body, fresh_key(), next.seen_seq),
        [this, send = next.send](const HttpResponse& response) {
            batch_under_way_ = false;
            take_answer(send, response);
            if (!response.ok() && !is_refusal(response.status)) {
                give_up(*send.batch, response);
            }
            post_next();
            request_frame();
        });
}

void Outbox::take_answer(const Send& send, const HttpResponse& response)
{
    const std::string refusal = response.ok() ? std::string() : refusal_in(response, send.path);
    if (send.batch) {
        send.batch->take(send.about, refusal);
        if (send.batch->settled()) {
            news_.push_back(send.batch->said());
        }
    } else if (!refusal.empty()) {
        news_.push_back({ refusal, true });
    } else if (!send.success.empty()) {
        news_.push_back({ send.success, false });
    }
    if (send.done) {
        send.done(response);
    }
}

// Where nobody answers one, nobody waits for as long again with each of the others.
void Outbox::give_up(const Batch& batch, const HttpResponse& response)
{
    while (!batched_.empty() && batched_.front().send.batch.get() == &batch) {
        const Send send = std::move(batched_.front().send);
        batched_.pop_front();
        take_answer(send, response);
    }
}

void Outbox::leave_writes()
{
    transport_.cancel("write");
    batched_.clear();
    batch_under_way_ = false;
}

void Outbox::drain(const std::string& author)
{
    if (draining_ || std::chrono::steady_clock::now() < rest_until_) {
        return;
    }
    const auto next = std::find_if(queued_.entries.begin(), queued_.entries.end(), [&](const QueuedEntry& entry) {
        return entry.refusal.empty() && entry.author == author && entry.key != held_back_;
    });
    if (next == queued_.entries.end()) {
        return;
    }
    draining_ = true;
    if (!std::exchange(next->tried, true)) {
        save(); // whatever becomes of this program, it may be there now
    }
    HttpRequest request = request_of("POST", next->path, next->body, next->key, next->seen_seq);
    request.tag = "queue";
    transport_.send(std::move(request), [this, key = next->key, author](const HttpResponse& response) {
        draining_ = false;
        settle(key, response);
        if (response.ok()) {
            drain(author);
        } else {
            rest_until_ = std::chrono::steady_clock::now() + kRestAfterFailure;
        }
        request_frame();
    });
}

void Outbox::settle(const std::string& key, const HttpResponse& response)
{
    const auto entry = std::find_if(
        queued_.entries.begin(), queued_.entries.end(), [&](const QueuedEntry& queued) { return queued.key == key; });
    if (entry == queued_.entries.end()) {
        return;
    }
    if (response.ok()) {
        queued_.entries.erase(entry);
        news_.push_back({ std::string(tr(Text::QueuedSent)), false });
    } else if (is_refusal(response.status)) {
        entry->refusal = refusal_in(response, entry->path);
        entry->tried = false;
        news_.push_back({ entry->refusal, true });
    } else if (response.status >= 400 && response.status < 500) {
        entry->tried = false; // not judged, and not taken either
    }
    save(); // whatever else was answered, it waits for the next try
}

std::size_t Outbox::waiting() const
{
    return queued_.entries.size();
}

void Outbox::load()
{
    if (const auto text = load_stored(kStoredUnder)) {
        if (auto queued = from_json<QueuedEntries>(*text); queued.ok()) {
            queued_ = std::move(queued).value();
        }
    }
}

void Outbox::save()
{
    if (!store(kStoredUnder, to_json_text(queued_))) {
        news_.push_back({ std::string(tr(Text::CannotKeepQueued)), true });
    }
}

void Outbox::erase()
{
    queued_ = {};
    held_back_.clear();
    draining_ = false;
    erase_stored(kStoredUnder);
}

std::vector<QueuedEntry>::iterator Outbox::unsent(const std::string& key)
{
    return std::find_if(queued_.entries.begin(), queued_.entries.end(),
        [&](const QueuedEntry& entry) { return entry.key == key && !entry.tried; });
}

void Outbox::withdraw(const std::string& key)
{
    if (const auto entry = unsent(key); entry != queued_.entries.end()) {
        queued_.entries.erase(entry);
        save();
    }
}

void Outbox::rewrite(const std::string& key, std::string body)
{
    if (const auto entry = unsent(key); entry != queued_.entries.end()) {
        entry->body = std::move(body);
        entry->key = fresh_key(); // under the old one the old words may be known, as refused
        entry->refusal.clear();
        save();
    }
}

void Outbox::dismiss_refused()
{
    std::erase_if(queued_.entries, [](const QueuedEntry& entry) { return !entry.refusal.empty(); });
    save();
}

}
