// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace watchfloor {

// Whether this is an address of a server as the transport takes it: http:// or https://, a host by its name or number
// (an IPv6 number in brackets), and a port where it is not the usual one. No path: the console knows its own.
bool is_server_address(std::string_view text);

}
