// SPDX-License-Identifier: Apache-2.0
#include "client/app/shell.h"

#include "client/frame/frame_schedule.h"
#include "client/language/text.h"
#include "client/theme/fonts.h"
#include "client/views/board/board_rows.h"
#include "client/views/incident_order.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/formulas/duty_holder.h"
#include "shared/domain/state/alert_search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace watchfloor {
namespace {

constexpr Millis kMessageShown { 6'000 };

struct Destination {
    Text title;
    std::string_view path;
    Action key;
};

constexpr std::array kDestinations {
    Destination { Text::NavBoard, "/", Action::View1 },
    Destination { Text::NavTimeline, "/timeline", Action::View2 },
    Destination { Text::NavCapacity, "/capacity", Action::View3 },
    Destination { Text::NavMaintenance, "/maintenance", Action::View4 },
    Destination { Text::NavSources, "/sources", Action::View5 },
    Destination { Text::NavWalls, "/walls", Action::View6 },
};

int destination_of(const Location& location)
{
    for (std::size_t i = 1; i < kDestinations.size(); ++i) {
        if (location.path.starts_with(kDestinations[i].path)) {
            return static_cast<int>(i);
        }
    }
    return 0;
}

// The worst thing true of any open major, for the banner that nobody may miss.
struct MajorTrouble {
    std::string text {};
    bool urgent = false;
};

std::vector<MajorTrouble> major_troubles(const State& state, Timestamp now)
{
    std::vector<MajorTrouble> troubles;
    for (const Incident* incident : open_incidents(state, now)) {
        if (!incident->declared()) {
            continue;
        }
        const std::string& id = incident->id.text;
        const DutyHeld* commander = duty_holder(state, *incident, Duty::IncidentCommander);
        if (commander == nullptr) {
            troubles.push_back({ tr(Text::BannerNoCommander, id), true });
        } else if (incident->command_uncertain) {
            troubles.push_back({ tr(Text::BannerCommandUncertain, id, user_name(state, commander->user)), true });
        }
        const TargetClock* update = incident->clock(ClockKind::NextUpdate);
        if (update != nullptr && !update->stopped_at && update->due_at < now) {
            troubles.push_back(
                { tr(Text::BannerUpdateOverdue, id, format_duration((now - update->due_at).count())), true });
        }
    }
    return troubles;
}

struct HelpRow {
    std::string keys {};
    std::string meaning {};
};

// What has a key and means something; the first of several keys is enough here.
std::vector<HelpRow> help_rows()
{
    std::vector<HelpRow> rows;
    for (const ActionHelp& help : keymap_help()) {
        std::string meaning(tr(help.text));
        if (help.text == Text::ActionView) {
            const auto view = std::find_if(kDestinations.begin(), kDestinations.end(),
                [&](const Destination& one) { return one.key == help.action; });
            if (view == kDestinations.end()) {
                continue;
            }
            meaning = tr(Text::ActionView, tr(view->title));
        }
        if (!help.keys.empty()) {
            rows.push_back({ help.keys.substr(0, help.keys.find(" / ")), std::move(meaning) });
        }
    }
    return rows;
}

constexpr int kPaletteRows = 12;
constexpr Millis kPaletteHeld { 250 };

// Keys that mean something only where they are pressed, and views, which stand among the places.
bool is_command(const ActionHelp& help)
{
    constexpr std::array kNone { Action::Commit, Action::Cancel, Action::NextHit, Action::PreviousHit, Action::Palette,
        Action::Find };
    return help.text != Text::ActionView && std::find(kNone.begin(), kNone.end(), help.action) == kNone.end();
}

// Commands of the screen, those that cannot be done now too, then places.
std::vector<PaletteHit> palette_hits(
    const ViewInput& input, const std::vector<Action>& meant, const std::vector<ActionRefused>& refused)
{
    std::vector<PaletteHit> hits;
    for (const ActionHelp& help : keymap_help()) {
        const auto no = std::find_if(
            refused.begin(), refused.end(), [&](const ActionRefused& one) { return one.action == help.action; });
        const bool can = no == refused.end() && std::find(meant.begin(), meant.end(), help.action) != meant.end();
        if (!is_command(help) || (!can && no == refused.end())) {
            continue;
        }
        PaletteHit hit;
        hit.key = "command:" + std::string(to_string(help.action));
        hit.title = tr(help.text);
        hit.right = help.keys;
        hit.action = help.action;
        hit.why_not = can ? "" : tr(Text::PaletteNotNow, no->why.empty() ? tr(Text::PaletteNotHere) : no->why);
        hits.push_back(std::move(hit));
    }
    for (const Destination& destination : kDestinations) {
        hits.push_back(palette_place(
            std::string(tr(destination.title)), keys_of(destination.key), { std::string(destination.path), {} }));
    }
    add_palette_places(hits, input);
    return hits;
}

std::string account_name(const ViewInput& input)
{
    const auto& me = input.replica.me();
    return !me ? std::string(tr(Text::Account)) : me->user_name.empty() ? me->user.text : me->user_name;
}

}

void Shell::begin(const ViewInput& input, Outbox& outbox)
{
    input_ = &input;
    intents_.clear();
    mark_screen_stale(input.frozen);
    begin_screen(tr(Text::ProductName));
    // Who arrives by keyboard begins in the screen, not on a button of its frame, where alone there was something to
    // begin on while the screen was loading.
    if (!std::exchange(was_loaded_, input.replica.loaded()) && was_loaded_ && !popup_above()) {
        drop_keyboard_ring();
    }
    ImGui::PushItemFlag(ImGuiItemFlags_NoNavDefaultFocus, true);
    draw_header(input);
    navigation_top_ = ImGui::GetCursorScreenPos().y;
    draw_navigation(input);
    draw_banners(input, outbox);
    ImGui::PopItemFlag();
    gap(2);
    content_top_ = ImGui::GetCursorScreenPos().y;
}

Intents Shell::end()
{
    if (input_->frozen) {
        draw_frozen();
    }
    if (pressed(Action::SavePicture)) {
        intents_.emplace_back(
            SavePicture { { picture_name(input_->location.path, format_timestamp(input_->as_of())), {} } });
    }
    if (pressed(Action::CopyView)) {
        intents_.emplace_back(CopyLink {});
    }
    draw_messages(input_->now);
    draw_help();
    draw_palette(*input_);
    end_screen();
    return std::exchange(intents_, {});
}

// What is below the banners stays readable, and nobody takes it for new.
void Shell::draw_frozen()
{
    freeze_screen({ 0, content_top_ }, ImGui::GetIO().DisplaySize,
        tr(Text::FrozenAt, site_time(input_->replica.heard_at(), input_->zone)));
}

void Shell::draw_header(const ViewInput& input)
{
    heading(tr(Text::ProductName), 1);
    if (input.replica.exercise()) {
        same_line(4);
        tag(tr(Text::Exercise), Colour::Maintenance);
        same_line(2);
        // The tag says the same in one word where there is no room for more.
        const float width = ImGui::GetIO().DisplaySize.x;
        const bool names_journal = width >= grid(sounding_ ? 360 : 300);
        const bool shows_key = !names_journal || width >= grid(sounding_ ? 420 : 360);
        if (names_journal) {
            label(tr(Text::ExerciseOf, input.replica.journal()), { .colour = Colour::Secondary });
            same_line(3);
        }
        const bool left = button(tr(Text::LeaveExercise),
            { .kind = ButtonKind::Quiet, .action = shows_key ? std::optional { Action::RealRoom } : std::nullopt });
        if (left || pressed(Action::RealRoom)) {
            journal_ = "main";
        }
    }
    draw_sound();
    same_line(2);
    draw_status(input);
}

// Whether tones can be heard, and the button that stops the present one.
void Shell::draw_sound()
{
    const std::string_view state = AlarmBell::state_text();
    if (!state.empty()) {
        same_line(4);
        const float lower = (type_scale().size(Type::Headline) - type_scale().size(Type::Caption)) / 2;
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() + lower);
        label(state, { .type = Type::Caption, .colour = Colour::Secondary });
    }
    if (sounding_ && sound_state() == SoundState::Ready) {
        same_line(4);
        silence_ = button(tr(Text::SilenceTone, tr(AlarmBell::name_of(*sounding_))),
                       { .icon = kIconBellSlash, .action = Action::Silence })
            || silence_;
    }
}

