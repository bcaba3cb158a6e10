// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace watchfloor {

// Everything a stranger can send has a limit with a name.
inline constexpr std::size_t kMaxHeaderBytes = 16 * 1024; // request line and headers together
inline constexpr std::size_t kMaxHeaderCount = 64;
inline constexpr std::size_t kMaxTargetBytes = 8 * 1024 - 1;
inline constexpr std::size_t kMaxPathSegments = 16;
inline constexpr std::size_t kMaxQueryParameters = 64;
inline constexpr std::size_t kMaxChunkLineBytes = 256;
inline constexpr std::size_t kMaxTrailerBytes = 4 * 1024;

// What one turn of a connection takes from its socket: at once, and in all before others get theirs.
inline constexpr std::size_t kMaxReceivedAtOnce = 64 * 1024;
inline constexpr int kReceivesInATurn = 16;

// Bodies that are still arriving, of everybody and of one address; both in number and in bytes.
inline constexpr std::size_t kMaxUnfinished = 1024;
inline constexpr std::size_t kMaxUnfinishedOfAddress = 256;
inline constexpr std::size_t kMaxUnfinishedBytes = 128 * 1024 * 1024;
inline constexpr std::size_t kMaxUnfinishedBytesOfAddress = 96 * 1024 * 1024;

// A body that began less than this ago is not called slow.
inline constexpr std::chrono::milliseconds kTimeToBeSlow { 1'000 };

// How much of a long answer is made at once.
inline constexpr std::size_t kPieceBytes = 256 * 1024;

// Answers that were made for one request each and wait for their readers, together.
inline constexpr std::size_t kMaxUnreadBytes = 256 * 1024 * 1024;

// What the kernel holds of answers for one connection: sent and not yet acknowledged, and of it not even sent. The former
// bounds the speed too: in so many bytes to each round trip.
inline constexpr int kKernelSendBytes = 256 * 1024;
inline constexpr int kKernelUnsentBytes = 64 * 1024;

// After a refusal the rest of the request is read and thrown away for a while: closing at once
// would reset the connection and take the answer with it.
inline constexpr std::size_t kMaxDrainedBytes = 1024 * 1024;
inline constexpr std::chrono::milliseconds kDrainTime { 2'000 };

// Once all connections are taken: whose network has more than one in so many of them does not keep those that wait for a
// slow reader.
inline constexpr std::size_t kReadersShare = 8;

// How long a connection may be idle once three quarters of the table are taken, or descriptors ran out.
inline constexpr std::chrono::milliseconds kIdleUnderPressure { 2'000 };

inline constexpr std::int64_t kSlowestWriteBytesPerSecond = 16 * 1024;
inline constexpr int kRetryAfterSeconds = 2;

}
