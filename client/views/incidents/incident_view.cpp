// SPDX-License-Identifier: Apache-2.0
#include "client/views/incidents/incident_view.h"

#include "client/language/text.h"
#include "client/views/acknowledging.h"
#include "client/views/advice.h"
#include "client/views/board/alert_panel.h"
#include "client/views/board/alert_silence.h"
#include "client/views/incidents/alert_proposal.h"
#include "client/views/incidents/entry_desk.h"
#include "client/views/incidents/headline.h"
#include "client/views/incidents/incident_csv.h"
#include "client/views/incidents/incident_panels.h"
#include "client/views/incidents/incident_paper.h"
#include "client/views/incidents/incident_rows.h"
#include "client/views/incidents/last_said.h"
#include "client/views/incidents/side_column.h"
#include "client/views/timeline/time_picker.h"
#include "client/views/timeline/timeline_rows.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/rank_mark.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "client/widgets/timeline/timeline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace watchfloor {
namespace {

// What a person has open, chosen and half written on one incident.
struct Desk {
    IncidentPanels panels {};
    AlertProposal proposal {};
    EntryDesk entries {};
    SideState side {};
    AlertPanel alert {};
    Acknowledging acknowledging {};
    TimelineViewState timeline {};
    TimePicker picker {};
    std::map<std::uint64_t, std::string> labels {};
    std::uint64_t labels_revision = 0;
    std::size_t labels_entries = 0;
    bool placed = false;
};

class IncidentView final : public View {
public:
    Intents draw(const ViewInput& input) override;
    void arrive(const Location& location) override;
    bool awaited(const ViewInput& input) const override;
    std::string paper(const ViewInput& input) const override;
    Location address(const Location& here) const override;
    Location exact_location(const Location& here) const override;

private:
    void draw_incident(const ViewInput& input, const Incident& incident, Desk& desk);
    void draw_head(const PanelContext& context, const IncidentLog& log, Desk& desk, std::optional<PanelKind>& asked);
    bool draw_main(const PanelContext& context, IncidentLog& log, Desk& desk, float side);
    void draw_axis(
        const PanelContext& context, Desk& desk, IncidentLog& log, TimelineModel model, float height, float pictured);
    void draw_past(const ViewInput& input);
    void draw_missing(const ViewInput& input, const PastIncidents::Found& past);
    void act(const PanelContext& context, const std::vector<LinkedAlertRow>& alerts, Desk& desk);
    void take_reading_keys(const Incident& incident);
    void say_no_axis();
    void draw_alert(const ViewInput& input, Desk& desk);
    void remember(const ViewInput& input, const Desk& desk);
    std::string_view words(const State& state, const IncidentLog& log, Desk& desk, std::uint64_t seq);

