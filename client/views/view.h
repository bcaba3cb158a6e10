// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/platform/location.h"
#include "client/platform/picture.h"
#include "client/replica/replica.h"
#include "client/widgets/axis/time_axis.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace watchfloor {

enum class Action : std::uint8_t; // client/keys/keymap.h

// What a view may look at while it makes its rows. Views keep only what a person chose (a
// selection, a filter, a draft); everything else comes from here in every frame.
struct ViewInput {
    Replica& replica;
    const State& state;
    Timestamp now {};
    SiteZone zone {};
    const Location& location;
    bool frozen = false;  // the link is lost: show, mark, and offer only what can be queued
    bool may_act = false; // signed in as somebody who writes
    bool past = false;    // the incident that is looked at has left the working set: it is read, not changed

    // The instant that ages, counts and what is due are told of: now, or while frozen the last sign of life, because
    // nobody knows what has happened since. Only the clock itself goes on.
    Timestamp as_of() const;
};

// What the user asked for; the app carries it out after the frame is drawn.

struct GoTo {
    Location location {};
    bool replace = false; // pan, zoom, selection: no step of its own for Back
};

struct Batch;

// A write. The answer or its error is shown; `done` also gets it. The key makes it safe to send again.
struct Send {
    std::string method = "POST";
    std::string path {};
    std::string body {};
    std::string success {}; // what to say when it worked; empty: nothing
    std::function<void(const HttpResponse&)> done {};
    // A timeline entry typed while the link is lost: kept, and sent when it is back.
    bool queue_when_offline = false;
    std::int64_t occurred_at_millis = 0; // for queued ones: when it was typed
    // One of several that are sent one after the other, and told of together (client/views/batch.h), and what it is
    // about.
    std::shared_ptr<Batch> batch {};
    std::string about {};
};

struct OpenLink {
    std::string address {};
};
struct CopyText {
    std::string text {};
    std::string said {};
};
struct Say {
    std::string text {};
    bool trouble = false;
};
// A picture of this frame, or of a part of it, as a file.
struct SavePicture {
    PictureWanted picture {};
};

// All entries of an incident, as a file.
struct SaveRecord {
    IncidentId incident {};
};

// What is shown as a table, in a file of comma-separated values (shared/core/csv.h).
struct SaveRows {
    std::string csv {};
    std::size_t rows = 0;
    std::size_t unworded = 0; // of them, those whose words could not be had
    std::size_t left_out = 0; // more that this console does not hold
};

// Of View::exact_location, into the clipboard.
struct CopyLink { };

using Intent = std::variant<GoTo, Send, OpenLink, CopyText, Say, SavePicture, SaveRecord, SaveRows, CopyLink>;
using Intents = std::vector<Intent>;

// One screen. `draw` makes rows from the input, draws them and returns what was asked for.
class View {
public:
    virtual ~View() = default;
    virtual Intents draw(const ViewInput& input) = 0;
    // The user came here by address: take filters, ranges and selection from it.
    virtual void arrive(const Location&) { }
    // Whether what is shown is still on its way: what saves or copies it waits.
    virtual bool awaited(const ViewInput&) const { return false; }
    // The screen as a record on paper (client/views/paper.h), as HTML; empty: it is printed as it is seen.
    virtual std::string paper(const ViewInput&) const { return {}; }
    // The present address with what is chosen here: filter, range, selection. It is kept in the address bar.
    virtual Location address(const Location& here) const { return here; }
    // The address under which somebody else sees exactly this, also tomorrow; `here` is the present one.
    virtual Location exact_location(const Location& here) const { return address(here); }
};

// "Save the rows shown as CSV: as soon as all of them are here", for who pressed its key.
Say said_later(Action action);

// Where the key for it is pressed, a picture of what is drawn there in this frame: one timeline, one chart.
void offer_picture(const ViewInput& input, const PictureArea& area, Intents& intents);

// Helpers that every view shares.
GoTo go_to(std::string path, bool replace = false);
// The timeline of one service alone.
Location service_place(const ServiceId& service);
// "/incidents/INC-4" → "INC-4"; empty when the path is not below `prefix`.
std::string id_in_path(const Location& location, std::string_view prefix);
// The name people know a service by; its id where it has none.
std::string service_name(const State& state, const ServiceId& service);
std::string service_names(const State& state, const std::vector<ServiceId>& services);
// Whether the service, or one of these, is among those the incident is of.
bool concerns(const Incident& incident, const ServiceId& service);
bool concerns(const Incident& incident, const std::vector<ServiceId>& services);
// Whether the person who looks is that one.
bool is_me(const ViewInput& input, const UserId& user);
std::string user_name(const State& state, const UserId& user);
// "14:03:22" in the site's zone.
std::string site_time(Timestamp at, const SiteZone& zone);

}
