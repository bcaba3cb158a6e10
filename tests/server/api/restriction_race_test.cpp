// SPDX-License-Identifier: Apache-2.0
// Streams that are open, or opened, at the very moment of a restriction, while others write.
#include "tests/server/api/running_server.h"
#include "tests/support/eventually.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>

namespace watchfloor::test {
namespace {

using enum SystemRole;

class RestrictionRaceTest : public testing::Test {
protected:
    using Streams = std::vector<std::unique_ptr<LiveStream>>;

    std::uint64_t head() { return server.app().journals->main().head().seq; }

    void open(Streams& streams, const std::string& query)
    {
        streams.push_back(std::make_unique<LiveStream>(server, query, outsider));
    }

    // What the stream brings of the entries from `from` on, until it ends or stands at `until`.
    static std::string told_from(LiveStream& stream, std::uint64_t from, std::uint64_t until)
    {
        std::string data;
        for (auto event = stream.next(); event; event = stream.next()) {
            const std::uint64_t seq = event->name == "entry" ? std::stoull(event->id) : 0;
            data += seq >= from ? event->data : "";
            if (seq >= until) {
                break;
            }
        }
        return data;
    }

    // Restricts the incident while notes are written and streams are opened; all streams, and the restriction's seq.
    std::uint64_t restrict_amid_writing(const std::string& incident, Streams& streams)
    {
        const std::string path = "/api/v1/incidents/" + incident;
        std::atomic<int> written { 0 };
        std::thread writer([&] {
            for (int i = 0; i < 12; ++i) {
                const Answer answer = server.post(path + "/entries", R"({"text":"quiet words"})", lead);
                EXPECT_EQ(answer.status, 201) << answer.body;
                written.fetch_add(1);
            }
        });
        Streams opened;
        std::thread opener([&] {
            for (int i = 0; i < 6; ++i) {
                open(opened, i % 2 == 0 ? "?after=0" : "?after=" + std::to_string(head()));
            }
        });
        EXPECT_TRUE(eventually([&] { return written.load() >= 3; }));
        const Answer restricted = server.post(path + "/members",
            R"({"restricted":true,"members":[")" + server.app().auth->user_named("lead")->id.text + R"("]})", lead);
        EXPECT_EQ(restricted.status, 200) << restricted.body;
        writer.join();
        opener.join();
        for (auto& stream : opened) {
            streams.push_back(std::move(stream));
        }
        return std::stoull(restricted.at("seq"));
    }

    RunningServer server;
    Credentials lead = server.person("lead", { IncidentManager, Resolver });
    Credentials outsider = server.person("outsider", { Resolver });
};

TEST_F(RestrictionRaceTest, NothingOfTheIncidentReachesAnyStreamFromThatEntryOn)
{
    for (int round = 0; round < 6; ++round) {
        const std::string incident
            = server.post("/api/v1/incidents", R"({"title":"Quiet matter"})", lead).at("created");
        Streams streams;
        open(streams, "?after=0");
        open(streams, "?after=" + std::to_string(head()));
        const std::uint64_t seq = restrict_amid_writing(incident, streams);
        // Something that all may see, so that each stream that goes on comes to an end of the question.
        ASSERT_EQ(server.post("/api/v1/incidents", R"({"title":"Open matter"})", lead).status, 201);
        const std::uint64_t until = head();
        ASSERT_GT(until, seq);
        for (const auto& stream : streams) {
            const std::string told = told_from(*stream, seq, until);
            EXPECT_EQ(told.find("quiet words"), std::string::npos) << told;
            EXPECT_EQ(told.find("Quiet matter"), std::string::npos) << told;
            EXPECT_EQ(told.find("\"" + incident + "\""), std::string::npos) << told;
        }
        LiveStream of_member(server, "?after=" + std::to_string(seq - 1), lead);
        EXPECT_NE(told_from(of_member, seq, until).find(incident), std::string::npos) << "who may see it sees it";
    }
}

}
}
