// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/commands/command.h"
#include "shared/wire/command_codec.h"
#include "shared/wire/requests/capacity.h"

#include "tests/shared/wire/filled.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace watchfloor {
namespace {

template<typename T>
std::string refusal_of(std::string_view body)
{
    const auto read = decode_command<T>(body);
    return read.ok() ? "accepted" : read.error().message;
}

// Written, read as untrusted input and written again: no field may be lost on the way.
template<typename T>
void expect_same_after_the_wire()
{
    for (const int seed : { 1, 2, 50 }) {
        T command {};
        Filler filler(seed);
        T::fields(filler, command);
        for (const T& one : { command, T {} }) {
            const std::string body = encode_command(one);
            const auto read = decode_command<T>(body);
            ASSERT_TRUE(read.ok()) << read.error().message;
            EXPECT_EQ(encode_command(read.value()), body);
        }
    }
}

template<typename... T>
void expect_same_for_all()
{
    (expect_same_after_the_wire<T>(), ...);
}

}

TEST(FieldsJsonTest, WritesSortedCompactAndWithoutDefaults)
{
    Alert alert;
    alert.id = AlertId { "a1" };
    alert.labels = { { "z", "1" }, { "a", "\"" } };
    alert.ended_at = Timestamp { 0 };
    EXPECT_EQ(to_json_text(alert),
        R"({"ended_at":"1970-01-01T00:00:00.000Z","id":"a1","labels":{"a":"\"","z":"1"},)"
        R"("severity":"unknown","state":"firing"})");
}

TEST(FieldsJsonTest, AnOptionalThatHoldsADefaultIsWritten)
{
    ClassifyIncident command;
    command.security_relevant = false;
    command.category = "";
    command.services = std::vector<ServiceId> {};
    EXPECT_EQ(to_json_text(command), R"({"category":"","security_relevant":false,"services":[]})");
    const auto read = decode_command<ClassifyIncident>(to_json_text(command));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value().security_relevant, std::optional<bool>(false));
    EXPECT_EQ(read.value().category, std::optional<std::string>(""));
    ASSERT_TRUE(read.value().services.has_value());
}

TEST(CommandCodecTest, EveryCommandFromOutsideComesBackWhole)
{
    expect_same_for_all<LogIncident, AddNote, MoveIncident, ClassifyIncident, DecideMajor, MoveDuty, SetTask,
        PublishUpdate, OfferUpdate, LinkAlert, AddReference, SetMembers, AcknowledgeAlert, RecordChange, SetService,
        SetSource, SetBridge, SetUser, SetToken, SetAsset, DefineCapacity, PlanWorkOrder, ReplanWorkOrder,
        MoveWorkOrder, PlanWindow, MoveWindow, RescheduleWindow, SwitchWalls, EraseText, FitWall, SetWallPages,
        DecideCapacity, SignCapacityPlan>();
}

TEST(CommandCodecTest, FalseIsSentWhereTheDefaultIsTrue)
{
    SetMembers open;
    open.restricted = false;
    const auto read = decode_command<SetMembers>(encode_command(open));
    ASSERT_TRUE(read.ok());
    EXPECT_FALSE(read.value().restricted);
}

// What is left out may stay as it is, so what was emptied is sent as empty; only what is not set says nothing.
TEST(CommandCodecTest, WhatIsEmptyIsSentAsEmpty)
{
    EXPECT_EQ(encode_command(SetWallPages {}), R"({"pages":[]})");
    EXPECT_EQ(encode_command(SetBridge { { .id = BridgeId { "b" }, .name = "B" } }),
        R"({"id":"b","in_use_by":"","link":"","name":"B","number":"","pin":""})");
    EXPECT_EQ(encode_command(SetTask {}), R"({"task":""})");
}

TEST(CommandCodecTest, AbsentFieldsKeepTheirDefaults)
{
    const auto read = decode_command<DefineCapacity>("{}");
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value().resource.warn_percent, 80);
    EXPECT_TRUE(decode_command<AcknowledgeAlert>("").ok());
    EXPECT_TRUE(decode_command<AddNote>(R"({"occurred_at":null})").ok());
}

