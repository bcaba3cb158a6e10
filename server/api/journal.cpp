// SPDX-License-Identifier: Apache-2.0
// The journal and what is folded from it: state, timeline, entries, the live stream.
#include "server/api/caller.h"
#include "server/api/routes.h"
#include "server/http/client_address.h"
#include "server/live/live_cursor.h"
#include "shared/domain/decision/permissions.h"
#include "shared/timeline/column_codec.h"
#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/entries/entry_wire.h"
#include "shared/wire/room_summary.h"

#include <charconv>
#include <utility>
#include <vector>

namespace watchfloor {
namespace {

constexpr std::uint64_t kMostEntries = 1'000;
constexpr std::uint64_t kAnySeq = kMaxItemSeq;
constexpr Millis kTimelineDefault = std::chrono::hours { 24 };

Response state(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    const auto frame = app.first_states.frame(*caller.state, caller.viewer,
        visibility_key(caller.viewer, *caller.state), caller.journal->sequencer->journal_identity(), app.clock->now());
    return json_response(200, frame).with_header("Cache-Control", "no-store");
}

Response summary(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    RoomSummary answer = room_summary(caller.visible());
    if (!is_told(caller.viewer, caller.state->walls, "firing")) {
        answer.alerts_firing.reset();
        answer.incidents_open.reset();
    }
    return json_response(200, to_json_text(answer, Zeros::Written)).with_header("Cache-Control", "no-store");
}

// An incident the caller may not know of has no entries, not even stubs, and answers like one that is not there. One
// that has left the working set is known by its first entry.
Result<void> check_incident(App& app, const Caller& caller, std::string_view subject)
{
    if (!subject.starts_with("INC-") && !subject.starts_with("SEC-")) {
        return {};
    }
    const IncidentId id { std::string(subject) };
    bool known = caller.state->incidents.contains(id) && caller.visible_beside_alerts().incidents.contains(id);
    if (!caller.state->incidents.contains(id)) {
        ReadLimits first;
        first.entries = 1;
        ASSIGN_OR_RETURN(
            const auto entries, app.store->read_subject(caller.journal->sequencer->journal(), id.text, 0, first));
        known = !entries.empty() && is_visible(entries.front(), caller.viewer, *caller.state);
    }
    return known ? Result<void> {}
                 : Error { ErrorCode::NotFound, "There is no such incident; see GET /api/v1/incidents." };
}

Result<std::vector<SealedEntry>> read_entries(App& app, const Request& request, const Caller& caller)
{
    ASSIGN_OR_RETURN(const auto after, number_parameter(request, "after", 0, kAnySeq));
    ASSIGN_OR_RETURN(const auto limit, number_parameter(request, "limit", 200, kMostEntries));
    const JournalId& journal = caller.journal->sequencer->journal();
    ReadLimits limits;
    limits.entries = static_cast<std::size_t>(limit);
    if (limit == 0) {
        return std::vector<SealedEntry> {};
    }
    const auto subject = request.query("subject");
    if (!subject) {
        return app.store->read_after(journal, after, limits);
    }
    RETURN_IF_ERROR(check_incident(app, caller, *subject));
    return app.store->read_subject(journal, *subject, after, limits);
}

// What each continues, for a record that is checked by itself; their hashes tell nothing of what lies between.
Result<std::vector<EntryLink>> links_of(
    App& app, const Caller& caller, const std::vector<SealedEntry>& entries, const std::vector<std::uint64_t>& shown)
{
    std::vector<EntryLink> links;
    const SealedEntry* last = nullptr;
    for (const SealedEntry& entry : entries) {
        const SealedEntry* before = std::exchange(last, &entry);
        if (links.size() == shown.size() || shown[links.size()] != entry.seq) {
            continue;
        }
        EntryLink link { 0, {}, entry.seq };
        if (before != nullptr && before->seq + 1 == entry.seq) {
            link.before = before->hash;
        } else if (entry.seq > 1) {
            ASSIGN_OR_RETURN(const auto read,
                app.store->read_range(caller.journal->sequencer->journal(), entry.seq - 1, entry.seq - 1, {}));
            link.before = read.empty() ? Digest {} : read.front().hash;
        }
        links.push_back(link);
    }
    return links;
}

Response journal(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    ASSIGN_OR_ANSWER(const auto entries, read_entries(app, request, caller));
    std::vector<std::string> rendered;
    rendered.reserve(entries.size());
    // A choice by subject proves no chain: in it a stub would only betray that something is there.
    const bool with_stubs = !request.query("subject");
    std::vector<std::uint64_t> shown;
    for (const SealedEntry& entry : entries) {
        if (with_stubs || is_visible(entry, caller.viewer, *caller.state)) {
            rendered.push_back(render_entry(entry, caller.viewer, *caller.state));
            shown.push_back(entry.seq);
        }
    }
    ASSIGN_OR_ANSWER(const auto with_links, number_parameter(request, "links", 0, 1));
    shown.resize(with_links == 1 ? shown.size() : 0);
    ASSIGN_OR_ANSWER(const auto links, links_of(app, caller, entries, shown));
    const JournalHead head = caller.journal->sequencer->head();
    return ok(page_to_wire(caller.journal->sequencer->journal(), head.seq, head.hash, rendered, links));
}

Response journal_entry(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    const std::string_view text = request.path_parameter("seq");
    std::uint64_t seq = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), seq);
    if (read.ec != std::errc {} || read.ptr != text.data() + text.size() || seq == 0 || seq > caller.state->seq) {
        return error_response({ ErrorCode::NotFound, "There is no entry of this number." });
    }
    ASSIGN_OR_ANSWER(const auto entries, app.store->read_range(caller.journal->sequencer->journal(), seq, seq, {}));
    if (entries.empty()) {
        return error_response({ ErrorCode::NotFound, "There is no entry of this number." });
    }
    return ok(render_entry(entries.front(), caller.viewer, *caller.state));
}

