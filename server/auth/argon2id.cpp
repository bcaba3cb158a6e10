// SPDX-License-Identifier: Apache-2.0
#include "server/auth/argon2id.h"

#include <array>
#include <cstdint>
#include <limits.h>
#include <sodium.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>

extern "C" {
#include <argon2.h>
int _crypto_pwhash_argon2_pick_best_implementation();
// What libsodium's source calls where it would call mmap() and munmap(); see WatchfloorDependencies.cmake.
void* watchfloor_argon2_map(void* at, size_t bytes, int protection, int flags, int file, off_t offset) noexcept;
int watchfloor_argon2_unmap(void* at, size_t bytes) noexcept;
}

namespace watchfloor {
namespace {

constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kTextBytes = crypto_pwhash_STRBYTES;

thread_local KeptMemory* lent_memory = nullptr;

// As long as it lives this thread's hashes work in the memory.
class Lending {
public:
    explicit Lending(KeptMemory& memory) : memory_(memory)
    {
        // As libsodium does for its own: what the processor can do is asked once.
        static const bool picked = sodium_init() >= 0 && _crypto_pwhash_argon2_pick_best_implementation() == 0;
        lent_memory = picked ? &memory : nullptr;
    }
    ~Lending()
    {
        lent_memory = nullptr;
        memory_.wipe();
    }
    Lending(const Lending&) = delete;
    Lending& operator=(const Lending&) = delete;

private:
    KeptMemory& memory_;
};

}

Result<std::string> argon2id_text(std::string_view password, const Argon2Cost& cost, KeptMemory& memory)
{
    const Lending lending(memory);
    std::array<unsigned char, kSaltBytes> salt {};
    randombytes_buf(salt.data(), salt.size());
    std::array<char, kTextBytes> text {};
    const int failure = argon2id_hash_encoded(cost.passes, cost.kibibytes, 1, password.data(), password.size(),
        salt.data(), salt.size(), kHashBytes, text.data(), text.size());
    if (failure != ARGON2_OK) {
        return Error { ErrorCode::Unavailable, "There is not enough memory to check passwords; try again." };
    }
    return std::string(text.data());
}

bool argon2id_is_of(const std::string& text, std::string_view password, KeptMemory& memory)
{
    const Lending lending(memory);
    return argon2id_verify(text.c_str(), password.data(), password.size()) == ARGON2_OK;
}

}

void* watchfloor_argon2_map(void* at, size_t bytes, int protection, int flags, int file, off_t offset) noexcept
{
    if (watchfloor::lent_memory != nullptr) {
        if (const auto lent = watchfloor::lent_memory->take(bytes); !lent.empty()) {
            return lent.data();
        }
    }
    return ::mmap(at, bytes, protection, flags, file, offset);
}

int watchfloor_argon2_unmap(void* at, size_t bytes) noexcept
{
    const auto* lent = watchfloor::lent_memory != nullptr ? watchfloor::lent_memory->present().data() : nullptr;
    return at == lent ? 0 : ::munmap(at, bytes);
}