// An instant or a choice that nobody made is not taken for the first there is.
TEST(CommandCodecTest, WhatHasNoDefaultThatCouldBeMeantIsDemanded)
{
    const auto missing = [](const std::string& field) { return "Field '" + field + "' is missing: give it."; };
    EXPECT_EQ(refusal_of<PlanWindow>(R"({"title":"w","to":"2026-01-02T03:04:05Z"})"), missing("from"));
    EXPECT_EQ(refusal_of<PlanWindow>(R"({"title":"w","from":"2026-01-02T03:04:05Z"})"), missing("to"));
    EXPECT_EQ(refusal_of<PlanWorkOrder>(R"({"planned_end":"2026-01-02T03:04:05Z"})"), missing("planned_start"));
    EXPECT_EQ(refusal_of<PlanWorkOrder>(R"({"planned_start":"2026-01-02T03:04:05Z"})"), missing("planned_end"));
    EXPECT_EQ(refusal_of<MoveWindow>(R"({"version":1})"), missing("to"));
    EXPECT_EQ(refusal_of<MoveWorkOrder>(R"({"version":1})"), missing("to"));
    EXPECT_EQ(refusal_of<SwitchWalls>("{}"), missing("audience"));
    EXPECT_EQ(refusal_of<EraseText>(R"({"legal_basis":"Art. 17 GDPR"})"), missing("seq"));
    EXPECT_EQ(refusal_of<MoveDuty>(R"({"duty":"scribe"})"), missing("act"));
    EXPECT_EQ(refusal_of<MoveDuty>(R"({"act":"take"})"), missing("duty"));
    EXPECT_EQ(refusal_of<DecideMajor>(R"({"reason":"x"})"), missing("act"));
    EXPECT_EQ(refusal_of<SetWallPages>("{}"), missing("pages"));
    EXPECT_EQ(refusal_of<SetWallPages>(""), missing("pages"));
    EXPECT_EQ(refusal_of<FitWall>(R"({"diagonal_inches":55,"distance_centimetres":400})"), missing("role"));
    EXPECT_EQ(refusal_of<LinkAlert>("{}"), missing("alert"));
    EXPECT_EQ(refusal_of<SetMembers>(R"({"restricted":false})"), missing("members"));
    EXPECT_EQ(refusal_of<SetMembers>(R"({"members":[]})"), missing("restricted"));
    EXPECT_EQ(refusal_of<GivenSamples>(R"({"samples":[{"value_milli":1}]})"), missing("samples[0].at"));
    // What is misspelt is why it is missing.
    EXPECT_EQ(
        refusal_of<SwitchWalls>(R"({"audiense":"room"})"), "Field 'audiense' is not known here; known are: audience.");
}

// Or a sentence about it would be as long, and written by whoever sent it.
TEST(CommandCodecTest, AnIdIsShortAndOneLine)
{
    const auto members = [](const std::string& id) { return R"({"restricted":true,"members":["ada",")" + id + "\"]}"; };
    EXPECT_TRUE(decode_command<SetMembers>(members(std::string(200, 'x'))).ok());
    for (const std::string& id : { std::string(201, 'x'), std::string("a\\nb"), std::string("a\\u007fb") }) {
        EXPECT_TRUE(refusal_of<SetMembers>(members(id)).starts_with("Field 'members[1]' is no id: ")) << id;
    }
}

