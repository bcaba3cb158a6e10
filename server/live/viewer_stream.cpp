// SPDX-License-Identifier: Apache-2.0
#include "server/live/viewer_stream.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/uio.h>

namespace watchfloor {

namespace {

// What one send gathers. More only adds latency for the others.
constexpr std::size_t kFramesPerSend = 32;
constexpr std::size_t kBytesPerSend = 256 * 1024;

// Slices one viewer may have rendered before the others get their turn.
constexpr int kRendersPerTurn = 4;

// A viewer has nothing to say; whoever sends more than this is not one.
constexpr std::size_t kMaxDiscarded = 64 * 1024;

}

ViewerStream::ViewerStream(Channel channel, Viewer viewer, LiveJournal& journal, std::uint64_t key_number)
    : channel_(std::move(channel))
    , viewer_(std::move(viewer))
    , journal_(&journal)
    , key_number_(key_number)
    , cursor_(viewer_.after)
    , settled_(viewer_.after == 0 ? journal.head() : viewer_.after)
{
}

void ViewerStream::begin_with(std::shared_ptr<const std::string> head)
{
    offer(std::move(head));
    must_send_ = 1;
}

bool ViewerStream::offer(std::shared_ptr<const std::string> frame)
{
    if (blocked() || ending_) {
        return false;
    }
    pending_bytes_ += frame->size();
    pending_.push_back(std::move(frame));
    return true;
}

void ViewerStream::end_with(std::shared_ptr<const std::string> frame)
{
    if (ending_) {
        return;
    }
    // A frame that is half out must end, or the last words would become part of it.
    pending_.resize(std::max<std::size_t>(must_send_, offset_ > 0 ? 1 : 0));
    pending_bytes_ = frame->size() + (pending_.empty() ? 0 : pending_.front()->size() - offset_);
    pending_.push_back(std::move(frame));
    ending_ = true;
}

ViewerStream::Progress ViewerStream::pump(FrameCache& cache, std::int64_t now)
{
    int renders_left = kRendersPerTurn;
    for (;;) {
        switch (gather(cache, renders_left)) {
        case Gathered::Enough:
            break;
        case Gathered::Stale:
            return Progress::Stale;
        case Gathered::Unreadable:
            return Progress::Lost;
        }
        const bool all_taken = pending_.empty();
        const auto sent = !all_taken ? send_pending() : ending_ ? channel_.part() : channel_.flush();
        if (sent == 0 && all_taken) {
            blocked_since_ = 0;
            const bool behind = !ending_ && cursor_ < journal_->head();
            return ending_ ? Progress::Finished : behind ? Progress::More : Progress::Idle;
        }
        if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            blocked_since_ = blocked() ? blocked_since_ : now;
            return Progress::Blocked;
        }
        if (sent < 0) {
            return Progress::Lost;
        }
        blocked_since_ = 0;
        advance(static_cast<std::size_t>(sent));
    }
}

ssize_t ViewerStream::send_pending()
{
    std::array<iovec, kFramesPerSend> parts;
    const auto count = std::min(parts.size(), pending_.size());
    for (std::size_t i = 0; i < count; ++i) {
        const auto skipped = i == 0 ? offset_ : 0;
        parts[i] = { const_cast<char*>(pending_[i]->data()) + skipped, pending_[i]->size() - skipped };
    }
    return channel_.send(parts.data(), count);
}

// Adds slices up to what one send takes.
ViewerStream::Gathered ViewerStream::gather(FrameCache& cache, int& renders_left)
{
    while (!ending_ && cursor_ < journal_->head() && pending_.size() < kFramesPerSend && pending_bytes_ < kBytesPerSend
        && renders_left > 0) {
        auto slice = cache.slice_after(*journal_, cursor_, key_number_, viewer_.visibility_key);
        if (!slice.frames) {
            return Gathered::Unreadable;
        }
        if (slice.sight_changed_at > settled_) {
            return Gathered::Stale;
        }
        renders_left -= slice.rendered ? 1 : 0;
        cursor_ = slice.to_seq;
        if (!slice.frames->empty()) {
            pending_bytes_ += slice.frames->size();
            pending_.push_back(std::move(slice.frames));
        }
    }
    return Gathered::Enough;
}

void ViewerStream::advance(std::size_t sent)
{
    sent_bytes_ += sent;
    pending_bytes_ -= sent;
    std::size_t done = 0;
    while (sent > 0) {
        const auto rest = pending_[done]->size() - offset_;
        if (sent < rest) {
            offset_ += sent;
            break;
        }
        sent -= rest;
        offset_ = 0;
        ++done;
    }
    must_send_ -= std::min(must_send_, done);
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(done));
}

bool ViewerStream::discard_input()
{
    std::array<char, 4096> scratch;
    for (;;) {
        const auto count = channel_.receive(scratch.data(), scratch.size());
        if (count > 0) {
            discarded_ += static_cast<std::size_t>(count);
            if (discarded_ > kMaxDiscarded) {
                return false;
            }
            continue;
        }
        return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    }
}

}
