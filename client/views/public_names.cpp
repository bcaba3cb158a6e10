// SPDX-License-Identifier: Apache-2.0
#include "client/views/public_names.h"

#include "client/language/text.h"
#include "client/views/view.h"

#include <algorithm>

namespace watchfloor {
namespace {

struct NamesOutside {
    std::string named {};
    std::vector<ServiceId> unnamed {};
};

NamesOutside names_outside(const State& state, const std::vector<ServiceId>& services)
{
    NamesOutside outside;
    for (const ServiceId& id : services) {
        const Service* service = state.services.find(id);
        if (service == nullptr || service->public_name.empty()) {
            outside.unnamed.push_back(id);
        } else {
            outside.named.append(outside.named.empty() ? "" : ", ").append(service->public_name);
        }
    }
    return outside;
}

}

std::string public_names(const State& state, const std::vector<ServiceId>& services)
{
    return names_outside(state, services).named;
}

std::string services_for_visitors(const State& state, const std::vector<ServiceId>& services)
{
    const NamesOutside outside = names_outside(state, services);
    const std::size_t unnamed = outside.unnamed.size();
    const std::string count = std::to_string(unnamed);
    if (outside.named.empty()) {
        return unnamed > 1 ? tr(Text::UnnamedServices, count) : std::string(tr(Text::UnnamedService));
    }
    return unnamed == 0 ? outside.named
        : unnamed == 1  ? tr(Text::AndUnnamedService, outside.named)
                        : tr(Text::AndUnnamedServices, outside.named, count);
}

std::string unnamed_outside(const State& state, const std::vector<ServiceId>& services)
{
    constexpr std::size_t kListed = 5;
    const std::vector<ServiceId> unnamed = names_outside(state, services).unnamed;
    std::string words;
    for (std::size_t i = 0; i < std::min(unnamed.size(), kListed); ++i) {
        words += (i > 0 ? ", " : "") + service_name(state, unnamed[i]);
    }
    words += unnamed.size() > kListed ? " (+" + std::to_string(unnamed.size() - kListed) + ")" : "";
    return words.empty() ? words : tr(Text::WithoutPublicName, words);
}

std::string unnamed_outside(const State& state)
{
    std::vector<ServiceId> services;
    state.services.for_each([&](const ServiceId& id, const Service&) {
        if (id != kUnknownService) {
            services.push_back(id);
        }
    });
    std::sort(services.begin(), services.end());
    return unnamed_outside(state, services);
}

}
