// SPDX-License-Identifier: Apache-2.0
#include "client/app/app.h"

#include "client/app/alarm_bell.h"
#include "client/app/outbox.h"
#include "client/app/record_saver.h"
#include "client/app/saved_files.h"
#include "client/app/screens.h"
#include "client/app/shell.h"
#include "client/app/wall_report.h"
#include "client/keys/keymap.h"
#include "client/platform/files.h"
#include "client/platform/sound.h"
#include "client/platform/storage.h"
#include "client/theme/theme.h"
#include "client/views/advice.h"
#include "client/views/people/sign_in_view.h"
#include "client/views/view.h"
#include "client/views/walls/night_hours.h"
#include "client/views/walls/wall_rows.h"
#include "client/views/walls/wall_type.h"
#include "client/widgets/controls/unsent_words.h"
#include "shared/core/sha256.h"
#include "shared/wire/console_addresses.h"
#include "shared/wire/fields/fields_json.h"

#include <chrono>
#include <cmath>
#include <map>

namespace watchfloor {
namespace {

Timestamp local_now()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return { std::chrono::duration_cast<Millis>(now).count() };
}

// The program: one replica, one outbox, the shell around whichever view the address names.
class App final : public WindowContent {
public:
    explicit App(const AppOptions& options);
    ~App() override;
    App(const App&) = delete;
    App& operator=(const App&) = delete;

    void frame() override;
    void unseen() override;
    std::string title() const override;
    std::string paper() override;
    void navigated(const Location& location) override;
    bool settled() const override;
    std::string trouble() const override { return replica_.trouble(); }

private:
    WallProfile wall_profile() const;
    void choose_theme();
    void choose_night();
    void choose_view(const Location& location);
    void sign_out(SignOut asked);
    void end_session();
    void save_held();
    std::string link_for_others(const Location& location) const;
    void copy_link();
    void open_journal(const std::string& journal);
    void keep_history_mark();
    std::string servers_text() const;
    std::string history_key() const;
    std::string replica_key() const;
    bool keeps_replica() const;
    void keep_replica(Millis every);
    void forget_anothers_views();
    void draw_signed_in(const ViewInput& input);
    void receive();
    void ring(const ViewInput& input);
    void describe_wall();
    void carry_out(Intents intents, const ViewInput& input);
    ViewInput input() const;

