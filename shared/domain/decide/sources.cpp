// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/commands/sources.h"
#include "shared/domain/decide/alerts/alert_book.h"
#include "shared/domain/decide/cadence.h"
#include "shared/domain/decide/heartbeats.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/subject.h"
#include "shared/domain/entries/entry.h"
#include "shared/domain/field_lists.h"
#include "shared/domain/input_text.h"
#include "shared/domain/labels.h"
#include "shared/domain/state/state.h"

#include <utility>

namespace watchfloor {
namespace {

// One heartbeat of a source that may deliver much else.
Result<Decision> decide_heartbeat(
    const State& state, const Source& source, const ReportSourceHealth& command, const Context& context)
{
    Decision decision;
    const bool news = is_missed(source, command.heartbeat) != command.lost;
    if (!news) {
        decision.duplicates = 1;
        return decision;
    }
    AlertBook book(state, context, decision);
    if (!command.lost) {
        decision.entries.push_back(
            draft_of(SourceRegained { .source = source.id, .heartbeat = command.heartbeat }, source.id.text, context));
        const Alert* said = book.find(command.heartbeat);
        if (said != nullptr && said->state == AlertState::Firing) {
            book.resolve(said->id, context.now, said->known_starts, { context.now });
        }
        return decision;
    }
    if (command.heartbeat != heartbeat_id(source.id, command.labels)) {
        return malformed("Report a heartbeat with its labels.");
    }
    SourceLost lost {
        .source = source.id, .last_delivery_at = command.last_delivery_at, .heartbeat = command.heartbeat
    };
    decision.entries.push_back(draft_of(std::move(lost), source.id.text, context));
    std::string summary
        = missed_heartbeat_summary(source.id, command.labels, command.last_delivery_at, command.was_ended, context.now);
    set_own_alert(
        book, missed_heartbeat_labels(source.id, command.labels), std::move(summary), true, ServiceId {}, context);
    return decision;
}

}

Result<Decision> decide_on(const State& state, const SetSource& command, const Context& context)
{
    RETURN_IF_ERROR(check_chosen_id(command.source.id.text, state.sources.contains(command.source.id)));
    if (!command.source.domain.empty()) {
        RETURN_IF_ERROR(check_slug(command.source.domain, "domain"));
    }
    if (command.source.id.text == kOwnDomain || command.source.domain == kOwnDomain) {
        return malformed("Choose another id and domain than \"watchfloor\": that one holds the server's own alerts.");
    }
    RETURN_IF_ERROR(check_cadence(command.source.cadence_seconds));
    if (command.source.heartbeats) {
        RETURN_IF_ERROR(check_heartbeats(*command.source.heartbeats));
    }
    Source source = command.source;
    const Source* known = state.sources.find(source.id);
    source.lost = known != nullptr && known->lost;
    source.lost_since = known != nullptr ? known->lost_since : std::nullopt;
    source.missed = known != nullptr ? known->missed : std::vector<MissedHeartbeat> {};
    if (sets_nothing(known, source)) {
        return Decision {}; // it is so already
    }
    Decision decision;
    decision.created = known == nullptr ? source.id.text : std::string {};
    std::string subject = source.id.text;
    decision.entries.push_back(draft_of(SourceSet { .source = std::move(source) }, std::move(subject), context));
    return decision;
}

// Silence is itself an alert: nothing else would tell that nothing can be told.
Result<Decision> decide_on(const State& state, const ReportSourceHealth& command, const Context& context)
{
    ASSIGN_OR_RETURN(const Source* source, find_in(state.sources, command.source, "Source"));
    if (!command.heartbeat.empty()) {
        return decide_heartbeat(state, *source, command, context);
    }
    Decision decision;
    if (source->lost == command.lost) {
        decision.duplicates = 1;
        return decision;
    }
    Payload payload = SourceRegained { .source = source->id };
    if (command.lost) {
        payload = SourceLost { .source = source->id, .last_delivery_at = command.last_delivery_at };
    }
    decision.entries.push_back(draft_of(std::move(payload), source->id.text, context));
    AlertBook book(state, context, decision);
    const Labels labels { { "alertname", "SourceLost" }, { "severity", "major" }, { "source", source->id.text } };
    std::string summary
        = "No delivery from " + source->id.text + " since " + format_timestamp(command.last_delivery_at);
    set_own_alert(book, labels, std::move(summary), command.lost, ServiceId {}, context);
    return decision;
}

}
