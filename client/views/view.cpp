// SPDX-License-Identifier: Apache-2.0
#include "client/views/view.h"

#include "client/keys/keymap.h"
#include "client/language/text.h"
#include "shared/core/words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace watchfloor {

Timestamp ViewInput::as_of() const
{
    if (!frozen) {
        return now;
    }
    const auto& back = replica.history_back();
    const Timestamp heard = back ? back->noticed_at : replica.heard_at();
    return heard.millis > 0 ? std::min(now, heard) : now;
}

Say said_later(Action action)
{
    const auto help = keymap_help();
    return { tr(Text::SaidLater, tr(help[static_cast<std::size_t>(action)].text)), false };
}

void offer_picture(const ViewInput& input, const PictureArea& area, Intents& intents)
{
    constexpr std::array<std::pair<Action, std::string_view>, 2> kForms { { { Action::PictureOfPart, ".png" },
        { Action::DrawingOfPart, kDrawingEnding } } };
    offer_part(area);
    for (const auto& [action, ending] : kForms) {
        if (pressed(action)) {
            intents.emplace_back(
                SavePicture { { picture_name(input.location.path, format_timestamp(input.as_of()), ending), area } });
        }
    }
}

GoTo go_to(std::string path, bool replace)
{
    GoTo go;
    go.location.path = std::move(path);
    go.replace = replace;
    return go;
}

Location service_place(const ServiceId& service)
{
    Location location { "/timeline", {} };
    location.set("service", service.text);
    return location;
}

std::string id_in_path(const Location& location, std::string_view prefix)
{
    const std::string_view path = location.path;
    return path.starts_with(prefix) ? std::string(path.substr(prefix.size())) : std::string();
}

std::string service_name(const State& state, const ServiceId& service)
{
    if (service == kUnknownService || service.empty()) {
        return std::string(tr(Text::UnknownService));
    }
    const Service* known = state.services.find(service);
    if (known == nullptr) {
        return service.text;
    }
    return !known->public_name.empty() ? known->public_name : !known->name.empty() ? known->name : service.text;
}

std::string service_names(const State& state, const std::vector<ServiceId>& services)
{
    std::string names;
    for (const ServiceId& service : services) {
        add_words(names, service_name(state, service));
    }
    return names.empty() ? std::string(tr(Text::UnknownService)) : names;
}

bool concerns(const Incident& incident, const ServiceId& service)
{
    return std::find(incident.services.begin(), incident.services.end(), service) != incident.services.end();
}

bool concerns(const Incident& incident, const std::vector<ServiceId>& services)
{
    return std::any_of(
        services.begin(), services.end(), [&](const ServiceId& service) { return concerns(incident, service); });
}

std::string user_name(const State& state, const UserId& user)
{
    const User* known = state.users.find(user);
    if (known != nullptr && !known->name.empty()) {
        return known->name;
    }
    // An account's id says nothing to anybody; a program's token is known by its name.
    return user.text.starts_with("u-") ? std::string(tr(Text::PersonUnnamed)) : user.text;
}

bool is_me(const ViewInput& input, const UserId& user)
{
    const auto& me = input.replica.me();
    return me && !user.empty() && me->user == user;
}

std::string site_time(Timestamp at, const SiteZone& zone)
{
    return format_clock(at, zone.offset_at(at));
}

}
