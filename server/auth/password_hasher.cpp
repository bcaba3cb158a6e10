// SPDX-License-Identifier: Apache-2.0
#include "server/auth/password_hasher.h"

#include "server/auth/argon2id.h"

#include <algorithm>
#include <array>
#include <sodium.h>

namespace watchfloor {
namespace {

// Above the least that OWASP's Password Storage Cheat Sheet asks of Argon2id (19 MiB and two passes), and little enough
// that whoever signs in while strangers attack waits less than a quarter of a second.
constexpr unsigned long long kOperations = 2;
constexpr std::size_t kMemory = std::size_t { 32 } * 1024 * 1024;
constexpr Argon2Cost kCost { static_cast<std::uint32_t>(kOperations), static_cast<std::uint32_t>(kMemory / 1024) };

// What an unknown user's password is compared with: nobody knows its password.
const std::string& dummy_hash(KeptMemory& memory)
{
    static const std::string hash = [&] {
        std::array<char, 32> noise {};
        randombytes_buf(noise.data(), noise.size());
        auto made = argon2id_text({ noise.data(), noise.size() }, kCost, memory);
        return made.ok() ? std::move(made).value() : std::string {};
    }();
    return hash;
}

}

PasswordHasher::Desk::Desk() : memory(kMemory) { }

class PasswordHasher::Turn {
public:
    Turn(PasswordHasher& hasher, Desk& desk) : hasher_(hasher), desk_(desk) { }
    ~Turn() { hasher_.end_turn(desk_); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    PasswordHasher& hasher_;
    Desk& desk_;
};

PasswordHasher::Desk* PasswordHasher::free_desk()
{
    const auto free = std::find_if(desks_.begin(), desks_.end(), [](const Desk& desk) { return !desk.taken; });
    return free == desks_.end() ? nullptr : &*free;
}

Result<PasswordHasher::Desk*> PasswordHasher::take_turn()
{
    std::unique_lock lock(mutex_);
    if (waiting_ >= kMaxWaiting) {
        return Error { ErrorCode::Unavailable, "Many people sign in at this moment; try again in a few seconds." };
    }
    ++waiting_;
    const std::uint64_t place = next_place_++;
    Desk* desk = nullptr;
    free_.wait(lock, [&] { return place == first_place_ && (desk = free_desk()) != nullptr; });
    ++first_place_;
    --waiting_;
    desk->taken = true;
    lock.unlock();
    free_.notify_all(); // a second desk may be free for who is first now
    return desk;
}

void PasswordHasher::end_turn(Desk& desk)
{
    {
        const std::lock_guard lock(mutex_);
        desk.taken = false;
        desk.left_at = std::chrono::steady_clock::now();
    }
    free_.notify_all();
}

void PasswordHasher::let_go_idle(std::chrono::steady_clock::duration idle)
{
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(mutex_);
    for (Desk& desk : desks_) {
        if (!desk.taken && now - desk.left_at >= idle) {
            desk.memory.let_go();
        }
    }
}

std::size_t PasswordHasher::kept_bytes()
{
    std::size_t bytes = 0;
    const std::lock_guard lock(mutex_);
    for (const Desk& desk : desks_) {
        bytes += desk.taken ? 0 : desk.memory.present().size();
    }
    return bytes;
}

Result<std::string> PasswordHasher::hash(std::string_view password)
{
    if (password.size() > kMaxPasswordBytes) {
        return Error { ErrorCode::Malformed,
            "Choose a password of at most " + std::to_string(kMaxPasswordBytes) + " bytes." };
    }
    ASSIGN_OR_RETURN(Desk * desk, take_turn());
    const Turn turn(*this, *desk);
    return argon2id_text(password, kCost, desk->memory);
}

Result<bool> PasswordHasher::matches(std::string_view password, const std::string& stored)
{
    if (password.size() > kMaxPasswordBytes) {
        return false;
    }
    ASSIGN_OR_RETURN(Desk * desk, take_turn());
    const Turn turn(*this, *desk);
    const std::string& hash = stored.empty() ? dummy_hash(desk->memory) : stored;
    const bool same = argon2id_is_of(hash, password, desk->memory);
    return same && !stored.empty();
}

bool PasswordHasher::outdated(const std::string& stored)
{
    return crypto_pwhash_str_needs_rehash(stored.c_str(), kOperations, kMemory) != 0;
}

}
