// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decide/maintenance/maintenance.h"

#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/input_text.h"

#include <string>
#include <utility>

namespace watchfloor {
namespace {

// A part's parent is known, and not a part of it itself, however far up.
Result<void> check_parent(const State& state, const Asset& asset)
{
    if (!asset.parent.empty() && asset.parent != asset.id && !state.assets.contains(asset.parent)) {
        return malformed("Give as `parent` the id of an asset that is known: " + asset.parent.text + " is not.");
    }
    const Asset* above = &asset;
    for (std::size_t steps = 0; above != nullptr && !above->parent.empty(); ++steps) {
        if (above->parent == asset.id || steps > state.assets.size()) {
            return malformed(
                "Choose another `parent`: " + asset.parent.text + " is " + asset.id.text + " itself or a part of it.");
        }
        above = state.assets.find(above->parent);
    }
    return {};
}

Result<void> check_running_hours(const Asset& asset)
{
    constexpr std::int64_t kMaxIntervalHours = 876'000;
    bool any = false;
    for (const auto& [hours, field] : { std::pair { asset.vendor_interval_hours, "vendor_interval_hours" },
             std::pair { asset.insurer_interval_hours, "insurer_interval_hours" },
             std::pair { asset.policy_interval_hours, "policy_interval_hours" } }) {
        if (hours < 0 || hours > kMaxIntervalHours) {
            return malformed("Give `" + std::string(field) + "` in running hours from 0 (none) to 876000.");
        }
        any = any || hours > 0;
    }
    if (asset.running_hours_per_day < (any ? 1 : 0) || asset.running_hours_per_day > 24) {
        return malformed(any ? "Give `running_hours_per_day` from 1 to 24: without it nobody knows when it is due."
                             : "Give `running_hours_per_day` from 0 (unknown) to 24.");
    }
    return {};
}

Result<void> check_keeping(const State& state, const Asset& asset)
{
    RETURN_IF_ERROR(check_text(asset.contract, { .field = "contract", .max_characters = kMaxTitle }));
    RETURN_IF_ERROR(check_text(asset.media_held, { .field = "media_held", .max_characters = kMaxTitle }));
    RETURN_IF_ERROR(check_text(asset.documents, { .field = "documents", .max_characters = kMaxNote }));
    if (!asset.custodian.empty() && !state.users.contains(asset.custodian)) {
        return malformed("Give as `custodian` the id of a person who is known: " + asset.custodian.text + " is not.");
    }
    return check_parent(state, asset);
}

Result<void> check_asset(const State& state, const Asset& asset, const Context& context)
{
    RETURN_IF_ERROR(check_chosen_id(asset.id.text, state.assets.contains(asset.id)));
    RETURN_IF_ERROR(check_text(asset.name, { .field = "name", .max_characters = kMaxName, .required = true }));
    RETURN_IF_ERROR(check_text(asset.model, { .field = "model", .max_characters = kMaxName }));
    RETURN_IF_ERROR(check_text(asset.serial, { .field = "serial", .max_characters = kMaxName }));
    RETURN_IF_ERROR(check_text(asset.site, { .field = "site", .max_characters = kMaxName }));
    RETURN_IF_ERROR(check_labels(asset.match, "match"));
    RETURN_IF_ERROR(check_text(asset.redundancy_group, { .field = "redundancy_group", .max_characters = kMaxName }));
    RETURN_IF_ERROR(check_services(state, asset.services));
    RETURN_IF_ERROR(check_keeping(state, asset));
    RETURN_IF_ERROR(check_running_hours(asset));
    constexpr std::int64_t kMaxIntervalDays = 36'500;
    for (const auto& [days, field] : { std::pair { asset.vendor_interval_days, "vendor_interval_days" },
             std::pair { asset.insurer_interval_days, "insurer_interval_days" },
             std::pair { asset.policy_interval_days, "policy_interval_days" } }) {
        if (days < 0 || days > kMaxIntervalDays) {
            return malformed("Give `" + std::string(field) + "` in days from 0 (none) to 36500.");
        }
    }
    const auto interval = maintenance_interval(asset);
    if (asset.work_ahead_days < 0 || (interval && asset.work_ahead_days >= interval->days)) {
        return malformed("Give `work_ahead_days` from 0 (the usual) to less than the interval, in days.");
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
