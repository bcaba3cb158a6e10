// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/transport.h"
#include "client/replica/access_lists.h"
#include "client/replica/alert_refill.h"
#include "client/replica/alert_search.h"
#include "client/replica/drills.h"
#include "client/replica/entry_texts.h"
#include "client/replica/forecast_cache.h"
#include "client/replica/incident_log.h"
#include "client/replica/items_on_the_way.h"
#include "client/replica/past_incidents.h"
#include "client/replica/real_room.h"
#include "client/replica/retry.h"
#include "client/replica/rollback_watch.h"
#include "client/replica/sample_cache.h"
#include "client/replica/service_timeline.h"
#include "shared/domain/entities/journal.h"
#include "shared/domain/entries/entry.h"
#include "shared/domain/state/state.h"
#include "shared/timeline/columns.h"
#include "shared/wire/answers/journal.h"
#include "shared/wire/answers/people.h"
#include "shared/wire/answers/state.h"
#include "shared/wire/source_counts.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace watchfloor {

// Where this program stands with the server, best first.
enum class Link {
    Live,         // the stream is open and young
    Loading,      // first answers are awaited
    SignedOut,    // nobody is signed in
    Frozen,       // the link is lost: what is shown stays, marked with its age
    HistoryBack,  // the server lost what is shown: it stays until somebody lets it go
    UpdateNeeded, // an entry of a newer kind came: the last picture stays
};

// The client's copy of one journal: the state folded from what it may see, the cursor, and the
// age of everything. Single-threaded. Losing the link changes nothing but `link()`; coming back
// resumes at the cursor.
class Replica {
public:
    // Local time in UTC, from outside so that tests can drive it.
    using LocalClock = std::function<Timestamp()>;

    Replica(Transport& transport, LocalClock local_clock);

    // Asks who we are, loads the working set and opens the stream. Again after sign-in, or for
    // another journal.
    void start(std::string journal = "main");
    // What an earlier run of the program had of the journal: right after `start`, for what is not watched yet.
    void remember(const HistoryMark& mark);
    // What an earlier run had, as kept_text() gave it: right after `start`. It is shown, frozen as of then, where the
    // server cannot be asked; until it can nobody knows whether it may still be seen, or by whom.
    void offer_kept(std::string text) { kept_ = std::move(text); }
    // How often the state was loaded whole: after each time others may see other things of it, or words are erased.
    std::uint64_t loads() const { return loads_; }
    // For the next run: who looks, and the state without the entries' words. Empty where there is nothing to keep, or
    // more than `most` bytes even without the alerts.
    std::string kept_text(std::size_t most) const;
    // For the next run; nothing while somebody has yet to be told that history went back.
    std::optional<HistoryMark> history_mark() const;
    void sign_out();

    // Once a frame, after Transport::poll.
    void update();

    Link link() const;
    const std::optional<MeAnswer>& me() const { return me_; }
    const State& state() const { return *state_; }
    bool loaded() const { return loaded_; }
    // What the working set left out to stay small.
    const StateFrame& frame() const { return frame_; }
    const std::string& journal() const { return journal_; }
    bool exercise() const { return state_->purpose == JournalPurpose::Drill; }

    // The server's time as far as we know it; while the link is lost it goes on by our own clock.
    Timestamp now() const;
    // When the last sign of life came, in server time: the "frozen at".
    Timestamp heard_at() const { return heard_at_; }
    Millis data_age() const { return now() - heard_at_; }

    // Whether the server can write, and if not why.
    const HealthAnswer& health() const { return health_; }
    // Why loading failed, for people; empty when it did not.
    const std::string& trouble() const { return trouble_; }

    // Since when the server's history is not the one that was held here; until somebody says that they know.
    const std::optional<HistoryBack>& history_back() const { return history_back_; }
    // What is held, as a file: the entries that came, and the state.
    std::string held_text() const;
    // Lets it go, and takes what the server has.
    void accept_history();
    const RollbackWatch& history() const { return history_; }

    // Everything of one incident, loaded when first asked for and then kept current.
    IncidentLog& incident_log(const IncidentId& id);
    const std::vector<Entry>& recent_entries() const { return recent_; }

