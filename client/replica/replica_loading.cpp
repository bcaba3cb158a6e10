// SPDX-License-Identifier: Apache-2.0
// What a replica asks the server for, and how it takes the answers in.
#include "client/frame/frame_schedule.h"
#include "client/replica/replica.h"
#include "shared/domain/apply/apply.h"
#include "shared/timeline/column_codec.h"
#include "shared/wire/error_codec.h"
#include "shared/wire/fields/fields_json.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace watchfloor {
namespace {

constexpr const char* kTimelineTag = "timeline";

std::string trouble_in(const HttpResponse& response)
{
    const auto error = error_from_json(response.body);
    return error ? error->message : response.failure;
}

}

void Replica::load_me()
{
    starting_ = true;
    attempt_at_ = local_clock_();
    HttpRequest request;
    request.path = "/api/v1/me";
    request.tag = "me";
    transport_.send(std::move(request), [this, generation = generation_](const HttpResponse& response) {
        if (generation != generation_) {
            return;
        }
        if (response.status == 401) {
            sign_out();
            return;
        }
        auto me = response.ok() ? from_json<MeAnswer>(response.body)
                                : Result<MeAnswer> { Error { ErrorCode::Unavailable, trouble_in(response) } };
        if (!me.ok()) {
            starting_ = false;
            trouble_ = me.error().message;
            show_kept();
            request_frame();
            return;
        }
        if (kept_shown_ && me_->user != me.value().user) {
            *state_ = State {};
            frame_ = {};
            loaded_ = kept_shown_ = false;
        }
        kept_.clear();
        me_ = std::move(me).value();
        load_state();
    });
}

std::string Replica::kept_text(std::size_t most) const
{
    if (!loaded_ || !me_ || shown_ != journal_) {
        return {};
    }
    const std::string head = to_json_text(*me_) + "\n" + std::to_string(heard_at_.millis) + "\n";
    std::string text = head + state_answer_to_wire(frame_, *state_);
    if (text.size() > most) {
        State without_alerts = *state_;
        without_alerts.alerts = PersistentMap<AlertId, Alert> {};
        text = head + state_answer_to_wire(frame_, without_alerts);
    }
    return text.size() > most ? std::string() : text;
}

// What cannot be read any more, as after an update of the program, is as good as not there.
void Replica::show_kept()
{
    const std::string text = std::exchange(kept_, {});
    const std::size_t first = std::min(text.find('\n'), text.size());
    const std::size_t second = std::min(text.find('\n', first + 1), text.size());
    if (loaded_ || second == text.size()) {
        return;
    }
    auto me = from_json<MeAnswer>(std::string_view(text).substr(0, first));
    auto answer = state_answer_from_wire(std::string_view(text).substr(second + 1));
    if (!me.ok() || !answer.ok()) {
        return;
    }
    me_ = std::move(me).value();
    frame_ = std::move(answer.value().frame);
    *state_ = std::move(answer.value().state);
    shown_ = journal_;
    heard_at_ = Timestamp { std::strtoll(text.c_str() + first + 1, nullptr, 10) };
    loaded_ = kept_shown_ = true;
    ++revision_;
}

// Whether the journal still has the entry that is held, or, where none is, which one it has where the state ends. It
// goes before the state that is loaded with it: what is held is not let go before the answer.
void Replica::load_history()
{
    ask_history(history_.known().value_or(loaded_ && shown_ == journal_ ? state_->seq : 0));
}

void Replica::ask_history(std::uint64_t seq)
{
    if (history_asked_ || seq == 0) {
        return;
    }
    history_asked_ = true;
    HttpRequest request;
    request.path = with_journal("/api/v1/journal?after=" + std::to_string(seq - 1) + "&limit=1");
    request.tag = "history";
    transport_.send(std::move(request), [this, generation = generation_](const HttpResponse& response) {
        if (generation == generation_) {
            history_asked_ = false;
            take_history(response);
        }
    });
}

// An answer that cannot be had says nothing: a wall or a newer server may refuse it.
void Replica::take_history(const HttpResponse& response)
{
    const auto page = response.ok() ? page_from_wire(response.body) : Result<JournalPage> { Error {} };
    if (page.ok() && !history_.accepts(page.value())) {
        history_went_back(page.value().head_seq);
    } else if (page.ok() && history_.known() != history_.held() && !page.value().entries.empty()
        && page.value().entries.front().seq == history_.held()) {
        history_.know(page.value().entries.front());
    }
    take_answered_state();
}