// Link, clocks and account: one line at the right edge, on one middle line.
void Shell::draw_status(const ViewInput& input)
{
    const bool live = input.replica.link() == Link::Live;
    const bool stopped = input.replica.link() == Link::HistoryBack; // the banner says why; nothing is being tried
    const std::string_view link = tr(live ? Text::LinkLive : stopped ? Text::LinkStopped : Text::LinkLoading);
    const std::string site = site_time(input.now, input.zone);
    const bool narrow = ImGui::GetIO().DisplaySize.x < grid(300);
    // An exercise runs on a time of its own, which nobody may take for theirs.
    const bool exercise = input.replica.exercise();
    const std::string utc = exercise ? std::string(tr(Text::ExerciseClock))
        : narrow                     ? std::string()
                                     : format_clock(input.now, 0) + " UTC";
    const std::string name = account_name(input);
    const float link_width = text_width(link, Type::Body, Face::Regular);
    const float site_width = text_width(site, Type::Title, Face::Medium);
    const float utc_width = text_width(utc, Type::Body, Face::Regular);
    const float height = ImGui::GetFrameHeight();
    const float account_width
        = height + grid(1) + text_width(name, Type::Body, Face::Medium) + type_scale().size(Type::Body) + grid(8.5F);
    align_right(link_width + site_width + utc_width + account_width + grid(14));
    const float top = ImGui::GetCursorPosY();
    const auto middle = [&](Type type) { ImGui::SetCursorPosY(top + (height - type_scale().size(type)) / 2); };
    middle(Type::Body);
    label(link, { .colour = live ? Colour::Secondary : Colour::Major, .width = link_width });
    same_line(4);
    middle(Type::Title);
    clock_text(site, tr(exercise ? Text::ExerciseClock : Text::SiteTime),
        { .type = Type::Title,
            .face = Face::Medium,
            .colour = exercise ? Colour::Maintenance : Colour::Text,
            .width = site_width });
    if (exercise) {
        same_line(2);
        middle(Type::Body);
        label(utc, { .colour = Colour::Maintenance, .width = utc_width });
    } else if (!narrow) {
        same_line(2);
        middle(Type::Body);
        clock_text(utc, "UTC", { .colour = Colour::Secondary, .width = utc_width });
    }
    same_line(4);
    ImGui::SetCursorPosY(top);
    draw_account(input, name);
}

