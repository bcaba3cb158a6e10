// SPDX-License-Identifier: Apache-2.0
// The native transport against a real HTTP server on loopback.
#include "client/platform/transport.h"
#include "tests/support/eventually.h"
#include "tests/support/test_certificate.h"

#include <gtest/gtest.h>
#include <httplib.h>

#include <arpa/inet.h>
#include <atomic>
#include <csignal>
#include <mutex>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace watchfloor {
namespace {

class TransportTest : public testing::Test {
protected:
    void SetUp() override
    {
        server_.Post("/echo", [](const httplib::Request& request, httplib::Response& response) {
            response.set_header("ETag", "\"7\"");
            response.set_content(request.get_header_value("Authorization") + "|"
                    + request.get_header_value("Content-Type") + "|" + request.body,
                "application/json");
        });
        server_.Get("/busy", [](const httplib::Request&, httplib::Response& response) {
            response.status = 503;
            response.set_header("Retry-After", "3");
        });
        server_.Get("/live",
            [this](const httplib::Request& request, httplib::Response& response) { serve_live(request, response); });
        port_ = server_.bind_to_any_port("127.0.0.1");
        thread_ = std::thread { [this] { server_.listen_after_bind(); } };
        server_.wait_until_ready();
    }

    void TearDown() override
    {
        stopping_ = true;
        server_.stop();
        thread_.join();
    }

    // Three entries after the asked number, then the stream ends or stays open.
    void serve_live(const httplib::Request& request, httplib::Response& response)
    {
        const auto after = std::stoull(request.get_param_value("after"));
        {
            const std::lock_guard guard { lock_ };
            asked_after_.push_back(after);
        }
        response.set_chunked_content_provider("text/event-stream", [this, after](std::size_t, httplib::DataSink& sink) {
            std::string text;
            for (auto seq = after + 1; seq <= after + 3; ++seq) {
                text += "event: entry\nid: " + std::to_string(seq) + "\ndata: {}\n\n";
            }
            sink.write(text.data(), text.size());
            while (keep_open_ && !stopping_ && sink.is_writable()) {
                std::this_thread::sleep_for(std::chrono::milliseconds { 5 });
            }
            sink.done();
            return true;
        });
    }

    std::unique_ptr<Transport> connect(std::vector<std::string> before = {})
    {
        before.push_back("http://127.0.0.1:" + std::to_string(port_));
        return make_transport({ before, "secret" });
    }

    HttpResponse ask(Transport& transport, HttpRequest request)
    {
        std::optional<HttpResponse> answer;
        transport.send(std::move(request), [&](const HttpResponse& response) { answer = response; });
        EXPECT_FALSE(answer.has_value()) << "callbacks run inside poll only";
        EXPECT_TRUE(eventually([&] {
            transport.poll();
            return answer.has_value();
        }));
        return answer.value_or(HttpResponse {});
    }

    httplib::Server server_;
    std::thread thread_;
    int port_ = 0;
    std::atomic<bool> keep_open_ { true };
    std::atomic<bool> stopping_ { false };
    std::mutex lock_;
    std::vector<std::uint64_t> asked_after_;
};

TEST_F(TransportTest, SendsBodyTokenAndGivesHeadersBack)
{
    const auto transport = connect();
    const auto answer = ask(*transport, { .method = "POST", .path = "/echo", .body = "{}" });
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "Bearer secret|application/json|{}");
    EXPECT_EQ(answer.content_type, "application/json");
    EXPECT_EQ(answer.etag, "\"7\"");
    EXPECT_EQ(ask(*transport, { .path = "/busy" }).retry_after, "3");
}

TEST_F(TransportTest, SignOutForgetsTheToken)
{
    const auto transport = connect();
    transport->sign_out();
    EXPECT_EQ(ask(*transport, { .method = "POST", .path = "/echo", .body = "{}" }).body, "|application/json|{}");
}

