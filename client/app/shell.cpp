// SPDX-License-Identifier: Apache-2.0
#include "client/app/shell.h"

#include "client/app/major_troubles.h"
#include "client/app/real_room_words.h"
#include "client/app/running_drills.h"
#include "client/frame/frame_schedule.h"
#include "client/language/text.h"
#include "client/theme/fonts.h"
#include "client/views/advice.h"
#include "client/views/board/board_rows.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "client/widgets/controls/unsent_words.h"
#include "shared/core/sorting.h"
#include "shared/domain/state/alert_search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace watchfloor {
namespace {

constexpr Millis kMessageShown { 6'000 };
constexpr std::size_t kMostMessages = 3; // beside the tabs; more would lie over what is worked with

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

// Since when nothing new is known: with its day where that is another one, as for a console that starts without a server.
std::string frozen_since(const ViewInput& input)
{
    const Timestamp at = input.replica.heard_at();
    std::string day = other_day(at, input.now, input.zone);
    return day.empty() ? site_time(at, input.zone) : day;
}

// What means something in this program, as the help names it.
std::vector<NamedAction> named_actions()
{
    std::vector<NamedAction> named;
    std::vector<ActionHelp> all = keymap_help();
    sort_stably(all, [](const ActionHelp& a, const ActionHelp& b) { return a.scope < b.scope; });
    for (const ActionHelp& help : all) {
        std::string meaning(tr(help.text));
        if (help.text == Text::ActionView) {
            const auto view = std::find_if(kDestinations.begin(), kDestinations.end(),
                [&](const Destination& one) { return one.key == help.action; });
            if (view == kDestinations.end()) {
                continue;
            }
            meaning = tr(Text::ActionView, tr(view->title));
        }
        named.push_back({ help.action, std::move(meaning), help.scope });
    }
    return named;
}

std::vector<PaletteHit> views_of_navigation()
{
    std::vector<PaletteHit> hits;
    for (const Destination& destination : kDestinations) {
        hits.push_back(palette_place(
            std::string(tr(destination.title)), keys_of(destination.key), { std::string(destination.path), {} }));
    }
    return hits;
}

std::string account_name(const ViewInput& input)
{
    const auto& me = input.replica.me();
    return !me || me->user_name.empty() ? std::string(tr(Text::Account)) : me->user_name;
}

}

// What saves or copies what is shown waits until all of it has come; whoever goes elsewhere means something else.
void Shell::put_off_keys(const ViewInput& input, bool awaited)
{
    constexpr std::array kOfWhatIsShown { Action::SaveRows, Action::PictureOfPart, Action::DrawingOfPart,
        Action::CopyView, Action::Print };
    std::string screen = input.replica.journal() + input.location.path;
    if (screen != put_off_on_) {
        put_off_on_ = std::move(screen);
        forget_put_off();
    }
    for (const Action action : kOfWhatIsShown) {
        if (put_off(action, awaited)) {
            say(said_later(action));
        }
    }
}

// No key that the help lists is silent: where it means nothing that is said. But those that mean what has the keyboard.
void Shell::say_unanswered()
{
    constexpr std::array kOfTheKeyboard { Action::Commit, Action::Cancel, Action::NextHit, Action::PreviousHit };
    const std::vector<Action> unanswered = actions_unanswered();
    if (unanswered.empty() || !input_->replica.loaded() || popup_above() || ImGui::IsKeyPressed(ImGuiKey_Space)) {
        return;
    }
    const Action action = unanswered.front();
    for (const NamedAction& named : named_actions()) {
        const bool silent = named.scope == KeyScope::Alerts
            || std::find(kOfTheKeyboard.begin(), kOfTheKeyboard.end(), action) != kOfTheKeyboard.end();
        if (named.action == action && !silent) {
            const bool timeline = named.scope == KeyScope::Timeline;
            say({ tr(timeline ? Text::SaidKeyOfTimeline : Text::SaidKeyElsewhere, named.meaning, keys_of(action)),
                true });
            request_frame();
        }
    }
}

void Shell::begin(const ViewInput& input, Outbox& outbox, bool awaited)
{
    input_ = &input;
    intents_.clear();
    write_on_screen(input.replica.journal() + input.location.path);
    put_off_keys(input, awaited);
    mark_screen_stale(input.frozen);
    rest_hues(input.frozen);
    age_of_screen({ input.replica.data_age().count(), 5'000, input.replica.loaded() });
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
    outbox_ = &outbox;
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
    if (std::string why = take_refused_press(); !why.empty()) {
        say({ std::move(why), true });
    }
    draw_messages(input_->now);
    keys_.draw(named_actions);
    if (pressed(Action::Waiting)) {
        waiting_.open();
    }
    waiting_.draw(*input_, *outbox_);
    if (pressed(Action::Sounds)) {
        sounds_.open();
    }
    sounds_.draw();
    palette_.draw(*input_, views_of_navigation, intents_);
    say_unanswered();
    age_of_screen({});
    end_screen();
    return std::exchange(intents_, {});
}

// What is below the banners stays readable, and nobody takes it for new.
void Shell::draw_frozen()
{
    freeze_screen({ 0, content_top_ }, ImGui::GetIO().DisplaySize, tr(Text::FrozenAt, frozen_since(*input_)));
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
        const bool names_journal = width >= grid(sounding_ ? 370 : 300);
        const bool shows_key = !names_journal || width >= grid(sounding_ ? 430 : 360);
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

// Whether tones can be heard, the button that stops the present one, and beside it that for each cause for good: there
// too while one is silenced, so that nobody waits for a tone that will not come.
void Shell::draw_sound()
{
    const std::string_view state = AlarmBell::state_text();
    if (!state.empty()) {
        same_line(4);
        const float lower = (type_scale().size(Type::Headline) - type_scale().size(Type::Caption)) / 2;
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() + lower);
        label(state, { .type = Type::Caption, .colour = Colour::Secondary });
    }
    const bool sounds = sounding_ && sound_state() == SoundState::Ready;
    if (sounds) {
        same_line(4);
        silence_ = button(tr(Text::SilenceTone, tr(AlarmBell::name_of(*sounding_))),
                       { .icon = kIconBellSlash, .action = Action::Silence })
            || silence_;
    }
    const bool silenced = SoundsPanel::any_silenced();
    if (sounds || silenced) {
        same_line(sounds ? 1 : 4);
        if (icon_button(silenced ? kIconBellSlash : kIconBellO, tr(Text::ActionSounds),
                { .kind = ButtonKind::Quiet, .action = Action::Sounds })) {
            sounds_.open();
        }
    }
}

// Link, clocks and account: one line at the right edge, on one middle line.
void Shell::draw_status(const ViewInput& input)
{
    const bool live = input.replica.link() == Link::Live;
    const bool stopped = input.replica.link() == Link::HistoryBack; // the banner says why; nothing is being tried
    const std::string stale
        = input.frozen && !stopped ? tr(Text::Stale, format_duration(input.replica.data_age().count())) : std::string();
    const std::string_view link = !stale.empty() ? std::string_view { stale }
                                                 : tr(live         ? Text::LinkLive
                                                         : stopped ? Text::LinkStopped
                                                                   : Text::LinkLoading);
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
        keys_.open_or_close();
    }
    same_line(1);
    if (button(name, { .kind = ButtonKind::Quiet, .icon = kIconUser }) || pressed(Action::Account)) {
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
    const RealRoomWords words = real_room_words(*room);
    banner("real room", { .severity = words.severity, .text = words.text, .urgent = words.urgent });
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
        const std::string at = frozen_since(input);
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
    // What is dropped here is nowhere else: it is asked once more, with how much it is.
    const std::string asked = tr(Text::BannerAcceptHistoryAsk, std::to_string(back.held));
    const std::array<std::string_view, 2> buttons { tr(Text::BannerSaveHeld),
        history_asked_ ? std::string_view { asked } : tr(Text::BannerAcceptHistory) };
    const std::array dismiss { tr(Text::Dismiss) };
    const std::string text = tr(kept ? Text::BannerHistoryBack : Text::BannerHistoryWasBack,
        site_time(back.noticed_at, input.zone), std::to_string(back.held), std::to_string(back.head));
    const auto chosen = banner_with("history", { .severity = Severity::Critical, .text = text },
        kept ? std::span<const std::string_view> { buttons } : std::span<const std::string_view> { dismiss });
    save_held_ = save_held_ || (kept && chosen == 0U);
    accept_history_ = accept_history_ || (chosen && (!kept || (chosen == 1U && history_asked_)));
    history_asked_ = kept && (history_asked_ || chosen == 1U);
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

void Shell::draw_banners(const ViewInput& input, const Outbox& outbox)
{
    draw_real_room(input);
    if (auto drill = draw_running_drills(input)) {
        journal_ = std::move(drill);
    }
    hear(input);
    std::vector<AboveModal> above = calls_.draw(input, intents_);
    for (const Message& message : messages_) {
        if (!message.of_modal) {
            continue; // it was read before, of something else
        }
        above.push_back({ "message/" + std::to_string(above.size()), message.say.text, {}, std::nullopt,
            message.say.trouble ? Severity::Major : Severity::Info });
    }
    say_above_modal(std::move(above));
    draw_link(input);
    draw_health(input);
    draw_newer_build(outbox);
    if (!record_.empty()) {
        cancel_record_ = banner(
            "record", { .severity = Severity::Info, .text = record_, .button = tr(Text::Cancel), .urgent = false });
    }
    int index = 0;
    for (const std::string& trouble :
        major_troubles(input.state, input.as_of(), role_lets(input, Act::PublishUpdate).allowed)) {
        banner("major" + std::to_string(index++), { .severity = Severity::Critical, .text = trouble, .urgent = true });
    }
    draw_queued(outbox);
}

// The page's memory goes with it: with something in it that is nowhere else, or not on the server yet, it is asked once
// more, and said which.
void Shell::draw_newer_build(const Outbox& outbox)
{
    const bool words = words_unsent();
    const bool asks = words || outbox.waiting() > 0;
    newer_build_asked_ = newer_build_asked_ && newer_build_ && asks;
    if (!newer_build_) {
        return;
    }
    const std::string question = words ? std::string(tr(Text::BannerLoadNewerWords))
                                       : tr(Text::BannerLoadNewerQueued, std::to_string(outbox.waiting()));
    if (!banner("build",
            { .severity = Severity::Info,
                .text = tr(Text::BannerNewerBuild),
                .button = newer_build_asked_ ? std::string_view { question } : tr(Text::BannerLoadNewer),
                .urgent = false })) {
        return;
    }
    load_newer_build_ = !asks || newer_build_asked_;
    newer_build_asked_ = asks && !load_newer_build_;
}

// What waits can be read and changed; what was refused can be let go at once.
void Shell::draw_queued(const Outbox& outbox)
{
    if (outbox.waiting() == 0) {
        return;
    }
    const bool refused = std::any_of(outbox.entries().begin(), outbox.entries().end(),
        [](const QueuedEntry& entry) { return !entry.refusal.empty(); });
    const std::array buttons { tr(Text::BannerShowQueued), tr(Text::Dismiss) };
    const auto chosen = banner_with("outbox",
        { .severity = refused ? Severity::Major : Severity::Info,
            .text = tr(refused ? Text::BannerQueuedRefused : Text::BannerQueued, std::to_string(outbox.waiting())),
            .urgent = false },
        std::span<const std::string_view> { buttons }.first(refused ? 2 : 1));
    if (chosen == 0U) {
        waiting_.open();
    } else if (chosen) {
        outbox_->dismiss_refused();
    }
}

std::string Shell::title(const ViewInput& input) const
{
    std::string what;
    if (const std::vector<std::string> calls = calls_.texts(input); !calls.empty()) {
        what = calls.front();
    } else if (sounding_) {
        what = tr(AlarmBell::name_of(*sounding_));
    }
    std::string product(tr(Text::ProductName));
    return what.empty() ? product : tr(Text::WindowTitle, what, product);
}

void Shell::say(Say message)
{
    unsaid_.push_back(std::move(message));
}

// They cover nothing that was opened: above a dialog they are said by what stands there, and a menu they wait for.
void Shell::draw_messages(Timestamp now)
{
    while (!unsaid_.empty()) {
        mirror().announce(unsaid_.front().text, unsaid_.front().trouble);
        messages_.push_back({ std::move(unsaid_.front()), now });
        unsaid_.pop_front();
        request_frame();
    }
    const bool waits = popup_above() && !modal_shown();
    for (Message& message : messages_) {
        message.shown_at = waits ? now : message.shown_at;
        message.of_modal = message.of_modal && modal_shown();
    }
    // Nor do they stand until a clock that was set back has caught up.
    while (!messages_.empty() && std::chrono::abs(now - messages_.front().shown_at) > kMessageShown) {
        messages_.pop_front();
    }
    if (messages_.empty() || popup_above() || modal_shown() || picture_wanted()) {
        return;
    }
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    // Beside the tabs, where nothing is worked with.
    ImGui::SetNextWindowPos({ size.x - grid(4), navigation_top_ }, ImGuiCond_Always, { 1, 0 });
    ImGui::SetNextWindowSizeConstraints({ grid(60), 0 }, { grid(140), size.y / 2 });
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, { grid(4), grid(1.5F) });
    ImGui::Begin(kMessagesWindow.data(), nullptr,
        ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing
            | ImGuiWindowFlags_NoNav | ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoInputs);
    ImGui::PopStyleVar();
    for (std::size_t i = messages_.size() - std::min(messages_.size(), kMostMessages); i < messages_.size(); ++i) {
        const Message& message = messages_[i];
        label(message.say.text,
            { .colour = message.say.trouble ? Colour::Major : Colour::Text, .width = grid(130), .wrap = true });
    }
    ImGui::End();
}

bool Shell::take_silence()
{
    return std::exchange(silence_, false);
}

bool Shell::take_load_newer_build()
{
    return std::exchange(load_newer_build_, false);
}

bool Shell::take_cancel_record()
{
    return std::exchange(cancel_record_, false);
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