void Shell::draw_account(const ViewInput& input, const std::string& name)
{
    if (icon_button(kIconQuestionCircle, tr(Text::ActionHelp), { .kind = ButtonKind::Quiet })
        || pressed(Action::Help)) {
        help_open_ = !help_open_;
    }
    same_line(1);
    if (button(name, { .kind = ButtonKind::Quiet, .icon = kIconUser })) {
        account_.open();
    }
    if (const SignOut asked = account_.draw(input, intents_); asked != SignOut::No) {
        sign_out_ = asked;
    }
}

void Shell::draw_navigation(const ViewInput& input)
{
    std::vector<std::string> titles;
    const std::size_t dark = input.replica.dark_walls().size();
    for (const Destination& destination : kDestinations) {
        // A dark wall says nothing itself: every screen says it here.
        const bool warns = destination.title == Text::NavWalls && dark > 0;
        titles.push_back(warns ? tr(Text::NavWallsDark, std::to_string(dark)) : std::string(tr(destination.title)));
    }
    const int here = destination_of(input.location);
    bool clicked = false;
    int chosen = tab_bar(tr(Text::Views), titles, here, &clicked);
    for (std::size_t i = 0; i < kDestinations.size(); ++i) {
        chosen = pressed(kDestinations[i].key) ? static_cast<int>(i) : chosen;
    }
    const auto& target = kDestinations[static_cast<std::size_t>(chosen)];
    const bool inside = here == 0 && input.location.path != "/"; // an incident lies below the board
    if (chosen != here || (inside && (clicked || pressed(Action::View1)))) {
        intents_.emplace_back(go_to(std::string(target.path)));
    }
}

