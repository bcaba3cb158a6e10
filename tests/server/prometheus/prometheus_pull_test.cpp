// SPDX-License-Identifier: Apache-2.0
#include "server/prometheus/prometheus_pull.h"

#include "tests/server/api/running_server.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <httplib.h>
#include <mutex>
#include <thread>

namespace watchfloor::test {
namespace {

constexpr std::int64_t kStepSeconds = 15;

// The far side: answers range queries as Prometheus does, one point at start, start + step, … up to end.
class FarPrometheus {
public:
    FarPrometheus()
    {
        server_.Get(R"(/metrics-of/us/api/v1/query_range)",
            [this](const httplib::Request& request, httplib::Response& response) { answer(request, response); });
        port_ = server_.bind_to_any_port("127.0.0.1");
        thread_ = std::thread([this] { server_.listen_after_bind(); });
        server_.wait_until_ready();
    }
    ~FarPrometheus()
    {
        server_.stop();
        thread_.join();
    }

    std::string address() const { return "http://us:s%3Acret@127.0.0.1:" + std::to_string(port_) + "/metrics-of/us/"; }
    std::string shown() const { return "http://127.0.0.1:" + std::to_string(port_) + "/metrics-of/us"; }

    void refuse(int status)
    {
        set([&] { status_ = status; });
    }
    void let_total(std::string value)
    {
        set([&] { total_ = std::move(value); });
    }
    void let_used(std::string value)
    {
        set([&] { used_ = std::move(value); });
    }
    std::vector<std::int64_t> asked() // seconds of all points of the figure that were asked for
    {
        const std::lock_guard lock { mutex_ };
        return asked_;
    }
    std::vector<std::string> authorisations()
    {
        const std::lock_guard lock { mutex_ };
        return authorisations_;
    }

private:
    template<typename Change>
    void set(Change change)
    {
        const std::lock_guard lock { mutex_ };
        change();
    }

    void answer(const httplib::Request& request, httplib::Response& response)
    {
        const std::lock_guard lock { mutex_ };
        authorisations_.push_back(request.get_header_value("Authorization"));
        if (status_ != 200) {
            response.status = status_;
            return;
        }
        const bool total = request.get_param_value("query") == "all";
        const std::string& value = total ? total_ : used_;
        std::string values;
        const auto at = [&](const char* name) {
            const auto instant = parse_timestamp(request.get_param_value(name));
            return instant.ok() ? instant.value().millis / 1000 : 0;
        };
        for (std::int64_t second = at("start"); second <= at("end"); second += kStepSeconds) {
            if (!total) {
                asked_.push_back(second);
            }
            values += std::string(values.empty() ? "" : ",") + "[" + std::to_string(second) + ",\"" + value + "\"]";
        }
        const std::string series = R"({"metric":{},"values":[)" + values + "]}";
        response.set_content(R"({"status":"success","data":{"resultType":"matrix","result":[)"
                + (value.empty()           ? ""
                        : value == "twice" ? series + "," + series
                                           : series)
                + "]}}",
            "application/json");
    }

    httplib::Server server_;
    std::thread thread_;
    std::mutex mutex_;
    int port_ = 0;
    int status_ = 200;
    std::string total_ = "100";
    std::string used_ = "40";
    std::vector<std::int64_t> asked_ {};
    std::vector<std::string> authorisations_ {};
};

class PrometheusPullTest : public testing::Test {
protected:
    FarPrometheus far_;
    RunningServer server_;
    ResourceId disk_ { "disk" };

    void SetUp() override
    {
        const Credentials admin = server_.person("admin", { SystemRole::Administrator });
        const Answer set = server_.post(
            "/api/v1/sources", R"({"id":"prometheus-pull","kind":"prometheus_pull","cadence_seconds":15})", admin);
        ASSERT_EQ(set.status, 200) << set.body;
    }

