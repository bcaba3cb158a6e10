// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/app/app.h"
#include "server/auth/request_identity.h"
#include "server/http/json_error.h"
#include "server/http/limits.h"
#include "shared/domain/commands/command.h"
#include "shared/domain/state/state.h"
#include "shared/wire/answers/listing.h"
#include "shared/wire/command_codec.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace watchfloor {

// Who asks, of which journal, and what of it they may see; one look at the published state, so
// that an answer is of one moment.
struct Caller {
    Principal principal {};
    Actor actor {};
    OpenedJournal* journal = nullptr;
    std::shared_ptr<const State> state {};
    Visibility viewer {};

    // What of the state the caller may know.
    State visible() const { return project(*state, viewer); }

    // The same for what asks nothing of the alerts, of which there may be very many.
    State visible_beside_alerts() const
    {
        State beside = *state;
        beside.alerts = {};
        return project(beside, viewer);
    }

    // Samples are in one store, the main journal's; a drill defines its own resources, of the same names maybe, but
    // measures nothing.
    bool measures() const { return journal->sequencer->journal() == kMainJournal; }
};

Result<Caller> caller_of(App& app, const Request& request);

// Carries the command out as the caller and answers with the seq it led to: `status` where
// something was done, also when the same request comes again under its Idempotency-Key.
Response submit(App& app, const Request& request, Command command, int status = 200);

// The answer to what was written: what it created and where in the journal it stands.
Response written(const Outcome& outcome, int status);

// The caller as the main journal knows them, where people, tokens and walls are kept.
Actor main_actor(App& app, const Request& request);

// Query parameters; Malformed names the parameter.
Result<std::uint64_t> number_parameter(const Request& request, std::string_view name, std::uint64_t otherwise,
    std::uint64_t most, std::uint64_t least = 0);
Result<Timestamp> instant_parameter(const Request& request, std::string_view name, Timestamp otherwise);

// What only staff may list: reporters see their own reports. NotFound, as for what does not exist.
Result<void> check_staff(const Caller& caller);

// The entry of this number, if the caller may see it. NotFound is the same for what does not exist.
Result<SealedEntry> visible_entry(App& app, const Caller& caller, std::uint64_t seq);

Response ok(std::string body);

// Statement forms for handlers: the error becomes the answer.
#define ANSWER_IF_ERROR(expression)                                    \
    do {                                                               \
        if (auto result_ = (expression); !result_.ok()) [[unlikely]] { \
            return error_response(result_.error());                    \
        }                                                              \
    } while (false)
#define ANSWER_OR_RETURN_AT(temporary, target, expression) \
    auto temporary = (expression);                         \
    if (!temporary.ok()) [[unlikely]] {                    \
        return error_response(temporary.error());          \
    }                                                      \
    target = std::move(temporary).value()
#define ASSIGN_OR_ANSWER(target, expression) \
    ANSWER_OR_RETURN_AT(WATCHFLOOR_CONCAT(answer_at_, __LINE__), target, expression)

// All values of a map that `wanted` picks, sorted by `before`.
template<typename Map, typename Wanted, typename Before>
auto values_of(const Map& map, Wanted wanted, Before before)
{
    using Value = std::decay_t<decltype(*map.find({}))>;
    std::vector<Value> values;
    map.for_each([&](const auto&, const Value& value) {
        if (wanted(value)) {
            values.push_back(value);
        }
    });
    std::sort(values.begin(), values.end(), before);
    return values;
}

// A list as JSON, however long, of which no more than a piece is held as text.
template<typename T>
Response listing(Listing<T> list)
{
    return pieced_response(200,
        [list = std::make_shared<const Listing<T>>(std::move(list)), next = std::size_t { 0 }](
            std::string& out) mutable {
            const auto& items = list->items;
            out += next == 0 && !items.empty() ? "{\"items\":[" : "";
            const std::size_t first = next; // one at least, whatever is there already
            for (; next < items.size() && (next == first || out.size() < kPieceBytes); ++next) {
                out += next > 0 ? "," : "";
                FieldsWriter(out).value(items[next]);
            }
            if (next < items.size()) {
                return true;
            }
            Listing<T> rest;
            rest.seq = list->seq;
            rest.total = list->total;
            const std::string end = to_json_text(rest);
            out += items.empty() ? end : end == "{}" ? "]}" : "]," + end.substr(1);
            return false;
        });
}

template<typename T>
Response listing(std::vector<T> items, std::uint64_t seq)
{
    Listing<T> list;
    list.total = items.size();
    list.items = std::move(items);
    list.seq = seq;
    return listing(std::move(list));
}

// A whole list of the visible state, by id; alerts are listed in pages.
template<typename Map>
Response list_all(App& app, const Request& request, Map State::*map)
{
    ASSIGN_OR_ANSWER(const Caller caller, caller_of(app, request));
    const State visible = caller.visible_beside_alerts();
    return listing(
        values_of(
            visible.*map, [](const auto&) { return true; }, [](const auto& a, const auto& b) { return a.id < b.id; }),
        visible.seq);
}

// A handler that reads the body as `T` and carries it out; `complete` fills in what the path says.
template<typename T, typename Complete>
Handler command_route(App& app, int status, Complete complete)
{
    return [&app, status, complete](const Request& request) {
        auto command = decode_command<T>(request.body);
        if (!command.ok()) {
            return error_response(command.error());
        }
        complete(command.value(), request);
        return submit(app, request, Command { std::move(command).value() }, status);
    };
}

template<typename T>
Handler command_route(App& app, int status)
{
    return command_route<T>(app, status, [](T&, const Request&) {});
}

// Such parameters may be given several times.
RouteOptions repeating(RouteOptions options, std::initializer_list<std::string_view> parameters);

// Routes about one journal: reading names the parameters it takes beside that, acting says what was seen.
RouteOptions reads(std::string_view needs = kNeedsRead, std::initializer_list<std::string_view> also = {});
RouteOptions acts(std::string_view needs = kNeedsAct);

// Reading that goes through much of the journal or of the state: it takes no place of what is quick.
RouteOptions reads_much(std::string_view needs = kNeedsRead, std::initializer_list<std::string_view> also = {});

// About people, tokens, walls and the server itself, which no journal= and no seen= changes.
RouteOptions of_the_site(RouteOptions options);

}
