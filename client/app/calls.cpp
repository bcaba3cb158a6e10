// SPDX-License-Identifier: Apache-2.0
#include "client/app/calls.h"

#include "client/language/text.h"
#include "client/mirror/mirror.h"
#include "client/views/advice.h"
#include "client/views/timeline/entry_words.h"
#include "client/widgets/controls/panels.h"

#include <algorithm>
#include <array>

namespace watchfloor {
namespace {

// Strips take height from the screen: the newest stand there, the others when those are read.
constexpr std::size_t kMostNotices = 2;

std::string duty_news(const State& state, const EntryHead& head, const DutyMoved& moved, const UserId& me)
{
    const std::string by = user_name(state, head.actor);
    const std::string who = user_name(state, moved.user);
    const std::string duty = duty_text(moved.duty);
    const std::string& incident = moved.incident.text;
    const auto with_reason
        = [&](const std::string& text) { return moved.reason.empty() ? text : text + ": " + moved.reason; };
    const bool mine_before = moved.displaced == me;
    switch (moved.act) {
    case DutyAct::Assigned:
        return moved.user == me ? with_reason(tr(Text::CallAssigned, by, duty, incident))
            : mine_before       ? with_reason(tr(Text::CallTaken, who, duty, incident))
                                : std::string();
    case DutyAct::Accepted:
        return mine_before ? tr(Text::CallAccepted, who, duty, incident) : std::string();
    case DutyAct::Taken:
        return mine_before ? with_reason(tr(Text::CallTaken, who, duty, incident)) : std::string();
    case DutyAct::Released:
        return mine_before                                ? with_reason(tr(Text::CallDeclined, who, duty, incident))
            : moved.user == me && moved.displaced.empty() ? tr(Text::CallRelieved, by, duty, incident)
                                                          : std::string();
    case DutyAct::Offered:
        break; // stands until it is answered
    }
    return {};
}

}

void Calls::start_over(const ViewInput& input)
{
    read_to_ = input.state.seq;
    notices_.clear();
    owners_.clear();
    input.state.incidents.for_each([&](const IncidentId&, const Incident& incident) {
        for (const Task& task : incident.tasks) {
            owners_[task.id] = task.owner;
        }
    });
}

void Calls::read(const ViewInput& input, const Entry& entry)
{
    Notice notice { entry.head.seq, {}, {} };
    const bool by_another = entry.head.actor != me_;
    if (const auto* moved = std::get_if<DutyMoved>(&entry.payload)) {
        notice.incident = moved->incident;
        notice.text = by_another ? duty_news(input.state, entry.head, *moved, me_) : std::string();
    } else if (const auto* set = std::get_if<TaskSet>(&entry.payload)) {
        UserId& owner = owners_[set->task.id];
        const bool given = set->task.owner == me_ && owner != me_ && set->task.state == TaskState::Open;
        owner = set->task.owner;
        notice.incident = set->incident;
        if (given && by_another) {
            notice.text
                = tr(Text::CallTask, user_name(input.state, entry.head.actor), set->incident.text, set->task.title);
        }
    }
    if (!notice.text.empty()) {
        mirror().announce(notice.text, true);
        notices_.push_back(std::move(notice));
    }
}

void Calls::find_offers(const ViewInput& input)
{
    std::vector<Offer> offers;
    input.state.incidents.for_each([&](const IncidentId& id, const Incident& incident) {
        for (const DutyHeld& held : incident.duties) {
            if (incident.open() && held.offered_to == me_) {
                offers.push_back({ id, held.duty, held.user, held.briefing, held.since });
            }
        }
    });
    if (offers.size() > offers_.size()) {
        const Offer& newest = offers.back();
        mirror().announce(
            tr(Text::CallOffer, user_name(input.state, newest.from), duty_text(newest.duty), newest.incident.text),
            true);
    }
    offers_ = std::move(offers);
}

void Calls::update(const ViewInput& input)
{
    const auto& me = input.replica.me();
    if (!me || me->wall || me->user.empty() || !input.replica.loaded()) {
        offers_.clear();
        notices_.clear();
        me_ = {};
        return;
    }
    if (me->user != me_ || input.replica.journal() != journal_ || input.state.seq < read_to_) {
        me_ = me->user;
        journal_ = input.replica.journal();
        start_over(input);
    }
    const std::vector<Entry>& recent = input.replica.recent_entries();
    const auto first = std::upper_bound(recent.begin(), recent.end(), read_to_,
        [](std::uint64_t seq, const Entry& entry) { return seq < entry.head.seq; });
    for (auto entry = first; entry != recent.end(); ++entry) {
        read(input, *entry);
    }
    read_to_ = input.state.seq;
    find_offers(input);
}

std::string Calls::words(const ViewInput& input, const Offer& offer)
{
    std::string text
        = tr(Text::CallOffer, user_name(input.state, offer.from), duty_text(offer.duty), offer.incident.text);
    text += offer.briefing.empty() ? std::string() : ".  " + tr(Text::CallBriefing, offer.briefing);
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

std::size_t Calls::first_shown() const
{
    return notices_.size() - std::min(notices_.size(), kMostNotices);
}

// The oldest of those that are shown counts those that are not.
std::string Calls::words(std::size_t notice) const
{
    const std::size_t waiting = notice == first_shown() ? notice : 0;
    return notices_[notice].text + (waiting == 0 ? "" : "  " + tr(Text::More, std::to_string(waiting)));
}

// `keyed`: the key that accepts means this one.
void Calls::draw_offer(
    const ViewInput& input, const Offer& offer, bool keyed, std::vector<AboveModal>& above, Intents& intents)
{
    const std::string duty = duty_text(offer.duty);
    std::string text = words(input, offer);
    const std::string key = keyed ? keys_of(Action::AcceptOffer) : std::string();
    text += key.empty() ? "" : ".  " + tr(Text::CallAcceptKey, key);
    const std::array<std::string_view, 3> buttons { tr(Text::CallAccept), tr(Text::CallDecline), tr(Text::CallShow) };
    const bool may = input.may_act && !input.frozen;
    const std::string id = "offer/" + offer.incident.text + "/" + std::string(to_string(offer.duty));
    auto chosen = banner_with(id, { .severity = Severity::Major, .text = text }, buttons);
    above.push_back({ id, std::move(text), { buttons[0], buttons[1] },
        keyed ? std::optional { Action::AcceptOffer } : std::nullopt });
    chosen = chosen ? chosen : answered_above_modal(id);
    if (keyed && pressed(Action::AcceptOffer)) {
        chosen = 0;
    }
    if (!chosen) {
        return;
    }
    if (*chosen == 2) {
        intents.emplace_back(go_to("/incidents/" + offer.incident.text));
        return;
    }
    if (!may) {
        intents.emplace_back(Say { std::string(tr(input.frozen ? Text::WhyFrozen : Text::WhyReadOnly)), true });
        return;
    }
    MoveDuty command;
    command.incident = offer.incident;
    command.duty = offer.duty;
    command.act = *chosen == 0 ? DutyRequest::Accept : DutyRequest::Release;
    intents.emplace_back(incident_send(command, "duties",
        *chosen == 0 ? tr(Text::SaidCallAccepted, duty, offer.incident.text)
                     : tr(Text::SaidCallDeclined, user_name(input.state, offer.from))));
}

std::vector<AboveModal> Calls::draw(const ViewInput& input, Intents& intents)
{
    std::vector<AboveModal> above;
    for (const Offer& offer : offers_) {
        draw_offer(input, offer, &offer == &offers_.front(), above, intents);
    }
    const std::array<std::string_view, 2> buttons { tr(Text::CallUnderstood), tr(Text::CallShow) };
    std::uint64_t read_now = 0;
    for (std::size_t i = first_shown(); i < notices_.size(); ++i) {
        const Notice& notice = notices_[i];
        const std::string text = words(i);
        const std::string id = "call/" + std::to_string(notice.seq);
        auto chosen = banner_with(id, { .severity = Severity::Major, .text = text, .urgent = false }, buttons);
        above.push_back({ id, text, { buttons[0] }, std::nullopt });
        chosen = chosen ? chosen : answered_above_modal(id);
        read_now = chosen ? notice.seq : read_now;
        if (chosen == std::size_t { 1 }) {
            intents.emplace_back(go_to("/incidents/" + notice.incident.text));
        }
    }
    std::erase_if(notices_, [&](const Notice& notice) { return notice.seq == read_now; });
    return above;
}

std::string Calls::occasion() const
{
    std::string occasion;
    for (const Offer& offer : offers_) {
        occasion += offer.incident.text + "/" + std::string(to_string(offer.duty)) + "/"
            + std::to_string(offer.since.millis) + " ";
    }
    for (const Notice& notice : notices_) {
        occasion += std::to_string(notice.seq) + " ";
    }
    return occasion;
}

}