void Replica::load_state()
{
    if (history_.known()) {
        load_history();
    }
    HttpRequest request;
    request.path = with_journal("/api/v1/state");
    request.tag = "state";
    transport_.send(std::move(request), [this, generation = generation_](const HttpResponse& response) {
        if (generation != generation_) {
            return;
        }
        if (response.status == 401) { // between the two questions
            sign_out();
            return;
        }
        auto answer = response.ok() ? state_answer_from_wire(response.body)
                                    : Result<StateAnswer> { Error { ErrorCode::Unavailable, trouble_in(response) } };
        starting_ = false;
        if (!answer.ok()) {
            trouble_ = answer.error().message;
            update_needed_ = answer.error().code == ErrorCode::Unsupported;
            request_frame();
            return;
        }
        answered_ = std::move(answer).value();
        if (seen_as_another(answered_->frame)) {
            resync();
            return;
        }
        take_answered_state();
    });
}

// What may be seen changed between the two answers, as the audience of a wall that was switched.
bool Replica::seen_as_another(const StateFrame& frame) const
{
    const bool told = me_ && !me_->sight.empty() && !frame.sight.empty();
    return told && journal_ == "main" && me_->sight != frame.sight;
}

void Replica::take_answered_state()
{
    if (!answered_ || history_asked_) {
        return;
    }
    StateAnswer answer = std::move(*std::exchange(answered_, std::nullopt));
    if (!history_.may_be(answer.frame.journal_identity, answer.state.seq)) {
        history_went_back(answer.state.seq);
        if (keeps_history()) {
            return;
        }
    }
    take_state(std::move(answer));
}

// The picture stays until the new one is whole: no white flash. Of what was known before nothing else stays: it may be
// that less is to be seen now.
void Replica::take_state(StateAnswer answer)
{
    trouble_.clear();
    drop_state_at_.reset();
    if (frame_.journal_identity != answer.frame.journal_identity) {
        forget_history();
    }
    forget_words();
    if (timeline_.size() > 0) {
        drop_timeline_at_ = local_clock_() + kLetGoAfter;
        request_frame_after(kLetGoAfter);
    }
    if (frame_.sight != answer.frame.sight) {
        samples_.clear();
        forecasts_.clear();
        sources_.clear();
        access_.clear();
    }
    frame_ = std::move(answer.frame);
    identity_ = frame_.journal_identity;
    shown_ = journal_;
    history_.loaded(identity_, answer.state.seq);
    *state_ = std::move(answer.state);
    kept_shown_ = false;
    ++loads_;
    recent_after_ = state_->seq;
    refill_.loaded(*state_);
    loaded_ = true;
    heard_at_ = now();
    follow_entries();
    ++revision_;
    timeline_loaded_ = timeline_loading_ = false;
    timeline_retry_.succeeded();
    timeline_wanted_.reset(); // who still looks further back says so with the next frame
    load_timeline();
    load_sources();
    // A drill measures nothing.
    if (!exercise() && !state_->resources.empty()) {
        samples_.load_latest(journal_);
    }
    open_live();
    // A hash of before says nothing of a history that parts after it.
    if (history_.known() != history_.held()) {
        ask_history(history_.held());
    }
    request_frame();
}

void Replica::refill_alerts()
{
    if (auto fetched = refill_.ready(state_->seq)) {
        rebase(std::move(*fetched));
    }
    if (!refill_.due(*state_, local_clock_())) {
        return;
    }
    HttpRequest request;
    request.path = with_journal("/api/v1/state");
    request.tag = "refill";
    transport_.send(std::move(request), [this, generation = generation_](const HttpResponse& response) {
        if (generation != generation_ || !response.ok()) {
            return;
        }
        auto answer = state_answer_from_wire(response.body);
        if (answer.ok() && answer.value().frame.journal_identity == identity_) {
            refill_.take(std::move(answer.value().state));
            request_frame();
        }
    });
}

// A working set a little older than ours becomes ours by the entries since.
void Replica::rebase(State fetched)
{
    if (fetched.seq < recent_after_) {
        return; // so much happened meanwhile that the next one is awaited
    }
    const std::uint64_t seq = state_->seq;
    for (const Entry& entry : recent_) {
        if (entry.head.seq > fetched.seq) {
            apply(fetched, entry);
        }
    }
    apply_stub(fetched, seq);
    *state_ = std::move(fetched);
    refill_.loaded(*state_);
    ++revision_;
    request_frame();
}

void Replica::load_timeline()
{
    timeline_from_ = timeline_wanted_.value_or(now() - kTimelineFirst);
    begin_timeline();
    ask_for_timeline(timeline_since(), kTimelineFirstPage);
}

