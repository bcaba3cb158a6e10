// SPDX-License-Identifier: Apache-2.0
#include "server/http/router.h"

#include "server/http/limits.h"
#include "server/http/url_decoding.h"
#include "shared/core/result.h"

#include <array>
#include <map>

namespace watchfloor {

namespace {

constexpr std::size_t kMethodCount = 5;

std::vector<std::string_view> split_segments(std::string_view path)
{
    std::vector<std::string_view> segments;
    path.remove_prefix(1);
    for (;;) {
        const auto slash = path.find('/');
        segments.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos) {
            return segments;
        }
        path.remove_prefix(slash + 1);
    }
}

std::string allowed_methods(const std::array<const Route*, kMethodCount>& routes)
{
    std::string allow;
    for (std::size_t i = 0; i < kMethodCount; ++i) {
        if (routes[i] == nullptr) {
            continue;
        }
        allow += allow.empty() ? "" : ", ";
        allow += to_string(static_cast<Method>(i));
        if (static_cast<Method>(i) == Method::Get) {
            allow += ", HEAD";
        }
    }
    return allow;
}

bool is_parameter(std::string_view segment)
{
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

}

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> parameter;
    std::array<const Route*, kMethodCount> routes {};
    std::string allow; // empty: no routes end here

    // The deepest match, literals first. Each node is visited at most once, so the cost is bounded
    // by the size of the tree.
    const Node* find(const std::vector<std::string>& segments, std::size_t depth) const
    {
        if (depth == segments.size()) {
            return allow.empty() ? nullptr : this;
        }
        if (const auto child = literals.find(segments[depth]); child != literals.end()) {
            if (const auto* found = child->second->find(segments, depth + 1)) {
                return found;
            }
        }
        const bool takes = parameter != nullptr && !segments[depth].empty();
        return takes ? parameter->find(segments, depth + 1) : nullptr;
    }
};

Router::Router() : root_(std::make_unique<Node>()) { }
Router::~Router() = default;

void Router::add(Method method, std::string pattern, RouteOptions options, Handler handler)
{
    VERIFY(!pattern.empty() && pattern.front() == '/');
    Node* node = root_.get();
    for (const auto segment : split_segments(pattern)) {
        auto& child = is_parameter(segment) ? node->parameter : node->literals[std::string { segment }];
        if (!child) {
            child = std::make_unique<Node>();
        }
        node = child.get();
    }
    const Route*& slot = node->routes[static_cast<std::size_t>(method)];
    VERIFY(slot == nullptr);
    routes_.push_back(
        std::make_unique<Route>(Route { method, std::move(pattern), std::move(options), std::move(handler) }));
    slot = routes_.back().get();
    node->allow = allowed_methods(node->routes);
}

Router::Match Router::match(std::optional<Method> method, std::string_view raw_path) const
{
    Match match;
    if (raw_path.empty() || raw_path.front() != '/') {
        return match;
    }
    std::vector<std::string> segments;
    for (const auto raw : split_segments(raw_path)) {
        auto segment = percent_decode(raw, PlusSign::Literal);
        if (!segment || segments.size() == kMaxPathSegments) {
            return match;
        }
        segments.push_back(std::move(*segment));
    }
    const Node* node = root_->find(segments, 0);
    if (node == nullptr) {
        return match;
    }
    match.allow = node->allow;
    match.route = method ? node->routes[static_cast<std::size_t>(*method)] : nullptr;
    if (match.route == nullptr) {
        return match;
    }
    const auto names = split_segments(match.route->pattern);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (is_parameter(names[i])) {
            match.path_parameters.push_back(
                { std::string { names[i].substr(1, names[i].size() - 2) }, std::move(segments[i]) });
        }
    }
    return match;
}

}
