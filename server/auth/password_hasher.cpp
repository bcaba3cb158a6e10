// SPDX-License-Identifier: Apache-2.0
#include "server/auth/password_hasher.h"

#include "server/auth/argon2id.h"

#include <algorithm>
#include <array>
#include <sodium.h>

namespace watchfloor {
namespace {

constexpr unsigned long long kOperations = crypto_pwhash_OPSLIMIT_INTERACTIVE + 1;
constexpr std::size_t kMemory = crypto_pwhash_MEMLIMIT_INTERACTIVE; // 64 MiB
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
    Desk* desk = nullptr;
    free_.wait(lock, [&] { return (desk = free_desk()) != nullptr; });
    --waiting_;
    desk->taken = true;
    return desk;
}

void PasswordHasher::end_turn(Desk& desk)
{
    {
        const std::lock_guard lock(mutex_);
        desk.taken = false;
        desk.left_at = std::chrono::steady_clock::now();
    }
    free_.notify_one();
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