void Replica::begin_timeline()
{
    timeline_loading_ = true;
    timeline_glance_ = false;
    timeline_items_.asked();
    timeline_pages_.clear();
    timeline_awaited_ = timeline_awaited_ || timeline_.size() == 0;
}

std::string Replica::timeline_since() const
{
    return timeline_wanted_ ? "&from=" + format_timestamp(*timeline_wanted_) : std::string();
}

void Replica::ask_for_timeline(const std::string& part, std::size_t most)
{
    HttpRequest request;
    request.path = with_journal("/api/v1/timeline?scope=all" + part);
    request.path += most < kTimelinePage ? "&limit=" + std::to_string(most) : std::string();
    request.tag = kTimelineTag;
    const std::uint64_t asked = ++timeline_asked_;
    transport_.send(std::move(request), [this, most, asked, generation = generation_](const HttpResponse& response) {
        if (generation == generation_ && asked == timeline_asked_) {
            take_timeline(response, most);
        }
    });
}

// What is looked at comes first, before what is newer, of which there may be far more.
void Replica::want_timeline(Timestamp from, Millis before)
{
    constexpr Timestamp kFirst {};
    const Timestamp first = std::max(from, kFirst);
    const bool comes = timeline_loaded_ || timeline_loading_;
    if (first >= timeline_from_ || !comes || keeps_history()) {
        return;
    }
    transport_.cancel(kTimelineTag);
    const Timestamp to = timeline_loaded_ ? std::min(from + before, timeline_from_) : from + before;
    timeline_wanted_ = std::max(from - before, kFirst);
    timeline_loaded_ = false;
    if (before == Millis::zero()) {
        load_timeline();
        return;
    }
    timeline_from_ = *timeline_wanted_;
    begin_timeline();
    timeline_glance_ = true;
    ask_for_timeline(
        "&from=" + format_timestamp(first) + "&to=" + format_timestamp(std::max(first, to)), kTimelineFirstPage);
}

// Shown at once, and all that is wanted asked for: it takes the place of everything.
void Replica::take_glance(const std::vector<TimelineItem>& items)
{
    if (drop_timeline_at_) {
        drop_timeline_at_.reset(); // what else there is may not be seen any more
        timeline_.clear();
        timeline_awaited_ = true;
    }
    timeline_items_.show(timeline_, items);
    load_timeline();
    ++revision_;
    request_frame();
}

// Where nothing is shown yet, the newest are while the others are on their way.
void Replica::take_timeline(const HttpResponse& response, std::size_t most)
{
    const auto items = response.ok() ? decode_items(response.body) : Result<std::vector<TimelineItem>> { Error {} };
    if (!items.ok()) {
        timeline_loading_ = false;
        timeline_retry_.failed(local_clock_());
        return;
    }
    if (timeline_glance_) {
        take_glance(items.value());
        return;
    }
    timeline_pages_.insert(timeline_pages_.begin(), items.value().begin(), items.value().end());
    if (items.value().size() >= most && timeline_pages_.size() < kMostTimelineItems) {
        if (std::exchange(timeline_awaited_, false)) {
            timeline_items_.show(timeline_, timeline_pages_);
            ++revision_;
            request_frame();
        }
        ask_for_timeline("&before=" + std::to_string(timeline_pages_.front().seq) + timeline_since(), kTimelinePage);
        return;
    }
    timeline_loading_ = timeline_awaited_ = false;
    timeline_items_.take(timeline_, std::exchange(timeline_pages_, {}));
    timeline_loaded_ = true;
    drop_timeline_at_.reset();
    ++revision_;
    request_frame();
}

void Replica::load_sources()
{
    sources_asked_at_ = local_clock_();
    if (me_ && me_->wall) {
        return;
    }
    HttpRequest request;
    request.path = with_journal("/api/v1/sources");
    request.tag = "sources";
    transport_.send(std::move(request), [this, generation = generation_](const HttpResponse& response) {
        if (generation != generation_ || !response.ok()) {
            return;
        }
        if (auto answer = from_json<SourcesAnswer>(response.body); answer.ok()) {
            sources_ = std::move(answer).value().sources;
            ++revision_;
        }
    });
}

void Replica::open_live()
{
    LiveOptions options;
    options.path = with_journal("/api/v1/live");
    if (!frame_.sight.empty()) {
        options.path += "&sight=" + frame_.sight;
    }
    options.scope = (me_ && me_->wall ? "wall/" : "user/") + (me_ ? me_->user.text : std::string()) + "/" + journal_;
    options.after = state_->seq;
    stream_opened_ = doubted_ = false;
    transport_.open_live(std::move(options), [this](const LiveEvent& event) { receive(event); });
}

}
