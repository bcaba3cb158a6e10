// SPDX-License-Identifier: Apache-2.0
#include "client/app/outbox.h"

#include "tests/support/fake_transport.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

std::string header(const HttpRequest& request, std::string_view name)
{
    for (const HttpHeader& one : request.headers) {
        if (one.name == name) {
            return one.value;
        }
    }
    return {};
}

Send note(std::string text)
{
    Send send;
    send.path = "/api/v1/incidents/INC-1/entries";
    send.body = R"({"text":")" + text + R"("})";
    send.queue_when_offline = true;
    return send;
}

class OutboxTest : public testing::Test {
protected:
    void SetUp() override { ASSERT_EQ(::setenv("XDG_DATA_HOME", folder_.path().c_str(), 1), 0); }

    TemporaryFolder folder_;
    FakeTransport transport_;
};

TEST_F(OutboxTest, SendsAtOnceWhileTheLinkIsLive)
{
    Outbox outbox(transport_);
    outbox.send(note("now"), "lead", 42, true);
    ASSERT_EQ(transport_.sent.size(), 1U);
    EXPECT_EQ(header(transport_.sent[0], "X-Seen-Seq"), "42");
    EXPECT_EQ(header(transport_.sent[0], "Idempotency-Key").size(), 32U);
    EXPECT_EQ(outbox.waiting(), 0U);
}

TEST_F(OutboxTest, KeepsEntriesOverARestartAndSendsThemInOrder)
{
    {
        Outbox outbox(transport_);
        outbox.send(note("first"), "lead", 7, false);
        outbox.send(note("second"), "lead", 7, false);
        EXPECT_EQ(outbox.waiting(), 2U);
        EXPECT_TRUE(transport_.sent.empty());
    }
    Outbox outbox(transport_);
    outbox.load();
    ASSERT_EQ(outbox.waiting(), 2U);
    transport_.answer = [](const HttpRequest&) { return HttpResponse { .status = 201, .body = "{}" }; };
    outbox.drain("lead");
    transport_.poll();
    transport_.poll();
    ASSERT_EQ(transport_.sent.size(), 2U);
    EXPECT_NE(transport_.sent[0].body.find("first"), std::string::npos);
    EXPECT_NE(transport_.sent[1].body.find("second"), std::string::npos);
    EXPECT_EQ(header(transport_.sent[0], "X-Seen-Seq"), "7");
    EXPECT_EQ(outbox.waiting(), 0U);
}

TEST_F(OutboxTest, TheSameKeyIsUsedForEveryTry)
{
    Outbox outbox(transport_);
    outbox.send(note("once"), "lead", 1, false);
    transport_.answer = [](const HttpRequest&) { return HttpResponse { .status = 503 }; };
    outbox.drain("lead");
    transport_.poll();
    EXPECT_EQ(outbox.waiting(), 1U);
    Outbox restarted(transport_);
    restarted.load();
    restarted.drain("lead");
    ASSERT_EQ(transport_.sent.size(), 2U);
    EXPECT_EQ(header(transport_.sent[0], "Idempotency-Key"), header(transport_.sent[1], "Idempotency-Key"));
}

TEST_F(OutboxTest, AfterAFailureItRestsInsteadOfAskingInEveryFrame)
{
    Outbox outbox(transport_);
    outbox.send(note("x"), "lead", 1, false);
    outbox.drain("lead");
    transport_.poll();
    outbox.drain("lead");
    outbox.drain("lead");
    EXPECT_EQ(transport_.sent.size(), 1U);
}

TEST_F(OutboxTest, ARefusedEntryStaysListedWithTheReason)
{
    Outbox outbox(transport_);
    outbox.send(note("x"), "lead", 1, false);
    transport_.answer = [](const HttpRequest&) {
        return HttpResponse { .status = 409, .body = R"({"error":{"code":"conflict","message":"INC-1 is closed."}})" };
    };
    outbox.drain("lead");
    transport_.poll();
    ASSERT_EQ(outbox.entries().size(), 1U);
    EXPECT_EQ(outbox.entries()[0].refusal, "INC-1 is closed.");
    outbox.dismiss_refused();
    EXPECT_EQ(outbox.waiting(), 0U);
}

TEST_F(OutboxTest, AnotherUserCannotSendWhatThisOneWrote)
{
    Outbox outbox(transport_);
    outbox.send(note("mine"), "lead", 1, false);
    outbox.drain("somebody-else");
    EXPECT_TRUE(transport_.sent.empty());
    EXPECT_EQ(outbox.waiting(), 1U);
}

