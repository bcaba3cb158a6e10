// SPDX-License-Identifier: Apache-2.0
// A whole server that speaks TLS by itself.
#include "server/app/health.h"
#include "server/http/host_names.h"
#include "tests/server/api/running_server.h"
#include "tests/support/eventually.h"

#include <gtest/gtest.h>

namespace watchfloor::test {
namespace {

class OwnTlsTest : public testing::Test {
protected:
    // The server's clock stands so long before the end of its certificate.
    void be_before_its_end(Millis left)
    {
        server_.clock().pass(server_.app().tls->ends_at() - server_.clock().now() - left);
    }

    std::string said() { return server_.get("/readyz", nobody()).at("certificate"); }

    const TestCertificate certificate_ { "IP:127.0.0.1", std::chrono::hours { 24 * 400 } };
    RunningServer server_ { certificate_ };
};

TEST_F(OwnTlsTest, ItsAddressIsOfHttps)
{
    EXPECT_EQ(server_.app().url(), "https://127.0.0.1:" + std::to_string(server_.port()));
    EXPECT_EQ(server_.get("/healthz", nobody()).body, "ok\n");
}

TEST_F(OwnTlsTest, ASignInFromThisMachineGivesACookieForTlsOnly)
{
    server_.add_user("lead", { SystemRole::IncidentManager }, std::string(RunningServer::kPassword));
    const std::string cookie = server_.post("/api/v1/session", kLeadSignsIn, nobody()).header("Set-Cookie");
    EXPECT_EQ(cookie.find("__Host-watchfloor="), 0U) << cookie;
    EXPECT_NE(cookie.find("; Secure"), std::string::npos) << cookie;
    const std::string held = cookie.substr(0, cookie.find(';'));
    EXPECT_EQ(server_.get("/api/v1/me", { "Cookie: " + held + "\r\n" }).at("user_name"), "lead");
    const std::string as_plain = held.substr(std::string_view { "__Host-" }.size());
    EXPECT_EQ(server_.get("/api/v1/me", { "Cookie: " + as_plain + "\r\n" }).status, 401)
        << "another program on this machine may have set it";
}

TEST_F(OwnTlsTest, APageOfPlainHttpIsNotItsOwn)
{
    server_.add_user(
        "lead", { SystemRole::IncidentManager, SystemRole::Resolver }, std::string(RunningServer::kPassword));
    const std::string cookie = server_.post("/api/v1/session", kLeadSignsIn, nobody()).header("Set-Cookie");
    const auto ends_session = [&](const std::string& origin) {
        return server_.remove(
            "/api/v1/session", { "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\nOrigin: " + origin + "\r\n" });
    };
    EXPECT_EQ(ends_session("http://localhost").status, 403);
    EXPECT_EQ(ends_session("https://localhost").status / 100, 2);
}

TEST_F(OwnTlsTest, ALiveStreamTellsAnEntryAndTheEnd)
{
    const Credentials lead = server_.person("lead", { SystemRole::Resolver });
    LiveStream stream(server_, "", lead);
    ASSERT_TRUE(stream.next("clock").has_value());
    ASSERT_EQ(server_.post("/api/v1/incidents", R"({"title":"t"})", lead).status, 201);
    EXPECT_TRUE(stream.next("entry").has_value());
    server_.app().hub->resync([](const Viewer&) { return true; });
    EXPECT_TRUE(stream.next("resync").has_value());
    EXPECT_TRUE(stream.ends());
}

TEST_F(OwnTlsTest, SaysInTimeThatItsCertificateEnds)
{
    be_before_its_end(kCertificateWarning + std::chrono::hours { 1 });
    EXPECT_EQ(said(), "");
    be_before_its_end(kCertificateWarning - std::chrono::hours { 1 });
    EXPECT_NE(said().find("The server's certificate ends on 20"), std::string::npos) << said();
    EXPECT_NE(said().find("put a renewed one in its place"), std::string::npos) << said();
    be_before_its_end(Millis { -1 });
    EXPECT_NE(said().find("ended on 20"), std::string::npos) << said();
    const Answer told = server_.send("GET /readyz HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n");
    EXPECT_EQ(told.at("certificate"), "The certificate needs care.");
    EXPECT_EQ(told.status, 200) << "it serves on";
}

TEST_F(OwnTlsTest, TakesARenewedCertificateWhileItRuns)
{
    be_before_its_end(std::chrono::hours { 2 });
    const TestCertificate renewed { "IP:127.0.0.1", std::chrono::hours { 24 * 800 } };
    TestCertificate::copy(renewed.certificate_file(), certificate_.certificate_file());
    server_.app().tls->renew();
    const std::string refused = server_.app().tls->refusal();
    EXPECT_NE(refused.find("does not belong to"), std::string::npos) << refused;
    RawClient by_the_old { server_.port() };
    EXPECT_FALSE(by_the_old.start_tls(renewed.certificate_file())) << "the one before serves on";
    renewed.replace(certificate_);
    // Its own round finds them.
    EXPECT_TRUE(eventually([this] { return server_.app().tls->refusal().empty(); }, std::chrono::seconds { 30 }));
    EXPECT_EQ(said(), "") << "by the new one";
    const std::string metrics = server_.get("/metrics", nobody()).body;
    EXPECT_NE(metrics.find("\nwatchfloor_tls_certificate_expires_seconds "
                  + std::to_string(server_.app().tls->ends_at().millis / 1'000) + "\n"),
        std::string::npos);
    EXPECT_NE(metrics.find("\nwatchfloor_tls_certificate_refused 0\n"), std::string::npos);
}

std::string error_of_start(const std::string& certificate, const std::string& key)
{
    const TemporaryFolder folder;
    AppOptions options;
    options.settings.data = (folder / "data").string();
    options.settings.listen = "127.0.0.1:0";
    options.settings.host_source = false;
    options.settings.tls_cert = certificate;
    options.settings.tls_key = key;
    auto opened = App::open(std::move(options));
    const auto started = opened.value()->start();
    return started.ok() ? "" : started.error().message;
}

TEST(OwnTlsStartTest, NeedsBothFilesAndThatTheyBelongTogether)
{
    const TestCertificate its("IP:127.0.0.1");
    const TestCertificate another("IP:127.0.0.1");
    EXPECT_NE(
        error_of_start(its.certificate_file(), "").find("give --tls-cert and --tls-key together"), std::string::npos);
    EXPECT_NE(error_of_start("", its.key_file()).find("the certificate of the key is missing"), std::string::npos);
    EXPECT_NE(error_of_start(its.certificate_file(), another.key_file()).find("does not belong to"), std::string::npos);
    EXPECT_EQ(error_of_start(its.certificate_file(), its.key_file()), "");
}

TEST(OwnTlsStartTest, IsReachedByTheNameThatItsCertificateIsFor)
{
    EXPECT_EQ(
        first_plain_name({ "*.rooms.example", "https://room.example:8443/wall", "other.example" }), "room.example");
    EXPECT_EQ(first_plain_name({ "::1" }), "[::1]");
    EXPECT_EQ(first_plain_name({ "*.rooms.example" }), "");
}

}
}
