// SPDX-License-Identifier: Apache-2.0
#include "client/views/board/alert_things.h"

#include "shared/core/sorting.h"
#include "shared/domain/formulas/muting.h"
#include "shared/domain/input_text.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <numeric>
#include <set>
#include <string_view>

namespace watchfloor {
namespace {

// Where it is, and which part of it: the first of each that is there.
constexpr std::array<std::string_view, 9> kPlaces { "instance", "host", "hostname", "node", "pod", "source", "resource",
    "target", "cluster" };
constexpr std::array<std::string_view, 8> kParts { "device", "mountpoint", "disk", "interface", "container", "queue",
    "component", "name" };
// What has a place of its own on the screen, or says how monitoring is built.
constexpr std::array<std::string_view, 9> kOther { "alertname", "severity", "priority", "service", "prometheus",
    "replica", "job", "team", "heartbeat_id" };
constexpr std::size_t kMostWords = 4;
constexpr std::size_t kMostValues = 3;

using Members = std::vector<std::size_t>;

// An event has its words in the annotations.
std::string_view label_value(const Alert& alert, std::string_view name)
{
    const auto label = alert.labels.find(name);
    if (label != alert.labels.end()) {
        return label->second;
    }
    const auto said = is_event(alert) ? alert.annotations.find(name) : alert.annotations.end();
    return said == alert.annotations.end() ? std::string_view {} : std::string_view(said->second);
}

template<typename Names>
std::string_view first_named(const Alert& alert, const Names& names)
{
    const auto at = std::find_if(
        names.begin(), names.end(), [&](std::string_view name) { return !label_value(alert, name).empty(); });
    return at == names.end() ? std::string_view {} : *at;
}

// The labels whose values are not the same in all of them.
std::vector<std::string_view> differing_labels(std::span<const Alert* const> alerts, const Members& members)
{
    std::vector<std::string_view> names;
    for (const std::size_t member : members) {
        for (const auto& [name, value] : alerts[member]->labels) {
            const std::string_view label(name);
            const bool known = std::find(names.begin(), names.end(), label) != names.end();
            if (!known && std::find(kOther.begin(), kOther.end(), label) == kOther.end()) {
                names.push_back(label);
            }
        }
    }
    std::erase_if(names, [&](std::string_view name) {
        const std::string_view first = label_value(*alerts[members.front()], name);
        return std::all_of(members.begin(), members.end(),
            [&](std::size_t member) { return label_value(*alerts[member], name) == first; });
    });
    sort_stably(names, std::less {});
    return names;
}

std::string thing_words(const Alert& alert, const std::vector<std::string_view>& differing)
{
    std::vector<std::string_view> names { first_named(alert, kPlaces), first_named(alert, kParts) };
    names.insert(names.end(), differing.begin(), differing.end());
    std::vector<std::string_view> said;
    std::string words;
    for (const std::string_view name : names) {
        const std::string_view value = label_value(alert, name);
        const bool again = std::find(said.begin(), said.end(), value) != said.end();
        if (!value.empty() && !again && said.size() < kMostWords) {
            words.append(words.empty() ? "" : " ").append(value);
            said.push_back(value);
        }
    }
    return words;
}

// An event's name is its summary, which may be longer than a name can be.
bool is_name_of(const Alert& alert, std::string_view text)
{
    return made_printable(text, kMaxName) == alert.name;
}

std::size_t common_beginning(const std::vector<std::string>& texts)
{
    std::size_t length = texts.front().size();
    for (const std::string& text : texts) {
        const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(length, text.size()));
        length = static_cast<std::size_t>(std::mismatch(text.begin(), end, texts.front().begin()).first - text.begin());
    }
    return length;
}

}

std::vector<AlertThing> alert_things(std::span<const Alert* const> alerts)
{
    std::map<std::string_view, Members> named;
    for (std::size_t i = 0; i < alerts.size(); ++i) {
        named[alerts[i]->name].push_back(i);
    }
    std::vector<AlertThing> things(alerts.size());
    for (const auto& [name, members] : named) {
        const auto differing = differing_labels(alerts, members);
        std::vector<std::string> words;
        std::vector<std::string> summaries;
        for (const std::size_t member : members) {
            words.push_back(thing_words(*alerts[member], differing));
            summaries.push_back(alert_summary(*alerts[member]));
        }
        // One alone agrees with nobody.
        const bool several = members.size() > 1;
        const std::size_t words_agree = several ? common_beginning(words) : 0;
        const std::size_t summary_agrees = several ? common_beginning(summaries) : 0;
        for (std::size_t i = 0; i < members.size(); ++i) {
            things[members[i]] = { std::move(words[i]), words_agree, summary_agrees };
        }
    }
    return things;
}

std::string differing_words(std::span<const Alert* const> alerts)
{
    Members members(alerts.size());
    std::iota(members.begin(), members.end(), std::size_t { 0 });
    std::string words;
    if (members.empty()) {
        return words;
    }
    for (const std::string_view name : differing_labels(alerts, members)) {
        std::set<std::string_view> values;
        for (const Alert* alert : alerts) {
            values.insert(label_value(*alert, name));
        }
        values.erase(std::string_view {});
        words.append(words.empty() ? "" : "; ").append(name);
        std::size_t said = 0;
        for (const std::string_view value : values) {
            if (said++ < kMostValues) {
                words.append(said > 1 ? ", " : " ").append(value);
            }
        }
        words += said > kMostValues ? " +" + std::to_string(said - kMostValues) : std::string();
    }
    return words;
}

std::string alert_summary(const Alert& alert)
{
    for (const char* name : { "summary", "description", "message" }) {
        if (const auto found = alert.annotations.find(name);
            found != alert.annotations.end() && !found->second.empty() && !is_name_of(alert, found->second)) {
            return std::string { found->second };
        }
    }
    const auto instance = alert.labels.find("instance");
    return std::string { instance != alert.labels.end() ? instance->second : std::string_view {} };
}

std::string incident_title(const Alert& alert)
{
    const std::string summary = alert_summary(alert);
    if (!summary.empty() && says_words(summary, alert.name)) {
        return made_printable(summary, kMaxTitle);
    }
    return made_printable(alert.name + (summary.empty() ? "" : ": " + summary), kMaxTitle);
}

}
