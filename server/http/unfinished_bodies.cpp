// SPDX-License-Identifier: Apache-2.0
#include "server/http/unfinished_bodies.h"

#include "server/http/client_address.h"
#include "server/http/limits.h"
#include "shared/core/result.h"

#include <algorithm>
#include <limits>
#include <sys/socket.h>
#include <tuple>
#include <utility>

namespace watchfloor {
namespace {

// Of two that may go the greater goes: a stranger, the slowest in bytes a second, the oldest. What has only begun has had
// no time to be slow.
std::tuple<bool, double, std::int64_t> turn_of(bool known, std::size_t bytes, std::int64_t since, std::int64_t now)
{
    const auto age = now - since;
    const double speed = age < kTimeToBeSlow.count() ? std::numeric_limits<double>::infinity()
                                                     : static_cast<double>(bytes) / static_cast<double>(age);
    return { !known, -speed, -since };
}

}

UnfinishedBodies::~UnfinishedBodies()
{
    VERIFY(places_.empty());
}

std::unique_ptr<UnfinishedBodies::Place> UnfinishedBodies::enter(Sender sender, std::int64_t now)
{
    std::unique_ptr<Place> place { new Place { *this, std::move(sender), now } };
    const std::scoped_lock lock { mutex_ };
    place->network_ = &*networks_.try_emplace(network_of(place->sender_.address)).first;
    place->neighbourhood_ = &*neighbourhoods_.try_emplace(neighbourhood_of(place->sender_.address)).first;
    places_.push_back(place.get());
    change_amounts(*place, [](Amount& amount) { ++amount.count; });
    make_room(*place->network_, now);
    return place;
}

std::size_t UnfinishedBodies::count() const
{
    const std::scoped_lock lock { mutex_ };
    return all_.count;
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
    const std::size_t more = bytes - place.bytes_;
    place.bytes_ = bytes;
    change_amounts(place, [more](Amount& amount) { amount.bytes += more; });
    make_room(*place.network_, now);
    return !place.dropped();
}

void UnfinishedBodies::leave(Place& place)
{
    const std::scoped_lock lock { mutex_ };
    if (!place.dropped()) {
        take_out(place);
    }
}

template<typename Change>
void UnfinishedBodies::change_amounts(const Place& place, const Change& change)
{
    change(all_);
    change(place.network_->second);
    change(place.neighbourhood_->second);
    if (!place.sender_.known) {
        change(of_strangers_);
    }
}

// What is dropped counts no more, though its worker still has to notice: else one too many would cost several.
void UnfinishedBodies::make_room(const Share& own, std::int64_t now)
{
    // Looked up anew: the share goes with its last body.
    const std::string name = own.first;
    const auto has_too_much = [this](const Amount& amount) {
        return amount.count > limits_.count_of_address || amount.bytes > limits_.bytes_of_address;
    };
    for (auto share = networks_.find(name); share != networks_.end() && has_too_much(share->second);
         share = networks_.find(name)) {
        drop_one_of(*share, now);
    }
    while (all_.count > limits_.count) {
        drop_one_of_all(&Amount::count, limits_.count, now);
    }
    while (all_.bytes > limits_.bytes) {
        drop_one_of_all(&Amount::bytes, limits_.bytes, now);
    }
}

void UnfinishedBodies::drop_one_of(const Share& network, std::int64_t now)
{
    const auto rank = [&](const Place* place) {
        return std::pair { place->network_ == &network,
            turn_of(place->sender_.known, place->bytes_, place->since_, now) };
    };
    drop(**std::max_element(
        places_.begin(), places_.end(), [&rank](const Place* a, const Place* b) { return rank(a) < rank(b); }));
}

// Whose credentials hold is not driven out by however many who have none; these keep their half all the same, for who
// signs in is a stranger too.
void UnfinishedBodies::drop_one_of_all(std::size_t Amount::*size, std::size_t limit, std::int64_t now)
{
    const bool strangers_first = of_strangers_.*size > limit / 2;
    const auto rank = [&](const Place* place) {
        return std::tuple { strangers_first && !place->sender_.known, place->neighbourhood_->second.*size,
            place->network_->second.*size, turn_of(place->sender_.known, place->bytes_, place->since_, now) };
    };
    drop(**std::max_element(
        places_.begin(), places_.end(), [&rank](const Place* a, const Place* b) { return rank(a) < rank(b); }));
}

void UnfinishedBodies::drop(Place& place)
{
    take_out(place);
    place.dropped_.store(true, std::memory_order_relaxed);
    dropped_.fetch_add(1, std::memory_order_relaxed);
    ::shutdown(place.sender_.socket, SHUT_RD);
}

void UnfinishedBodies::take_out(Place& place)
{
    change_amounts(place, [&place](Amount& amount) {
        --amount.count;
        amount.bytes -= place.bytes_;
    });
    forget_if_none(networks_, *place.network_);
    forget_if_none(neighbourhoods_, *place.neighbourhood_);
    std::erase(places_, &place);
}

void UnfinishedBodies::forget_if_none(Amounts& amounts, const Share& share)
{
    if (share.second.count == 0) {
        amounts.erase(amounts.find(share.first));
    }
}

}
