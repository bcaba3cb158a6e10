// SPDX-License-Identifier: Apache-2.0
#include "server/http/places.h"

#include "server/http/json_error.h"
#include "tests/server/http/http_server_fixture.h"
#include "tests/support/eventually.h"

#include <utility>

namespace watchfloor::test {
namespace {

TEST(PlacesTest, OneCallerGetsHalfAndTwoAThirdEach)
{
    Places places;
    places.offer(QuotaClass::Api, 12);
    for (int i = 0; i < 6; ++i) {
        EXPECT_TRUE(places.take(QuotaClass::Api, "one")) << i;
    }
    EXPECT_FALSE(places.take(QuotaClass::Api, "one"));
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(places.take(QuotaClass::Api, "two")) << i;
    }
    EXPECT_FALSE(places.take(QuotaClass::Api, "two")) << "three are free, and it has three";
    places.leave(QuotaClass::Api, "one");
    EXPECT_FALSE(places.take(QuotaClass::Api, "one"));
    places.leave(QuotaClass::Api, "one");
    EXPECT_TRUE(places.take(QuotaClass::Api, "two"));
    EXPECT_TRUE(places.take(QuotaClass::Api, "three"));
    EXPECT_EQ(places.running()[0], 9);
    EXPECT_EQ(places.refusals(), 3U);
}

TEST(PlacesTest, WhoHoldsNoneGetsTheLastAndNobodyMoreThanThereAre)
{
    Places places;
    places.offer(QuotaClass::Intake, 2);
    EXPECT_TRUE(places.take(QuotaClass::Intake, "one"));
    EXPECT_FALSE(places.take(QuotaClass::Intake, "one"));
    EXPECT_TRUE(places.take(QuotaClass::Intake, "two"));
    EXPECT_FALSE(places.take(QuotaClass::Intake, "three"));
    EXPECT_FALSE(places.take(QuotaClass::Live, "three")) << "nothing was offered there";
    places.leave(QuotaClass::Intake, "one");
    EXPECT_TRUE(places.take(QuotaClass::Intake, "three"));
    EXPECT_EQ(places.running(), (std::array<std::int64_t, kQuotaClasses> { 0, 2, 0, 0, 0 }));
}

// Over HTTP: two routes that hold whoever asks until they are released, one for reading and one for writing, and a guard
// that believes whatever name it is told.
class FairSharesTest : public HttpServerTest {
protected:
    FairSharesTest()
    {
        server_ = std::make_unique<HttpServer>(HttpServerOptions {
            .port = 0, .quotas = { .api = 4, .intake = 1, .sign_in = 1, .live = 1, .reading = 4 } });
        const auto hold = [this](const Request&) {
            entered_.fetch_add(1);
            released_.wait();
            return text_response(200, "done");
        };
        server_->route(Method::Get, "/pages", { .quota = QuotaClass::Reading }, hold);
        server_->route(Method::Post, "/writes", {}, hold);
        server_->route(Method::Get, "/live", { .quota = QuotaClass::Live }, hold);
        server_->set_guard([](const Route&, Request& request) -> std::optional<Response> {
            request.caller = std::string { request.header("x-caller").value_or("") };
            return std::nullopt;
        });
        EXPECT_TRUE(server_->start().ok());
    }
    ~FairSharesTest() override
    {
        release();
        server_.reset(); // before what its handlers use
    }

    void release()
    {
        if (!std::exchange(let_go_, true)) {
            release_.set_value();
        }
    }

    static std::string asking(std::string_view line, const std::string& caller)
    {
        return std::string { line } + " HTTP/1.1\r\nHost: localhost\r\nX-Caller: " + caller + "\r\n\r\n";
    }

    // Whether the handler was reached; where it was not, what was answered is still to be read.
    bool enters(RawClient& client, const std::string& request)
    {
        const int before = entered_.load();
        const auto decided = [&] {
            const bool open = client.receive_some();
            return entered_.load() > before || !client.received().empty() || !open;
        };
        return client.send(request) && eventually(decided) && entered_.load() > before;
    }

    bool let_go_ = false;
    std::vector<RawClient> clients_;
};

TEST_F(FairSharesTest, WhoTakesAllItCanIsRefusedItselfAndNobodyElse)
{
    for (int i = 0; i < 6; ++i) {
        clients_.emplace_back(port());
        EXPECT_EQ(enters(clients_.back(), asking("GET /pages", "weak")), i < 2) << i;
    }
    EXPECT_EQ(clients_.back().read_response()->status, 503);
    clients_.emplace_back(port());
    EXPECT_TRUE(enters(clients_.back(), asking("GET /pages", "another"))) << "of the same address";
    clients_.emplace_back(port());
    EXPECT_TRUE(enters(clients_.back(), asking("POST /writes", "weak"))) << "reading takes nothing of writing";
    release();
    EXPECT_EQ(clients_.back().read_response()->status, 200);
    clients_.emplace_back(port());
    EXPECT_TRUE(eventually([this] { return server_->metrics().running[4] == 0; }));
    EXPECT_TRUE(enters(clients_.back(), asking("GET /pages", "weak"))) << "what it held it gave back";
}

// A company's screens come back all at once when their network does, from one address and perhaps as one caller.
TEST_F(FairSharesTest, NobodyWhoBeginsAStreamIsRefusedForBeingOneOfMany)
{
    for (int i = 0; i < 6; ++i) {
        clients_.emplace_back(port());
        EXPECT_TRUE(enters(clients_.back(), asking("GET /live", "company"))) << i;
    }
    EXPECT_EQ(server_->metrics().quota_refusals, 0U);
}

TEST_F(FairSharesTest, WhomTheGuardDoesNotKnowSharesWithTheirNetwork)
{
    for (int i = 0; i < 4; ++i) {
        clients_.emplace_back(port(), 0, "127.0.0.2");
        EXPECT_EQ(enters(clients_.back(), asking("GET /pages", "")), i < 2) << i;
    }
    clients_.emplace_back(port(), 0, "127.0.0.3");
    EXPECT_TRUE(enters(clients_.back(), asking("GET /pages", "")));
}

}
}
