// SPDX-License-Identifier: Apache-2.0
#include "server/auth/password_hasher.h"

#include <array>
#include <sodium.h>

namespace watchfloor {
namespace {

constexpr unsigned long long kOperations = crypto_pwhash_OPSLIMIT_INTERACTIVE + 1;
constexpr std::size_t kMemory = crypto_pwhash_MEMLIMIT_INTERACTIVE; // 64 MiB

Result<std::string> hash_now(std::string_view password)
{
    std::array<char, crypto_pwhash_STRBYTES> text {};
    if (crypto_pwhash_str(text.data(), password.data(), password.size(), kOperations, kMemory) != 0) {
        return Error { ErrorCode::Unavailable, "There is not enough memory to check passwords; try again." };
    }
    return std::string(text.data());
}

// What an unknown user's password is compared with: nobody knows its password.
const std::string& dummy_hash()
{
    static const std::string hash = [] {
        std::array<char, 32> noise {};
        randombytes_buf(noise.data(), noise.size());
        auto made = hash_now({ noise.data(), noise.size() });
        return made.ok() ? std::move(made).value() : std::string {};
    }();
    return hash;
}

}

class PasswordHasher::Turn {
public:
    explicit Turn(PasswordHasher& hasher) : hasher_(hasher) { }
    ~Turn() { hasher_.end_turn(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    PasswordHasher& hasher_;
};

Result<void> PasswordHasher::take_turn()
{
    std::unique_lock lock(mutex_);
    if (waiting_ >= kMaxWaiting) {
        return Error { ErrorCode::Unavailable, "Many people sign in at this moment; try again in a few seconds." };
    }
    ++waiting_;
    free_.wait(lock, [&] { return running_ < kAtOnce; });
    --waiting_;
    ++running_;
    return {};
}

void PasswordHasher::end_turn()
{
    {
        const std::lock_guard lock(mutex_);
        --running_;
    }
    free_.notify_one();
}

Result<std::string> PasswordHasher::hash(std::string_view password)
{
    if (password.size() > kMaxPasswordBytes) {
        return Error { ErrorCode::Malformed,
            "Choose a password of at most " + std::to_string(kMaxPasswordBytes) + " bytes." };
    }
    RETURN_IF_ERROR(take_turn());
    const Turn turn(*this);
    return hash_now(password);
}

Result<bool> PasswordHasher::matches(std::string_view password, const std::string& stored)
{
    if (password.size() > kMaxPasswordBytes) {
        return false;
    }
    RETURN_IF_ERROR(take_turn());
    const Turn turn(*this);
    const std::string& hash = stored.empty() ? dummy_hash() : stored;
    const bool same = crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
    return same && !stored.empty();
}

bool PasswordHasher::outdated(const std::string& stored)
{
    return crypto_pwhash_str_needs_rehash(stored.c_str(), kOperations, kMemory) != 0;
}

}