    Intents intents_ {};
    IncidentId id_ {};
    std::map<IncidentId, std::unique_ptr<Desk>> desks_ {};
};

void IncidentView::arrive(const Location& location)
{
    id_ = IncidentId { id_in_path(location, "/incidents/") };
    auto& desk = desks_[id_];
    desk = desk ? std::move(desk) : std::make_unique<Desk>();
    QueryPairs query(location.query.begin(), location.query.end());
    apply_timeline_query(desk->timeline, query);
    desk->picker.close();
    desk->entries.apply(location);
    desk->placed = desk->placed || location.value("span") || location.value("t0");
}

bool IncidentView::awaited(const ViewInput& input) const
{
    if (!input.state.incidents.contains(id_)) {
        const PastIncidents::Found& past = input.replica.past_incident(id_);
        if (!past.incident) {
            return !past.answered;
        }
    }
    const IncidentLog& log = input.replica.incident_log(id_);
    const auto desk = desks_.find(id_);
    return !log.loaded() || !log.timeline_loaded() || (desk != desks_.end() && desk->second->timeline.goal);
}

// With what the list of entries adds: what is unfolded in it, and whether the time axis takes its place.
Location desk_location(const Location& here, const QueryPairs& timeline, const EntryDesk& entries)
{
    Location location = with_timeline(here, timeline);
    entries.write(location);
    return location;
}

Location IncidentView::address(const Location& here) const
{
    const auto desk = desks_.find(id_);
    return desk == desks_.end() || !desk->second->timeline.placed
        ? here
        : desk_location(here, timeline_query(desk->second->timeline), desk->second->entries);
}

Location IncidentView::exact_location(const Location& here) const
{
    const auto desk = desks_.find(id_);
    return desk == desks_.end()
        ? here
        : desk_location(here, fixed_timeline_query(desk->second->timeline), desk->second->entries);
}

std::string IncidentView::paper(const ViewInput& input) const
{
    const Incident* incident = input.state.incidents.find(id_);
    const auto& past = incident != nullptr ? std::nullopt : input.replica.past_incident(id_).incident;
    incident = past ? &*past : incident;
    return incident == nullptr ? std::string()
                               : paper_html(incident_paper(input, *incident, input.replica.incident_log(id_)), input);
}

struct BodyHeights {
    float axis = 0; // 0: no room for it
    float list = 0;
};

// So many rows of entries can be read at once, as long as nobody asks for the axis instead.
constexpr float kLeastRows = 10;
constexpr float kLeastRowsBesideStrip = 2;
constexpr float kShareOfList = 0.64F;

float height_of_rows(float rows)
{
    return rows * row_height() + table_header_height() + 2 * ImGui::GetStyle().WindowPadding.y + grid(1);
}

// Between the parts of the screen; in a low window they stand closer.
void gap_between()
{
    if (!low_window()) {
        gap(2);
    }
}

// In a low window the axis is a strip of lanes as low as their words, also while somebody writes. The entries keep most
// of the height, and their rows while one of them is open: `wanted` is what that takes. What finds no room on the strip
// is counted there, and a key brings it.
BodyHeights low_heights(float left, float growth, float between, float lanes, float wanted)
{
    constexpr float kMostOfStrip = 0.42F;
    const float least = grid(17);
    const float usual = std::clamp(lanes, least, std::max(least, std::floor((left + growth) * kMostOfStrip)));
    const float strip = wanted > 0 ? std::min(usual, std::max(least, left - between - wanted)) : usual;
    const float list = left - strip - between;
    return list >= height_of_rows(kLeastRowsBesideStrip) ? BodyHeights { strip, list }
                                                         : BodyHeights { 0, std::max(grid(8), left) };
}

// The composer keeps its place whatever the window and the banners leave: a note can always be written. Then the
// entries, which tell the story, get most of what is left; the axis has it all while it is asked for, and otherwise at
// least what its lanes need if that is not too much. For what the composer takes more while somebody writes, the entries
// make room: the axis would come and go under people's eyes.
BodyHeights body_heights(float body, const EntryDesk& entries, bool list_hidden, float lanes, float wanted)
{
    const float composer = entries.composer_height();
    const float growth = entries.composer_growth();
    const float spacing = ImGui::GetStyle().ItemSpacing.y;
    const float between = low_window() ? spacing : 2 * spacing + 1;
    const float left = body - composer - between;
    if (list_hidden) {
        return { std::max(grid(8), left), 0 };
    }
    if (low_window()) {
        return low_heights(left, growth, between, lanes, wanted);
    }
    const float resting = left + growth;
    const float least_axis = std::clamp(lanes, grid(32), std::max(grid(32), resting * (1 - kShareOfList)));
    const float list
        = std::max(height_of_rows(kLeastRows), std::min(resting * kShareOfList, resting - between - least_axis));
    const float axis = resting - list - between;
    return axis >= std::min(lanes, grid(32)) ? BodyHeights { axis, list - growth }
                                             : BodyHeights { 0, std::max(grid(8), left) };
}

// Where the toolbar and the minimap would put lanes out of sight, the lanes are what is looked at.
bool lanes_need_all(const TimelineModel& model, float height)
{
    float wanted = grid(27);
    for (const LaneModel& lane : model.lanes) {
        wanted += grid(6) * static_cast<float>(std::clamp(lane.rows, 1, 2));
    }
    return height < wanted;
}

// The first look shows the impact from a little before it to now; of one of long ago nothing of what came after.
void place_first(TimelineViewState& timeline, const Incident& incident, const ViewInput& input)
{
    const Timestamp began = std::min(incident.started_at, incident.detected_at);
    if (input.past) {
        constexpr std::chrono::minutes kAround { 30 };
        const Timestamp ended = incident.closed_at.value_or(incident.logged_at);
        apply_timeline_query(timeline,
            { { "t0", std::to_string((began - kAround).millis) }, { "t1", std::to_string((ended + kAround).millis) } });
        return;
    }
    const Millis age = input.now - began;
    const Millis shown = age + age / 12 + std::chrono::minutes { 1 };
    // While now is followed it stands before the last eighth, which is room for what comes.
    const Millis span
        = std::clamp(shown + shown / 7, Millis { std::chrono::minutes { 8 } }, Millis { std::chrono::hours { 36 } });
    apply_timeline_query(timeline, { { "span", std::to_string(span.count()) } });
}

Intents IncidentView::draw(const ViewInput& input)
{
    const Incident* incident = input.state.incidents.find(id_);
    if (incident == nullptr) {
        draw_past(input);
    } else {
        draw_incident(input, *incident, *desks_[id_]);
    }
    return std::exchange(intents_, {});
}

// One that has left the working set is looked at as it ended: its screen is drawn as if it were still there.
void IncidentView::draw_past(const ViewInput& input)
{
    const PastIncidents::Found& past = input.replica.past_incident(id_);
    if (!past.incident) {
        draw_missing(input, past);
        return;
    }
    State then = input.state;
    then.incidents.set(id_, *past.incident);
    const Incident& incident = *then.incidents.find(id_);
    const ViewInput looked { input.replica, then, input.now, input.zone, input.location, input.frozen, input.may_act,
        true };
    const Timestamp at = incident.closed_at.value_or(incident.logged_at);
    const std::string text
        = tr(Text::IncidentPast, id_.text, past_date_and_clock(at, input.as_of(), input.zone.offset_at(at)));
    if (banner("past", { .severity = Severity::Info, .text = text, .button = tr(Text::SaveRecord), .urgent = false })) {
        intents_.emplace_back(SaveRecord { id_ });
    }
    draw_incident(looked, incident, *desks_[id_]);
}

void IncidentView::draw_missing(const ViewInput& input, const PastIncidents::Found& past)
{
    // To a reporter the server shows none: that says nothing of whether there is one.
    const bool hidden = past.answered && !sees_the_room(input);
    const bool awaited = !past.answered && !input.frozen;
    begin_panel("missing", { .height = available_height() });
    if (empty_state({ .icon = kIconSearch,
            .title = tr(hidden                        ? Text::IncidentNotShown
                    : past.answered                   ? Text::IncidentMissing
                    : awaited && past.trouble.empty() ? Text::IncidentAwaited
                                                      : Text::IncidentUnread,
                id_.text),
            .next = hidden      ? tr(Text::IncidentNotShownNext)
                : past.answered ? tr(Text::IncidentMissingNext)
                : input.frozen  ? tr(Text::WhyFrozen)
                                : std::string_view { past.trouble },
            .button = tr(Text::BackToBoard) })) {
        intents_.emplace_back(go_to("/"));
    }
    end_panel();
}

std::string_view IncidentView::words(const State& state, const IncidentLog& log, Desk& desk, std::uint64_t seq)
{
    auto at = desk.labels.find(seq);
    if (at == desk.labels.end()) {
        at = desk.labels.emplace(seq, item_label(state, log, seq)).first;
    }
    return at->second;
}

void IncidentView::remember(const ViewInput& input, const Desk& desk)
{
    GoTo go { desk_location(input.location, timeline_query(desk.timeline), desk.entries), true };
    if (go.location != input.location) {
        intents_.emplace_back(std::move(go));
    }
}

void IncidentView::draw_axis(
    const PanelContext& context, Desk& desk, IncidentLog& log, TimelineModel model, float height, float pictured)
{
    const ViewInput& input = context.input;
    const Incident& incident = context.incident;
    if (!std::exchange(desk.placed, true)) {
        place_first(desk.timeline, incident, input);
    }
    if (input.replica.revision() != desk.labels_revision || log.entries().size() != desk.labels_entries) {
        desk.labels.clear();
        desk.labels_entries = log.entries().size();
        desk.labels_revision = input.replica.revision();
    }
    model.label_for = [&](std::uint64_t seq) { return words(input.state, log, desk, seq); };
    model.note_for = [&](std::uint64_t seq) {
        const Entry* entry = log.entry(seq);
        return entry != nullptr ? entry_author(input.state, *entry) : std::string();
    };
    model.without_overview = low_window() || pictures_part();
    model.strip = lanes_need_all(model, height);
    model.grow_key = desk.entries.list_hidden() || pictures_part() ? std::string() : keys_of(Action::Drawer);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const PictureArea area { at.x, at.y, available_width(), pictured };
    begin_panel("timeline", { .height = height, .label = tr(Text::Timeline) });
    draw_picture_heading(incident.id.text + "  " + incident.title + ", " + std::string(rank_code(rank_of(incident))),
        desk.timeline.axis.from(), desk.timeline.axis.to(), input.zone);
    const auto commands = draw_timeline("incident timeline", model, desk.timeline);
    end_panel();
    offer_picture(input, area, intents_);
    if (!commands.empty()) {
        remember(input, desk);
    }
    for (const TimelineCommand& command : commands) {
        if (std::holds_alternative<TimePickAsked>(command)) {
            desk.picker.open(desk.timeline, input.zone);
        }
    }
}

// X: the alert first, because its tone is what disturbs; then the incident.
void IncidentView::act(const PanelContext& context, const std::vector<LinkedAlertRow>& alerts, Desk& desk)
{
    if (!pressed(Action::Acknowledge)) {
        return;
    }
    const LinkedAlertRow* alert = alert_to_acknowledge(alerts, desk.side.selected);
    if (alert != nullptr && !alert->acknowledged) {
        const Advice advice = advise(context.input, AcknowledgeAlert { alert->id });
        if (!advice.allowed) {
            intents_.emplace_back(Say { advice.reason, true });
            return;
        }
        desk.side.selected = alert->id;
        intents_.emplace_back(desk.acknowledging.send(context.input.state, alert->id, alert->name));
        return;
    }
    MoveIncident command;
    command.incident = context.incident.id;
    command.acknowledge = true;
    const Advice advice = advise(context.input, command);
    if (advice.allowed) {
        intents_.emplace_back(
            incident_send(command, "transitions", tr(Text::SaidAcknowledged, context.incident.id.text)));
    } else {
        intents_.emplace_back(Say { advice.reason, true });
    }
}

// What its keys would save or lead elsewhere is not there.
void IncidentView::say_no_axis()
{
    constexpr std::array kOfTheAxis { Action::PictureOfPart, Action::DrawingOfPart, Action::TimePicker };
    for (const Action action : kOfTheAxis) {
        if (pressed(action)) {
            intents_.emplace_back(Say { tr(Text::SaidNoAxis, keys_of(Action::Drawer)), true });
        }
    }
}

// They change nothing, and mean the past too.
void IncidentView::take_reading_keys(const Incident& incident)
{
    if (pressed(Action::SaveRecord)) {
        intents_.emplace_back(SaveRecord { incident.id });
    }
    if (!pressed(Action::ServiceTimeline)) {
        return;
    }
    if (incident.services.empty()) {
        intents_.emplace_back(Say { std::string(tr(Text::SaidIncidentWithoutService)), true });
    } else {
        intents_.emplace_back(GoTo { service_place(incident.services.front()), false });
    }
}

// What stands above: notices, the head and the bar of what can be done.
void IncidentView::draw_head(
    const PanelContext& context, const IncidentLog& log, Desk& desk, std::optional<PanelKind>& asked)
{
    const ViewInput& input = context.input;
    const Incident& incident = context.incident;
    if (desk.panels.draw_notice(context)) {
        asked = PanelKind::Pulse;
    }
    if (draw_all_clear(context)) {
        asked = PanelKind::AllClear;
    }
    if (draw_offered_update(context)) {
        asked = PanelKind::Update;
    }
    if (const std::string silent = silence_notice(input.state, incident, input.zone); !silent.empty()) {
        banner("silent sources", { .severity = Severity::Major, .text = silent, .urgent = false });
    }
    desk.proposal.draw(context);
    Headline shown = incident_headline(input.state, incident, input.as_of(), input.zone, stood_down_at(incident, log));
    shown.said = last_said(input, incident, log);
    const auto from_headline = draw_headline(shown, incident.id, role_lets(input, Act::ClassifyIncident));
    asked = from_headline ? from_headline : asked;
    gap_between();
    asked = pressed(Action::Similar) ? PanelKind::Similar : asked;
    const auto from_bar = draw_actions(incident_actions(input, incident), intents_);
    asked = from_bar ? from_bar : asked;
    gap_between();
}

// The time axis, the entries and the composer. True if an entry was chosen.
bool IncidentView::draw_main(const PanelContext& context, IncidentLog& log, Desk& desk, float side)
{
    begin_area("incident main", { available_width() - side - grid(3), 0 });
    TimelineModel model = incident_timeline(context.input, context.incident, log);
    const float lanes = strip_height(model) + 2 * ImGui::GetStyle().WindowPadding.y;
    const float wanted = desk.entries.height_with_chosen(desk.timeline.selected);
    const auto heights_where
        = [&](bool list_hidden) { return body_heights(available_height(), desk.entries, list_hidden, lanes, wanted); };
    // A picture of the axis shows every lane there is room for.
    const BodyHeights heights = heights_where(desk.entries.list_hidden() || pictures_part());
    if (heights.axis > 0) {
        draw_axis(context, desk, log, std::move(model), heights.axis, heights_where(true).axis);
        gap_between();
    } else {
        say_no_axis();
    }
    bool moved = false;
    if (heights.list > 0) {
        moved = desk.entries.draw_list(context, log, desk.timeline.order, desk.timeline.selected, heights.list);
        if (AlertId alert = desk.entries.take_opened(); !alert.empty()) {
            desk.side.opened = std::move(alert);
        }
        gap_between();
    }
    desk.entries.draw_composer(context);
    end_area();
    return moved;
}

// A low window's parts stand closer: their edges would take the place of entries.
class CloserParts {
public:
    CloserParts() : low_(low_window())
    {
        if (low_) {
            const ImGuiStyle& style = ImGui::GetStyle();
            ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, { style.WindowPadding.x, grid(1.5F) });
            ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, { style.ItemSpacing.x, grid(1.25F) });
        }
    }
    ~CloserParts() { ImGui::PopStyleVar(low_ ? 2 : 0); }
    CloserParts(const CloserParts&) = delete;
    CloserParts& operator=(const CloserParts&) = delete;