Result<TimelineQuery> timeline_query(App& app, const Request& request, const Caller& caller)
{
    TimelineQuery query;
    const std::string_view scope = request.query("scope").value_or("all");
    if (scope != "all") {
        query.incident = IncidentId { std::string(scope) };
        RETURN_IF_ERROR(check_incident(app, caller, scope));
    }
    if (const auto service = request.query("service")) {
        query.service = ServiceId { std::string(*service) };
    }
    // All of an incident or a service, the last day of everything.
    const Timestamp now = app.clock->now();
    const bool all = query.incident || query.service;
    ASSIGN_OR_RETURN(query.from, instant_parameter(request, "from", all ? kEarliestTimestamp : now - kTimelineDefault));
    ASSIGN_OR_RETURN(query.to, instant_parameter(request, "to", kLatestTimestamp));
    ASSIGN_OR_RETURN(query.after, number_parameter(request, "after", 0, kAnySeq));
    ASSIGN_OR_RETURN(query.before, number_parameter(request, "before", 0, kAnySeq, 1));
    ASSIGN_OR_RETURN(query.limit, number_parameter(request, "limit", kTimelinePage, kTimelinePage, 1));
    if (query.to < query.from) {
        return Error { ErrorCode::Malformed, "Give a `to` that is not before `from`." };
    }
    return query;
}

Response timeline(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    ASSIGN_OR_ANSWER(const TimelineQuery query, timeline_query(app, request, caller));
    ASSIGN_OR_ANSWER(const TimelineAnswer answer, caller.journal->timeline->query(query, caller.viewer, *caller.state));
    if (answer.gone.size() > TimelineModel::kMostGone) {
        return error_response({ ErrorCode::Conflict,
            "More was erased since `after` than can be listed here: ask again without it, and drop what you hold." });
    }
    std::string gone;
    for (const std::uint64_t seq : answer.gone) {
        gone.append(gone.empty() ? "" : ",").append(std::to_string(seq));
    }
    Response response = text_response(200, encode_items(answer.items), "application/vnd.watchfloor.timeline");
    response.with_header("Watchfloor-Seq", std::to_string(answer.seq)).with_header("Cache-Control", "no-store");
    if (answer.more_before) {
        response.with_header("Watchfloor-Before", std::to_string(answer.items.front().seq));
    }
    return gone.empty() ? response : std::move(response).with_header("Watchfloor-Gone", gone);
}

// The header wins: it is what a reconnecting EventSource has really seen, and its address is for ever the first one.
Result<LiveCursor> cursor_of(const Request& request, std::uint64_t head)
{
    LiveCursor cursor { 0, std::string(request.query("identity").value_or("")),
        std::string(request.query("sight").value_or("")) };
    ASSIGN_OR_RETURN(cursor.seq, number_parameter(request, "after", head, kAnySeq));
    const auto header = request.header("last-event-id").value_or("");
    if (header.empty()) {
        return cursor;
    }
    const auto told = read_cursor(header);
    if (!told) {
        return Error { ErrorCode::Malformed, "Send as Last-Event-ID the id of the last event you received." };
    }
    cursor.seq = told->seq;
    cursor.journal_id = told->journal_id.empty() ? cursor.journal_id : told->journal_id;
    cursor.sight = told->sight.empty() ? cursor.sight : told->sight;
    return cursor;
}

