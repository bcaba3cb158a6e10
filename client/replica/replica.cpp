// SPDX-License-Identifier: Apache-2.0
#include "client/replica/replica.h"

#include "client/frame/frame_schedule.h"
#include "client/replica/live_clock.h"
#include "client/replica/live_resync.h"
#include "shared/domain/apply/apply.h"
#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/entries/entry_wire.h"
#include "shared/wire/fields/fields_json.h"

#include <algorithm>

namespace watchfloor {
namespace {

// From its arrival until the frame that takes it.
Millis waited(const LiveEvent& event)
{
    return std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - event.arrived);
}

}

Replica::Replica(Transport& transport, LocalClock local_clock)
    : transport_(transport)
    , local_clock_(std::move(local_clock))
    , texts_(transport)
    , samples_(transport)
    , past_(transport)
    , service_timeline_(transport)
    , search_(transport)
    , real_room_(transport)
    , drills_(transport)
    , access_(transport)
{
}

std::string Replica::with_journal(std::string path) const
{
    path += path.find('?') == std::string::npos ? '?' : '&';
    return path + "journal=" + journal_;
}

// What was asked before is answered to nobody.
void Replica::forget_questions()
{
    ++generation_;
    history_asked_ = false;
    answered_.reset();
}

void Replica::start(std::string journal)
{
    forget_questions();
    transport_.close_live();
    journal_ = std::move(journal);
    if (watched_ != journal_) {
        watched_ = journal_;
        history_ = {};
        history_back_.reset();
    }
    identity_.clear();
    kept_.clear();
    timeline_wanted_.reset();
    server_ahead_.reset();
    signed_out_ = false;
    update_needed_ = false;
    drop_state_at_.reset();
    forget_history();
    samples_.clear();
    forecasts_.clear();
    real_room_.clear();
    access_.clear();
    drills_.clear();
    load_me();
}

void Replica::remember(const HistoryMark& mark)
{
    if (history_.held() == 0) {
        history_.remember(mark);
    }
}

std::optional<HistoryMark> Replica::history_mark() const
{
    return history_back_ || history_.held() == 0 ? std::nullopt : std::optional { history_.mark() };
}

// What was read of the journal's past.
void Replica::forget_history()
{
    forget_words();
    timeline_.clear();
    timeline_loaded_ = false;
    timeline_loading_ = true; // with the state that takes the place of this one
    timeline_from_ = {};      // nobody can want more of it before that
    drop_timeline_at_.reset();
}

// All of it but where it lies in time.
void Replica::forget_words()
{
    logs_.clear();
    recent_.clear();
    texts_.clear();
    search_.clear();
    past_.clear();
    service_timeline_.clear();
    history_.forget_words();
}

// What may no longer be seen goes, whether or not the server says what takes its place.
void Replica::let_go(Timestamp now)
{
    if (drop_state_at_ && now >= *drop_state_at_) {
        drop_state_at_.reset();
        forget_history();
        samples_.clear();
        forecasts_.clear();
        sources_.clear();
        access_.clear();
        *state_ = State {};
        frame_ = {};
        loaded_ = false;
        ++revision_;
    }
    if (drop_timeline_at_ && now >= *drop_timeline_at_) {
        drop_timeline_at_.reset();
        timeline_.clear();
        ++revision_;
    }
}

void Replica::sign_out()
{
    forget_questions();
    transport_.close_live();
    starting_ = false;
    me_.reset();
    *state_ = State {};
    frame_ = {};
    loaded_ = kept_shown_ = false;
    kept_.clear();
    signed_out_ = true;
    history_back_.reset(); // what was held is gone; that it was is known still
    drop_state_at_.reset();
    forget_history();
    samples_.clear();
    forecasts_.clear();
    sources_.clear();
    real_room_.clear();
    access_.clear();
    drills_.clear();
    request_frame();
}

void Replica::heard(const LiveEvent& event)
{
    heard_at_ = now() - waited(event);
    ++revision_;
}

void Replica::receive(const LiveEvent& event)
{
    if (event.event == "entry") {
        receive_entry(event);
        // The frame that takes it draws it; what then finds its size, as a wrapped line does, comes to rest in another.
        request_frame_after(kSettleAfter);
    } else if (event.event == "clock") {
        receive_clock(event);
    } else if (event.event == "sample") {
        if (const auto samples = from_json<SampleFrame>(event.data); samples.ok()) {
            samples_.take(samples.value());
        }
    } else if (event.event == "alerts") {
        if (auto totals = from_json<AlertTotals>(event.data); totals.ok()) {
            frame_.totals = totals.value();
        }
    } else if (event.event == "health") {
        if (auto health = from_json<HealthAnswer>(event.data); health.ok()) {
            health_ = std::move(health).value();
        }
    } else if (event.event == "walls") {
        if (auto dark = from_json<DarkWalls>(event.data); dark.ok()) {
            access_.take_dark(std::move(dark).value().walls, local_clock_());
        }
    } else if (event.event == "test") {
        if (auto test = from_json<WallTest>(event.data); test.ok() && me_ && me_->wall) {
            wall_test_ = std::move(test).value();
            wall_test_at_ = local_clock_();
        }
    } else if (event.event == "resync") {
        receive_resync(event);
    } else if (event.event == "changed") {
        resync(); // visitors' walls receive no entry to follow it with
    }
    heard(event);
}

