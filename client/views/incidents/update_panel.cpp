// SPDX-License-Identifier: Apache-2.0
#include "client/language/text.h"
#include "client/views/incidents/incident_panel.h"
#include "client/views/public_names.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/decide/incidents/parts.h"
#include "shared/domain/decision/permissions.h"
#include "shared/domain/formulas/last_update.h"
#include "shared/domain/formulas/release_note.h"
#include "shared/domain/formulas/targets.h"
#include "shared/domain/input_text.h"
#include "shared/domain/visibility/visibility.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

namespace watchfloor {
namespace {

std::string audience_words(UpdateAudience audience)
{
    switch (audience) {
    case UpdateAudience::Internal:
        return std::string(tr(Text::AudienceInternal));
    case UpdateAudience::Customers:
        return std::string(tr(Text::AudienceCustomers));
    case UpdateAudience::Executives:
        return std::string(tr(Text::AudienceExecutives));
    case UpdateAudience::Regulator:
        return std::string(tr(Text::AudienceRegulator));
    }
    return {};
}

constexpr std::array kAudiences { UpdateAudience::Internal, UpdateAudience::Customers, UpdateAudience::Executives,
    UpdateAudience::Regulator };

std::string_view without_margins(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    return first == std::string_view::npos ? std::string_view {}
                                           : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// What is being written to one audience. It is never moved to another.
struct UpdateDraft {
    std::string text {};
    std::string proposed {};
    std::string promise {}; // the sentence of both that says when the next comes
    std::string reason {};
    Timestamp written_at {};
    bool kept = false; // one's own words of before, which are marked as such until they are touched
};

class UpdatePanel final : public IncidentPanel {
public:
    // It opens on this audience whatever was published last: who speaks to somebody outside has said so.
    explicit UpdatePanel(UpdateAudience opens_on)
        : opens_on_(static_cast<int>(std::find(kAudiences.begin(), kAudiences.end(), opens_on) - kAudiences.begin()))
    {
    }

    void open(const PanelContext& context) override
    {
        unchanged_ = false;
        audience_ = opens_on_;
        for (std::size_t i = 0; i < kAudiences.size(); ++i) { // who was asked to read something reads that
            const OfferedUpdate* offer = offered_update(context.incident, kAudiences[i]);
            audience_ = offer != nullptr && offer->offered_to == context.me() ? static_cast<int>(i) : audience_;
        }
        show(context);
    }

    bool draw(const PanelContext& context) override
    {
        keep_promise(context);
        const PublishUpdate command = asked(context.incident);
        const Advice advice = judged(context, command);
        if (!begin_incident_modal(context, "update",
                { .title = tr(Text::UpdateTitle),
                    .commit = tr(Text::UpdateCommit),
                    .can_commit = advice.allowed,
                    .why_not = advice.reason,
                    .width = 760,
                    .enter_commits = !leaves_the_house(audience()) })) {
            return true;
        }
        std::vector<std::string> names;
        for (const UpdateAudience audience : kAudiences) {
            names.push_back(audience_words(audience));
        }
        if (const int chosen = tab_bar(tr(Text::FieldAudience), names, audience_); chosen != audience_) {
            audience_ = chosen;
            unchanged_ = false;
            show(context);
        }
        gap(2);
        draw_fields(context, advice);
        draw_advice(advice);
        const ModalOutcome outcome = end_modal();
        if (outcome == ModalOutcome::Committed) {
            context.intents.emplace_back(
                incident_send(command, "updates", tr(Text::SaidPublished, audience_words(audience()))));
            draft() = {};
            unchanged_ = false;
        }
        return outcome == ModalOutcome::Open;
    }

private:
    UpdateAudience audience() const { return kAudiences[static_cast<std::size_t>(audience_)]; }
    UpdateDraft& draft() { return drafts_[static_cast<std::size_t>(audience_)]; }

    // What was said is not said again by a key pressed once too often: that nothing has changed is a sentence of its own.
    bool repeats(const Incident& incident)
    {
        const StatusUpdate* last = last_update(incident, audience());
        return !unchanged_ && last != nullptr && without_margins(last->text) == without_margins(draft().text);
    }

    Advice judged(const PanelContext& context, const PublishUpdate& command)
    {
        Advice advice = advise(context.input, command);
        if (advice.allowed && repeats(context.incident)) {
            const StatusUpdate* last = last_update(context.incident, audience());
            advice = { .fillable = true,
                .reason = tr(Text::UpdateRepeats, site_time(last->published_at, context.input.zone),
                    tr(Text::UpdateUnchanged)) };
        }
        return advice;
    }

    void draw_text(const PanelContext& context)
    {
        UpdateDraft& writing = draft();
        if (writing.kept) {
            label(tr(Text::UpdateDraftFrom, site_time(writing.written_at, context.input.zone).substr(0, 5)),
                { .colour = Colour::Major, .wrap = true });
        }
        const FieldResult typed = text_area(tr(Text::FieldUpdate), writing.text, 4,
            { .max_characters = kMaxNote,
                .most_lines = 10,
                .enabled = !unchanged_,
                .autofocus = true,
                .missing = !unchanged_ && (is_blank(writing.text) || repeats(context.incident)),
                .proposed = writing.kept || writing.text == writing.proposed });
        if (typed.changed) {
            writing.written_at = context.input.now;
            writing.kept = false;
        }
    }

    void draw_fields(const PanelContext& context, const Advice& advice)
    {
        const StatusUpdate* last = last_update(context.incident, audience());
        if (last != nullptr) {
            label(tr(Text::UpdateLast, site_time(last->published_at, context.input.zone),
                      user_name(context.input.state, last->published_by)),
                { .colour = Colour::Secondary });
        }
        if (const std::string unnamed = unnamed_outside(context.input.state, context.incident.services);
            leaves_the_house(audience()) && !unnamed.empty()) {
            label(unnamed, { .colour = Colour::Major, .wrap = true });
        }
        label(reached(context.incident), { .colour = Colour::Secondary, .wrap = true });
        draw_text(context);
        if (last != nullptr) {
            toggle(tr(Text::UpdateUnchanged), unchanged_);
        }
        if (leaves_the_house(audience()) && !unchanged_) {
            draw_second(context);
        }
        if (leaves_the_house(audience()) && !unchanged_
            && !releases_offer(context.incident, audience(), draft().text, context.me())) {
            text_field(tr(Text::FieldReason), draft().reason,
                { .max_characters = kMaxNote, .missing = !advice.allowed && is_blank(draft().reason) });
        }
    }

    // Who reads it, and whether that can be undone.
    std::string reached(const Incident& incident) const
    {
        if (incident.restricted) {
            return tr(Text::UpdateClosed, incident.id.text);
        }
        switch (audience()) {
        case UpdateAudience::Internal:
            return tr(Text::UpdateToStaff, incident.id.text);
        case UpdateAudience::Customers:
            return std::string(tr(Text::UpdateToCustomers));
        case UpdateAudience::Executives:
            return tr(Text::UpdateToExecutives, incident.id.text);
        case UpdateAudience::Regulator:
            return tr(Text::UpdateToRegulator, incident.id.text);
        }
        return {};
    }

    // The other pair of eyes: who asked for one's own, who was asked, or who can be.
    void draw_second(const PanelContext& context)
    {
        const OfferedUpdate* offer = offered_update(context.incident, audience());
        gap(2);
        if (offer != nullptr && offer->offered_to == context.me()) {
            label(tr(Text::UpdateOfferedBy, user_name(context.input.state, offer->offered_by)),
                { .colour = Colour::Major, .wrap = true });
            draw_end_of_offer(context, Text::CallDecline);
            return;
        }
        if (offer != nullptr) {
            label(tr(Text::UpdateOfferedTo, user_name(context.input.state, offer->offered_to),
                      site_time(offer->offered_at, context.input.zone).substr(0, 5), offer->text),
                { .colour = Colour::Major, .wrap = true });
            if (offer->offered_by == context.me()) {
                draw_end_of_offer(context, Text::UpdateTakeBack);
            }
        }
        const std::vector<Person> readers = second_readers(context);
        label(tr(readers.empty() ? Text::UpdateAlone : Text::UpdateReadFirst),
            { .colour = Colour::Secondary, .wrap = true });
        if (!readers.empty()) {
            draw_ask(context, readers);
        }
    }

    void draw_end_of_offer(const PanelContext& context, Text words) const
    {
        const OfferUpdate over { .incident = context.incident.id, .audience = audience() };
        const Advice advice = advise(context.input, over);
        if (button(tr(words), { .enabled = advice.allowed, .why_disabled = advice.reason })) {
            context.intents.emplace_back(incident_send(over, "offers", std::string(tr(Text::SaidUpdateOfferOver))));
        }
    }

    void draw_ask(const PanelContext& context, const std::vector<Person>& readers)
    {
        std::vector<std::string> names;
        int chosen = 0;
        for (const Person& person : readers) {
            chosen = person.id == reader_ ? static_cast<int>(names.size()) : chosen;
            names.push_back(person.name);
        }
        select(tr(Text::UpdateReader), names, chosen, { .width = column_width(2) });
        const Person& reader = readers[static_cast<std::size_t>(chosen)];
        reader_ = reader.id;
        const OfferUpdate offer { context.incident.id, audience(), reader.id, draft().text };
        const Advice advice = advise(context.input, offer);
        if (button(tr(Text::UpdateAsk),
                { .enabled = advice.allowed,
                    .why_disabled
                    = is_blank(draft().text) ? tr(Text::UpdateAskBlank) : std::string_view { advice.reason } })) {
            context.intents.emplace_back(incident_send(offer, "offers", tr(Text::SaidUpdateAsked, reader.name)));
        }
    }

    PublishUpdate asked(const Incident& incident)
    {
        PublishUpdate command;
        command.incident = incident.id;
        command.audience = audience();
        command.unchanged = unchanged_;
        command.text = unchanged_ ? std::string() : draft().text;
        command.reason = unchanged_ ? std::string() : draft().reason;
        return command;
    }

    // What the first sentence promises is what the schedule will ask for, never earlier: said by the minute, it is the one
    // after, also of what takes a moment to get there. Empty where nothing is promised.
    static std::string promise_of(const PanelContext& context)
    {
        const TargetTerms terms = target_terms(context.incident);
        // What is due tomorrow nobody promises in the first sentence.
        constexpr Millis kPromised = std::chrono::hours { 4 };
        if (terms.update_cadence.value_or(kPromised) >= kPromised || context.incident.resolved_at) {
            return {};
        }
        std::vector<TargetClock> clocks = context.incident.clocks;
        restart_update_clock(clocks, terms, *terms.update_cadence, context.input.now);
        const auto next = std::find_if(clocks.begin(), clocks.end(),
            [](const TargetClock& clock) { return clock.kind == ClockKind::NextUpdate && !clock.stopped_at; });
        if (next == clocks.end()) {
            return {};
        }
        constexpr Millis kOnItsWay = std::chrono::seconds { 2 };
        constexpr std::int64_t kMinute = 60'000;
        const std::int64_t latest = (next->due_at + kOnItsWay).millis;
        const Timestamp by { (latest + kMinute - 1) / kMinute * kMinute };
        return tr(Text::UpdateNextBy, site_time(by, context.input.zone).substr(0, 5));
    }

    static std::string with_promise(const std::string& words, const std::string& promise)
    {
        return promise.empty() ? words : words + " " + promise;
    }

    // It follows the clock until it is published, also between words that somebody wrote around it.
    void keep_promise(const PanelContext& context)
    {
        UpdateDraft& writing = draft();
        const std::string now = writing.promise.empty() ? std::string() : promise_of(context);
        if (now.empty() || now == writing.promise) {
            return;
        }
        for (std::string* words : { &writing.text, &writing.proposed }) {
            if (const auto at = words->find(writing.promise); at != std::string::npos) {
                words->replace(at, writing.promise.size(), now);
            }
        }
        writing.promise = now;
        // The field that the keyboard is in holds words of its own.
        if (ImGuiInputTextState& state = ImGui::GetCurrentContext()->InputTextState;
            state.ID != 0 && state.ID == ImGui::GetActiveID()) {
            state.ReloadUserBufAndKeepSelection();
        }
    }

    // Who could release it, by name: another person who may publish updates of this incident.
    static std::vector<Person> second_readers(const PanelContext& context)
    {
        std::vector<Person> readers = active_people(context.input.state);
        std::erase_if(readers, [&](const Person& person) {
            const User* user = context.input.state.users.find(person.id);
            const Actor actor { .user = person.id, .roles = user->roles };
            const bool able = std::any_of(
                user->roles.begin(), user->roles.end(), [](SystemRole role) { return may(role, Act::PublishUpdate); });
            return person.id == context.me() || !able || !has_voice(context.incident, actor)
                || !may_see(actor, context.incident);
        });
        return readers;
    }

    // The last words to this audience, or a first sentence to be corrected. What nobody touched follows what happens;
    // one's own words stay, and say whose they are.
    void show(const PanelContext& context)
    {
        UpdateDraft& writing = draft();
        const auto& resolved = context.incident.resolved_at;
        // What was to be said outside while it went on is not true any more.
        const bool outlived = leaves_the_house(audience()) && resolved && writing.written_at < *resolved;
        const OfferedUpdate* offer = offered_update(context.incident, audience());
        const bool untouched = is_blank(writing.text) || writing.text == writing.proposed || outlived;
        if (untouched && offer != nullptr && offer->offered_to == context.me()) {
            writing = { .text = offer->text, .proposed = offer->text };
        } else if (untouched) {
            const StatusUpdate* last = last_update(context.incident, audience());
            const std::string promise = last == nullptr ? promise_of(context) : std::string();
            const std::string words = with_promise(first_words(context, last), promise);
            writing = { .text = words, .proposed = words, .promise = promise };
        } else {
            writing.kept = true;
        }
    }

    std::string first_words(const PanelContext& context, const StatusUpdate* last) const
    {
        const bool outside = leaves_the_house(audience());
        const std::string services
            = (outside ? public_names : service_names)(context.input.state, context.incident.services);
        const auto& resolved = context.incident.resolved_at;
        if (resolved && (last == nullptr || last->published_at < *resolved)) {
            const Timestamp since = context.incident.restored_at.value_or(*resolved);
            const std::string clock = site_time(since, context.input.zone).substr(0, 5);
            return services.empty() ? tr(Text::UpdateAllClearUnnamed, clock)
                                    : tr(Text::UpdateAllClear, services, clock);
        }
        if (last != nullptr) {
            return last->text;
        }
        // The title and the room's names for things are for the room.
        return !outside        ? tr(Text::UpdateFirst, services, context.incident.title)
            : services.empty() ? std::string(tr(Text::UpdateFirstOutsideUnnamed))
                               : tr(Text::UpdateFirstOutside, services);
    }

    int opens_on_ = 0;
    int audience_ = 0;
    std::array<UpdateDraft, kAudiences.size()> drafts_ {};
    bool unchanged_ = false;
    UserId reader_ {}; // who is to be asked
};

}

std::unique_ptr<IncidentPanel> make_update_panel()
{
    return std::make_unique<UpdatePanel>(UpdateAudience::Internal);
}

std::unique_ptr<IncidentPanel> make_all_clear_panel()
{
    return std::make_unique<UpdatePanel>(UpdateAudience::Customers);
}

}
