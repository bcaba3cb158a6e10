// SPDX-License-Identifier: Apache-2.0
// The server's own TLS, on real sockets: whoever is slow, rude or by plain HTTP meets the same rules as without it.
#include "server/http/limits.h"
#include "tests/server/http/http_server_fixture.h"
#include "tests/support/eventually.h"
#include "tests/support/test_certificate.h"

#include <openssl/ssl.h>
#include <sys/socket.h>

namespace watchfloor::test {
namespace {

// The beginning of a handshake, and no more of it.
constexpr std::string_view kHalfHello { "\x16\x03\x01\x02\x00\x01\x00", 7 };

class TlsServerTest : public HttpServerTest {
protected:
    void start_secure(HttpServerOptions options = {})
    {
        auto loaded = TlsIdentity::load(certificate_.certificate_file(), certificate_.key_file());
        ASSERT_TRUE(loaded.ok()) << loaded.error().message;
        identity_ = std::move(loaded).value();
        options.tls = identity_.get();
        start(std::move(options));
    }

    void TearDown() override { server_.reset(); }

    bool shake_hands(RawClient& client) const { return client.start_tls(certificate_.certificate_file()); }

    std::string hello(RawClient& client) const
    {
        const auto response = client.send(get("/hello")) ? client.read_response() : std::nullopt;
        return response ? response->body : "(no answer)";
    }