std::optional<WallTest> Replica::wall_test() const
{
    return std::chrono::abs(local_clock_() - wall_test_at_) < kWallTestLasts ? wall_test_ : std::nullopt;
}

void Replica::receive_clock(const LiveEvent& event)
{
    const auto clock = from_json<LiveClock>(event.data);
    if (!clock.ok()) {
        return;
    }
    // A drill's journal runs on a clock of its own, which its entries tell better.
    if (!exercise()) {
        server_ahead_ = Timestamp { clock.value().utc_millis } - (local_clock_() - waited(event));
    }
    if (identity_.empty()) {
        identity_ = clock.value().journal;
    } else if (identity_ != clock.value().journal) {
        history_went_back(clock.value().head); // another journal answers under this name
    } else if (clock.value().head < state_->seq) {
        load_history(); // a stream may lag behind what was loaded; a journal does not
    }
}

// What is shown stays, where it is this journal's: what the server has instead is not taken in its place unsaid.
void Replica::history_went_back(std::uint64_t head)
{
    if (!history_back_) {
        history_back_ = HistoryBack { history_.held(), head, now(), false };
    }
    history_back_->kept = loaded_ && shown_ == journal_;
    ++revision_;
    request_frame();
    if (keeps_history()) {
        forget_questions();
        starting_ = false;
        transport_.close_live();
    } else {
        history_ = {};
    }
}

void Replica::accept_history()
{
    const bool kept = keeps_history();
    history_back_.reset();
    if (kept) {
        history_ = {};
        forget_history();
        resync();
    }
}

std::string Replica::held_text() const
{
    return R"({"journal":)" + history_.page(journal_) + R"(,"state":)" + state_answer_to_wire(frame_, *state_) + "}";
}

void Replica::receive_entry(const LiveEvent& event)
{
    const auto sealed = entry_from_wire(event.data);
    if (sealed.ok() && !update_needed_ && !history_.accepts(sealed.value())) {
        history_went_back(sealed.value().seq);
        return;
    }
    if (!sealed.ok() || sealed.value().seq <= state_->seq || update_needed_) {
        return; // folded already, or nothing may be folded any more
    }
    if (sealed.value().seq != state_->seq + 1) {
        resync();
        return;
    }
    if (!sealed.value().head) {
        history_.take(sealed.value(), event.data);
        apply_stub(*state_, sealed.value().seq);
        return;
    }
    auto entry = decode_entry(sealed.value());
    if (!entry.ok()) {
        update_needed_ = entry.error().code == ErrorCode::Unsupported;
        if (!update_needed_) {
            resync();
        }
        return;
    }
    history_.take(sealed.value(), event.data);
    const State before = *state_;
    apply(*state_, entry.value());
    follow_entries();
    for (const TimelineOperation& operation : timeline_operations(before, entry.value())) {
        if (!timeline_loaded_) {
            timeline_items_.follow(operation);
        }
        apply_operation(timeline_, operation);
    }
    for (auto& [id, log] : logs_) {
        log->follow(before, *state_, entry.value());
    }
    service_timeline_.follow(before, *state_, entry.value());
    refill_.follow(*state_, entry.value());
    recent_.push_back(std::move(entry).value());
    if (recent_.size() > 2 * kRecentEntries) {
        recent_after_ = std::max(recent_after_, recent_[kRecentEntries - 1].head.seq);
        recent_.erase(recent_.begin(), recent_.begin() + static_cast<std::ptrdiff_t>(kRecentEntries));
        trim_timeline();
    }
}

// A console runs for months: the oldest tenth goes when there is more than anybody scrolls through.
void Replica::trim_timeline()
{
    const auto extent = timeline_.extent();
    if (!extent) {
        return;
    }
    if (me_ && me_->wall) {
        timeline_.evict_outside(now() - kWallKeeps, extent->to);
    } else if (timeline_.size() > kMostTimelineItems) {
        timeline_.evict_outside(extent->from + (extent->to - extent->from) / 10, extent->to);
    }
}

