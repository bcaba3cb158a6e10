// SPDX-License-Identifier: Apache-2.0
#include "client/app/calls.h"

#include "client/language/text.h"
#include "client/mirror/mirror.h"
#include "client/views/advice.h"
#include "client/views/deadlines.h"
#include "client/views/timeline/entry_words.h"
#include "client/widgets/controls/panels.h"

#include <algorithm>
#include <array>
#include <utility>

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
    loads_ = input.replica.loads();
    notices_.clear();
    unread_.clear();
    answers_ = answers_in(input.state);
}

Calls::Answers Calls::answers_in(const State& state) const
{
    Answers answers;
    state.incidents.for_each([&](const IncidentId& id, const Incident& incident) {
        for (const DutyHeld& held : incident.duties) {
            if (held.user == me_) {
                answers.duties.emplace(id, held.duty);
            }
        }
        for (const Task& task : incident.tasks) {
            if (task.owner == me_) {
                answers.tasks.insert(task.id);
            }
        }
    });
    return answers;
}

void Calls::add(Notice notice)
{
    if (!notice.text.empty()) {
        notice.number = ++numbers_;
        mirror().announce(notice.text, true);
        notices_.push_back(std::move(notice));
    }
}

void Calls::read(const ViewInput& input, const Entry& entry)
{
    Notice notice;
    const bool by_another = entry.head.actor != me_;
    if (const auto* moved = std::get_if<DutyMoved>(&entry.payload)) {
        duties_read_.emplace(moved->incident, moved->duty);
        notice.incident = moved->incident;
        notice.duty = moved->duty;
        notice.text = by_another ? duty_news(input.state, entry.head, *moved, me_) : std::string();
    } else if (const auto* set = std::get_if<TaskSet>(&entry.payload)) {
        const bool mine = set->task.owner == me_;
        const bool mine_before = answers_.tasks.contains(set->task.id);
        const bool given = mine && !mine_before && set->task.state == TaskState::Open;
        if (mine) {
            answers_.tasks.insert(set->task.id);
        } else {
            answers_.tasks.erase(set->task.id);
        }
        notice.incident = set->incident;
        notice.task = set->task.id;
        if (given && by_another) {
            notice.text
                = tr(Text::CallTask, user_name(input.state, entry.head.actor), set->incident.text, set->task.title);
        }
    }
    add(std::move(notice));
}

// What the state says and no entry told: entries that were not heard, as while the link was down.
void Calls::say_unheard(const State& state)
{
    Answers now = answers_in(state);
    std::vector<Notice> unheard;
    const auto compare = [&](const std::set<DutyOf>& one, const std::set<DutyOf>& other) {
        for (const DutyOf& duty : one) {
            if (!other.contains(duty) && !duties_read_.contains(duty)) {
                unheard.push_back({ 0, duty.first, duty.second, {}, {} });
            }
        }
    };
    compare(now.duties, answers_.duties);
    compare(answers_.duties, now.duties);
    state.incidents.for_each([&](const IncidentId& id, const Incident& incident) {
        for (const Task& task : incident.tasks) {
            if (task.owner == me_ && !answers_.tasks.contains(task.id)) {
                unheard.push_back({ 0, id, {}, task.id, {} });
            }
        }
    });
    answers_ = std::move(now);
    duties_read_.clear();
    say_as_it_is(state, unheard);
}