// Whoever looks at an exercise learns what happens in the real room, or that they cannot know.
void Shell::draw_real_room(const ViewInput& input)
{
    if (!input.replica.exercise()) {
        return;
    }
    const auto room = input.replica.real_room();
    if (!room) {
        const bool awaited = input.replica.real_room_awaited();
        banner("real room",
            { .severity = awaited ? Severity::Info : Severity::Unknown,
                .text = tr(awaited ? Text::RealRoomAsked : Text::RealRoomUnknown),
                .urgent = !awaited });
        return;
    }
    const std::string incidents = std::to_string(room->incidents_open);
    if (room->alerts_firing > 0) {
        const Severity worst = shown_severity(room->worst.value_or(AlertSeverity::Unknown));
        banner("real room",
            { .severity = worst,
                .text
                = tr(Text::RealRoomFires, std::to_string(room->alerts_firing), severity_name(worst), incidents) });
    } else if (room->incidents_open > 0) {
        banner("real room", { .severity = Severity::Major, .text = tr(Text::RealRoomIncidents, incidents) });
    } else {
        banner("real room", { .severity = Severity::Normal, .text = tr(Text::RealRoomCalm), .urgent = false });
    }
}

void Shell::draw_link(const ViewInput& input)
{
    if (const auto& back = input.replica.history_back()) {
        draw_history_back(input, *back);
    }
    if (input.replica.link() == Link::HistoryBack) {
        return;
    }
    if (input.frozen) {
        const bool update = input.replica.link() == Link::UpdateNeeded;
        const std::string at = site_time(input.replica.heard_at(), input.zone);
        banner("link",
            { .severity = Severity::Critical,
                .text = update ? tr(Text::BannerUpdateNeeded, at) : tr(Text::BannerFrozen, at) });
    } else if (!input.replica.loaded() && !input.replica.history_back()) { // one thing at a time
        const std::string& trouble = input.replica.trouble();
        banner("loading",
            { .severity = trouble.empty() ? Severity::Info : Severity::Major,
                .text = trouble.empty() ? tr(Text::BannerLoading) : std::string_view { trouble },
                .urgent = false });
    }
}

// What the server lost is kept until somebody says that it may go.
void Shell::draw_history_back(const ViewInput& input, const HistoryBack& back)
{
    const bool kept = input.replica.link() == Link::HistoryBack;
    const std::array buttons { tr(Text::BannerSaveHeld), tr(Text::BannerAcceptHistory) };
    const std::array dismiss { tr(Text::Dismiss) };
    const std::string text = tr(kept ? Text::BannerHistoryBack : Text::BannerHistoryWasBack,
        site_time(back.noticed_at, input.zone), std::to_string(back.held), std::to_string(back.head));
    const auto chosen = banner_with("history", { .severity = Severity::Critical, .text = text },
        kept ? std::span<const std::string_view> { buttons } : std::span<const std::string_view> { dismiss });
    save_held_ = save_held_ || (kept && chosen == 0U);
    accept_history_ = accept_history_ || (chosen && (!kept || chosen == 1U));
}