    // An incident that has left the state, asked for when it is first looked for; see PastIncidents.
    const PastIncidents::Found& past_incident(const IncidentId& id);
    const PastIncidents& past() const { return past_; }
    void ask_older_incidents() { past_.ask_older(journal_); }

    // An entry of the past with its words; null while it is being fetched.
    const Entry* entry(std::uint64_t seq) { return texts_.find(seq); }

    SampleCache& samples() { return samples_; }
    // When the server expects a resource to be used up; null where it does not say.
    const ResourceLimit* limit(const ResourceId& resource)
    {
        return forecasts_.limit(resource, local_clock_(), journal_);
    }
    const ForecastCache::Asked<ForecastAnswer>& forecast(const ResourceId& resource)
    {
        return forecasts_.forecast(resource, local_clock_(), journal_);
    }
    // What a planner decides on this week, as of this position of what is planned.
    const ForecastCache::Asked<CapacityWeekAnswer>& capacity_week(std::uint64_t seen)
    {
        return forecasts_.week(seen, local_clock_(), journal_);
    }
    // Of the time `span` until `to`.
    const ForecastCache::Asked<SeriesAnswer>& figures(const ResourceId& resource, Millis span, Timestamp to)
    {
        return forecasts_.figures(resource, span, to, local_clock_(), journal_);
    }
    // What the server finds by these words among all firing alerts; see AlertSearch.
    const AlertFindings& find_alerts(const std::string& words)
    {
        return search_.find(words, state_->seq, local_clock_(), journal_);
    }
    // The main journal's room while this one is an exercise; nothing where the server does not say it.
    std::optional<RoomSummary> real_room() const { return real_room_.summary(local_clock_()); }
    bool real_room_awaited() const { return real_room_.awaited(local_clock_()); }
    // The exercises of the site; see Drills.
    Drills& drills() { return drills_; }
    // Asked for again and again while somebody reads them.
    const std::vector<SourceCounts>& sources();
    // Wall displays and tokens, and the walls that went dark; see AccessLists.
    AccessLists& access() { return access_; }
    std::vector<DarkWall> dark_walls() const { return access_.dark(local_clock_()); }
    // All that ever concerned this service; whether it came.
    const TimelineColumns& service_timeline(const ServiceId& service)
    {
        return service_timeline_.find(service, journal_, local_clock_());
    }
    bool service_timeline_loaded(const ServiceId& service) const { return service_timeline_.loaded(service); }
    // The test that this display was asked for, while its picture stands.
    std::optional<WallTest> wall_test() const;
    // Raised by every entry folded, sample taken and answer received.
    std::uint64_t revision() const { return revision_; }

    // So many of the newest items are asked for first, and shown while the others are on their way.
    static constexpr std::size_t kTimelineFirstPage = 5'000;
    // The timeline of everything, built from the working set's entries; whether all of it came.
    const TimelineColumns& timeline() const { return timeline_; }
    bool timeline_loaded() const { return timeline_loaded_; }
    // Somebody looks at so much of it from then on: where less is held that is asked for, and after it so much before it
    // and all that is newer. Without, the last day is held.
    void want_timeline(Timestamp from, Millis before);

private:
    void load_me();
    void show_kept();
    void doubt(const LiveStatus& stream);
    void load_state();
    bool seen_as_another(const StateFrame& frame) const;
    void forget_questions();
    void load_history();
    void ask_history(std::uint64_t seq);
    void take_history(const HttpResponse& response);
    void take_answered_state();
    void take_state(StateAnswer answer);
    bool keeps_history() const { return history_back_ && history_back_->kept && loaded_; }
    void history_went_back(std::uint64_t head);
    void refill_alerts();
    void rebase(State fetched);
    void load_timeline();
    void begin_timeline();
    std::string timeline_since() const;
    void ask_for_timeline(const std::string& part, std::size_t most);
    void take_glance(const std::vector<TimelineItem>& items);
    void take_timeline(const HttpResponse& response, std::size_t most);
    void forget_history();
    void forget_words();
    void let_go(Timestamp now);
    void load_sources();
    void open_live();
    void receive(const LiveEvent& event);
    void receive_entry(const LiveEvent& event);
    void receive_clock(const LiveEvent& event);
    void receive_resync(const LiveEvent& event);
    void resync();
    void follow_entries();
    void trim_timeline();
    void heard(const LiveEvent& event);
    std::string with_journal(std::string path) const;