TEST_F(TransportTest, TriesTheNextServerWhenOneCannotBeReached)
{
    // Port 1 on loopback refuses at once.
    const auto transport = connect({ "http://127.0.0.1:1" });
    EXPECT_EQ(ask(*transport, { .path = "/busy" }).status, 503);
}

TEST_F(TransportTest, SaysSoWhenNoServerCanBeReached)
{
    const auto transport = make_transport({ { "http://127.0.0.1:1" }, {} });
    const auto answer = ask(*transport, { .path = "/busy" });
    EXPECT_EQ(answer.status, 0);
    EXPECT_EQ(answer.failure, "no server can be reached");
}

TEST_F(TransportTest, CancelledRequestsStaySilent)
{
    const auto transport = connect();
    bool called = false;
    transport->send({ .path = "/busy", .tag = "search" }, [&](const HttpResponse&) { called = true; });
    transport->cancel("search");
    EXPECT_EQ(ask(*transport, { .path = "/busy" }).status, 503);
    EXPECT_FALSE(called);
}

TEST_F(TransportTest, StreamsLiveEventsFromTheGivenNumber)
{
    const auto transport = connect();
    std::string ids;
    transport->open_live(
        { .path = "/live", .after = 41 }, [&](const LiveEvent& event) { ids += event.event + event.id + " "; });
    EXPECT_EQ(transport->live_status().state, LiveState::Connecting);
    EXPECT_TRUE(eventually([&] {
        transport->poll();
        return ids == "entry42 entry43 entry44 ";
    })) << ids;
    EXPECT_EQ(transport->live_status().state, LiveState::Open);
    transport->close_live();
    EXPECT_EQ(transport->live_status().state, LiveState::Closed);
}

TEST_F(TransportTest, ReconnectsAndResumesAfterTheLastEvent)
{
    keep_open_ = false;
    const auto transport = connect();
    std::vector<std::string> ids;
    bool was_lost = false;
    transport->open_live({ .path = "/live", .after = 10 }, [&](const LiveEvent& event) { ids.push_back(event.id); });
    EXPECT_TRUE(eventually([&] {
        transport->poll();
        was_lost = was_lost || transport->live_status().state == LiveState::Lost;
        return ids.size() >= 6;
    }));
    EXPECT_TRUE(was_lost);
    const std::lock_guard guard { lock_ };
    ASSERT_GE(asked_after_.size(), 2U);
    EXPECT_EQ(asked_after_[0], 10U);
    EXPECT_EQ(asked_after_[1], 13U);
    EXPECT_EQ(ids[3], "14") << "nothing twice, nothing missing";
}

TEST_F(TransportTest, ALostServerIsLostAndASilentTransportStillEnds)
{
    const auto transport = make_transport({ { "http://127.0.0.1:1" }, {} });
    transport->open_live({ .path = "/live" }, [](const LiveEvent&) {});
    EXPECT_TRUE(eventually([&] {
        transport->poll();
        return transport->live_status().state == LiveState::Lost && transport->live_status().failed_attempts > 0;
    }));
}

// Asks until there is an answer or a failure.
HttpResponse answer_of(const std::string& server, const std::string& ca_file)
{
    TransportOptions options;
    options.servers = { server };
    options.ca_file = ca_file;
    const auto transport = make_transport(options);
    std::optional<HttpResponse> answer;
    transport->send({ .path = "/hello" }, [&](const HttpResponse& response) { answer = response; });
    EXPECT_TRUE(eventually([&] {
        transport->poll();
        return answer.has_value();
    }));
    return answer.value_or(HttpResponse {});
}

