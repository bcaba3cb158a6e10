// SPDX-License-Identifier: Apache-2.0
#include "server/api/caller.h"

#include "shared/domain/decision/subject.h"
#include "shared/wire/answers/writes.h"
#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/entries/entry_wire.h"

#include <algorithm>
#include <charconv>

namespace watchfloor {
namespace {

constexpr std::size_t kMaxIdempotencyKey = 200;

// Who the key belongs to: nobody can replay somebody else's request.
std::string idempotency_owner(const Principal& principal)
{
    return principal.kind == Principal::Kind::Session ? "user:" + principal.user.text : principal.session_id;
}

Result<std::optional<Idempotency>> idempotency_of(const Request& request, const Principal& principal, int status)
{
    const auto key = request.header("idempotency-key");
    if (!key) {
        return std::optional<Idempotency> {};
    }
    if (key->empty() || key->size() > kMaxIdempotencyKey) {
        return Error { ErrorCode::Malformed, "Give an Idempotency-Key of 1 to 200 characters, or none." };
    }
    Idempotency idempotency;
    const std::string route = std::string(to_string(request.method)) + " " + std::string(request.route_pattern);
    idempotency.key = { idempotency_owner(principal), route, std::string(*key) };
    idempotency.request = sha256(request.path + "\n" + request.body);
    idempotency.status = status;
    return std::optional { std::move(idempotency) };
}

// What an entry of this kind names, if it is of those that bring something into being.
struct Named {
    std::string operator()(const IncidentLogged& entry) const { return entry.incident.id.text; }
    std::string operator()(const TaskSet& entry) const { return entry.task.id.text; }
    std::string operator()(const ServiceSet& entry) const { return entry.service.id.text; }
    std::string operator()(const SourceSet& entry) const { return entry.source.id.text; }
    std::string operator()(const BridgeSet& entry) const { return entry.bridge.id.text; }
    std::string operator()(const ChangeRecorded& entry) const { return entry.change.id.text; }
    std::string operator()(const CapacityDefined& entry) const { return entry.resource.id.text; }
    std::string operator()(const AssetSet& entry) const { return entry.asset.id.text; }
    std::string operator()(const WorkOrderSet& entry) const { return entry.order.id.text; }
    std::string operator()(const WindowSet& entry) const { return entry.window.id.text; }
    template<typename Other>
    std::string operator()(const Other&) const
    {
        return {};
    }
};

// A repeated request is answered from the journal: it made what its first entry names, if no entry
// before named that.
Result<std::string> created_before(App& app, const JournalId& journal, const Outcome& outcome)
{
    ASSIGN_OR_RETURN(const auto own, app.store->read_range(journal, outcome.first_seq, outcome.first_seq, {}));
    if (own.empty()) {
        return std::string {};
    }
    ASSIGN_OR_RETURN(const Entry first, decode_entry(own.front()));
    const std::string name = std::visit(Named {}, first.payload);
    for (std::uint64_t after = 0; !name.empty();) {
        ASSIGN_OR_RETURN(const auto page, app.store->read_subject(journal, first.head.subject, after, {}));
        for (const SealedEntry& sealed : page) {
            if (sealed.seq >= outcome.first_seq) {
                return name;
            }
            ASSIGN_OR_RETURN(const Entry earlier, decode_entry(sealed));
            const bool same_kind = earlier.payload.index() == first.payload.index();
            if (same_kind && std::visit(Named {}, earlier.payload) == name) {
                return std::string {};
            }
            after = sealed.seq;
        }
        if (page.empty()) {
            break;
        }
    }
    return name;
}

// Consoles say it with everything they send. Nothing is lost over it: a note that waited may be older than the history
// that is served now.
std::uint64_t seen_by_console(const Request& request, std::uint64_t head)
{
    const std::string_view text = request.header("x-seen-seq").value_or("0");
    std::uint64_t seen = 0;
    std::from_chars(text.data(), text.data() + text.size(), seen);
    return std::min(seen, head);
}

}

Result<Caller> caller_of(App& app, const Request& request)
{
    Caller caller;
    caller.principal = principal_of(request);
    ASSIGN_OR_RETURN(caller.journal, app.journal_of(request));
    caller.state = caller.journal->sequencer->state();
    const auto main = app.journals->main().state();
    caller.actor = actor_of(caller.principal, *main);
    caller.viewer = sight_for(caller.principal, *main, *caller.state);
    if (caller.principal.kind == Principal::Kind::Session) { // a token is a machine, whoever made it
        app.presence.acted(caller.principal.user);
    }
    return caller;
}

Response submit(App& app, const Request& request, Command command, int status)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    Submission submission;
    submission.command = std::move(command);
    submission.actor = caller.actor;
    ASSIGN_OR_ANSWER(submission.seen_seq, number_parameter(request, "seen", 0, caller.state->seq));
    submission.seen_seq = std::max(submission.seen_seq, seen_by_console(request, caller.state->seq));
    ASSIGN_OR_ANSWER(submission.idempotency, idempotency_of(request, caller.principal, status));
    Sequencer& sequencer = *caller.journal->sequencer;
    ASSIGN_OR_ANSWER(const Outcome outcome, sequencer.execute(std::move(submission)));
    WriteAnswer answer;
    answer.created = outcome.created;
    if (outcome.replayed && outcome.first_seq != 0) {
        ASSIGN_OR_ANSWER(answer.created, created_before(app, sequencer.journal(), outcome));
    }
    answer.duplicates = outcome.duplicates;
    answer.first_seq = outcome.first_seq;
    answer.muted = outcome.muted;
    answer.seq = outcome.last_seq != 0 ? outcome.last_seq : sequencer.head().seq;
    return json_response(outcome.replayed ? outcome.status : status, to_json_text(answer, Zeros::Written));
}

