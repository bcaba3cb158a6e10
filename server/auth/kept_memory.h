// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace watchfloor {

// Memory that one password hash after the other works in, in large pages where the machine gives any. Fresh pages are
// cleared by the kernel first, which is a quarter of what a hash costs. One thread at a time.
class KeptMemory {
public:
    explicit KeptMemory(std::size_t bytes) : bytes_(bytes) { }
    ~KeptMemory() { let_go(); }
    KeptMemory(const KeptMemory&) = delete;
    KeptMemory& operator=(const KeptMemory&) = delete;

    // So much of it, from the machine where it is not there yet; empty where that is more than it is, or cannot be had.
    std::span<std::byte> take(std::size_t bytes);
    // What is there now: empty before it was taken.
    std::span<std::byte> present() const { return { begin_, begin_ != nullptr ? bytes_ : 0 }; }
    // What was taken: nothing of a password stays in what is kept.
    void wipe();
    // Gives it back to the machine.
    void let_go();

private:
    const std::size_t bytes_;
    void* mapped_ = nullptr; // begins a little before begin_, which is where a large page may begin
    std::byte* begin_ = nullptr;
    std::size_t taken_ = 0;
};

}