Response live(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    Viewer viewer;
    viewer.journal = caller.journal->sequencer->journal().text;
    viewer.visibility_key = visibility_key(caller.viewer, *caller.state);
    ASSIGN_OR_ANSWER(const LiveCursor cursor, cursor_of(request, caller.state->seq));
    viewer.after = cursor.seq;
    viewer.journal_id = cursor.journal_id;
    if (!cursor.sight.empty()) {
        viewer.sight = sight_mark(caller.viewer, *caller.state);
        viewer.sees_otherwise = cursor.sight != viewer.sight;
    }
    viewer.session_id = caller.principal.session_id;
    viewer.peer = request.client_address;
    viewer.site = neighbourhood_of(request.client_address);
    if (caller.principal.kind == Principal::Kind::Session) {
        viewer.attendance = app.presence.attend(caller.principal.user);
    }
    viewer.kept_track_of = caller.principal.kind == Principal::Kind::Wall;
    Response response = hand_over([&app, viewer](Channel channel) {
        app.hub->attach(std::move(channel), viewer);
        // What was withdrawn while the request was on its way counts too.
        const auto principal = app.auth->by_session_id(viewer.session_id);
        OpenedJournal* opened = app.journals->find(JournalId { viewer.journal });
        const auto now = opened->sequencer->state();
        if (!principal) {
            app.hub->disconnect(viewer.session_id);
        } else if (visibility_key(sight_for(*principal, *app.journals->main().state(), *now), *now)
            != viewer.visibility_key) {
            app.hub->resync([id = viewer.session_id](const Viewer& other) { return other.session_id == id; });
        }
    });
    // For a HEAD, which is answered without the stream; the hub's own answer says so too.
    response.content_type = "text/event-stream";
    return response;
}

// Who may not see an entry is not told either that it lost its words, and why.
void take_sight_of_entry(const SealedEntry& sealed, EraseText& command)
{
    const auto head = decode_head(sealed);
    if (head.ok()) {
        command.incident = IncidentId { head.value().subject };
        command.restricted = head.value().audience == Audience::Restricted;
    }
    command.wordless = sealed.text && sealed.text->bytes == "{}";
    const auto entry = decode_entry(sealed);
    if (const auto* set = entry.ok() ? std::get_if<UserSet>(&entry.value().payload) : nullptr) {
        command.account = set->user.id;
        command.name = set->user.name;
    }
}

// An erasure is for good, so it is only of what the one who orders it may see.
Response order_erasure(App& app, const Request& request)
{
    ASSIGN_OR_ANSWER(EraseText command, decode_command<EraseText>(request.body));
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    ANSWER_IF_ERROR(check_permission(caller.actor, act_of(command)));
    ASSIGN_OR_ANSWER(const SealedEntry entry, visible_entry(app, caller, command.seq));
    take_sight_of_entry(entry, command);
    return submit(app, request, Command { std::move(command) }, 201);
}

// What a room rehearses is nothing for visitors.
Response journal_list(App& app, const Request& request)
{
    const auto main = app.journals->main().state();
    const Visibility viewer = sight_for(principal_of(request), *main, *main);
    JournalsAnswer answer { app.journals->list() };
    if (viewer.wall && wall_audience(*viewer.wall, main->walls) == WallAudience::Visitor) {
        std::erase_if(
            answer.journals, [](const JournalSummary& journal) { return journal.purpose != JournalPurpose::Main; });
    }
    return ok(to_json_text(answer));
}

}

void register_journal_routes(HttpServer& http, App& app)
{
    RouteOptions live_options = reads(kNeedsSight, { "after", "identity", "sight" });
    live_options.quota = QuotaClass::Live;
    http.route(Method::Get, "/api/v1/state", reads(kNeedsSight), [&app](const Request& r) { return state(app, r); });
    http.route(
        Method::Get, "/api/v1/summary", reads(kNeedsSight), [&app](const Request& r) { return summary(app, r); });
    http.route(Method::Get, "/api/v1/journal", reads_much(kNeedsSight, { "after", "limit", "links", "subject" }),
        [&app](const Request& r) { return journal(app, r); });
    http.route(Method::Get, "/api/v1/journal/{seq}", reads(kNeedsSight),
        [&app](const Request& r) { return journal_entry(app, r); });
    http.route(Method::Get, "/api/v1/timeline",
        reads_much(kNeedsSight, { "after", "before", "from", "limit", "scope", "service", "to" }),
        [&app](const Request& r) { return timeline(app, r); });
    http.route(Method::Get, "/api/v1/live", live_options, [&app](const Request& r) { return live(app, r); });
    http.route(Method::Get, "/api/v1/journals", of_the_site(reads(kNeedsSight)),
        [&app](const Request& r) { return journal_list(app, r); });
    http.route(Method::Post, "/api/v1/erasures", acts(), [&app](const Request& r) { return order_erasure(app, r); });
}

}
