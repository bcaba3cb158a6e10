// SPDX-License-Identifier: Apache-2.0
#include "server/config/settings.h"

#include "shared/wire/json/json_text.h"

#include <algorithm>
#include <charconv>
#include <numeric>

namespace watchfloor {
namespace {

constexpr std::size_t kNearEnough = 3;

std::size_t edit_distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t { 0 });
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({ replaced, row[j] + 1, diagonal + 1 });
        }
    }
    return row.back();
}

// JSON's strings are TOML's basic strings.
struct TomlText {
    const Settings& settings;
    std::string& out;

    void operator()(std::string Settings::*member) const { append_json_string(out, settings.*member); }
    void operator()(std::int64_t Settings::*member) const { out += std::to_string(settings.*member); }
    void operator()(bool Settings::*member) const { out += settings.*member ? "true" : "false"; }
    void operator()(std::vector<std::string> Settings::*member) const
    {
        out += "[";
        for (std::size_t i = 0; i < (settings.*member).size(); ++i) {
            out += i > 0 ? ", " : "";
            append_json_string(out, (settings.*member)[i]);
        }
        out += "]";
    }
};

}

std::string option_name(std::string_view key)
{
    std::string name = "--" + std::string(key);
    std::replace(name.begin(), name.end(), '_', '-');
    return name;
}

std::string environment_name(std::string_view key)
{
    std::string name = "WATCHFLOOR_" + std::string(key);
    std::transform(name.begin(), name.end(), name.begin(),
        [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return name;
}

std::string to_toml(const Settings& settings)
{
    std::string out;
    for (const Setting& setting : kSettings) {
        out.append("# ").append(setting.description).append("\n").append(setting.key).append(" = ");
        std::visit(TomlText { settings, out }, setting.member);
        out += "\n";
    }
    return out;
}

Result<ListenAddress> parse_listen(std::string_view text)
{
    const Error wrong { ErrorCode::Malformed,
        "Give --listen as address:port, for example 127.0.0.1:8470 or [::1]:8470." };
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) {
        return wrong;
    }
    std::string_view address = text.substr(0, colon);
    if (address.front() == '[' && address.back() == ']') {
        address = address.substr(1, address.size() - 2);
    } else if (address.find(':') != std::string_view::npos) {
        return wrong;
    }
    const std::string_view digits = text.substr(colon + 1);
    std::uint16_t port = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (digits.empty() || read.ec != std::errc {} || read.ptr != digits.data() + digits.size() || address.empty()) {
        return wrong;
    }
    return ListenAddress { std::string(address), port };
}

std::string nearest(std::string_view word, const std::vector<std::string>& known)
{
    std::string best;
    std::size_t least = kNearEnough + 1;
    for (const std::string& candidate : known) {
        const std::size_t distance = edit_distance(word, candidate);
        if (distance < least) {
            least = distance;
            best = candidate;
        }
    }
    return best;
}

}