// In words of their own, for what they are about is true now, whoever did it.
void Calls::say_as_it_is(const State& state, const std::vector<Notice>& about)
{
    for (Notice notice : about) {
        const Incident* incident = state.incidents.find(notice.incident);
        if (incident == nullptr || !incident->open()) {
            continue;
        }
        for (const Task& task : incident->tasks) {
            if (task.id == notice.task && task.owner == me_ && task.state == TaskState::Open) {
                notice.text = tr(Text::CallTaskHeld, notice.incident.text, task.title);
            }
        }
        if (notice.duty) {
            const bool held = answers_.duties.contains({ notice.incident, *notice.duty });
            notice.text
                = tr(held ? Text::SaidCallAccepted : Text::CallLost, duty_text(*notice.duty), notice.incident.text);
        }
        add(std::move(notice));
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

void Calls::find_releases(const ViewInput& input)
{
    std::vector<Release> releases;
    input.state.incidents.for_each([&](const IncidentId& id, const Incident& incident) {
        for (const OfferedUpdate& offered : incident.offered_updates) {
            if (incident.open() && offered.offered_to == me_) {
                releases.push_back({ id, offered });
            }
        }
    });
    if (releases.size() > releases_.size()) {
        mirror().announce(words(input, releases.back()), true);
    }
    releases_ = std::move(releases);
}

void Calls::find_tasks(const ViewInput& input)
{
    tasks_.clear();
    input.state.incidents.for_each([&](const IncidentId& id, const Incident& incident) {
        for (const Task& task : incident.tasks) {
            if (incident.open() && task.owner == me_ && task.state == TaskState::Open) {
                tasks_.push_back({ id, task.id, task.title, task.due_at });
            }
        }
    });
    std::stable_sort(tasks_.begin(), tasks_.end(),
        [](const OwnTask& a, const OwnTask& b) { return a.due_at && (!b.due_at || *a.due_at < *b.due_at); });
}

std::string Calls::words(const ViewInput& input, const OwnTask& task)
{
    std::string text = tr(Text::CallTaskOpen, task.incident.text, task.title);
    if (task.due_at) {
        text += ", " + tr(Text::CallTaskDue, site_time(*task.due_at, input.zone));
        text += *task.due_at < input.now ? " (" + time_left(*task.due_at, input.now) + ")" : std::string();
    }
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

void Calls::update(const ViewInput& input)
{
    const auto& me = input.replica.me();
    if (!me || me->wall || me->user.empty()) {
        *this = Calls {};
        return;
    }
    if (!input.replica.loaded() || input.replica.loads() != loads_) {
        for (Notice& notice : notices_) {
            notice.text.clear();
            unread_.push_back(std::move(notice));
        }
        notices_.clear();
    }
    if (!input.replica.loaded()) {
        offers_.clear();
        releases_.clear();
        tasks_.clear();
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
    if (read_to_ != input.state.seq || loads_ != input.replica.loads()) {
        read_to_ = input.state.seq;
        loads_ = input.replica.loads();
        say_unheard(input.state);
        say_as_it_is(input.state, std::exchange(unread_, {}));
    }
    find_offers(input);
    find_releases(input);
    find_tasks(input);
}

std::string Calls::words(const ViewInput& input, const Offer& offer)
{
    std::string text
        = tr(Text::CallOffer, user_name(input.state, offer.from), duty_text(offer.duty), offer.incident.text);
    text += offer.briefing.empty() ? std::string() : ".  " + tr(Text::CallBriefing, offer.briefing);
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

std::string Calls::words(const ViewInput& input, const Release& release)
{
    const OfferedUpdate& update = release.update;
    std::string text = tr(Text::CallRelease, user_name(input.state, update.offered_by), to_string(update.audience),
                           release.incident.text)
        + ": " + update.text;
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

// Released where it is read: with all that is known beside it. There its own screen says it.
void Calls::draw_release(
    const ViewInput& input, const Release& release, std::vector<AboveModal>& above, Intents& intents)
{
    const std::string place = "/incidents/" + release.incident.text;
    if (input.location.path == place) {
        return;
    }
    const std::string text = words(input, release);
    const std::array<std::string_view, 1> buttons { tr(Text::CallRead) };
    const std::string id = "release/" + release.incident.text + "/" + std::string(to_string(release.update.audience));
    const auto chosen = banner_with(id, { .severity = Severity::Major, .text = text }, buttons);
    above.push_back({ id, text, { buttons[0] }, std::nullopt });
    if (chosen || answered_above_modal(id)) {
        intents.emplace_back(go_to(place));
    }
}

// One strip for all of them, of the one that is due first: the others are counted. What a notice says already is not said
// twice, and the incident's own screen shows its tasks at their place; the key means the same one there.
void Calls::draw_task(const ViewInput& input, std::vector<AboveModal>& above, Intents& intents)
{
    const auto unread = [&](const OwnTask& task) {
        return std::any_of(
            notices_.begin(), notices_.end(), [&](const Notice& notice) { return notice.task == task.id; });
    };
    const std::string here = id_in_path(input.location, "/incidents/");
    auto at = std::find_if(
        tasks_.begin(), tasks_.end(), [&](const OwnTask& task) { return task.incident.text == here && !unread(task); });
    const bool shown_below = at != tasks_.end();
    at = shown_below ? at : std::find_if_not(tasks_.begin(), tasks_.end(), unread);
    if (at == tasks_.end()) {
        return;
    }
    const OwnTask task = *at;
    const std::array<std::string_view, 2> buttons { tr(Text::CallTaskDone), tr(Text::CallShow) };
    std::optional<std::size_t> chosen;
    if (!shown_below) {
        std::string text = words(input, task);
        text += tasks_.size() > 1 ? "  " + tr(Text::More, std::to_string(tasks_.size() - 1)) : std::string();
        const std::string key = keys_of(Action::FinishTask);
        text += key.empty() ? std::string() : ".  " + tr(Text::CallTaskKey, key);
        const std::string id = "task/" + task.id.text;
        chosen = banner_with(id, { .severity = Severity::Info, .text = text, .urgent = false }, buttons);
        above.push_back({ id, std::move(text), { buttons[0] }, std::nullopt });
        chosen = chosen ? chosen : answered_above_modal(id);
    }
    if (pressed(Action::FinishTask)) {
        chosen = 0;
    }
    if (chosen == std::size_t { 1 }) {
        intents.emplace_back(go_to("/incidents/" + task.incident.text));
    } else if (chosen) {
        SetTask command;
        command.incident = task.incident;
        command.task = task.id;
        command.state = TaskState::Done;
        const Permit permit = may_do(input, Act::SetTask);
        intents.emplace_back(permit.allowed ? incident_send(command, "tasks", tr(Text::SaidTaskDone, task.title))
                                            : Intent { Say { permit.why, true } });
    }
}

std::vector<AboveModal> Calls::draw(const ViewInput& input, Intents& intents)
{
    std::vector<AboveModal> above;
    for (const Offer& offer : offers_) {
        draw_offer(input, offer, &offer == &offers_.front(), above, intents);
    }
    for (const Release& release : releases_) {
        draw_release(input, release, above, intents);
    }
    draw_task(input, above, intents);
    const std::array<std::string_view, 2> buttons { tr(Text::CallUnderstood), tr(Text::CallShow) };
    std::uint64_t read_now = 0;
    for (std::size_t i = first_shown(); i < notices_.size(); ++i) {
        const Notice& notice = notices_[i];
        const std::string text = words(i);
        const std::string id = "call/" + std::to_string(notice.number);
        auto chosen = banner_with(id, { .severity = Severity::Major, .text = text, .urgent = false }, buttons);
        above.push_back({ id, text, { buttons[0] }, std::nullopt });
        chosen = chosen ? chosen : answered_above_modal(id);
        read_now = chosen ? notice.number : read_now;
        if (chosen == std::size_t { 1 }) {
            intents.emplace_back(go_to("/incidents/" + notice.incident.text));
        }
    }
    std::erase_if(notices_, [&](const Notice& notice) { return notice.number == read_now; });
    return above;
}

std::vector<std::string> Calls::texts(const ViewInput& input) const
{
    std::vector<std::string> texts;
    for (const Offer& offer : offers_) {
        texts.push_back(words(input, offer));
    }
    for (const Release& release : releases_) {
        texts.push_back(words(input, release));
    }
    for (std::size_t i = first_shown(); i < notices_.size(); ++i) {
        texts.push_back(words(i));
    }
    return texts;
}

std::string Calls::occasion() const
{
    std::string occasion;
    for (const Offer& offer : offers_) {
        occasion += offer.incident.text + "/" + std::string(to_string(offer.duty)) + "/"
            + std::to_string(offer.since.millis) + " ";
    }
    for (const Release& release : releases_) {
        occasion += release.incident.text + "/" + std::string(to_string(release.update.audience)) + "/"
            + std::to_string(release.update.offered_at.millis) + " ";
    }
    for (const Notice& notice : notices_) {
        occasion += std::to_string(notice.number) + " ";
    }
    return occasion;
}

}