TEST(CommandCodecTest, RefusalsNameTheFieldAndSayWhatToDo)
{
    EXPECT_EQ(refusal_of<AddNote>(R"({"txt":"x"})"),
        "Field 'txt' is not known here; known are: kind, occurred_at, supersedes, text.");
    EXPECT_EQ(refusal_of<AddNote>(R"({"text":7})"), "Field 'text' must be text, not a whole number.");
    EXPECT_EQ(refusal_of<AddNote>(R"({"text":null})"), "Field 'text' must be text, not null.");
    EXPECT_EQ(refusal_of<AddNote>(R"({"kind":"rumour"})"),
        "Field 'kind' is 'rumour'; use one of: observation, hypothesis, decision, action, communication, "
        "state_change, evidence, metric, handover.");
    EXPECT_EQ(refusal_of<AddNote>(R"({"kind":"Observation"})").substr(0, 29), "Field 'kind' is 'Observation'");
    EXPECT_EQ(refusal_of<AddNote>(R"({"occurred_at":"2026-01-02T03:04:05"})"),
        "Field 'occurred_at' is not a time. Give times as RFC 3339 with a zone, for example "
        "2026-01-02T03:04:05.678Z.");
    EXPECT_EQ(refusal_of<AddNote>(R"({"supersedes":-1})"),
        "Field 'supersedes' must be a whole number of at least 0, not a whole number.");
    EXPECT_EQ(refusal_of<AddNote>(R"({"supersedes":1.5})"),
        "Field 'supersedes' must be a whole number of at least 0, not a number with a fraction.");
    EXPECT_EQ(refusal_of<MoveIncident>(R"({"version":"x1"})"), "Field 'version' must be a whole number, not text.");
    EXPECT_EQ(refusal_of<MoveIncident>(R"({"version":"1x"})"), "Field 'version' must be a whole number, not text.");
    EXPECT_EQ(
        refusal_of<LogIncident>(R"({"services":["a",2]})"), "Field 'services[1]' must be text, not a whole number.");
    EXPECT_EQ(refusal_of<LogIncident>(R"({"services":"a"})"), "Field 'services' must be a list, not text.");
    EXPECT_EQ(
        refusal_of<SetService>(R"({"match":{"team":1}})"), "Field 'match.team' must be text, not a whole number.");
    EXPECT_EQ(refusal_of<SetService>(R"({"match":[]})"), "Field 'match' must be an object of texts, not a list.");
    EXPECT_EQ(refusal_of<SetMembers>(R"({"restricted":"yes"})"), "Field 'restricted' must be true or false, not text.");
    EXPECT_EQ(refusal_of<AddNote>("[]"), "The body must be an object, not a list.");
    EXPECT_EQ(refusal_of<AcknowledgeAlert>(R"({"by":"ada"})"), "Field 'by' is not known here; send {}.");
}

TEST(CommandCodecTest, NobodyCanNameTheActorOrTheIncidentInTheBody)
{
    for (const std::string_view body : { R"({"actor":"eve"})", R"({"incident":"INC-1"})", R"({"recorded_at":"x"})" }) {
        EXPECT_NE(refusal_of<AddNote>(body).find("is not known here"), std::string::npos) << body;
    }
}

TEST(CommandCodecTest, BodiesAreLimited)
{
    const auto large = decode_command<AddNote>("{\"text\":\"" + std::string(300'000, 'x') + "\"}");
    ASSERT_FALSE(large.ok());
    EXPECT_EQ(large.error().code, ErrorCode::TooLarge);
    EXPECT_FALSE(decode_command<LogIncident>("{\"title\":" + std::string(9, '[') + std::string(9, ']') + "}").ok());
}

TEST(FieldsJsonTest, FieldsDeclaredInAnotherOrderAreWrittenSorted)
{
    TaskSet set;
    set.task.id = TaskId { "t1" };
    set.task.owner = UserId { "ada" };
    set.incident = IncidentId { "INC-1" };
    std::string facts;
    FieldsWriter(facts).object<AsFacts>(set);
    EXPECT_TRUE(is_canonical(facts)) << facts;
    EXPECT_LT(facts.find("\"id\":\"t1\""), facts.find("\"incident\":\"INC-1\"")) << facts;
    EXPECT_LT(facts.find("\"incident\":\"INC-1\""), facts.find("\"owner\":\"ada\"")) << facts;
}

TEST(FieldTableTest, HoldsTheChosenFieldsOfAnEntityWhereTheyLieInTheEntry)
{
    const TaskSet set;
    const FieldTable& whole = field_table<AsFields>(set.task);
    const FieldTable& facts = field_table<AsFacts>(set);
    const FieldTable& text = field_table<AsText>(set);
    EXPECT_EQ(facts.declared.size() + text.declared.size(), whole.declared.size() + 1); // and the incident
    const auto in_task = static_cast<std::size_t>(
        reinterpret_cast<const std::byte*>(&set.task) - reinterpret_cast<const std::byte*>(&set));
    for (const FieldPlace& place : whole.declared) {
        const FieldTable& part = place.traits.has(kText) ? text : facts;
        const auto at = std::find_if(part.declared.begin(), part.declared.end(),
            [&](const FieldPlace& chosen) { return chosen.name == place.name; });
        ASSERT_NE(at, part.declared.end()) << place.name;
        EXPECT_EQ(at->distance, place.distance + in_task) << place.name;
        EXPECT_EQ(at->type, place.type) << place.name;
    }
}

}