TEST_F(OutboxTest, DeclarationsNeverQueue)
{
    Outbox outbox(transport_);
    Send declare;
    declare.path = "/api/v1/incidents/INC-1/major";
    outbox.send(declare, "lead", 1, false);
    EXPECT_EQ(outbox.waiting(), 0U);
    transport_.poll();
    const auto news = outbox.take_news();
    ASSERT_EQ(news.size(), 1U);
    EXPECT_TRUE(news[0].trouble);
}

TEST_F(OutboxTest, SigningOutLeavesNothingBehind)
{
    {
        Outbox outbox(transport_);
        outbox.send(note("x"), "lead", 1, false);
        outbox.erase();
    }
    Outbox later(transport_);
    later.load();
    EXPECT_EQ(later.waiting(), 0U);
}

Send write_about(std::string about)
{
    Send send;
    send.path = "/api/v1/incidents/INC-1/alerts";
    send.body = about;
    send.about = std::move(about);
    return send;
}

class BatchTest : public OutboxTest {
protected:
    void send_links()
    {
        Intents intents;
        std::vector<Send> links;
        for (const char* name : { "a", "b", "c", "d" }) {
            links.push_back(write_about(name));
            links.back().done = [this](const HttpResponse&) { ++answered_; };
        }
        link_alerts(intents, std::move(links));
        for (const Intent& intent : intents) {
            outbox_.send(std::get<Send>(intent), "lead", 3, true);
        }
    }

    Outbox outbox_ { transport_ };
    int answered_ = 0;
};

TEST_F(BatchTest, GoesOutOneAfterTheOtherAndIsToldOnce)
{
    transport_.answer = [](const HttpRequest&) { return HttpResponse { .status = 200, .body = "{}" }; };
    send_links();
    EXPECT_EQ(transport_.sent.size(), 1U) << "the second waits for the first";
    for (int i = 0; i < 4; ++i) {
        transport_.poll();
    }
    ASSERT_EQ(transport_.sent.size(), 4U);
    EXPECT_EQ(transport_.sent[3].body, "d");
    EXPECT_NE(header(transport_.sent[0], "Idempotency-Key"), header(transport_.sent[1], "Idempotency-Key"));
    const auto news = outbox_.take_news();
    ASSERT_EQ(news.size(), 1U);
    EXPECT_EQ(news[0].text, "4 alerts linked");
    EXPECT_FALSE(news[0].trouble);
    EXPECT_EQ(answered_, 4);
}

TEST_F(BatchTest, SaysWhichWereRefusedAndWhyAndSendsTheRest)
{
    transport_.answer = [](const HttpRequest& request) {
        return request.body == "b" || request.body == "d"
            ? HttpResponse { .status = 409, .body = R"({"error":{"code":"conflict","message":"It is taken."}})" }
            : HttpResponse { .status = 200, .body = "{}" };
    };
    send_links();
    for (int i = 0; i < 4; ++i) {
        transport_.poll();
    }
    const auto news = outbox_.take_news();
    ASSERT_EQ(news.size(), 1U);
    EXPECT_EQ(news[0].text, "2 of 4 linked, 2 refused: b, d: It is taken.");
    EXPECT_TRUE(news[0].trouble);
}

TEST_F(BatchTest, WaitsOnceOnlyWhereNobodyAnswers)
{
    send_links();
    transport_.poll();
    EXPECT_EQ(transport_.sent.size(), 1U);
    const auto news = outbox_.take_news();
    ASSERT_EQ(news.size(), 1U);
    EXPECT_EQ(news[0].text, "0 of 4 linked, 4 refused: a, b, c, …: nobody answers");
    EXPECT_EQ(answered_, 4) << "each of them is open again";
}

TEST_F(BatchTest, IsLeftWithItsScreenAndDoesNotHoldUpTheNext)
{
    transport_.answer = [](const HttpRequest&) { return HttpResponse { .status = 200, .body = "{}" }; };
    send_links();
    outbox_.leave_writes();
    transport_.poll();
    EXPECT_TRUE(outbox_.take_news().empty());
    send_links();
    for (int i = 0; i < 4; ++i) {
        transport_.poll();
    }
    EXPECT_EQ(outbox_.take_news().size(), 1U);
    EXPECT_EQ(transport_.sent.size(), 5U);
}

TEST_F(BatchTest, OneAloneIsAWriteLikeAnyOther)
{
    Intents intents;
    link_alerts(intents, link_sends(IncidentId { "INC-1" }, { { AlertId { "x" }, "Down" } }));
    ASSERT_EQ(intents.size(), 1U);
    EXPECT_EQ(std::get<Send>(intents[0]).batch, nullptr);
    EXPECT_EQ(std::get<Send>(intents[0]).success, "Alert Down belongs to this incident");
}

}
}
