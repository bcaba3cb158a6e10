// SPDX-License-Identifier: Apache-2.0
#include "server/app/embedded_assets.h"
#include "shared/domain/commands/command.h"
#include "shared/domain/entities/alerts.h"
#include "shared/domain/entities/incidents/incident.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/server/api/running_server.h"

#include <algorithm>
#include <gtest/gtest.h>
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

template<typename T>
void expect_fields(const std::string& schema)
{
    const JsonValue* described = document().find("components")->find("schemas")->find(schema);
    ASSERT_NE(described, nullptr) << schema;
    std::set<std::string> names;
    for (const auto& [name, type] : described->find("properties")->members) {
        names.insert(name);
    }
    std::set<std::string> fields;
    for (const std::string_view name : field_names<AsFields, T>()) {
        fields.emplace(name);
    }
    EXPECT_EQ(names, fields) << schema;
}

TEST(OpenapiTest, DescribesTheFieldsOfEveryCommand)
{
    expect_fields<LogIncident>("LogIncident");
    expect_fields<AddNote>("AddNote");
    expect_fields<MoveIncident>("MoveIncident");
    expect_fields<ClassifyIncident>("ClassifyIncident");
    expect_fields<DecideMajor>("DecideMajor");
    expect_fields<MoveDuty>("MoveDuty");
    expect_fields<SetTask>("SetTask");
    expect_fields<PublishUpdate>("PublishUpdate");
    expect_fields<LinkAlert>("LinkAlert");
    expect_fields<AddReference>("AddReference");
    expect_fields<SetMembers>("SetMembers");
    expect_fields<RecordChange>("RecordChange");
    expect_fields<SetService>("SetService");
    expect_fields<SetSource>("SetSource");
    expect_fields<SetBridge>("SetBridge");
    expect_fields<SetAsset>("SetAsset");
    expect_fields<DefineCapacity>("DefineCapacity");
    expect_fields<PlanWorkOrder>("PlanWorkOrder");
    expect_fields<MoveWorkOrder>("MoveWorkOrder");
    expect_fields<PlanWindow>("PlanWindow");
    expect_fields<MoveWindow>("MoveWindow");
    expect_fields<SwitchWalls>("SwitchWalls");
    expect_fields<EraseText>("EraseText");
    expect_fields<Incident>("Incident");
    expect_fields<Alert>("Alert");
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
