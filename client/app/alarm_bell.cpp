// SPDX-License-Identifier: Apache-2.0
#include "client/app/alarm_bell.h"

#include "shared/domain/formulas/duty_holder.h"

#include <algorithm>

namespace watchfloor {
namespace {

constexpr std::array kGravestFirst { SoundCause::LostLink, SoundCause::VacantCommand, SoundCause::CallForYou,
    SoundCause::CriticalAlert, SoundCause::OverdueUpdate };

std::size_t index_of(SoundCause cause)
{
    return static_cast<std::size_t>(cause);
}

// The newest alert that is critical, firing and nobody's yet.
std::string newest_critical(const State& state)
{
    const Alert* newest = nullptr;
    state.alerts.for_each([&](const AlertId&, const Alert& alert) {
        const bool calls = alert.state == AlertState::Firing && alert.severity == AlertSeverity::Critical
            && !alert.acknowledged_at && alert.muted_by.empty();
        if (calls && (newest == nullptr || alert.opened_seq > newest->opened_seq)) {
            newest = &alert;
        }
    });
    return newest == nullptr ? std::string() : newest->id.text + "/" + std::to_string(newest->opened_seq);
}

}

AlarmOccasions alarm_occasions(const State& state, Timestamp now, bool frozen)
{
    AlarmOccasions occasions;
    occasions[index_of(SoundCause::CriticalAlert)] = newest_critical(state);
    occasions[index_of(SoundCause::LostLink)] = frozen ? "frozen" : "";
    state.incidents.for_each([&](const IncidentId& id, const Incident& incident) {
        if (!incident.declared() || !incident.open()) {
            return;
        }
        if (duty_holder(state, incident, Duty::IncidentCommander) == nullptr) {
            occasions[index_of(SoundCause::VacantCommand)] += id.text + " ";
        }
        const TargetClock* update = incident.clock(ClockKind::NextUpdate);
        if (update != nullptr && !update->stopped_at && update->due_at < now) {
            occasions[index_of(SoundCause::OverdueUpdate)]
                += id.text + "/" + std::to_string(update->due_at.millis) + " ";
        }
    });
    return occasions;
}

void AlarmBell::update(const AlarmOccasions& occasions, Timestamp now)
{
    for (const SoundCause cause : kSoundCauses) {
        Voice& voice = voices_[index_of(cause)];
        if (voice.occasion != occasions[index_of(cause)]) {
            voice = { occasions[index_of(cause)], false, std::nullopt };
        }
    }
    if (const auto cause = due(now); cause && play_sound(*cause)) {
        played(*cause, now);
    }
}

bool AlarmBell::audible(SoundCause cause) const
{
    const Voice& voice = voices_[index_of(cause)];
    return !voice.occasion.empty() && !voice.silenced && !sound_silenced(cause);
}

std::optional<SoundCause> AlarmBell::due(Timestamp now) const
{
    const auto within = [&](const Voice& voice, Millis time) {
        return voice.played_at && std::chrono::abs(now - *voice.played_at) < time;
    };
    if (std::any_of(voices_.begin(), voices_.end(), [&](const Voice& voice) { return within(voice, kApart); })) {
        return std::nullopt;
    }
    const auto gravest = sounding();
    const auto next = std::find_if(kGravestFirst.begin(), kGravestFirst.end(), [&](SoundCause cause) {
        const Voice& voice = voices_[index_of(cause)];
        return audible(cause) && (!voice.played_at || (cause == gravest && !within(voice, kRepeat)));
    });
    return next == kGravestFirst.end() ? std::nullopt : std::optional { *next };
}

void AlarmBell::played(SoundCause cause, Timestamp now)
{
    voices_[index_of(cause)].played_at = now;
}

std::optional<SoundCause> AlarmBell::sounding() const
{
    const auto at
        = std::find_if(kGravestFirst.begin(), kGravestFirst.end(), [&](SoundCause cause) { return audible(cause); });
    return at == kGravestFirst.end() ? std::nullopt : std::optional { *at };
}

void AlarmBell::silence()
{
    if (const auto cause = sounding()) {
        voices_[index_of(*cause)].silenced = true;
    }
}

std::string_view AlarmBell::state_text()
{
    switch (sound_state()) {
    case SoundState::Ready:
        return {};
    case SoundState::NeedsGesture:
        return tr(Text::SoundNeedsGesture);
    case SoundState::Unavailable:
        return tr(Text::SoundUnavailable);
    }
    return {};
}

Text AlarmBell::name_of(SoundCause cause)
{
    switch (cause) {
    case SoundCause::CriticalAlert:
        return Text::SoundCriticalAlert;
    case SoundCause::OverdueUpdate:
        return Text::SoundOverdueUpdate;
    case SoundCause::VacantCommand:
        return Text::SoundVacantCommand;
    case SoundCause::LostLink:
        return Text::SoundLostLink;
    case SoundCause::CallForYou:
        return Text::SoundCallForYou;
    }
    return Text::SoundLostLink;
}

}
