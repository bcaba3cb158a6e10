// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// The names that a server answers to. A page elsewhere can point a name of its own at our address and would then count
// as our own page in its reader's browser: so we answer only to names that are known to be ours. Addresses are no
// danger, as no page elsewhere can make one its own.
class HostNames {
public:
    // Beside `names` (such as "room.example", "*.example" or "https://room.example/"): addresses, localhost, this
    // machine's own name, and what is listened on. Malformed says which one is no name.
    static Result<HostNames> of(const std::vector<std::string>& names, const std::string& listens_on);

    // `host` as host_of() gives it.
    bool contain(std::string_view host) const;

    // Nobody has said how the server is called.
    bool are_left_to_proxies() const { return left_to_proxies_; }

private:
    bool left_to_proxies_ = true;
    std::vector<std::string> names_; // in lower case; ".example" stands for "*.example"
};

// The first of `names` that stands for one host, as it is to be written in an address; empty where there is none.
std::string first_plain_name(const std::vector<std::string>& names);

// The name or address of a Host header: without port and final dot, in lower case, addresses in their canonical form.
// Nothing for what is none.
std::optional<std::string> host_of(std::string_view header);

}
