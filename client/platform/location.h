// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace watchfloor {

// What is in the address bar: every view, filter, range and selection. Natively a history kept
// in memory, so that Back works the same.
struct Location {
    std::string path = "/";
    std::vector<std::pair<std::string, std::string>> query {};

    std::optional<std::string> value(std::string_view name) const;
    // Sets, replaces, or (empty value) removes one parameter; the order of the others is kept.
    void set(std::string_view name, std::string_view value);

    friend bool operator==(const Location& a, const Location& b) { return a.path == b.path && a.query == b.query; }
    friend bool operator!=(const Location& a, const Location& b) { return !(a == b); }
};

// Percent-decoding is lenient (a bad escape stays as it is); at most kMaxLocationBytes are read.
constexpr std::size_t kMaxLocationBytes = 4096;
Location parse_location(std::string_view text);
std::string format_location(const Location& location);
// Several numbers in one parameter: "3,17". What is none is passed over.
std::string format_numbers(const std::vector<std::int64_t>& numbers);
std::vector<std::int64_t> parse_numbers(std::string_view text);

// The address of a location for others, at this server: "https://desk.example/timeline?t0=…".
std::string link_to(std::string_view server, const Location& location);
// Where the page came from: "https://desk.example"; empty natively.
std::string page_origin();

const Location& current_location();
// A change of view: Back returns to the one before.
void push_location(const Location& location);
// Pan, zoom, selection: replaces the present entry; written to the browser at most every 300 ms.
void replace_location(const Location& location);
void go_back();
void go_forward();

// Called by the platform: where the program starts, and Back or Forward by the user.
void start_location(const Location& location);
void location_moved(const Location& location);
// True once after the user moved; the window then tells its content.
bool take_location_moved();

// Opens an address in the browser (a bridge link). Only http, https, tel, sip and xmpp pass.
bool open_address(std::string_view address);
bool may_open_address(std::string_view address);

}
