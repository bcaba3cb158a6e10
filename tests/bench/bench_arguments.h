// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

namespace watchfloor {

// What a load generator was asked for: `name=value` words, each name with a default where it is read.
class BenchArguments {
public:
    BenchArguments(int count, char** words)
    {
        for (int i = 1; i < count; ++i) {
            const std::string_view word = words[i];
            const auto equals = word.find('=');
            values_.emplace(word.substr(0, equals), equals == word.npos ? "" : word.substr(equals + 1));
        }
    }

    std::string text(const std::string& name, const std::string& otherwise = "") const
    {
        const auto found = values_.find(name);
        return found == values_.end() ? otherwise : found->second;
    }
    double number(const std::string& name, double otherwise) const
    {
        const auto found = values_.find(name);
        return found == values_.end() ? otherwise : std::atof(found->second.c_str());
    }
    std::size_t count(const std::string& name, std::size_t otherwise) const
    {
        return static_cast<std::size_t>(number(name, static_cast<double>(otherwise)));
    }
    std::uint16_t port() const { return static_cast<std::uint16_t>(number("port", 8470)); }

private:
    std::map<std::string, std::string> values_;
};

}