private:
    bool low_;
};

void IncidentView::draw_incident(const ViewInput& input, const Incident& incident, Desk& desk)
{
    const PanelContext context { input, incident, intents_ };
    IncidentLog& log = input.replica.incident_log(incident.id);
    auto alerts = linked_alert_rows(input.state, incident, input.as_of());
    for (LinkedAlertRow& row : alerts) {
        row.acknowledged = row.acknowledged || desk.acknowledging.sent(input.state, row.id);
    }
    std::optional<PanelKind> asked;
    {
        const CloserParts closer;
        draw_head(context, log, desk, asked);
        const float side = std::clamp(available_width() * 0.24F, grid(75), grid(110));
        const bool moved = draw_main(context, log, desk, side);
        same_line(3);
        begin_area("incident side", { 0, 0 });
        const auto selected = desk.timeline.selected;
        const auto from_side = draw_side(context, alerts, desk.side, desk.timeline.selected);
        asked = from_side ? from_side : asked;
        end_area();
        if (moved || selected != desk.timeline.selected) {
            remember(input, desk);
        }
    }
    act(context, alerts, desk);
    take_reading_keys(incident);
    if (pressed(Action::SaveRows)) {
        intents_.emplace_back(incident_csv(input.state, incident.id, log.entries(), desk.timeline.order));
    }
    if (asked) {
        desk.panels.open(*asked, context);
    }
    desk.panels.draw(context);
    if (const auto goal = desk.panels.is_open() ? std::nullopt : desk.picker.draw(input)) {
        desk.timeline.goal = goal;
    }
    draw_alert(input, desk);
}

// The alert that Enter opened in the side column.
void IncidentView::draw_alert(const ViewInput& input, Desk& desk)
{
    if (!desk.side.opened.empty() && !desk.panels.is_open()) {
        desk.alert.open(std::exchange(desk.side.opened, {}));
    }
    if (!desk.alert.is_open()) {
        return;
    }
    const AlertId id = desk.alert.alert();
    const Alert* alert = input.state.alerts.find(id);
    if (desk.alert.draw(input, intents_) == AlertAsked::Acknowledge && alert != nullptr) {
        intents_.emplace_back(desk.acknowledging.send(input.state, id, alert->name));
    }
}

}

std::unique_ptr<View> make_incident_view()
{
    return std::make_unique<IncidentView>();
}

}
