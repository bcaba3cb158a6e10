// SPDX-License-Identifier: Apache-2.0
#include "server/auth/kept_memory.h"

#include <algorithm>
#include <cstdint>
#include <sodium.h>
#include <sys/mman.h>

namespace watchfloor {
namespace {

constexpr std::size_t kLargePage = std::size_t { 2 } * 1024 * 1024;

}

std::span<std::byte> KeptMemory::take(std::size_t bytes)
{
    if (bytes > bytes_) {
        return {};
    }
    if (begin_ == nullptr) {
        void* mapped = ::mmap(nullptr, bytes_ + kLargePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (mapped == MAP_FAILED) {
            return {};
        }
        mapped_ = mapped;
        auto* first = static_cast<std::byte*>(mapped);
        const std::size_t past = reinterpret_cast<std::uintptr_t>(first) % kLargePage;
        begin_ = first + (past != 0 ? kLargePage - past : 0);
        // Refused where the kernel knows none: then they are small.
        [[maybe_unused]] const int large = ::madvise(begin_, bytes_, MADV_HUGEPAGE);
    }
    taken_ = std::max(taken_, bytes);
    return present().first(bytes);
}

void KeptMemory::wipe()
{
    if (begin_ != nullptr) {
        sodium_memzero(begin_, taken_);
    }
    taken_ = 0;
}

void KeptMemory::let_go()
{
    if (mapped_ != nullptr) {
        ::munmap(mapped_, bytes_ + kLargePage);
        mapped_ = nullptr;
        begin_ = nullptr;
    }
}

}