void Shell::draw_health(const ViewInput& input)
{
    const HealthAnswer& health = input.replica.health();
    if (!health.writable) {
        banner("health", { .severity = Severity::Critical, .text = tr(Text::BannerNotWritable, health.reason) });
    }
    if (!health.damage.empty()) {
        banner("damage", { .severity = Severity::Critical, .text = tr(Text::BannerDamaged, health.damage) });
    }
    if (!health.certificate.empty()) {
        banner("certificate", { .severity = Severity::Major, .text = tr(Text::BannerCertificate, health.certificate) });
    }
    if (const std::int64_t leap = health.clock_leap_seconds; leap != 0) {
        banner("clock",
            { .severity = Severity::Major,
                .text = tr(leap > 0 ? Text::BannerClockAhead : Text::BannerClockBack,
                    format_duration(std::abs(leap) * 1'000)) });
    }
}

void Shell::draw_banners(const ViewInput& input, Outbox& outbox)
{
    draw_real_room(input);
    calls_.update(input);
    calls_.draw(input, intents_);
    draw_link(input);
    draw_health(input);
    if (newer_build_
        && banner("build",
            { .severity = Severity::Info,
                .text = tr(Text::BannerNewerBuild),
                .button = tr(Text::BannerLoadNewer),
                .urgent = false })) {
        load_newer_build_ = true;
    }
    int index = 0;
    for (const MajorTrouble& trouble : major_troubles(input.state, input.as_of())) {
        banner("major" + std::to_string(index++),
            { .severity = Severity::Critical, .text = trouble.text, .urgent = trouble.urgent });
    }
    if (outbox.waiting() > 0) {
        const bool refused = std::any_of(outbox.entries().begin(), outbox.entries().end(),
            [](const QueuedEntry& entry) { return !entry.refusal.empty(); });
        if (banner("outbox",
                { .severity = refused ? Severity::Major : Severity::Info,
                    .text
                    = tr(refused ? Text::BannerQueuedRefused : Text::BannerQueued, std::to_string(outbox.waiting())),
                    .button = refused ? tr(Text::Dismiss) : std::string_view {},
                    .urgent = false })) {
            outbox.dismiss_refused();
        }
    }
}

void Shell::say(Say message)
{
    unsaid_.push_back(std::move(message));
}

void Shell::draw_messages(Timestamp now)
{
    while (!unsaid_.empty()) {
        mirror().announce(unsaid_.front().text, unsaid_.front().trouble);
        messages_.push_back({ std::move(unsaid_.front()), now });
        unsaid_.pop_front();
    }
    // Nor do they stand until a clock that was set back has caught up.
    while (!messages_.empty() && std::chrono::abs(now - messages_.front().shown_at) > kMessageShown) {
        messages_.pop_front();
    }
    if (messages_.empty()) {
        return;
    }
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    // Beside the tabs, where nothing is worked with.
    ImGui::SetNextWindowPos({ size.x - grid(4), navigation_top_ }, ImGuiCond_Always, { 1, 0 });
    ImGui::SetNextWindowSizeConstraints({ grid(60), 0 }, { grid(140), size.y / 2 });
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, { grid(4), grid(1.5F) });
    ImGui::Begin("##messages", nullptr,
        ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing
            | ImGuiWindowFlags_NoNav | ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoInputs);
    ImGui::PopStyleVar();
    for (const Message& message : messages_) {
        label(message.say.text,
            { .colour = message.say.trouble ? Colour::Major : Colour::Text, .width = grid(130), .wrap = true });
    }
    ImGui::End();
}

void Shell::draw_help()
{
    if (!help_open_ || !begin_modal("help", { .title = tr(Text::ActionHelp), .width = 1240 })) {
        return;
    }
    const auto rows = help_rows();
    constexpr std::size_t kColumns = 3;
    const std::size_t per_column = (rows.size() + kColumns - 1) / kColumns;
    const float width = column_width(static_cast<int>(kColumns), 6);
    for (std::size_t column = 0; column < kColumns; ++column) {
        if (column > 0) {
            same_line(6);
        }
        ImGui::BeginGroup();
        for (std::size_t i = column * per_column; i < std::min(rows.size(), (column + 1) * per_column); ++i) {
            label(rows[i].keys, { .type = Type::Caption, .face = Face::Mono, .width = grid(30) });
            same_line(2);
            label(rows[i].meaning, { .type = Type::Caption, .colour = Colour::Secondary, .width = width - grid(32) });
        }
        ImGui::EndGroup();
    }
    help_open_ = end_modal() == ModalOutcome::Open;
}

void Shell::draw_palette(const ViewInput& input)
{
    // Behind an open modal no key means anything: what was chosen is pressed in the frame after it.
    if (const auto action = std::exchange(palette_action_, std::nullopt)) {
        press(*action);
    }
    // Where the screen has nothing of its own to search, finding is finding a place.
    const bool finds = input.location.path != "/" && pressed(Action::Find);
    if (pressed(Action::Palette) || finds) {
        palette_open_ = true;
        palette_filter_.clear();
        palette_chosen_ = 0;
        palette_ranked_.clear();
        palette_commands_ = actions_meant();
        palette_refused_ = actions_refused();
        fill_palette(input);
    }
    if (!palette_open_ || !begin_modal("palette", { .title = tr(Text::ActionPalette), .width = 720 })) {
        return;
    }
    const FieldResult field = text_field(tr(Text::ActionFilter), palette_filter_,
        { .hint = tr(Text::PaletteHint), .show_label = false, .autofocus = true });
    if (input.now < palette_filled_at_ || input.now - palette_filled_at_ >= kPaletteHeld) {
        fill_palette(input);
    }
    if (field.changed) {
        palette_chosen_ = 0;
        palette_ranked_ = ranked_palette(palette_all_, palette_filter_, palette_uses_);
    }
    draw_palette_hits(field.committed);
    palette_open_ = end_modal() == ModalOutcome::Open && palette_open_;
}

// Not in each frame: hundreds of names are compared. Nor once for all: what somebody may no longer see must not stay.
// What is marked stays marked wherever it stands then.
void Shell::fill_palette(const ViewInput& input)
{
    const auto marked = static_cast<std::size_t>(palette_chosen_);
    const std::string key = marked < palette_ranked_.size() ? palette_ranked_[marked].key : std::string();
    palette_filled_at_ = input.now;
    palette_all_ = palette_hits(input, palette_commands_, palette_refused_);
    palette_ranked_ = ranked_palette(palette_all_, palette_filter_, palette_uses_);
    const auto again = std::find_if(palette_ranked_.begin(), palette_ranked_.end(),
        [&](const PaletteHit& hit) { return !key.empty() && hit.key == key; });
    palette_chosen_
        = again == palette_ranked_.end() ? palette_chosen_ : static_cast<int>(again - palette_ranked_.begin());
}

void Shell::draw_palette_hits(bool entered)
{
    const std::vector<PaletteHit>& hits = palette_ranked_;
    const int count = static_cast<int>(hits.size());
    palette_chosen_ = std::clamp(palette_chosen_ + choice_step(), 0, std::max(0, count - 1));
    if (hits.empty()) {
        label(tr(Text::PaletteNothing), { .colour = Colour::Secondary, .wrap = true });
    }
    const int first = std::max(0, palette_chosen_ - kPaletteRows / 2);
    for (int i = first; i < std::min(count, first + kPaletteRows); ++i) {
        const PaletteHit& hit = hits[static_cast<std::size_t>(i)];
        const bool chosen = i == palette_chosen_;
        const ListRow row { .title = hit.title,
            .detail = hit.why_not,
            .right = hit.right,
            .selected = chosen,
            .position = i + 1,
            .set_size = count,
            .enabled = hit.why_not.empty() };
        const bool taken = list_row(i, row).activated || (chosen && entered);
        if (!taken || !row.enabled) {
            continue;
        }
        if (hit.action) {
            palette_action_ = hit.action;
        } else {
            intents_.emplace_back(GoTo { hit.place, false });
        }
        palette_uses_.used(hit.key);
        palette_used_ = true;
        palette_open_ = false;
        request_frame();
    }
}

std::optional<std::string> Shell::take_palette_uses()
{
    return std::exchange(palette_used_, false) ? std::optional { palette_uses_.text() } : std::nullopt;
}

bool Shell::take_silence()
{
    return std::exchange(silence_, false);
}

bool Shell::take_load_newer_build()
{
    return std::exchange(load_newer_build_, false);
}

bool Shell::take_save_held()
{
    return std::exchange(save_held_, false);
}

bool Shell::take_accept_history()
{
    return std::exchange(accept_history_, false);
}

SignOut Shell::take_sign_out()
{
    return std::exchange(sign_out_, SignOut::No);
}

std::optional<std::string> Shell::take_journal()
{
    return std::exchange(journal_, std::nullopt);
}

}
