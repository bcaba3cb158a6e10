// SPDX-License-Identifier: Apache-2.0
#include "server/app/embedded_assets.h"
#include "shared/domain/commands/command.h"
#include "shared/domain/state/state.h"
#include "shared/wire/answers/capacity.h"
#include "shared/wire/answers/changes.h"
#include "shared/wire/answers/drills.h"
#include "shared/wire/answers/journal.h"
#include "shared/wire/answers/maintenance.h"
#include "shared/wire/answers/people.h"
#include "shared/wire/answers/state.h"
#include "shared/wire/answers/tokens.h"
#include "shared/wire/answers/walls.h"
#include "shared/wire/answers/writes.h"
#include "shared/wire/fields/fields_json.h"
#include "shared/wire/requests/capacity.h"
#include "shared/wire/requests/drills.h"
#include "shared/wire/requests/maintenance.h"
#include "shared/wire/requests/people.h"
#include "shared/wire/requests/sessions.h"
#include "shared/wire/requests/tokens.h"
#include "shared/wire/requests/walls.h"
#include "shared/wire/room_summary.h"
#include "shared/wire/source_counts.h"
#include "tests/server/api/running_server.h"

#include <algorithm>
#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <set>

namespace watchfloor::test {
namespace {

constexpr JsonLimits kLimits { .max_bytes = 4 * 1024 * 1024, .max_items = 200'000 };

const JsonValue& document()
{
    static const JsonValue value = [] {
        auto read = read_json(embedded_openapi(), kLimits);
        VERIFY(read.ok());
        return std::move(read).value();
    }();
    return value;
}

std::string lower(std::string_view text)
{
    std::string lowered(text);
    std::transform(lowered.begin(), lowered.end(), lowered.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return lowered;
}

TEST(OpenapiTest, DescribesEveryRouteAndNothingElse)
{
    RunningServer server;
    std::set<std::string> served;
    for (const auto& route : server.app().http->routes()) {
        served.insert(lower(to_string(route->method)) + " " + route->pattern);
    }
    std::set<std::string> described;
    for (const auto& [path, operations] : document().find("paths")->members) {
        for (const auto& [method, operation] : operations.members) {
            described.insert(method + " " + path);
        }
    }
    EXPECT_EQ(served, described);
}

TEST(OpenapiTest, SaysWhatEachRouteNeedsAndWhetherItTakesABody)
{
    RunningServer server;
    for (const auto& route : server.app().http->routes()) {
        const JsonValue* path = document().find("paths")->find(route->pattern);
        ASSERT_NE(path, nullptr) << route->pattern;
        const JsonValue* operation = path->find(lower(to_string(route->method)));
        ASSERT_NE(operation, nullptr) << route->pattern;
        EXPECT_EQ(operation->find("x-needs")->string, route->options.needs) << route->pattern;
        if (route->method == Method::Post) {
            EXPECT_EQ(operation->find("requestBody") != nullptr, route->options.body != BodyKind::None)
                << route->pattern;
        }
    }
}

TEST(OpenapiTest, NamesTheParametersOfEachRoute)
{
    RunningServer server;
    const JsonValue* common = document().find("components")->find("parameters");
    for (const auto& route : server.app().http->routes()) {
        const JsonValue* operation
            = document().find("paths")->find(route->pattern)->find(lower(to_string(route->method)));
        std::set<std::string_view> described;
        static const JsonValue kNone {};
        const JsonValue* parameters = operation->find("parameters");
        for (const JsonValue& given : (parameters != nullptr ? *parameters : kNone).items) {
            const JsonValue* reference = given.find("$ref");
            const JsonValue& parameter = reference == nullptr
                ? given
                : *common->find(reference->string.substr(reference->string.rfind('/') + 1));
            if (parameter.find("in")->string == "query") {
                described.insert(parameter.find("name")->string);
            }
        }
        const auto& read = route->options.parameters;
        EXPECT_EQ(described, std::set<std::string_view>(read.begin(), read.end())) << route->pattern;
    }
}

// "Service" of watchfloor::Service: schemas are named as the structs are.
template<typename T>
std::string schema_name()
{
    const std::string_view signature = __PRETTY_FUNCTION__;
    const std::size_t begin = signature.find("T = ") + 4;
    const std::string_view type = signature.substr(begin, signature.find_first_of(";]", begin) - begin);
    return std::string(type.substr(type.rfind(':') + 1));
}

// What the description of a field of this type says, as canonical JSON.
template<typename T>
std::string schema_of_type()
{
    if constexpr (std::is_same_v<T, bool>) {
        return R"({"type":"boolean"})";
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
        return R"({"format":"int64","type":"integer"})";
    } else if constexpr (std::is_same_v<T, std::uint64_t>) {
        return R"({"format":"int64","minimum":0,"type":"integer"})";
    } else if constexpr (std::is_same_v<T, std::string> || kIsId<T> || kIsBytes<T>) {
        return R"({"type":"string"})";
    } else if constexpr (std::is_same_v<T, Timestamp>) {
        return R"({"format":"date-time","type":"string"})";
    } else if constexpr (Enumeration<T>) {
        std::string words;
        for (const std::string_view word : EnumTexts<T>::texts) {
            words.append(words.empty() ? "\"" : ",\"").append(word).append("\"");
        }
        return "{\"enum\":[" + words + "],\"type\":\"string\"}";
    } else if constexpr (kIsOptional<T> || kIsVector<T>) {
        const std::string inner = schema_of_type<typename T::value_type>();
        return kIsOptional<T> ? inner : "{\"items\":" + inner + ",\"type\":\"array\"}";
    } else if constexpr (kIsPersistentMap<T>) {
        return "{\"items\":" + schema_of_type<std::decay_t<decltype(*std::declval<T>().find({}))>>()
            + ",\"type\":\"array\"}";
    } else if constexpr (std::is_same_v<T, TextMap>) {
        return R"({"additionalProperties":{"type":"string"},"type":"object"})";
    } else {
        return R"({"$ref":"#/components/schemas/)" + schema_name<T>() + "\"}";
    }
}

// How the schema's struct travels: what we answer says what is always there, by the writer's own rule.
enum class Travels { AsRequest, AsAnswer, AsAnswerWithZeros };

class FieldSchemas {
public:
    explicit FieldSchemas(Travels travels) : travels_(travels) { }

    template<typename Field>
    void operator()(std::string_view name, const Field&, FieldTraits traits = {})
    {
        schemas[std::string(name)] = schema_of_type<Field>();
        if (traits.has(kDemanded)) {
            demanded.insert(std::string(name));
        }
        if (std::is_same_v<Field, std::string> || kIsId<Field> || kIsVector<Field>) {
            empty_without.insert(std::string(name));
        }
        constexpr bool kNumber = std::is_same_v<Field, bool> || kIsInteger<Field>;
        const bool written = !is_zero(Field {}) || (kNumber && travels_ == Travels::AsAnswerWithZeros);
        if (travels_ != Travels::AsRequest && (written || name == "id")) {
            always.insert(std::string(name));
        }
    }

    std::map<std::string, std::string> schemas {};
    std::set<std::string> always {};
    std::set<std::string> demanded {};
    std::set<std::string> empty_without {}; // what the rules refuse where it is not given

private:
    Travels travels_;
};

std::string without_prose(JsonValue schema)
{
    std::erase_if(schema.members, [](const auto& member) {
        return member.first == "description" || member.first == "examples" || member.first == "default";
    });
    std::string text;
    append_canonical(text, schema);
    return text;
}

// That the schema of this name has the struct's fields, each with its type, and no other; and requires those of an
// answer that are always there, of a request those that its reader demands, and beside them only what is empty without.
template<typename T>
std::string compared(Travels travels)
{
    const std::string name = schema_name<T>();
    const JsonValue* described = document().find("components")->find("schemas")->find(name);
    if (described == nullptr) {
        ADD_FAILURE() << "no schema " << name;
        return name;
    }
    std::map<std::string, std::string> properties;
    for (const auto& [property, type] : described->find("properties")->members) {
        properties[property] = without_prose(type);
    }
    FieldSchemas fields(travels);
    const T value {};
    T::fields(fields, value);
    EXPECT_EQ(properties, fields.schemas) << name;
    std::set<std::string> required;
    for (const JsonValue& field :
        described->find("required") ? described->find("required")->items : std::vector<JsonValue> {}) {
        EXPECT_TRUE(fields.schemas.contains(field.string)) << name << "." << field.string;
        required.insert(field.string);
    }
    if (travels != Travels::AsRequest) {
        EXPECT_EQ(required, fields.always) << name;
    } else {
        std::erase_if(required, [&](const std::string& field) {
            return fields.empty_without.contains(field) && !fields.demanded.contains(field);
        });
        EXPECT_EQ(required, fields.demanded) << name;
    }
    return name;
}

template<typename... Structs>
std::set<std::string> all_compared(Travels travels)
{
    return { compared<Structs>(travels)... };
}

// What GET /api/v1/state answers.
struct WorkingSet {
    StateFrame frame {};
    State state {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        StateFrame::fields(visit, self.frame);
        visit("state", self.state);
    }
};

// Of no struct: what others define, an entry written field by field (entry_wire.cpp), frames of the live stream
// (sse_frames.cpp), and what is asked of whoever asks for a code.
const std::set<std::string> kByHand { "AlertmanagerAlert", "AlertmanagerAlerts", "AlertmanagerStatus",
    "AlertmanagerWebhook", "ClockEvent", "JournalPage", "NothingAsked", "PagerDutyAccepted", "PagerDutyChange",
    "PagerDutyEvent", "PagerDutyRefused", "PostedAlert", "PostedAlerts", "Refused", "ResyncEvent", "WireEntry" };

TEST(OpenapiTest, DescribesEveryFieldOfEveryStructAndNoOther)
{
    std::set<std::string> schemas
        = all_compared<Alert, AlertTotals, Asset, Bridge, CapacityAnswer, CapacityDecision, CapacityResource,
            CapacityRow, CapacityWeekAnswer, Change, DarkWall, DarkWalls, DutyHeld, ExternalReference, ForecastAnswer,
            ForecastLimit, ForecastPoint, ForecastWindow, ForecastsAnswer, HeartbeatSeen, Incident, JournalSummary,
            JournalsAnswer, MaintenanceWindow, MeAnswer, MissedHeartbeat, OfferedUpdate, PairingAnswer, PauseInterval,
            PlannedChange, PreviewedWindow, PublishedForecast, RedeemAnswer, ResourceLimit, RoomMajor, SampleFrame,
            SamplePoint, ScenarioSummary, SeriesAnswer, SeriesFigures, SeriesStretch, Service, Source, SourceCounts,
            SourcesAnswer, State, StatusUpdate, TargetClock, Task, Token, TokenAnswer, TokenSummary, User, WallDisplay,
            WallSummary, WallTest, WhatChangedAnswer, WindowPreviewAnswer, WorkOrder, WorkingSet>(Travels::AsAnswer);
    schemas.merge(all_compared<HealthAnswer, RoomSummary, WriteAnswer>(Travels::AsAnswerWithZeros));
    schemas.merge(all_compared<AddNote, AddReference, ClassifyIncident, DecideCapacity, DecideMajor, DefineCapacity,
        EraseText, FitWall, HeartbeatRule, LinkAlert, LogIncident, MoveDuty, MoveIncident, MoveWindow, MoveWorkOrder,
        OfferUpdate, PlanWindow, PlanWindowSeries, PlanWorkOrder, PublishUpdate, RecordChange, ReplanWorkOrder,
        RescheduleWindow, SetAsset, SetBridge, SetMembers, SetService, SetSource, SetTask, SetWallPages,
        SignCapacityPlan, SwitchWalls, WallTurn>(Travels::AsRequest));
    schemas.merge(all_compared<AddUserRequest, ApproveRequest, ChangeUserRequest, GivenSample, GivenSamples,
        MakeTokenRequest, PasswordRequest, PlayRequest, PreviewWindow, RedeemRequest, RenameWallRequest,
        SetPasswordRequest, SignInRequest, WallReportRequest>(Travels::AsRequest));
    for (const std::string& name : kByHand) {
        schemas.insert(name);
    }
    std::set<std::string> described;
    for (const auto& [name, schema] : document().find("components")->find("schemas")->members) {
        described.insert(name);
    }
    EXPECT_EQ(described, schemas);
}

// Which of the places below this one fail the question.
std::vector<std::string> places_where(
    const JsonValue& node, const std::string& place, const std::function<bool(const JsonValue&)>& fails)
{
    std::vector<std::string> found;
    if (fails(node)) {
        found.push_back(place);
    }
    const auto look = [&](const JsonValue& child, const std::string& name) {
        const auto within = places_where(child, place + "/" + name, fails);
        found.insert(found.end(), within.begin(), within.end());
    };
    for (const auto& [name, child] : node.members) {
        if (name != "example" && name != "examples") {
            look(child, name);
        }
    }
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        look(node.items[i], std::to_string(i));
    }
    return found;
}

bool is_text(const JsonValue* value, std::string_view text)
{
    return value != nullptr && value->is(JsonValue::Kind::String) && value->string == text;
}

using PlacesFound = std::vector<std::string>;

TEST(OpenapiTest, SaysOfEveryObjectAndListWhatIsInIt)
{
    const auto open = [](const JsonValue& node) {
        const bool object = is_text(node.find("type"), "object") && node.find("additionalProperties") == nullptr;
        const bool list = is_text(node.find("type"), "array") && node.find("items") == nullptr;
        return object || list;
    };
    EXPECT_EQ(places_where(document(), "", open), PlacesFound {});
}

// The end-to-end tests hold each against its schema.
TEST(OpenapiTest, ShowsAnExampleOfEveryBodyOfJson)
{
    const auto bare = [](const JsonValue& node) {
        const JsonValue* content = node.find("content");
        const JsonValue* json = content != nullptr ? content->find("application/json") : nullptr;
        return json != nullptr && json->find("example") == nullptr;
    };
    EXPECT_EQ(places_where(document(), "", bare), PlacesFound {});
}

TEST(OpenapiTest, IsServed)
{
    RunningServer server;
    const Answer answer = server.get("/api/openapi.json", nobody());
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, embedded_openapi());
}

}
}