    AppOptions options_;
    std::unique_ptr<Transport> transport_;
    mutable Replica replica_;
    const std::string zone_id_ = local_zone_name();
    Outbox outbox_;
    RecordSaver record_;
    Shell shell_;
    AlarmBell bell_;
    SignInView sign_in_;
    WallReport wall_report_;
    // Views stay for the session: what somebody half wrote on one is there when they come back.
    std::map<std::string, std::unique_ptr<View>> views_;
    View* view_ = nullptr;
    UserId views_of_ {}; // who typed into them
    ImVec2 themed_size_ {};
    std::string kept_mark_ {};
    Timestamp mark_kept_at_ {};
    std::optional<std::uint64_t> replica_kept_load_ {}; // the load that what is kept follows
    std::uint64_t replica_kept_seq_ = 0;
    Timestamp replica_kept_at_ {};
    bool night_ = false;
    std::optional<bool> night_by_clock_ {}; // as the hours of its address said last
    bool themed_ = false;
};

App::App(const AppOptions& options)
    : options_(options)
    , transport_(make_transport({ options.servers, options.token, options.ca_file }))
    , replica_(*transport_, local_now)
    , outbox_(*transport_)
    , record_(*transport_)
    , sign_in_(*transport_, options.wall || current_location().path == "/wall")
    , wall_report_(*transport_)
{
    if (options_.wall && current_location().path != "/wall") {
        replace_location({ "/wall", {} });
    } else if (!options_.view.empty() && console_shows("/" + options_.view)) {
        replace_location({ "/" + options_.view, {} });
    }
    options_.wall = options_.wall || current_location().path == "/wall";
    if (options_.wall && options_.token.empty() && !transport_->browser_keeps_session()) {
        if (const auto token = load_stored("wall-token")) {
            transport_->use_token(*token);
        }
    }
    if (const auto changes = load_stored("keymap")) {
        apply_keymap_changes(*changes);
    }
    night_ = load_stored("night") == "on";
    shell_.remember_palette_uses(load_stored("palette-uses").value_or(""));
    outbox_.load();
    choose_view(current_location());
    open_journal(current_location().value("journal").value_or("main"));
}

App::~App()
{
    keep_replica(Millis::zero());
}

std::string short_hash(const std::string& text)
{
    return to_hex(as_view(sha256(text))).substr(0, 16);
}

std::string App::servers_text() const
{
    std::string servers;
    for (const std::string& server : options_.servers) {
        servers.append(server).append("\n");
    }
    return servers;
}

// Of this server and journal: a native console knows several.
std::string App::history_key() const
{
    return "history-" + short_hash(servers_text()) + "-" + replica_.journal();
}

void App::open_journal(const std::string& journal)
{
    replica_.start(journal);
    kept_mark_.clear();
    if (const auto text = load_stored(history_key())) {
        if (const auto mark = from_json<HistoryMark>(*text); mark.ok()) {
            replica_.remember(mark.value());
        }
    }
    if (keeps_replica() && journal == "main") {
        replica_.offer_kept(load_stored(replica_key()).value_or(""));
    }
}

// Of this token too: what one may see is not for another.
std::string App::replica_key() const
{
    return "replica-" + short_hash(servers_text() + "\n" + options_.token);
}

// A page is not there without its server; a wall shows nothing that may be withdrawn by now.
bool App::keeps_replica() const
{
    return !options_.wall && !transport_->browser_keeps_session();
}

// For a start without the server. At once where the state was loaded anew, because what was seen before may be seen no
// more; otherwise from time to time. Nothing of whoever is signed out stays.
void App::keep_replica(Millis every)
{
    if (!keeps_replica()) {
        return;
    }
    const bool withdrawn = replica_kept_load_ && !replica_.loaded();
    if (replica_.link() == Link::SignedOut || withdrawn) {
        if (withdrawn || replica_kept_at_ == Timestamp {}) {
            erase_stored(replica_key());
            replica_kept_load_.reset();
            replica_kept_at_ = local_now();
        }
        return;
    }
    const Timestamp now = local_now();
    const bool same = replica_kept_load_ == replica_.loads();
    const bool young = now >= replica_kept_at_ && now - replica_kept_at_ < every;
    const bool real = replica_.link() == Link::Live && replica_.journal() == "main"; // an exercise is over by then
    const bool unchanged = every > Millis::zero() && replica_kept_seq_ == replica_.state().seq;
    if (!real || (same && (young || unchanged))) {
        return;
    }
    const std::string text = replica_.kept_text(kMaxStoredBytes);
    if (text.empty() || !store(replica_key(), text)) {
        erase_stored(replica_key()); // rather nothing than what was seen otherwise
    }
    replica_kept_load_ = replica_.loads();
    replica_kept_seq_ = replica_.state().seq;
    replica_kept_at_ = now;
}

// So that a page that is loaded anew still knows which history it had. Not each entry: an alert storm is no storm of
// writes.
void App::keep_history_mark()
{
    constexpr Millis kEvery { 2'000 };
    // Nobody stands in front of a wall to say that they know: it is told until it is loaded anew.
    const auto mark = !replica_.loaded() ? std::nullopt
        : options_.wall                  ? std::optional { replica_.history().mark() }
                                         : replica_.history_mark();
    const Timestamp now = local_now();
    if (!mark || (now >= mark_kept_at_ && now - mark_kept_at_ < kEvery)) {
        return;
    }
    if (std::string text = to_json_text(*mark); text != kept_mark_) {
        static_cast<void>(store(history_key(), text));
        kept_mark_ = std::move(text);
        mark_kept_at_ = now;
    }
}

ViewInput App::input() const
{
    const Link link = replica_.link();
    SiteZone zone;
    zone.name = "site";
    zone.utc_offset_seconds = local_utc_offset_seconds;
    zone.id = zone_id_;
    const auto& me = replica_.me();
    return { replica_, replica_.state(), replica_.now(), zone, current_location(),
        link == Link::Frozen || link == Link::HistoryBack || link == Link::UpdateNeeded,
        me.has_value() && !me->wall && roles_act(me->roles) };
}

WallProfile App::wall_profile() const
{
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    const ImVec2 scale = ImGui::GetIO().DisplayFramebufferScale;
    WallProfile pixels;
    pixels.width_pixels = static_cast<int>(size.x * scale.x);
    pixels.height_pixels = static_cast<int>(size.y * scale.y);
    return options_.wall ? placed_profile(pixels, own_display(input())) : pixels;
}

void App::choose_theme()
{
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    const WallProfile profile = wall_profile();
    // Where a wall hangs may be said at any time.
    const bool placed
        = theme().wall.distance_m == profile.distance_m && theme().wall.diagonal_inches == profile.diagonal_inches;
    if (themed_ && placed && size.x == themed_size_.x && size.y == themed_size_.y) {
        return;
    }
    ThemeOptions look = theme();
    look.surface = options_.wall ? Surface::Wall : Surface::Desk;
    look.palette = night_ ? Palette::Night : Palette::Day;
    look.wall = profile;
    apply_theme(look);
    request_frame_after(std::chrono::milliseconds { 0 }); // this one still has the size of text of the last
    themed_size_ = size;
    themed_ = true;
}

void App::choose_view(const Location& location)
{
    const std::string root = screen_of(location);
    auto& view = views_[root];
    view = view ? std::move(view) : make_screen(root);
    view_ = view.get();
    view_->arrive(location);
}

void App::navigated(const Location& location)
{
    const std::string journal = location.value("journal").value_or("main");
    if (journal != replica_.journal() && replica_.link() != Link::SignedOut) {
        // The same number means another incident there: no draft goes along.
        outbox_.leave_writes();
        record_.cancel();
        views_.clear();
        forget_words();
        open_journal(journal);
    }
    choose_view(location);
}

// Who signs in after somebody whose session was ended finds none of their drafts.
void App::forget_anothers_views()
{
    const UserId user = replica_.me() ? replica_.me()->user : views_of_;
    if (user != views_of_ && !views_of_.empty()) {
        views_.clear();
        forget_words();
        choose_view(current_location());
    }
    views_of_ = user;
}

bool App::settled() const
{
    return replica_.link() == Link::SignedOut || (replica_.loaded() && replica_.link() == Link::Live);
}

// By hand at any time; a wall also by the hours that its address names, when one of them comes.
void App::choose_night()
{
    const bool was = night_;
    if (pressed(Action::Night)) {
        night_ = !night_;
        static_cast<void>(store("night", night_ ? "on" : "off"));
    }
    const auto hours = options_.wall ? read_night_hours(current_location().value("night").value_or("")) : std::nullopt;
    if (hours) {
        const ViewInput now = input();
        const bool is_night = hours->contain(now.now, now.zone);
        if (std::exchange(night_by_clock_, is_night) != is_night) {
            night_ = is_night;
        }
    }
    themed_ = themed_ && night_ == was;
}

void App::receive()
{
    transport_->poll();
    replica_.update();
    keep_history_mark();
    keep_replica(std::chrono::seconds { 30 });
}

void App::unseen()
{
    receive();
    if (replica_.link() != Link::SignedOut) {
        const ViewInput now = input();
        if (!options_.wall) {
            shell_.hear(now);
        }
        ring(now);
    }
}

std::string App::title() const
{
    const bool calls = !options_.wall && replica_.link() != Link::SignedOut;
    return calls ? shell_.title(input()) : std::string(tr(Text::ProductName));
}

// Nothing of the room for who is signed out by now.
std::string App::paper()
{
    return options_.wall || !replica_.loaded() || replica_.link() == Link::SignedOut ? "" : view_->paper(input());
}

void App::frame()
{
    receive();
    choose_theme();
    choose_night();
    for (Say& news : outbox_.take_news()) {
        shell_.say(std::move(news));
    }
    record_.update(replica_.frame().sight);
    for (Say& news : record_.take_news()) {
        shell_.say(std::move(news));
    }
    if (const auto saved = take_picture_saved()) {
        const auto& place = saved->place;
        shell_.say({ place ? tr(Text::SaidPictureSaved, *place) : std::string(tr(Text::SaidPictureNotSaved)), !place });
    }
    forget_anothers_views();
    if (replica_.link() == Link::SignedOut) {
        record_.cancel();
        if (sign_in_.draw()) {
            static_cast<void>(test_sound());
            replica_.start(replica_.journal());
        }
        return;
    }
    const ViewInput now = input();
    if (replica_.link() == Link::Live && replica_.me()) {
        outbox_.drain(replica_.me()->user.text);
    }
    draw_signed_in(now);
}

// Tones for what is true now, whether or not it is seen.
void App::ring(const ViewInput& input)
{
    if (!replica_.loaded()) {
        return;
    }
    AlarmOccasions occasions = alarm_occasions(input.state, input.as_of(), input.frozen);
    occasions[static_cast<std::size_t>(SoundCause::CallForYou)] = options_.wall ? "" : shell_.call_occasion();
    bell_.update(occasions, local_now()); // the server's time may be set back, and tones repeat
    shell_.ring(bell_.sounding());
}

// To the desk, which lists the walls.
void App::describe_wall()
{
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    const ImVec2 scale = ImGui::GetIO().DisplayFramebufferScale;
    WallReportRequest present;
    present.width = std::lround(size.x * scale.x);
    present.height = std::lround(size.y * scale.y);
    present.muted = sound_state() != SoundState::Ready;
    if (const auto test = replica_.wall_test()) {
        wall_report_.take_test(test->test, &test_sound);
    }
    wall_report_.update(replica_.link() == Link::Live, present, local_now());
}

void App::draw_signed_in(const ViewInput& input)
{
    Intents intents;
    // On a wall the key alone silences, on a desk the header's button too.
    if (shell_.take_silence() || (options_.wall && pressed(Action::Silence))) {
        bell_.silence();
    }
    ring(input);
    if (options_.wall) {
        describe_wall();
        intents = view_->draw(input);
        if (transport_->newer_build()) {
            transport_->load_newer_build(true); // nobody stands in front of a wall to press a button
        }
    } else {
        shell_.offer_newer_build(transport_->newer_build());
        shell_.tell_record(record_.under_way() ? record_.progress() : std::string());
        shell_.begin(input, outbox_, !replica_.loaded() || view_->awaited(input));
        if (replica_.loaded()) {
            intents = view_->draw(input);
        }
        if (auto said = pressed(Action::Print) ? print_screen(*view_, input) : std::nullopt) {
            shell_.say(std::move(*said));
        }
        Intents more = shell_.end();
        intents.insert(intents.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    }
    carry_out(std::move(intents), input);
    // What was chosen on an earlier visit is in the address too, however somebody came back.
    if (const Location here = view_->address(current_location()); here != current_location()) {
        replace_location(here);
    }
    if (const SignOut asked = shell_.take_sign_out(); asked != SignOut::No) {
        sign_out(asked);
    }
    if (shell_.take_load_newer_build()) {
        transport_->load_newer_build(false);
    }
    if (const auto uses = shell_.take_palette_uses()) {
        static_cast<void>(store("palette-uses", *uses));
    }
    if (shell_.take_save_held()) {
        save_held();
    }
    if (shell_.take_cancel_record()) {
        record_.cancel();
    }
    if (shell_.take_accept_history()) {
        replica_.accept_history();
    }
    if (const auto journal = shell_.take_journal()) {
        Location there { "/", {} };
        there.set("journal", *journal == "main" ? "" : *journal);
        push_location(there);
        navigated(there);
    }
}

void App::save_held()
{
    const std::string name = "watchfloor-" + replica_.journal() + "-" + std::to_string(replica_.state().seq) + ".json";
    const auto place = save_file(name, replica_.held_text());
    shell_.say({ place ? tr(Text::SaidHeldSaved, *place) : std::string(tr(Text::SaidHeldNotSaved)), !place });
}

std::string App::link_for_others(const Location& location) const
{
    const std::string origin = page_origin();
    return link_to(origin.empty() && !options_.servers.empty() ? options_.servers.front() : origin, location);
}

void App::copy_link()
{
    ImGui::SetClipboardText(link_for_others(view_->exact_location(current_location())).c_str());
    shell_.say({ std::string(tr(Text::SaidLinkCopied)), false });
}

// Walls, tokens, accounts and drills belong to the site, not to a journal.
bool of_the_site(std::string_view path)
{
    return path.starts_with("/api/v1/walls") || path.starts_with("/api/v1/tokens") || path.starts_with("/api/v1/me")
        || path.starts_with("/api/v1/drills");
}

void App::sign_out(SignOut asked)
{
    HttpRequest request;
    request.method = "DELETE";
    request.path = asked == SignOut::Everywhere ? "/api/v1/sessions" : "/api/v1/session";
    transport_->send(std::move(request), [this, asked](const HttpResponse& response) {
        // Whoever leaves this desk leaves it; that other desks are still open they must learn.
        if (asked == SignOut::Everywhere && response.status == 0) {
            shell_.say({ std::string(tr(Text::SignOutEverywhereFailed)), true });
            return;
        }
        end_session();
    });
}

// Nothing of this user stays: entries that wait, drafts, the replica.
void App::end_session()
{
    outbox_.leave_writes();
    outbox_.erase();
    record_.cancel();
    erase_stored("palette-uses");
    shell_.remember_palette_uses({});
    transport_->sign_out();
    replica_.sign_out();
    views_.clear();
    forget_words();
    choose_view(current_location());
}

void App::carry_out(Intents intents, const ViewInput& input)
{
    for (Intent& intent : intents) {
        if (auto* go = std::get_if<GoTo>(&intent)) {
            if (replica_.journal() != "main" && !go->location.value("journal")) {
                go->location.set("journal", replica_.journal());
            }
            if (options_.wall && go->location.path != "/wall") { // what leads to the desk opens beside the wall
                open_address(link_for_others(go->location));
            } else if (go->replace) {
                replace_location(go->location);
            } else if (go->location != current_location()) {
                push_location(go->location);
                navigated(go->location);
            }
        } else if (auto* send = std::get_if<Send>(&intent)) {
            if (replica_.journal() != "main" && !of_the_site(send->path)) {
                send->path
                    += (send->path.find('?') == std::string::npos ? "?journal=" : "&journal=") + replica_.journal();
            }
            outbox_.send(*send, replica_.me() ? replica_.me()->user.text : std::string(), input.state.seq,
                replica_.link() == Link::Live);
        } else if (const auto* open = std::get_if<OpenLink>(&intent)) {
            open_address(open->address);
        } else if (auto* copy = std::get_if<CopyText>(&intent)) {
            ImGui::SetClipboardText(copy->text.c_str());
            shell_.say({ copy->said, false });
        } else if (auto* said = std::get_if<Say>(&intent)) {
            shell_.say(std::move(*said));
        } else if (auto* picture = std::get_if<SavePicture>(&intent)) {
            save_picture(std::move(picture->picture));
            request_frame();
        } else if (const auto* record = std::get_if<SaveRecord>(&intent)) {
            record_.start(replica_.journal(), record->incident, saved_names(input.state), input.now);
        } else if (const auto* rows = std::get_if<SaveRows>(&intent)) {
            shell_.say(save_rows(*rows, input));
        } else if (std::holds_alternative<CopyLink>(intent)) {
            copy_link();
        }
    }
}

}

std::unique_ptr<WindowContent> make_app(const AppOptions& options)
{
    use_language(options.language);
    return std::make_unique<App>(options);
}

}
