// SPDX-License-Identifier: Apache-2.0
#include "client/views/drill_sends.h"

#include "client/language/text.h"
#include "shared/wire/answers/writes.h"
#include "shared/wire/fields/fields_json.h"
#include "shared/wire/requests/drills.h"

#include <utility>

namespace watchfloor {

Send start_drill(Replica& replica, const std::string& scenario, DrillBegun begun)
{
    Send send;
    send.path = "/api/v1/drills";
    send.body = to_json_text(PlayRequest { .scenario = scenario });
    send.done = [&drills = replica.drills(), begun = std::move(begun)](const HttpResponse& response) {
        if (const auto started = from_json<WriteAnswer>(response.body); response.ok() && started.ok()) {
            drills.ask_again();
            begun(started.value().created);
        }
    };
    return send;
}

Send end_drill(Replica& replica, const std::string& journal)
{
    Send send;
    send.method = "DELETE";
    send.path = "/api/v1/drills/" + journal;
    send.success = tr(Text::SaidDrillEnded, journal);
    send.done = [&drills = replica.drills()](const HttpResponse&) { drills.ask_again(); };
    return send;
}

}
