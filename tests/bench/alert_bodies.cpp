// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/alert_bodies.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <random>

namespace watchfloor {
namespace {

constexpr std::time_t kBeganAgo = 600; // seconds before now
constexpr std::time_t kEndedAgo = 30;  // so lately that what is said to fire after it is a copy that came late
constexpr std::uint64_t kResolvedEvery = 20;

std::string instant(std::time_t at)
{
    std::tm parts {};
    ::gmtime_r(&at, &parts);
    std::array<char, 32> text;
    return { text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts) };
}

struct Spell {
    std::string started;
    std::string ended;
};

// The same for the whole run: a repeated delivery is the same delivery.
const Spell& spell()
{
    static const std::time_t now = std::time(nullptr);
    static const Spell same { instant(now - kBeganAgo), instant(now - kEndedAgo) };
    return same;
}

}

std::string alert_json(std::uint64_t number, bool resolved, const std::string& name)
{
    const std::string serial = std::to_string(number);
    std::string text = R"({"labels":{"alertname":")" + name + R"(","severity":"warning","instance":"host-)" + serial
        + R"(.example.org:9100","job":"node","cluster":"north","datacenter":"one","team":"storage",)"
          R"("environment":"production","device":"/dev/sda1","mountpoint":"/var/lib/data"},)"
          R"("annotations":{"summary":"The file system is 95 % full"},"startsAt":")"
        + spell().started + '"';
    if (resolved) {
        text += R"(,"endsAt":")" + spell().ended + '"';
    }
    return text + R"(,"generatorURL":"http://prometheus.example.org/graph?g0.expr=up"})";
}

std::string alert_batch(std::uint64_t first, std::size_t count, const std::string& name)
{
    std::string body = "[";
    for (std::size_t i = 0; i < count; ++i) {
        body += (i > 0 ? "," : "") + alert_json(first + i, false, name);
    }
    return body + "]";
}

std::vector<std::string> storm_bodies(std::size_t count, std::size_t batch, std::uint32_t seed)
{
    // Each of half as many alerts is told twice; of some the first telling is that they are over.
    std::vector<std::pair<std::uint64_t, bool>> deliveries;
    for (std::uint64_t alert = 0; alert < count / 2; ++alert) {
        deliveries.emplace_back(alert, false);
        deliveries.emplace_back(alert, alert % kResolvedEvery == 0);
    }
    std::shuffle(deliveries.begin(), deliveries.end(), std::mt19937 { seed });
    std::vector<std::string> bodies;
    for (std::size_t from = 0; from < deliveries.size(); from += batch) {
        std::string body = "[";
        for (std::size_t i = from; i < std::min(from + batch, deliveries.size()); ++i) {
            body += (i > from ? "," : "") + alert_json(deliveries[i].first, deliveries[i].second, "Storm");
        }
        bodies.push_back(body + "]");
    }
    return bodies;
}

}
