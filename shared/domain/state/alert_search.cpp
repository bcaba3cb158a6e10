// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/state/alert_search.h"

#include <algorithm>

namespace watchfloor {
namespace {

char folded(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool any_contains(const Labels& texts, std::string_view part)
{
    return std::any_of(
        texts.begin(), texts.end(), [part](const auto& each) { return contains_folded(each.second, part); });
}

}

bool contains_folded(std::string_view text, std::string_view part)
{
    const auto same = [](char a, char b) { return folded(a) == folded(b); };
    return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

bool alert_matches(const State& state, const Alert& alert, std::string_view words)
{
    if (contains_folded(alert.name, words) || any_contains(alert.labels, words)
        || any_contains(alert.annotations, words) || any_contains(alert.details, words)) {
        return true;
    }
    const Service* service = state.services.find(alert.service);
    return contains_folded(alert.service.text, words)
        || (service != nullptr
            && (contains_folded(service->name, words) || contains_folded(service->public_name, words)));
}

}