    const TestCertificate certificate_ { "IP:127.0.0.1" };
    std::unique_ptr<TlsIdentity> identity_;
};

// A request of exactly that many bytes.
std::string padded_request(std::size_t size)
{
    std::string request = get("/hello");
    request.resize(request.size() - 2);
    constexpr std::size_t kMostInLine = 2'000;
    constexpr std::size_t kLineWithout = 9; // "X-Pad: " and its end
    while (request.size() + 2 < size) {
        auto line = std::min(size - 2 - request.size(), kMostInLine);
        const auto rest = size - 2 - request.size() - line;
        line -= rest > 0 && rest < kLineWithout + 1 ? kLineWithout + 1 : 0;
        request += "X-Pad: " + std::string(line - kLineWithout, 'p') + "\r\n";
    }
    return request + "\r\n";
}

TEST_F(TlsServerTest, ServesRequestAfterRequest)
{
    start_secure();
    RawClient client { port() };
    ASSERT_TRUE(client.start_tls(certificate_.certificate_file(), "\x02h2\x08http/1.1"));
    EXPECT_EQ(client.protocol(), "http/1.1");
    EXPECT_EQ(hello(client), "hello");
    EXPECT_EQ(hello(client), "hello");
    ASSERT_TRUE(client.send(get("/hello", "Connection: close\r\n")));
    EXPECT_EQ(client.read_response()->body, "hello");
    EXPECT_TRUE(client.wait_for_close());
    EXPECT_TRUE(client.was_told_the_end());
}

TEST_F(TlsServerTest, RefusesWhatIsOlderThanTls12AndWhoSpeaksNoHttp11)
{
    start_secure();
    RawClient old { port() };
    EXPECT_FALSE(old.start_tls(certificate_.certificate_file(), {}, TLS1_1_VERSION));
    RawClient without_http11 { port() };
    EXPECT_FALSE(without_http11.start_tls(certificate_.certificate_file(), std::string_view { "\x02h2" }));
    RawClient older { port() };
    ASSERT_TRUE(older.start_tls(certificate_.certificate_file(), {}, TLS1_2_VERSION));
    EXPECT_EQ(hello(older), "hello");
    EXPECT_TRUE(eventually([this] { return server_->metrics().connections == 1; }));
}

TEST_F(TlsServerTest, TakesOfTls12OnlyWhatAStolenKeyDoesNotOpen)
{
    start_secure();
    for (const char* ciphers : { "kRSA", "kDHE", "ECDHE+AES:!AESGCM:!AESCCM" }) {
        RawClient weak { port() };
        EXPECT_FALSE(weak.start_tls(certificate_.certificate_file(), {}, TLS1_2_VERSION, ciphers)) << ciphers;
    }
    RawClient strong { port() };
    ASSERT_TRUE(strong.start_tls(certificate_.certificate_file(), {}, TLS1_2_VERSION, "ECDHE+AESGCM"));
    EXPECT_EQ(hello(strong), "hello");
}

TEST_F(TlsServerTest, TakesAndGivesLargeBodies)
{
    start_secure();
    const std::string body(299'000, 'b');
    RawClient client { port(), 4'096 };
    ASSERT_TRUE(shake_hands(client));
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(client.send(post_json("/items/7", body)));
        const auto answer = client.read_response();
        ASSERT_TRUE(answer.has_value());
        EXPECT_TRUE(answer->body == "7=" + body);
    }
}

// An answer is larger than the kernel takes for a peer who does not read: the rest waits, and not with a worker.
TEST_F(TlsServerTest, AnAnswerWaitsForItsReader)
{
    start_secure();
    const auto large = std::make_shared<const std::string>(3 * 1024 * 1024, 'z');
    HttpServer generous {
        { .port = 0, .quotas = { .api = 1, .intake = 1, .sign_in = 1, .live = 1 }, .tls = identity_.get() }
    };
    generous.route(Method::Get, "/large", {}, [&large](const Request&) { return json_response(200, large); });
    ASSERT_TRUE(generous.start().ok());
    std::vector<RawClient> readers;
    for (int i = 0; i < 10; ++i) {
        readers.emplace_back(generous.port(), 64 * 1024);
        ASSERT_TRUE(shake_hands(readers.back()));
        ASSERT_TRUE(readers.back().send(get("/large")));
    }
    for (auto& reader : readers) {
        const auto answer = reader.read_response();
        ASSERT_TRUE(answer.has_value());
        EXPECT_TRUE(answer->body == *large);
    }
}

// What one turn does not take of a record makes no event any more.
TEST_F(TlsServerTest, ServesWhatTlsHasReadAlready)
{
    start_secure();
    // A short record ends a turn's first look; what it leaves shifts the full ones behind it, so that the turn's end
    // falls between two requests and within the last record.
    constexpr std::size_t kShort = 15'000;
    constexpr std::size_t kFull = 16 * 1024;
    constexpr std::size_t kRequest = kMaxReceivedAtOnce / 8;
    std::string requests;
    for (int i = 0; i < 9; ++i) {
        requests += padded_request(kRequest);
    }
    requests += padded_request(kShort + 4 * kFull - requests.size());
    ASSERT_EQ(requests.size(), kShort + 4 * kFull);
    RawClient client { port() };
    ASSERT_TRUE(shake_hands(client));
    // Who has sent much may have more on its way than a newcomer: all of it has to be there at once.
    for (int i = 0; i < 4; ++i) {
        ASSERT_TRUE(client.send(post_json("/items/7", std::string(299'000, 'b'))));
        ASSERT_TRUE(client.read_response().has_value());
    }
    ASSERT_TRUE(client.send("POST /slow HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    ASSERT_TRUE(eventually([this] { return entered_.load() == 1; }));
    ASSERT_TRUE(client.send(std::string_view { requests }.substr(0, kShort)));
    for (std::size_t at = kShort; at < requests.size(); at += kFull) {
        ASSERT_TRUE(client.send(std::string_view { requests }.substr(at, kFull)));
    }
    release_.set_value();
    EXPECT_EQ(client.read_response()->status, 204);
    for (int i = 0; i < 10; ++i) {
        const auto answer = client.read_response();
        ASSERT_TRUE(answer.has_value()) << i;
        EXPECT_EQ(answer->body, "hello");
    }
}

TEST_F(TlsServerTest, AHandshakeHasTheDeadlineOfAHeader)
{
    start_secure({ .deadlines = { .header = std::chrono::milliseconds { 1'500 } } });
    RawClient kept { port() };
    ASSERT_TRUE(shake_hands(kept));
    RawClient late { port() };
    ASSERT_TRUE(late.send(kHalfHello));
    EXPECT_TRUE(late.wait_for_close());
    EXPECT_TRUE(eventually([this] { return server_->metrics().deadline_closes == 1; }));
    EXPECT_EQ(hello(kept), "hello") << "a handshake that is done is a connection at hand";
    RawClient half { port() };
    ASSERT_TRUE(shake_hands(half));
    ASSERT_TRUE(half.send("GET /hello HTTP/1.1\r\n"));
    EXPECT_TRUE(half.wait_for_close());
}

TEST_F(TlsServerTest, WhoDoesNotFinishItsHandshakeMakesRoom)
{
    start_secure({ .max_connections = 8 });
    std::vector<RawClient> crowd;
    for (int i = 0; i < 8; ++i) {
        crowd.emplace_back(port(), 0, "127.0.0.2");
        ASSERT_TRUE(crowd.back().send(kHalfHello));
    }
    ASSERT_TRUE(eventually([this] { return server_->metrics().connections == 8; }));
    RawClient kept { port() };
    ASSERT_TRUE(shake_hands(kept));
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(hello(kept), "hello") << i;
        crowd.emplace_back(port(), 0, "127.0.0.2");
        crowd.back().send(kHalfHello);
    }
    EXPECT_GT(server_->metrics().displaced, 0U);
}

TEST_F(TlsServerTest, HandshakesThatStandStillHoldNoWorker)
{
    start_secure({ .quotas = { .api = 1, .intake = 1, .sign_in = 1, .live = 1 } });
    std::vector<RawClient> strangers;
    for (int i = 0; i < 40; ++i) {
        strangers.emplace_back(port());
        ASSERT_TRUE(strangers.back().send(i % 2 == 0 ? kHalfHello : kHalfHello.substr(0, 1)));
    }
    RawClient client { port() };
    ASSERT_TRUE(shake_hands(client));
    EXPECT_EQ(hello(client), "hello");
}

TEST_F(TlsServerTest, ABodyThatDoesNotComeIsToldSo)
{
    start_secure({ .deadlines = { .body = std::chrono::milliseconds { 200 } } });
    RawClient client { port() };
    ASSERT_TRUE(shake_hands(client));
    ASSERT_TRUE(client.send("POST /items/1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            "Content-Length: 9\r\n\r\n["));
    const auto told = client.read_response();
    ASSERT_TRUE(told.has_value());
    EXPECT_EQ(told->status, 408);
    EXPECT_TRUE(client.wait_for_close());
    EXPECT_TRUE(client.was_told_the_end());
}

TEST_F(TlsServerTest, WhoEndsWithoutAGoodbyeIsStillAnswered)
{
    start_secure();
    RawClient client { port() };
    ASSERT_TRUE(shake_hands(client));
    ASSERT_TRUE(client.send("POST /items/1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            "Content-Length: 9\r\n\r\n["));
    ::shutdown(client.number(), SHUT_WR);
    const auto told = client.read_response();
    ASSERT_TRUE(told.has_value());
    EXPECT_EQ(told->status, 408);
    EXPECT_TRUE(client.wait_for_close());
}

TEST_F(TlsServerTest, TellsPlainHttpWhereToGo)
{
    start_secure();
    const auto answer = exchange_once(port(), get("/hello"));
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->status, 400);
    EXPECT_EQ(answer->header("content-type"), "text/plain; charset=utf-8");
    EXPECT_EQ(answer->header("connection"), "close");
    EXPECT_NE(answer->body.find("https://"), std::string::npos) << answer->body;
    EXPECT_EQ(status_of(post_json("/items/1", std::string(100'000, 'x'))), 400);
    RawClient head { port() };
    ASSERT_TRUE(head.send("HEAD /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    EXPECT_TRUE(head.wait_for_close());
    EXPECT_TRUE(head.received().ends_with("\r\n\r\n")) << head.received();
    RawClient rude { port() };
    ASSERT_TRUE(rude.send("\x05\x01\x02 neither"));
    EXPECT_TRUE(rude.wait_for_close());
    EXPECT_EQ(rude.received().find("HTTP"), std::string::npos);
    EXPECT_TRUE(eventually([this] { return server_->metrics().connections == 0; }));
}

TEST_F(TlsServerTest, WhoComesAfterARenewalMeetsTheNewCertificate)
{
    start_secure();
    const TestCertificate renewed { "IP:127.0.0.1" };
    RawClient before { port() };
    ASSERT_TRUE(shake_hands(before));
    const std::string old_authority = certificate_.certificate_file() + ".old";
    std::filesystem::copy_file(certificate_.certificate_file(), old_authority);
    renewed.replace(certificate_);
    ASSERT_EQ(identity_->renew(), TlsIdentity::Renewal::Taken);
    RawClient after { port() };
    EXPECT_TRUE(after.start_tls(renewed.certificate_file()));
    EXPECT_EQ(hello(after), "hello");
    EXPECT_FALSE(RawClient { port() }.start_tls(old_authority));
    EXPECT_EQ(hello(before), "hello") << "who is there stays";
}

TEST_F(TlsServerTest, SaysToHandlersThatARequestCameByTls)
{
    start_secure();
    for (const TlsIdentity* tls :
        { static_cast<const TlsIdentity*>(identity_.get()), static_cast<const TlsIdentity*>(nullptr) }) {
        HttpServer server { { .port = 0, .tls = tls } };
        server.route(Method::Get, "/secure", {},
            [](const Request& request) { return text_response(200, request.secure ? "yes" : "no"); });
        ASSERT_TRUE(server.start().ok());
        RawClient client { server.port() };
        ASSERT_TRUE(tls == nullptr || shake_hands(client));
        ASSERT_TRUE(client.send(get("/secure", "X-Forwarded-Proto: https\r\n")));
        EXPECT_EQ(client.read_response()->body, tls == nullptr ? "no" : "yes");
    }
}

}
}
