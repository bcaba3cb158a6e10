// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/maintenance/maintenance.h"

#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/input_text.h"

#include <string>
#include <utility>

namespace watchfloor {
namespace {

Result<void> check_asset(const State& state, const Asset& asset, const Context& context)
{
    RETURN_IF_ERROR(check_slug(asset.id.text, "id"));
    RETURN_IF_ERROR(check_text(asset.name, { .field = "name", .max_characters = kMaxName, .required = true }));
    RETURN_IF_ERROR(check_text(asset.model, { .field = "model", .max_characters = kMaxName }));
    RETURN_IF_ERROR(check_text(asset.serial, { .field = "serial", .max_characters = kMaxName }));
    RETURN_IF_ERROR(check_text(asset.site, { .field = "site", .max_characters = kMaxName }));
    RETURN_IF_ERROR(check_labels(asset.match, "match"));
    RETURN_IF_ERROR(check_text(asset.redundancy_group, { .field = "redundancy_group", .max_characters = kMaxName }));
    RETURN_IF_ERROR(check_services(state, asset.services));
    constexpr std::int64_t kMaxIntervalDays = 36'500;
    for (const auto& [days, field] : { std::pair { asset.vendor_interval_days, "vendor_interval_days" },
             std::pair { asset.insurer_interval_days, "insurer_interval_days" },
             std::pair { asset.policy_interval_days, "policy_interval_days" } }) {
        if (days < 0 || days > kMaxIntervalDays) {
            return malformed("Give `" + std::string(field) + "` in days from 0 (none) to 36500.");
        }
    }
    return asset.last_maintained_at ? check_not_future("last_maintained_at", *asset.last_maintained_at, context)
                                    : Result<void> {};
}

}

Result<Decision> decide_on(const State& state, const SetAsset& command, const Context& context)
{
    RETURN_IF_ERROR(check_asset(state, command.asset, context));
    if (sets_nothing(state.assets.find(command.asset.id), command.asset)) {
        return Decision {}; // it is so already
    }
    Decision decision;
    decision.created = state.assets.contains(command.asset.id) ? std::string {} : command.asset.id.text;
    decision.entries.push_back(draft_of(AssetSet { .asset = command.asset }, command.asset.id.text, context));
    return decision;
}

}
