// SPDX-License-Identifier: Apache-2.0
#include "server/http/unfinished_bodies.h"

#include "server/http/client_address.h"
#include "server/http/limits.h"
#include "shared/core/result.h"

#include <algorithm>
#include <limits>
#include <sys/socket.h>
#include <utility>

namespace watchfloor {

UnfinishedBodies::~UnfinishedBodies()
{
    VERIFY(shares_.empty());
}

std::unique_ptr<UnfinishedBodies::Place> UnfinishedBodies::enter(Sender sender, std::int64_t now)
{
    sender.address = network_of(sender.address);
    std::unique_ptr<Place> place { new Place { *this, std::move(sender), now } };
    const std::scoped_lock lock { mutex_ };
    shares_[place->sender_.address].places.push_back(place.get());
    ++count_;
    make_room(place->sender_.address, now);
    return place;
}

std::size_t UnfinishedBodies::count() const
{
    const std::scoped_lock lock { mutex_ };
    return count_;
}

bool UnfinishedBodies::Place::grow_to(std::size_t bytes, std::int64_t now)
{
    return pool_.grow(*this, bytes, now);
}

bool UnfinishedBodies::grow(Place& place, std::size_t bytes, std::int64_t now)
{
    const std::scoped_lock lock { mutex_ };
    if (place.dropped()) {
        return false;
    }
    Share& share = shares_.find(place.sender_.address)->second;
    const std::size_t more = bytes - place.bytes_;
    place.bytes_ = bytes;
    share.bytes += more;
    bytes_ += more;
    make_room(place.sender_.address, now);
    return !place.dropped();
}

void UnfinishedBodies::leave(Place& place)
{
    const std::scoped_lock lock { mutex_ };
    if (!place.dropped()) {
        take_out(place);
    }
}

// What is dropped counts no more, though its worker still has to notice: else one too many would cost several.
void UnfinishedBodies::make_room(const std::string& address, std::int64_t now)
{
    const auto too_much = [this](const Share& share) {
        return share.places.size() > limits_.count_of_address || share.bytes > limits_.bytes_of_address;
    };
    for (auto own = shares_.find(address); own != shares_.end() && too_much(own->second); own = shares_.find(address)) {
        drop_one(own->second, now);
    }
    while (count_ > limits_.count) {
        drop_one(largest([](const Share& share) { return share.places.size(); }, address), now);
    }
    while (bytes_ > limits_.bytes) {
        drop_one(largest([](const Share& share) { return share.bytes; }, address), now);
    }
}

// Of equal ones that of `comer`: it is what makes them too many.
UnfinishedBodies::Share& UnfinishedBodies::largest(std::size_t (*size)(const Share&), const std::string& comer)
{
    const auto rank = [&](const Shares::value_type& share) {
        return std::pair { size(share.second), share.first == comer };
    };
    return std::max_element(shares_.begin(), shares_.end(), [&rank](const auto& a, const auto& b) {
        return rank(a) < rank(b);
    })->second;
}

void UnfinishedBodies::drop_one(Share& share, std::int64_t now)
{
    // Bytes a second; what has only begun has had no time to be slow.
    const auto speed = [now](const Place& place) {
        const auto age = now - place.since_;
        return age < kTimeToBeSlow.count() ? std::numeric_limits<double>::infinity()
                                           : static_cast<double>(place.bytes_) / static_cast<double>(age);
    };
    const auto goes_before = [&speed](const Place* a, const Place* b) {
        if (a->sender_.known != b->sender_.known) {
            return b->sender_.known;
        }
        const double speed_a = speed(*a);
        const double speed_b = speed(*b);
        return speed_a != speed_b ? speed_a < speed_b : a->since_ < b->since_;
    };
    Place& first = **std::min_element(share.places.begin(), share.places.end(), goes_before);
    take_out(first);
    first.dropped_.store(true, std::memory_order_relaxed);
    dropped_.fetch_add(1, std::memory_order_relaxed);
    ::shutdown(first.sender_.socket, SHUT_RD);
}

void UnfinishedBodies::take_out(Place& place)
{
    const auto found = shares_.find(place.sender_.address);
    Share& share = found->second;
    share.bytes -= place.bytes_;
    bytes_ -= place.bytes_;
    --count_;
    std::erase(share.places, &place);
    if (share.places.empty()) {
        shares_.erase(found);
    }
}

}