Response written(const Outcome& outcome, int status)
{
    WriteAnswer answer;
    answer.created = outcome.created;
    answer.first_seq = outcome.first_seq;
    answer.seq = outcome.last_seq;
    return json_response(status, to_json_text(answer, Zeros::Written));
}

Actor main_actor(App& app, const Request& request)
{
    return actor_of(principal_of(request), *app.journals->main().state());
}

Result<std::uint64_t> number_parameter(
    const Request& request, std::string_view name, std::uint64_t otherwise, std::uint64_t most, std::uint64_t least)
{
    const auto text = request.query(name);
    if (!text) {
        return otherwise;
    }
    std::uint64_t value = 0;
    const auto read = std::from_chars(text->data(), text->data() + text->size(), value);
    const bool whole = !text->empty() && read.ec == std::errc {} && read.ptr == text->data() + text->size();
    if (!whole || value < least || value > most) {
        return Error { ErrorCode::Malformed,
            "Give the parameter `" + std::string(name) + "` as a whole number from " + std::to_string(least) + " to "
                + std::to_string(most) + "." };
    }
    return value;
}

Result<Timestamp> instant_parameter(const Request& request, std::string_view name, Timestamp otherwise)
{
    constexpr std::size_t kOffset = 6; // +01:00
    const auto given = request.query(name);
    if (!given) {
        return otherwise;
    }
    // In an address a plus is a blank, and where a blank stands nothing else can be meant.
    std::string text(*given);
    if (text.size() > kOffset && text[text.size() - kOffset] == ' ') {
        text[text.size() - kOffset] = '+';
    }
    auto at = read_instant(text);
    if (!at.ok()) {
        return Error { ErrorCode::Malformed, "In the parameter `" + std::string(name) + "`: " + at.error().message };
    }
    return at;
}

Result<void> check_staff(const Caller& caller)
{
    if (caller.viewer.staff || caller.viewer.reads_everything) {
        return {};
    }
    return Error { ErrorCode::NotFound, "There is nothing here for you; ask the service desk." };
}

Result<SealedEntry> visible_entry(App& app, const Caller& caller, std::uint64_t seq)
{
    if (seq != 0 && seq <= caller.state->seq) {
        ASSIGN_OR_RETURN(auto entries, app.store->read_range(caller.journal->sequencer->journal(), seq, seq, {}));
        if (!entries.empty() && is_visible(entries.front(), caller.viewer, *caller.state)) {
            return std::move(entries.front());
        }
    }
    return not_found("Entry " + std::to_string(seq));
}

Response ok(std::string body)
{
    return json_response(200, std::move(body)).with_header("Cache-Control", "no-store");
}

RouteOptions reads(std::string_view needs, std::initializer_list<std::string_view> also)
{
    RouteOptions options;
    options.needs = needs;
    options.parameters = also;
    options.parameters.push_back("journal");
    return options;
}

RouteOptions repeating(RouteOptions options, std::initializer_list<std::string_view> parameters)
{
    options.repeatable = parameters;
    return options;
}

RouteOptions reads_much(std::string_view needs, std::initializer_list<std::string_view> also)
{
    RouteOptions options = reads(needs, also);
    options.quota = QuotaClass::Reading;
    return options;
}

RouteOptions acts(std::string_view needs)
{
    RouteOptions options;
    options.body = BodyKind::Json;
    options.needs = needs;
    options.parameters = { "journal", "seen" };
    return options;
}

RouteOptions of_the_site(RouteOptions options)
{
    options.parameters.clear();
    return options;
}

}
