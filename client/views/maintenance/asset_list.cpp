// SPDX-License-Identifier: Apache-2.0
#include "client/views/maintenance/asset_list.h"

#include "client/language/text.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/sorting.h"
#include "shared/domain/input_text.h"
#include "shared/domain/state/alert_search.h"

#include <algorithm>

namespace watchfloor {
namespace {

constexpr std::size_t kMostListed = 40; // of a thousand nobody scrolls for one

std::string name_of(const Asset& asset)
{
    return asset.name.empty() ? asset.id.text : asset.name;
}

std::string due_words(const Asset& asset, Timestamp now)
{
    const auto due = maintenance_due_at(asset);
    if (!due) {
        return {};
    }
    const std::int64_t late = days_overdue(*due, now);
    return late > 0 ? tr(Text::MaintenanceDaysLate, std::to_string(late))
                    : tr(Text::MaintenanceIn, format_duration(std::max<std::int64_t>(0, (*due - now).count())));
}

}

std::vector<const Asset*> assets_with(const State& state, std::string_view words)
{
    std::vector<const Asset*> found;
    state.assets.for_each([&](const AssetId& id, const Asset& asset) {
        const std::string services = service_names(state, asset.services);
        for (const std::string_view text :
            { std::string_view(asset.name), std::string_view(id.text), std::string_view(asset.model),
                std::string_view(asset.serial), std::string_view(asset.site), std::string_view(services) }) {
            if (contains_folded(text, words)) {
                found.push_back(&asset);
                return;
            }
        }
    });
    sort_stably(found, [](const Asset* a, const Asset* b) { return name_of(*a) < name_of(*b); });
    return found;
}

void AssetList::open()
{
    open_ = true;
    words_.clear();
}

std::optional<AssetId> AssetList::draw(const ViewInput& input)
{
    if (!open_ || !begin_modal("assets", { .title = tr(Text::AssetListTitle), .width = 720 })) {
        return std::nullopt;
    }
    const bool entered = text_field(tr(Text::AssetListTitle), words_,
        { .hint = tr(Text::AssetListHint), .max_characters = kMaxName, .show_label = false, .autofocus = true })
                             .committed;
    const std::vector<const Asset*> found = assets_with(input.state, words_);
    std::optional<AssetId> chosen;
    if (found.empty()) {
        label(tr(input.state.assets.empty() ? Text::AssetListEmpty : Text::AssetListNone),
            { .colour = Colour::Secondary, .wrap = true });
    } else if (entered) {
        chosen = found.front()->id;
    }
    for (std::size_t i = 0; i < std::min(found.size(), kMostListed); ++i) {
        const Asset& asset = *found[i];
        std::string detail = asset.id.text;
        for (const std::string& part : { asset.model, asset.site, service_names(input.state, asset.services) }) {
            detail += part.empty() ? part : ", " + part;
        }
        const std::string title = name_of(asset);
        const std::string right = due_words(asset, input.as_of());
        if (list_row(static_cast<int>(i),
                { .title = title,
                    .detail = detail,
                    .right = right,
                    .position = static_cast<int>(i) + 1,
                    .set_size = static_cast<int>(found.size()) })
                .activated) {
            chosen = asset.id;
        }
    }
    if (found.size() > kMostListed) {
        label(tr(Text::More, std::to_string(found.size() - kMostListed)), { .colour = Colour::Secondary });
    }
    open_ = end_modal() == ModalOutcome::Open && !chosen;
    return chosen;
}

}
