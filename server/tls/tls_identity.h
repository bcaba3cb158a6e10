// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/tls/channel.h"
#include "shared/core/result.h"
#include "shared/core/time.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

struct ssl_ctx_st; // OpenSSL's SSL_CTX

namespace watchfloor {

// Who the server is to those who come by TLS: a certificate and its key, from two files that somebody renews while the
// server runs. Any thread.
class TlsIdentity {
public:
    static Result<std::unique_ptr<TlsIdentity>> load(std::filesystem::path certificate, std::filesystem::path key);

    // A peer's channel that shakes hands with what is newest. Not valid where there is no memory for it.
    Channel accept(Descriptor socket) const;

    enum class Renewal { None, Taken, Refused };

    // Takes the files where they changed and have rested since the last look, so that a pair is not met half-written.
    // What cannot be used changes nothing for those who come.
    Renewal look();

    // Takes them as they are.
    Renewal renew();

    Timestamp ends_at() const;
    // Why the files as they are now cannot be used; empty where they are in use.
    std::string refusal() const;

private:
    using Context = std::shared_ptr<ssl_ctx_st>;
    // Of both files: device, inode, size, and when they changed.
    using Stamp = std::array<std::int64_t, 12>;
    struct Loaded {
        Context context {};
        Timestamp ends_at {};
    };

    TlsIdentity(std::filesystem::path certificate, std::filesystem::path key)
        : certificate_(std::move(certificate)), key_(std::move(key))
    {
    }

    Result<Loaded> read() const;
    Stamp stamp() const;
    Renewal take(const Stamp& stamp);

    const std::filesystem::path certificate_;
    const std::filesystem::path key_;
    mutable std::mutex mutex_;
    Loaded loaded_;
    std::string refusal_;
    std::mutex renewing_; // of what follows, and of the reading: nobody who comes waits for a disk
    Stamp tried_ {};      // the files when they were last read
    Stamp seen_ {};       // and at the last look
};

}
