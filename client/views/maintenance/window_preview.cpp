// SPDX-License-Identifier: Apache-2.0
#include "client/views/maintenance/window_preview.h"

#include "client/language/text.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/words.h"
#include "shared/domain/formulas/muting.h"
#include "shared/domain/formulas/redundancy.h"
#include "shared/domain/input_text.h"

#include <algorithm>
#include <set>

namespace watchfloor {
namespace {

constexpr std::size_t kMostNames = 5;

std::string listed(const std::set<std::string>& names)
{
    std::string words;
    std::size_t said = 0;
    for (const std::string& name : names) {
        if (said == kMostNames) {
            return words + " " + tr(Text::More, std::to_string(names.size() - said));
        }
        add_words(words, name);
        ++said;
    }
    return words;
}

}

std::vector<std::string> clash_lines(const State& state, const MaintenanceWindow& window, Timestamp now)
{
    const auto name = [&](const AssetId& id) {
        const Asset* asset = state.assets.find(id);
        return asset != nullptr && !asset->name.empty() ? asset->name : id.text;
    };
    std::vector<std::string> lines;
    for (const RedundancyClash& clash : redundancy_clashes(state, window, now)) {
        lines.push_back(clash.window.empty()
                ? tr(Text::ClashHere, name(clash.here), name(clash.there))
                : tr(Text::ClashThere, name(clash.here), name(clash.there), clash.window.text));
    }
    return lines;
}

void PairOverride::draw(const std::vector<std::string>& clashes, bool enabled)
{
    for (const std::string& line : clashes) {
        label(line, { .colour = Colour::Major, .wrap = true });
    }
    if (clashes.empty()) {
        return;
    }
    toggle(tr(Text::ClashOverride), on_, enabled ? std::string_view {} : tr(Text::SignInBusy));
    if (on_) {
        text_area(tr(Text::ClashReason), reason_, 2,
            { .max_characters = kMaxNote, .enabled = enabled, .missing = is_blank(reason_) });
    }
}

std::vector<PlanOverride> PairOverride::overrides() const
{
    return on_ ? std::vector { PlanOverride::RedundantPair } : std::vector<PlanOverride> {};
}

WindowPreview window_preview(
    const State& state, const std::vector<AssetId>& assets, const std::vector<ServiceId>& services, const Labels& match)
{
    WindowPreview preview;
    const WindowReach reach(state, assets, services, match);
    std::set<std::string> firing;
    std::set<std::string> ended;
    state.alerts.for_each([&](const AlertId&, const Alert& alert) {
        preview.firing_held += counts_as_firing(alert) ? 1U : 0U;
        const Labels words = words_of(alert);
        if (!reach.covers(alert, words)) {
            return;
        }
        const bool fires = alert.state == AlertState::Firing;
        PreviewedAlerts& of = fires ? preview.firing : preview.ended;
        ++of.count;
        const bool named = reach.is_of_assets(alert, words) || labels_match(match, words);
        of.beyond += !assets.empty() && !named ? 1U : 0U;
        (fires ? firing : ended).insert(alert.name);
    });
    preview.firing.names = listed(firing);
    preview.ended.names = listed(ended);
    preview.firing_in_all = static_cast<std::size_t>(std::max<std::int64_t>(0, state.firing));
    for (const AssetId& id : assets) {
        const Asset* asset = state.assets.find(id);
        if (asset != nullptr && asset->match.empty()) {
            preview.unmatched
                += (preview.unmatched.empty() ? "" : ", ") + (asset->name.empty() ? id.text : asset->name);
        }
    }
    return preview;
}

std::vector<PreviewLine> preview_lines(const WindowPreview& preview)
{
    std::vector<PreviewLine> lines;
    const auto counted = [&](Text some, Text none, const PreviewedAlerts& alerts) {
        lines.push_back(
            { alerts.count == 0 ? std::string(tr(none)) : tr(some, std::to_string(alerts.count), alerts.names) });
    };
    counted(Text::PreviewFiring, Text::PreviewFiringNone, preview.firing);
    counted(Text::PreviewEnded, Text::PreviewEndedNone, preview.ended);
    lines.push_back({ std::string(tr(Text::PreviewUnknown)) });
    if (preview.firing_held < preview.firing_in_all) {
        lines.push_back(
            { tr(Text::PreviewHeld, std::to_string(preview.firing_held), std::to_string(preview.firing_in_all)),
                true });
    }
    if (const std::size_t beyond = preview.firing.beyond + preview.ended.beyond; beyond > 0) {
        lines.push_back({ tr(Text::PreviewBeyond, std::to_string(beyond)), true });
    }
    if (!preview.unmatched.empty()) {
        lines.push_back({ tr(Text::PreviewUnmatched, preview.unmatched), true });
    }
    return lines;
}

}
