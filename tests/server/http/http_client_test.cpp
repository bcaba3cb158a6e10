// SPDX-License-Identifier: Apache-2.0
// What we ask of others, of a real TLS server on loopback.
#include "server/http/http_client.h"

#include "tests/support/test_certificate.h"

#include <gtest/gtest.h>
#include <httplib.h>
#include <thread>

namespace watchfloor {
namespace {

class FarTlsServer {
public:
    explicit FarTlsServer(const TestCertificate& certificate)
        : server_(certificate.certificate_file().c_str(), certificate.key_file().c_str())
    {
        server_.Get("/figures",
            [](const httplib::Request&, httplib::Response& response) { response.set_content("some", "text/plain"); });
        port_ = server_.bind_to_any_port("127.0.0.1");
        thread_ = std::thread([this] { server_.listen_after_bind(); });
        server_.wait_until_ready();
    }
    ~FarTlsServer()
    {
        server_.stop();
        thread_.join();
    }

    Result<std::string> fetch_trusting(const std::string& ca_file) const
    {
        FetchOptions options;
        options.ca_file = ca_file;
        return fetch(parse_web_address("https://127.0.0.1:" + std::to_string(port_)).value(), "/figures", options);
    }

private:
    httplib::SSLServer server_;
    std::thread thread_;
    int port_ = 0;
};

TEST(FetchTest, AsksAnHttpsServerWhoseAuthorityIsTrusted)
{
    const TestCertificate its("IP:127.0.0.1");
    const FarTlsServer far(its);
    const auto answer = far.fetch_trusting(its.certificate_file());
    ASSERT_TRUE(answer.ok()) << answer.error().message;
    EXPECT_EQ(answer.value(), "some");
}

TEST(FetchTest, RefusesAServerThatCannotProveWhoItIs)
{
    const TestCertificate its("IP:127.0.0.1");
    const TestCertificate another("IP:127.0.0.1");
    const TestCertificate of_another_name("DNS:prometheus.example.org");
    const FarTlsServer far(its);
    for (const std::string& ca_file : { std::string(), another.certificate_file(), std::string("/nowhere/ca.pem") }) {
        const auto answer = far.fetch_trusting(ca_file);
        ASSERT_FALSE(answer.ok()) << ca_file;
        EXPECT_EQ(answer.error().code, ErrorCode::Unavailable);
        EXPECT_NE(answer.error().message.find("--ca-file"), std::string::npos) << answer.error().message;
    }
    const FarTlsServer elsewhere(of_another_name);
    EXPECT_FALSE(elsewhere.fetch_trusting(of_another_name.certificate_file()).ok())
        << "trusted, but not under this name";
}

}
}