// What arrived has happened: a clock that says otherwise is late, if only by the way the server's time came. An exercise
// has no other clock; a site's own that is far away was set back, and says so itself.
void Replica::follow_entries()
{
    const Millis late = state_->as_of - now();
    if (late > Millis::zero() && (exercise() || late < kClockSkew)) {
        server_ahead_ = state_->as_of - local_clock_();
    }
}

// What is held may show what may not be seen any more: it goes soon, also if the server falls silent.
void Replica::receive_resync(const LiveEvent& event)
{
    const auto why = from_json<LiveResync>(event.data);
    if (!why.ok() || why.value().takes_sight_away()) {
        drop_state_at_ = local_clock_() + kLetGoAfter;
        request_frame_after(kLetGoAfter);
    }
    resync();
}

void Replica::resync()
{
    forget_questions();
    identity_.clear();
    transport_.close_live();
    samples_.refresh();
    forecasts_.refresh();
    load_me();
}

void Replica::update()
{
    const LiveStatus stream = transport_.live_status();
    let_go(local_clock_());
    if (loaded_ && exercise()) {
        real_room_.update(local_clock_());
    }
    if (loaded_ && !keeps_history() && !kept_shown_) {
        texts_.update(journal_);
        refill_alerts();
        if (!timeline_loaded_ && !timeline_loading_ && timeline_retry_.due(local_clock_())) {
            load_timeline();
        }
    }
    const bool read = local_clock_() - sources_read_at_ < kSourcesEvery;
    if (stream.state == LiveState::Open && read && local_clock_() - sources_asked_at_ >= kSourcesEvery) {
        load_sources();
    }
    if (stream.state == LiveState::Open && me_ && !me_->wall) {
        access_.update(local_clock_());
        drills_.update(local_clock_());
    }
    // It may be another history that the stream goes on with.
    stream_was_lost_ = stream_was_lost_ || stream.state == LiveState::Lost;
    if (stream.state == LiveState::Open && std::exchange(stream_was_lost_, false)) {
        load_history();
    }
    // The stream reconnects by itself; what it cannot tell is that we were signed out meanwhile.
    const bool hopeless = stream.state == LiveState::Lost && stream.failed_attempts >= 2;
    const bool idle = (stream.state == LiveState::Closed || hopeless) && !keeps_history();
    if (idle && !starting_ && !signed_out_ && !update_needed_ && local_clock_() - attempt_at_ >= kRetryEvery) {
        forget_questions();
        load_me();
        doubted_ = true;
    } else {
        doubt(stream);
    }
}

// A stream that is refused at once, as to whoever was shut out while it was opened anew, goes on trying for seconds: who
// we are is asked right away, once until it opens.
void Replica::doubt(const LiveStatus& stream)
{
    stream_opened_ = stream_opened_ || stream.state == LiveState::Open;
    doubted_ = doubted_ && stream.state != LiveState::Open;
    const bool refused = stream.state == LiveState::Lost && (!stream_opened_ || stream.failed_attempts >= 2);
    if (!refused || doubted_ || !loaded_ || starting_ || signed_out_ || update_needed_) {
        return;
    }
    doubted_ = true;
    HttpRequest request;
    request.path = "/api/v1/me";
    request.tag = "me";
    transport_.send(std::move(request), [this, generation = generation_](const HttpResponse& response) {
        if (generation == generation_ && response.status == 401) {
            sign_out();
        }
    });
}

Link Replica::link() const
{
    if (update_needed_) {
        return Link::UpdateNeeded;
    }
    if (signed_out_) {
        return Link::SignedOut;
    }
    if (keeps_history()) {
        return Link::HistoryBack;
    }
    if (kept_shown_) {
        return Link::Frozen;
    }
    const LiveState stream = transport_.live_status().state;
    if (stream == LiveState::Open) {
        return Link::Live;
    }
    if (stream == LiveState::Lost) {
        return loaded_ ? Link::Frozen : Link::Loading;
    }
    return Link::Loading;
}

const std::vector<SourceCounts>& Replica::sources()
{
    sources_read_at_ = local_clock_();
    return sources_;
}

Timestamp Replica::now() const
{
    return local_clock_() + server_ahead_.value_or(Millis::zero());
}

const PastIncidents::Found& Replica::past_incident(const IncidentId& id)
{
    static const PastIncidents::Found kNone {}; // the server's are of another history
    return keeps_history() ? kNone : past_.find(id, journal_, local_clock_());
}

IncidentLog& Replica::incident_log(const IncidentId& id)
{
    auto& log = logs_[id];
    if (!log) {
        log = std::make_unique<IncidentLog>(transport_, journal_, id);
    }
    if (!keeps_history()) {
        log->load(local_clock_()); // the server's words are of another history
    }
    return *log;
}

}
