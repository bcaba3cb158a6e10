// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <any>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// HEAD is served by the GET route with `head_only` set; the server leaves the body out.
enum class Method { Get, Post, Put, Patch, Delete };

std::string_view to_string(Method method);
std::optional<Method> parse_method(std::string_view text);

struct NamedValue {
    std::string name;
    std::string value;
};

// One request as a handler sees it: decoded exactly once, within the limits of limits.h.
struct Request {
    Method method = Method::Get;
    bool head_only = false;
    std::string path;               // percent-decoded
    std::string_view route_pattern; // as registered; for logs and metrics, never the raw path
    // What the route said it reads of the query; null: whatever is there (the page's files).
    const std::vector<std::string_view>* declared_parameters = nullptr;
    std::vector<NamedValue> path_parameters;  // percent-decoded {name} segments
    std::vector<NamedValue> query_parameters; // percent-decoded, "+" is a space, in order
    std::vector<NamedValue> headers;          // names in lower case, values without control characters
    std::vector<NamedValue> cookies;
    std::string content_type; // media type in lower case, without parameters
    std::string body;
    std::string peer_address;       // who holds the socket
    std::string client_address;     // X-Forwarded-For resolved, only from listed peers
    bool from_trusted_peer = false; // the peer is listed: its forwarding headers count
    bool local = false;             // of this very machine, and by way of no proxy
    bool secure = false;            // came by this server's own TLS
    std::string request_id;
    std::any principal; // set by the guard, for handlers
    std::string caller; // set by the guard: whose share of the places it takes; empty: its network's

    // The first value of that name. Header names in lower case. Asking the query for what the route has not
    // declared is a bug.
    std::optional<std::string_view> header(std::string_view name) const;
    std::optional<std::string_view> query(std::string_view name) const;
    std::optional<std::string_view> cookie(std::string_view name) const;

    // Whether somebody reads the answer in a browser's window.
    bool shows_pages() const;

    // What a listed proxy says under "x-forwarded-…"; of several, what the nearest said.
    std::optional<std::string_view> forwarded(std::string_view name) const;
    // All values of that name, in order.
    std::vector<std::string> query_values(std::string_view name) const;

    // The value of a {name} segment of the route's pattern; asking for another name is a bug.
    std::string_view path_parameter(std::string_view name) const;
};

}
