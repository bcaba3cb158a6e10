// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace watchfloor {

// What a server can be told. Where a value comes from, strongest first: the command line,
// WATCHFLOOR_… in the environment, the TOML file, the default here.
struct Settings {
    std::string data = "watchfloor-data";
    std::string listen = "127.0.0.1:8470";
    std::string web {};                        // folder of the built page; empty: no page
    std::vector<std::string> trusted_peers {}; // proxies whose forwarding headers count
    std::vector<std::string> names {};         // under which the server is reached, beside the machine's own
    std::string tls_cert {};                   // serve HTTPS by this certificate; empty: plain HTTP
    std::string tls_key {};                    // and its key
    std::string log_level = "info";
    bool sign_in_link = true;             // print one while nobody has a password
    bool host_source = true;              // measure this host's own capacity
    std::string prometheus {};            // address of a Prometheus server to read capacity from
    std::string ca_file {};               // authorities for what is asked of others by https; empty: the system's
    std::int64_t session_idle_hours = 12; // a session that nobody uses for so long ends; 0: only after its week
};

// One setting: how it is called everywhere, and where it is kept.
struct Setting {
    using Member = std::variant<std::string Settings::*, std::vector<std::string> Settings::*, bool Settings::*,
        std::int64_t Settings::*>;

    std::string_view key; // in TOML; "trusted_peers" is --trusted-peers and WATCHFLOOR_TRUSTED_PEERS
    std::string_view description;
    Member member;
};

inline constexpr auto kSettings = std::to_array<Setting>({
    { "data", "folder that holds everything the server keeps", &Settings::data },
    { "listen", "address and port to serve on; port 0 takes any free one", &Settings::listen },
    { "web", "folder of the built console page", &Settings::web },
    { "trusted_peers", "proxies, as addresses or networks, whose X-Forwarded-For, -Proto and -Host count",
        &Settings::trusted_peers },
    { "names", "names under which the server is reached, such as room.example, beside this machine's own",
        &Settings::names },
    { "tls_cert", "certificate to serve HTTPS with, in PEM form, with those between it and its authority",
        &Settings::tls_cert },
    { "tls_key", "key of that certificate, in PEM form; both are read again when they are renewed",
        &Settings::tls_key },
    { "log_level", "least level that is logged: debug, info, warning or error", &Settings::log_level },
    { "sign_in_link", "print a one-time sign-in link while nobody has a password", &Settings::sign_in_link },
    { "host_source", "measure this host's own processor, memory, disks and network", &Settings::host_source },
    { "prometheus", "Prometheus server to read capacity from, such as https://user:password@host:9090/prefix",
        &Settings::prometheus },
    { "ca_file", "certificate authorities to trust when asking an https server, in place of the system's",
        &Settings::ca_file },
    { "session_idle_hours", "hours without use after which a session ends, 1 to 168; 0: none does before its week",
        &Settings::session_idle_hours },
});

// Of all settings that are numbers: a week of hours.
inline constexpr std::int64_t kMostOfNumber = 168;

// "trusted_peers" → "--trusted-peers" and "WATCHFLOOR_TRUSTED_PEERS".
std::string option_name(std::string_view key);
std::string environment_name(std::string_view key);

// Overwrites what the file gives. Malformed: a key that does not exist (with the nearest that
// does), a value of the wrong type, or a file that is not TOML; the message names file and line.
Result<void> read_toml(const std::filesystem::path& file, Settings& settings);

// The settings in effect, as a TOML file that reads back to the same.
std::string to_toml(const Settings& settings);

struct ListenAddress {
    std::string address {};
    std::uint16_t port = 0;
};

// "127.0.0.1:8470" or "[::1]:8470".
Result<ListenAddress> parse_listen(std::string_view text);

// The one of `known` that differs from `word` by the fewest letters; empty when none is close.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

}
