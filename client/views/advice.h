// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/keys/keymap.h"
#include "client/language/text.h"
#include "client/views/view.h"
#include "shared/domain/decide/decide.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/decision/permissions.h"
#include "shared/wire/command_codec.h"

#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace watchfloor {

// What the rules say of a command before it is sent. Advice only: the server's answer counts.
struct Advice {
    bool allowed = false;
    // What is missing could still be filled in: worth opening a panel for.
    bool fillable = false;
    std::string reason {}; // empty when allowed
    std::vector<std::string> missing {};
    Decision decision {}; // what it would lead to, when allowed
};
// What the rules are told here of who asks and when.
Context rules_context(const ViewInput& input);
// `to` is where a move goes.
Advice advise_on(const ViewInput& input, const AskedCommand& command, std::optional<IncidentState> to = {});
template<typename Asked>
Advice advise(const ViewInput& input, const Asked& command)
{
    if constexpr (std::is_same_v<Asked, MoveIncident>) {
        return advise_on(input, AskedCommand(command), command.to);
    } else {
        return advise_on(input, AskedCommand(command));
    }
}

// Whether one's roles let one do such things at all, whatever they are done to; if not, why. What buttons of every view go
// by: `may_do` while the link is there, `role_lets` for what can wait for it.
struct Permit {
    bool allowed = false;
    std::string why {};
};
Permit role_lets(const ViewInput& input, Act act);
Permit may_do(const ViewInput& input, Act act);
// "Your roles let you.", or for whom it is.
std::string who_words(const ViewInput& input, Act act);
// Whether one is shown what the room works on. A reporter is not: what is missing on their screen tells nothing. While
// nobody knows yet who looks, and on a wall, it is.
bool sees_the_room(const ViewInput& input);
// Whether one may start a drill, or end one.
bool rehearses(const ViewInput& input);
// That one commands another major incident already, for whoever is about to take a second: nobody leads two well. Empty
// where one commands none but `except`.
std::string second_command(const ViewInput& input, const IncidentId& except);
// What an action of the keymap asks of one's roles, if anything.
std::optional<Act> act_behind(Action action);
// Whether these roles let anybody do anything; an auditor's let nobody.
bool roles_act(const std::vector<SystemRole>& roles);
// "Resolver, incident manager", as the screen calls them.
std::string roles_words(const std::vector<SystemRole>& roles);

// The field of a rule by the label it has on the screen: "restored_at" → "Service restored at". What a move's note
// is called depends on where it goes.
std::string field_words(std::string_view field, std::optional<IncidentState> to = {});
Text note_label(IncidentState to);
// The same for a write of this part ("capacity"), also of a column of its sheet.
std::string field_words(std::string_view field, std::string_view part);
// A sentence of the rules as the screen says it: "`title`" by the label of the field that a write of this part
// ("tasks") is typed into.
std::string screen_words(std::string_view message, std::string_view part);
// What is missing for a move: what its own panel asks for, then what is done elsewhere, and with what.
std::string missing_words(const std::vector<std::string>& missing, std::optional<IncidentState> to);

// Whether a thing that a move lacks is done somewhere else than in its own panel.
bool is_done_elsewhere(std::string_view field);

// A write about an incident: POST /api/v1/incidents/ID/PART with the command as its body.
template<typename T>
Send incident_send(const T& command, std::string_view part, std::string success)
{
    Send send;
    send.path = "/api/v1/incidents/" + command.incident.text + "/" + std::string(part);
    send.body = encode_command(command);
    send.success = std::move(success);
    return send;
}

// A time as people type it: "14:03" or "14:03:22" (of today, or of yesterday if today's is still to
// come and `past`), or RFC 3339 with its zone. Nothing for what cannot be read.
struct WhenOptions {
    bool past = true;
};
std::optional<Timestamp> read_when(
    std::string_view text, Timestamp now, const SiteZone& zone, const WhenOptions& options = {});
// That instant as read_when reads it: "14:03:22" where that means it, otherwise with date and zone.
std::string write_when(Timestamp at, Timestamp now, const SiteZone& zone);
// "Sat 21 Nov, 23:59:00" where a typed time means another day than today, which nobody may miss; otherwise empty.
std::string other_day(Timestamp at, Timestamp now, const SiteZone& zone);

}
