// SPDX-License-Identifier: Apache-2.0
#include "server/config/settings.h"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>

namespace watchfloor {
namespace {

Error at_fault(const std::filesystem::path& file, const toml::source_region& where, const std::string& what)
{
    return { ErrorCode::Malformed, file.string() + ", line " + std::to_string(where.begin.line) + ": " + what };
}

// Assigns one value; false when it has the wrong type.
struct Assign {
    Settings& settings;
    const toml::node& node;

    bool operator()(std::string Settings::*member) const
    {
        const auto value = node.value_exact<std::string>();
        settings.*member = value.value_or(settings.*member);
        return value.has_value();
    }
    bool operator()(bool Settings::*member) const
    {
        const auto value = node.value_exact<bool>();
        settings.*member = value.value_or(settings.*member);
        return value.has_value();
    }
    bool operator()(std::int64_t Settings::*member) const
    {
        const auto value = node.value_exact<std::int64_t>();
        settings.*member = value.value_or(settings.*member);
        return value && *value >= 0 && *value <= kMostOfNumber;
    }
    bool operator()(std::vector<std::string> Settings::*member) const
    {
        const toml::array* array = node.as_array();
        if (array == nullptr) {
            return false;
        }
        std::vector<std::string> texts;
        for (const toml::node& element : *array) {
            const auto text = element.value_exact<std::string>();
            if (!text) {
                return false;
            }
            texts.push_back(*text);
        }
        settings.*member = std::move(texts);
        return true;
    }
};

struct Expected {
    std::string operator()(std::string Settings::*) const { return "a text in quotes"; }
    std::string operator()(bool Settings::*) const { return "true or false"; }
    std::string operator()(std::int64_t Settings::*) const
    {
        return "a whole number from 0 to " + std::to_string(kMostOfNumber);
    }
    std::string operator()(std::vector<std::string> Settings::*) const { return "a list of texts"; }
};

std::string unknown_key(std::string_view key)
{
    std::vector<std::string> known;
    for (const Setting& setting : kSettings) {
        known.emplace_back(setting.key);
    }
    const std::string near = nearest(key, known);
    return "there is no setting '" + std::string(key) + "'"
        + (near.empty() ? "; see --print-config for all of them" : "; did you mean '" + near + "'?");
}

}

Result<void> read_toml(const std::filesystem::path& file, Settings& settings)
{
    const toml::parse_result parsed = toml::parse_file(file.string());
    if (!parsed) {
        return at_fault(file, parsed.error().source(), std::string(parsed.error().description()));
    }
    for (const auto& [key, node] : parsed.table()) {
        const auto setting = std::find_if(kSettings.begin(), kSettings.end(),
            [&, name = key.str()](const Setting& known) { return known.key == name; });
        if (setting == kSettings.end()) {
            return at_fault(file, key.source(), unknown_key(key.str()));
        }
        if (!std::visit(Assign { settings, node }, setting->member)) {
            return at_fault(file, node.source(),
                "'" + std::string(key.str()) + "' must be " + std::visit(Expected {}, setting->member));
        }
    }
    return {};
}

}