    PrometheusPull pull()
    {
        return { *server_.app().capacity, *server_.app().ledger, server_.clock(), nullptr,
            parse_web_address(far_.address()).value(), {}, { { "disk", "Disk", "bytes", "some", "all" } } };
    }
    void pull_once() { pull().pull_once(); }
    SourceCounts counts() { return server_.app().ledger->of(PrometheusPull::kSource); }
    std::int64_t total() { return server_.app().journals->main().state()->resources.find(disk_)->total_milli; }
    std::uint64_t head() { return server_.app().journals->main().head().seq; }
};

TEST_F(PrometheusPullTest, AsksBelowThePathAsTheUserOfTheAddress)
{
    pull_once();
    EXPECT_EQ(counts().failure, "");
    EXPECT_GT(counts().received, 0);
    EXPECT_EQ(counts().last_delivery_at, server_.clock().now());
    ASSERT_FALSE(far_.authorisations().empty());
    EXPECT_EQ(far_.authorisations().front(), "Basic dXM6czpjcmV0") << "us:s:cret";
}

TEST_F(PrometheusPullTest, EachPointLiesOnTheGridAndIsAskedForOnceAlsoAfterARestart)
{
    server_.clock().pass(Millis { 7'123 });
    pull_once();
    server_.clock().pass(std::chrono::seconds { 15 });
    pull_once();
    server_.restart();
    server_.clock().pass(std::chrono::seconds { 16 });
    pull_once();
    pull_once();
    auto asked = far_.asked();
    EXPECT_TRUE(
        std::all_of(asked.begin(), asked.end(), [](std::int64_t second) { return second % kStepSeconds == 0; }));
    std::sort(asked.begin(), asked.end());
    EXPECT_EQ(std::adjacent_find(asked.begin(), asked.end()), asked.end());
    for (std::size_t i = 1; i < asked.size(); ++i) {
        ASSERT_EQ(asked[i] - asked[i - 1], kStepSeconds) << "and none is left out";
    }
    EXPECT_EQ(asked.back(), server_.clock().now().millis / 1000 / kStepSeconds * kStepSeconds);
    EXPECT_EQ(counts().duplicate, 0);
}

TEST_F(PrometheusPullTest, AsksOnWhereTheClockWasSetBack)
{
    server_.clock().step(std::chrono::hours { 1 });
    server_.app().clock->now();
    server_.clock().pass(SteadyUtcClock::kBelieved);
    pull_once();
    server_.clock().step(-std::chrono::hours { 1 });
    const std::size_t asked = far_.asked().size();
    pull_once();
    EXPECT_GT(far_.asked().size(), asked);
    EXPECT_EQ(far_.asked().back(), server_.clock().now().millis / 1000 / kStepSeconds * kStepSeconds);
}

TEST_F(PrometheusPullTest, AnEmptyAnswerIsNoSignOfLife)
{
    far_.let_used("");
    pull_once();
    EXPECT_EQ(counts().last_delivery_at, Timestamp {});
    EXPECT_EQ(counts().deliveries, 0);
    EXPECT_EQ(counts().failure, far_.shown() + " has no data for \"Disk\"; check that it scrapes node_exporter.");
}

TEST_F(PrometheusPullTest, WithoutATotalTheLastOneStands)
{
    pull_once();
    ASSERT_EQ(total(), 100'000);
    const std::uint64_t before = head();
    far_.let_total("");
    server_.clock().pass(std::chrono::seconds { 15 });
    pull_once();
    EXPECT_EQ(total(), 100'000);
    EXPECT_EQ(head(), before) << "nothing is recorded";
    EXPECT_EQ(counts().failure, "");
}

TEST_F(PrometheusPullTest, SeveralSeriesAreNoFigure)
{
    far_.let_used("twice");
    pull_once();
    EXPECT_EQ(counts().failure, "The query answers with 2 series; join them with sum(), max() or avg().");
}

TEST_F(PrometheusPullTest, SaysWhatFailsSinceWhenAndThatItWorksAgain)
{
    far_.refuse(401);
    const Timestamp began = server_.clock().now();
    pull_once();
    server_.clock().pass(std::chrono::seconds { 15 });
    pull_once();
    EXPECT_EQ(counts().failure, far_.shown() + " answered 401; give user:password@ in its address.")
        << "and nothing that is secret";
    EXPECT_EQ(counts().failing_since, began);
    far_.refuse(500);
    pull_once();
    EXPECT_EQ(counts().failure, far_.shown() + " answered 500.");
    EXPECT_EQ(counts().failing_since, began);
    const Credentials reader = server_.token("reader", { "read" });
    EXPECT_NE(server_.get("/metrics", reader).body.find("watchfloor_source_failing{source=\"prometheus-pull\"} 1"),
        std::string::npos);
    EXPECT_EQ(server_.get("/api/v1/sources", server_.person("ada", { SystemRole::Resolver })).body.find("s:cret"),
        std::string::npos);
    far_.refuse(200);
    pull_once();
    EXPECT_EQ(counts().failure, "");
    EXPECT_EQ(counts().failing_since, Timestamp {});
}

TEST_F(PrometheusPullTest, AFailureIsNotBelievedAfterARestart)
{
    far_.refuse(500);
    pull_once();
    ASSERT_NE(counts().failure, "");
    server_.app().ledger->flush(kMainJournal);
    server_.restart();
    EXPECT_EQ(counts().failure, "");
}

TEST(WebAddressTest, TakesAddressesApart)
{
    const auto address = parse_web_address("https://ada:p%40ss@prometheus.example.org:9090/team/a/");
    ASSERT_TRUE(address.ok());
    EXPECT_EQ(address.value().origin, "https://prometheus.example.org:9090");
    EXPECT_EQ(address.value().path, "/team/a");
    EXPECT_EQ(address.value().user, "ada");
    EXPECT_EQ(address.value().password, "p@ss");
    EXPECT_EQ(address.value().shown(), "https://prometheus.example.org:9090/team/a");
    const auto plain = parse_web_address("http://127.0.0.1:9090");
    ASSERT_TRUE(plain.ok());
    EXPECT_EQ(plain.value().origin, "http://127.0.0.1:9090");
    EXPECT_EQ(plain.value().path, "");
}

TEST(WebAddressTest, RefusesWhatIsNone)
{
    for (const char* text :
        { "", "prometheus", "prometheus:9090", "ftp://host", "file:///etc/passwd", "http://", "http:///x",
            "http://:9090", "http://a b", "http://host/?query=1", "http://host/#a", "http://us%er:x@host" }) {
        const auto address = parse_web_address(text);
        EXPECT_FALSE(address.ok()) << text;
    }
    EXPECT_EQ(parse_web_address("ftp://ada:secret@host").error().message.find("secret"), std::string::npos);
}

}
}
