// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/replica/replica.h"
#include "client/views/view.h"
#include "shared/domain/commands/command.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/entities/alerts.h"
#include "shared/domain/entities/people.h"
#include "shared/domain/entries/entry.h"
#include "shared/timeline/column_codec.h"
#include "shared/wire/answers/people.h"
#include "shared/wire/answers/state.h"
#include "shared/wire/entries/entry_codec.h"
#include "shared/wire/entries/entry_wire.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/support/domain_fixture.h"
#include "tests/support/fake_transport.h"
#include "tests/support/written_entry.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace watchfloor {

// A console beside a room: what is decided there is what the server would answer here.
class ConsoleRoom {
public:
    Room room {};
    FakeTransport transport {};
    Replica replica { transport, [this] { return room.now; } };
    Location location { "/", {} };
    std::optional<TokenId> display {}; // whoever opens it is this wall of the room…
    WallDisplay set_up {};             // …as an exercise, whose journal does not know it, is told of it

    ConsoleRoom()
    {
        transport.answer = [this](const HttpRequest& request) { return respond(request); };
    }

    // Whose console it is, before anything is loaded.
    void be(const Actor& person) { me_ = person; }

    // Loads the room as this person sees it.
    void open(const Actor& person)
    {
        me_ = person;
        replica.start();
        for (int i = 0; i < 4; ++i) {
            transport.poll();
        }
        transport.live("clock",
            R"({"head":)" + std::to_string(room.state.seq) + R"(,"journal":"identity","time":")"
                + format_timestamp(room.now) + R"(","utc_millis":)" + std::to_string(room.now.millis) + "}");
    }

    // Decided, applied, written down, and sent to the console if it is open.
    void done(const Command& command, const Actor& by)
    {
        const auto decision = room.when(command, by);
        ASSERT_TRUE(decision.ok()) << decision.error().message;
        for (const Draft& draft : decision.value().entries) {
            write(draft, by);
        }
    }

    ViewInput input()
    {
        const Link link = replica.link();
        return { replica, replica.state(), replica.now(), SiteZone {}, location,
            link == Link::Frozen || link == Link::HistoryBack, replica.me().has_value() };
    }

    // A firing alert of the service, as monitoring reports it.
    AlertId fire(const std::string& name, const std::string& service, const std::string& severity = "critical")
    {
        AlertReport report;
        report.labels = { { "alertname", name }, { "service", service }, { "severity", severity } };
        report.annotations = { { "summary", name + " on " + service } };
        report.started_at = room.now;
        done(ReportAlerts { SourceId { "prometheus" }, { report } }, kSystem);
        return alert_id("site", report.labels);
    }

    // The last command sent to this path, or nothing.
    const HttpRequest* last_write(std::string_view path) const
    {
        const HttpRequest* found = nullptr;
        for (const HttpRequest& request : transport.sent) {
            if (request.method != "GET" && request.path == path) {
                found = &request;
            }
        }
        return found;
    }

private:
    void write(const Draft& draft, const Actor& by)
    {
        const Entry entry = written_entry(draft, by, room.state.seq + 1, room.now);
        const SealedEntry sealed = seal_entry(entry.head, entry.payload, EntrySalts {}, previous_);
        previous_ = sealed.hash;
        for (const TimelineOperation& operation : timeline_operations(room.state, entry)) {
            if (operation.act == TimelineOperation::Act::Put) {
                items_.emplace_back(operation.item, operation.subject);
            }
        }
        apply(room.state, entry);
        entries_.push_back({ entry.head.subject, sealed });
        transport.live("entry", entry_to_wire(sealed, Sight::Whole));
    }

    HttpResponse respond(const HttpRequest& request) const
    {
        HttpResponse response;
        response.status = 200;
        if (request.path == "/api/v1/me") {
            MeAnswer me;
            me.kind = "session";
            me.user = me_.user;
            me.user_name = me_.user.text;
            me.roles = me_.roles;
            if (display) {
                me.kind = "wall";
                me.wall = WallAudience::Room;
                me.display = set_up;
                me.display->id = *display;
            }
            response.body = to_json_text(me);
        } else if (request.path.starts_with("/api/v1/state")) {
            StateFrame frame;
            frame.journal_identity = "identity";
            frame.server_time = room.now;
            response.body = state_answer_to_wire(frame, room.state);
        } else if (request.path.starts_with("/api/v1/timeline")) {
            response.body = encode_items(items_for(request.path));
        } else if (request.path.starts_with("/api/v1/journal?")) {
            response.body = page_of(request.path);
        } else if (request.method != "GET") {
            response.status = 201;
            response.body = R"({"created":"","duplicates":0,"first_seq":1,"muted":0,"seq":1})";
        } else {
            response.status = 404;
        }
        return response;
    }

    // Of everything, or of one service.
    std::vector<TimelineItem> items_for(const std::string& path) const
    {
        const auto at = path.find("service=");
        const ServiceId service { at == std::string::npos ? std::string() : path.substr(at + 8) };
        std::vector<TimelineItem> chosen;
        for (const auto& [item, subject] : items_) {
            if (service.empty() || concerns_service(subject, service, room.state)) {
                chosen.push_back(item);
            }
        }
        return chosen;
    }

    std::string page_of(const std::string& path) const
    {
        if (path.find("subject=") == std::string::npos) {
            const auto after = std::stoull(path.substr(path.find("after=") + 6));
            const auto limit = path.find("limit=");
            const auto last = after + (limit == std::string::npos ? 1 : std::stoull(path.substr(limit + 6)));
            std::vector<std::string> next;
            for (const Written& written : entries_) {
                if (written.sealed.seq > after && written.sealed.seq <= last) {
                    next.push_back(entry_to_wire(written.sealed, Sight::Whole));
                }
            }
            return page_to_wire(JournalId { "main" }, room.state.seq, previous_, next);
        }
        const auto from = path.find("subject=") + 8;
        const std::string subject = path.substr(from, path.find('&', from) - from);
        const auto after = std::stoull(path.substr(path.find("after=") + 6));
        const auto limit = path.find("limit=");
        const std::size_t most = limit == std::string::npos ? 200 : std::stoull(path.substr(limit + 6));
        std::vector<std::string> lines;
        std::vector<EntryLink> links;
        Digest before {};
        for (const auto& [about, sealed] : entries_) {
            if (about == subject && sealed.seq > after && lines.size() < most) {
                lines.push_back(entry_to_wire(sealed, Sight::Whole));
                links.push_back({ 0, before, sealed.seq });
            }
            before = sealed.hash;
        }
        links.resize(path.find("links=1") != std::string::npos ? links.size() : 0);
        return page_to_wire(JournalId { "main" }, room.state.seq, previous_, lines, links);
    }

    struct Written {
        std::string subject {};
        SealedEntry sealed {};
    };

    Actor me_ {};
    Digest previous_ {};
    std::vector<Written> entries_ {};
    std::vector<std::pair<TimelineItem, TimelineSubject>> items_ {};
};

}
