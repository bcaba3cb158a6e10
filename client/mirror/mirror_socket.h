// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/mirror/mirror.h"
#include "shared/core/result.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace watchfloor {

// Lets an end-to-end test read and drive the native console; exists only when asked for by
// flag. A Unix socket (0600) that serves one client at a time. Requests are lines, at most 64 KiB:
//   snapshot | activate ID | focus ID | set_value ID TEXT | key CHORD | type TEXT |
//   screenshot FILE | quit          (in TEXT, \n and \\ are escapes)
// Every answer is one line of JSON: {"ok":true,…} or {"ok":false,"error":"…"}.
class MirrorSocket {
public:
    struct Actions {
        std::function<bool(std::string_view chord)> press;
        std::function<void(std::string_view text)> type;
        std::function<bool(const std::string& path)> screenshot;
        std::function<void()> quit;
    };

    static Result<std::unique_ptr<MirrorSocket>> open(const std::string& path, Actions actions);
    virtual ~MirrorSocket() = default;

    // Serves what has arrived; never blocks. True if a request may have changed the picture.
    virtual bool poll(Mirror& mirror) = 0;
};

// {"frame":…,"focus":…,"items":[{"id":…,"role":…,"label":…,…}]}
std::string mirror_json(const Mirror& mirror, std::uint64_t frame);

}
