// SPDX-License-Identifier: Apache-2.0
#include "client/views/board/alert_silence.h"

#include "client/language/text.h"
#include "shared/core/words.h"

#include <algorithm>
#include <map>

namespace watchfloor {
namespace {

// The first of what is missed: from then on something of it may have gone unheard.
std::optional<Timestamp> silent_since(const Source& source)
{
    std::optional<Timestamp> since = source.lost ? source.lost_since : std::nullopt;
    for (const MissedHeartbeat& missed : source.missed) {
        since = std::min(since.value_or(missed.since), missed.since);
    }
    return since;
}

}

std::optional<Timestamp> unknown_since(const State& state, const Alert& alert)
{
    const Source* source = state.sources.find(alert.source);
    if (alert.state != AlertState::Firing || source == nullptr || !source->silent()) {
        return std::nullopt;
    }
    return std::max(silent_since(*source).value_or(alert.started_at), alert.started_at);
}

std::string silence_notice(const State& state, const Incident& incident, const SiteZone& zone)
{
    std::map<std::string, Timestamp> silent;
    for (const AlertId& id : incident.alerts) {
        const Alert* alert = state.alerts.find(id);
        const Source* source = alert != nullptr ? state.sources.find(alert->source) : nullptr;
        if (source != nullptr && source->silent()) {
            silent.emplace(source->id.text, silent_since(*source).value_or(alert->started_at));
        }
    }
    std::string words;
    for (const auto& [source, since] : silent) {
        add_words(words, tr(Text::SilentSince, source, site_time(since, zone)));
    }
    return words.empty() ? words : tr(silent.size() > 1 ? Text::SilentNoticeMany : Text::SilentNotice, words);
}

}