TEST(TransportTlsTest, AsksAnHttpsServerThatProvesItsName)
{
    const TestCertificate its("IP:127.0.0.1");
    const TestCertificate another("IP:127.0.0.1");
    httplib::SSLServer server(its.certificate_file().c_str(), its.key_file().c_str());
    server.Get("/hello",
        [](const httplib::Request&, httplib::Response& response) { response.set_content("{}", "application/json"); });
    const std::string address = "https://127.0.0.1:" + std::to_string(server.bind_to_any_port("127.0.0.1"));
    std::thread serving { [&] { server.listen_after_bind(); } };
    server.wait_until_ready();
    EXPECT_EQ(answer_of(address, its.certificate_file()).status, 200);
    const HttpResponse refused = answer_of(address, another.certificate_file());
    EXPECT_NE(refused.status, 200);
    EXPECT_FALSE(refused.failure.empty());
    EXPECT_NE(answer_of(address, "").status, 200) << "the system trusts nobody who signed this";
    server.stop();
    serving.join();
}

// As a program has it that holds no server: httplib's changes what a lost connection does to the whole process.
class PipeSignal {
public:
    PipeSignal() : before_(std::signal(SIGPIPE, SIG_DFL)) { }
    ~PipeSignal() { std::signal(SIGPIPE, before_); }
    PipeSignal(const PipeSignal&) = delete;
    PipeSignal& operator=(const PipeSignal&) = delete;

private:
    void (*before_)(int);
};

TEST(TransportTlsTest, LeavingAStreamUnderTlsEndsNothingButTheStream)
{
    const TestCertificate its("IP:127.0.0.1");
    httplib::SSLServer server(its.certificate_file().c_str(), its.key_file().c_str());
    std::atomic<int> opened { 0 };
    std::atomic<bool> ended { false };
    server.Get("/live", [&](const httplib::Request&, httplib::Response& response) {
        response.set_chunked_content_provider("text/event-stream", [&](std::size_t, httplib::DataSink& sink) {
            constexpr std::string_view text = "event: entry\nid: 1\ndata: {}\n\n";
            sink.write(text.data(), text.size());
            ++opened;
            ended.wait(false);
            sink.done();
            return true;
        });
    });
    TransportOptions options;
    options.servers = { "https://127.0.0.1:" + std::to_string(server.bind_to_any_port("127.0.0.1")) };
    options.ca_file = its.certificate_file();
    std::thread serving { [&] { server.listen_after_bind(); } };
    server.wait_until_ready();
    {
        const PipeSignal as_without_a_server;
        const auto transport = make_transport(options);
        for (int times = 1; times <= 3; ++times) {
            transport->open_live({ .path = "/live" }, [](const LiveEvent&) {});
            EXPECT_TRUE(eventually([&] { return opened == times; })) << "it has left the one before";
            transport->close_live();
        }
    }
    ended = true;
    ended.notify_all();
    server.stop();
    serving.join();
}

// Who takes a connection and says nothing: httplib waits for it to shake hands.
TEST(TransportTlsTest, AnotherWishWaitsForNoOtherEnd)
{
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
    ASSERT_EQ(::listen(listener, 8), 0);
    ASSERT_EQ(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
    auto transport = make_transport({ { "https://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) }, {} });
    // Once its first bytes are there it waits for ours.
    const auto next_connection = [&] {
        const int connection = ::accept(listener, nullptr, nullptr);
        char byte = 0;
        EXPECT_EQ(::recv(connection, &byte, 1, 0), 1);
        return connection;
    };
    transport->open_live({ .path = "/live" }, [](const LiveEvent&) {});
    const int first = next_connection();
    const auto from = std::chrono::steady_clock::now();
    transport->open_live({ .path = "/live?again" }, [](const LiveEvent&) {});
    char rest[4096];
    while (::recv(first, rest, sizeof rest, 0) > 0) { }
    const int second = next_connection();
    transport->send({ .path = "/hello" }, [](const HttpResponse&) {});
    const int third = next_connection();
    transport.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - from, std::chrono::seconds { 2 })
        << "less than one handshake may take";
    for (const int connection : { first, second, third, listener }) {
        ::close(connection);
    }
}

}
}