    static constexpr std::size_t kRecentEntries = 2000;
    // What a desk can scroll back to, and what a wall, which shows the last hour, holds.
    static constexpr std::size_t kMostTimelineItems = 1'000'000;
    static constexpr std::chrono::hours kWallKeeps { 24 };
    static constexpr std::chrono::hours kTimelineFirst { 24 }; // what the server answers who asks for no more
    static constexpr std::chrono::seconds kSourcesEvery { 5 };
    static constexpr std::chrono::milliseconds kSettleAfter { 100 };
    static constexpr std::chrono::seconds kRetryEvery { 3 };
    static constexpr std::chrono::seconds kClockSkew { 2 };
    // For so long a picture that may no longer be seen waits for the one that takes its place.
    static constexpr std::chrono::milliseconds kLetGoAfter { 700 };

    Transport& transport_;
    LocalClock local_clock_;
    std::string journal_ = "main";
    std::string identity_;
    std::optional<MeAnswer> me_;
    StateFrame frame_ {};
    std::shared_ptr<State> state_ = std::make_shared<State>();
    bool loaded_ = false;
    std::string kept_ {};     // of an earlier run, until the server answers
    bool kept_shown_ = false; // `state_` is that
    std::string shown_ {};    // the journal that `state_` is of
    std::string watched_ {};  // and that `history_` is of
    RollbackWatch history_ {};
    std::optional<HistoryBack> history_back_ {};
    bool history_asked_ = false;
    bool stream_was_lost_ = false;
    bool stream_opened_ = false;             // since it was asked for
    bool doubted_ = false;                   // whether we are still signed in, since it was open
    std::optional<StateAnswer> answered_ {}; // waits for what the history says
    bool signed_out_ = false;
    bool starting_ = false;
    Timestamp attempt_at_ {};
    bool update_needed_ = false;
    std::uint64_t generation_ = 0; // answers to an earlier start are dropped
    std::optional<Millis> server_ahead_;
    Timestamp heard_at_ {};
    Timestamp sources_asked_at_ {};
    Timestamp sources_read_at_ {};
    HealthAnswer health_ {};
    std::string trouble_;
    std::map<IncidentId, std::unique_ptr<IncidentLog>> logs_;
    std::vector<Entry> recent_; // folded since recent_after_, and a while before that
    std::uint64_t recent_after_ = 0;
    AlertRefill refill_;
    bool timeline_loaded_ = false;
    bool timeline_loading_ = false;
    bool timeline_awaited_ = false;               // nothing of it is shown yet, but what is looked at
    bool timeline_glance_ = false;                // what comes next is only what is looked at
    std::optional<Timestamp> timeline_wanted_ {}; // from when on, where somebody looked further back
    Timestamp timeline_from_ {};                  // and from when on it is held
    std::uint64_t timeline_asked_ = 0;            // so often; only the last one's answer counts
    ItemsOnTheWay timeline_items_;
    std::vector<TimelineItem> timeline_pages_; // answered already, while earlier ones are on the way
    // When what is shown from before a load is dropped though nothing came in its place.
    std::optional<Timestamp> drop_state_at_ {};
    std::optional<Timestamp> drop_timeline_at_ {};
    Retry timeline_retry_;
    EntryTexts texts_;
    SampleCache samples_;
    PastIncidents past_;
    ServiceTimeline service_timeline_;
    ForecastCache forecasts_ { transport_ };
    AlertSearch search_;
    RealRoom real_room_;
    Drills drills_;
    AccessLists access_;
    std::optional<WallTest> wall_test_ {};
    Timestamp wall_test_at_ {};
    std::vector<SourceCounts> sources_;
    TimelineColumns timeline_;
    std::uint64_t revision_ = 0;
    std::uint64_t loads_ = 0;
};

}
