// SPDX-License-Identifier: Apache-2.0
// A console that starts while its server is down.
#include "tests/support/console_room.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

constexpr std::size_t kKeptAtMost = std::size_t { 2 } << 20;

class KeptReplicaTest : public testing::Test {
protected:
    KeptReplicaTest()
    {
        incident_ = console_.room.log_incident("Mail is slow");
        console_.fire("Down", "shop");
        console_.open(console_.room.resolver);
        kept_ = console_.replica.kept_text(kKeptAtMost);
        kept_at_ = console_.replica.heard_at();
        answers_ = console_.transport.answer;
        console_.room.pass(std::chrono::hours { 30 });
        console_.transport.answer = [this](const HttpRequest& request) {
            return up_ ? answers_(request) : HttpResponse { .failure = "nobody answers" };
        };
    }

    // Of another run of the program.
    void start()
    {
        replica_.start();
        replica_.offer_kept(kept_);
    }

    void frame()
    {
        console_.transport.poll();
        replica_.update();
    }

    void frames()
    {
        for (int i = 0; i < 5; ++i) {
            frame();
        }
    }

    ConsoleRoom console_ {};
    IncidentId incident_ {};
    std::string kept_ {};
    Timestamp kept_at_ {};
    std::function<HttpResponse(const HttpRequest&)> answers_ {};
    bool up_ = false;
    Replica replica_ { console_.transport, [this] { return console_.room.now; } };
};

TEST_F(KeptReplicaTest, ShowsWhatItHadFrozenAsOfThen)
{
    ASSERT_FALSE(kept_.empty());
    start();
    EXPECT_FALSE(replica_.loaded()) << "the server is asked first";
    frames();
    ASSERT_TRUE(replica_.loaded());
    EXPECT_EQ(replica_.link(), Link::Frozen);
    EXPECT_EQ(replica_.heard_at(), kept_at_);
    EXPECT_TRUE(replica_.state().incidents.contains(incident_));
    EXPECT_EQ(replica_.me()->user, console_.room.resolver.user);
    EXPECT_EQ(replica_.trouble(), "nobody answers");
}

TEST_F(KeptReplicaTest, IsNotShownWhereTheServerAnswers)
{
    up_ = true;
    console_.room.state.incidents.erase(incident_);
    start();
    frames();
    EXPECT_EQ(replica_.link(), Link::Live);
    EXPECT_FALSE(replica_.state().incidents.contains(incident_));
}

TEST_F(KeptReplicaTest, GivesWayOnceTheServerIsBack)
{
    start();
    frames();
    ASSERT_EQ(replica_.link(), Link::Frozen);
    up_ = true;
    console_.room.state.incidents.erase(incident_);
    console_.room.pass(std::chrono::seconds { 4 });
    frames();
    EXPECT_EQ(replica_.link(), Link::Live);
    EXPECT_FALSE(replica_.state().incidents.contains(incident_));
}

TEST_F(KeptReplicaTest, IsGoneAtOnceForWhoeverIsNotSignedInOrIsAnother)
{
    start();
    frames();
    ASSERT_TRUE(replica_.loaded());
    answers_ = [](const HttpRequest&) { return HttpResponse { .status = 401 }; };
    up_ = true;
    console_.room.pass(std::chrono::seconds { 4 });
    frames();
    EXPECT_EQ(replica_.link(), Link::SignedOut);
    EXPECT_FALSE(replica_.loaded());
    EXPECT_FALSE(replica_.state().incidents.contains(incident_));
}

TEST_F(KeptReplicaTest, IsGoneForSomebodyElseBeforeTheirStateIsThere)
{
    start();
    frames();
    answers_ = [room = answers_](const HttpRequest& request) {
        MeAnswer me;
        me.kind = "session";
        me.user = UserId { "somebody-else" };
        return request.path == "/api/v1/me" ? HttpResponse { .status = 200, .body = to_json_text(me) }
                                            : HttpResponse { .status = 503 };
    };
    up_ = true;
    console_.room.pass(std::chrono::seconds { 4 });
    frames();
    EXPECT_FALSE(replica_.loaded());
    EXPECT_FALSE(replica_.state().incidents.contains(incident_));
}

TEST_F(KeptReplicaTest, WhatCannotBeReadIsNotShown)
{
    for (const std::string& damaged :
        { std::string(), std::string("x"), kept_.substr(0, kept_.size() / 2), kept_.substr(0, kept_.find('\n') + 1) }) {
        kept_ = damaged;
        start();
        frames();
        EXPECT_FALSE(replica_.loaded());
        EXPECT_EQ(replica_.link(), Link::Loading);
    }
}

TEST_F(KeptReplicaTest, WhatIsTooMuchIsKeptWithoutAlertsOrNotAtAll)
{
    const std::string less = console_.replica.kept_text(kept_.size() - 1);
    ASSERT_FALSE(less.empty());
    EXPECT_LT(less.size(), kept_.size());
    EXPECT_EQ(console_.replica.kept_text(10), "");
    kept_ = less;
    start();
    frames();
    ASSERT_TRUE(replica_.loaded());
    EXPECT_TRUE(replica_.state().incidents.contains(incident_));
    EXPECT_TRUE(replica_.state().alerts.empty());
}

}
}
