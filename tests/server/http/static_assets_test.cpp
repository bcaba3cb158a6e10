// SPDX-License-Identifier: Apache-2.0
#include "server/http/static_assets.h"

#include "tests/support/temporary_folder.h"

#include <fstream>
#include <gtest/gtest.h>

namespace watchfloor {
namespace {

class StaticAssetsTest : public testing::Test {
protected:
    StaticAssetsTest()
    {
        put("index.html", "<page>");
        put("app.js", "script");
        put("app.js.br", "brotli of script");
        put("app.js.gz", "gzip of script");
        put("app.wasm", "wasm");
        put("build.txt", "3f2a9c1b5d6e\n");
        put("fonts/Roboto.ttf", "font");
        auto loaded = StaticAssets::load(folder_.path(), { "/", "/wall", "/incidents/" });
        VERIFY(loaded.ok());
        assets_.emplace(std::move(loaded).value());
    }

    void put(const std::string& name, const std::string& content)
    {
        std::filesystem::create_directories((folder_ / name).parent_path());
        std::ofstream { folder_ / name } << content;
    }

    Response ask(const std::string& path, std::vector<NamedValue> headers = {}, const std::string& build = "") const
    {
        Request request;
        request.path = path;
        if (!build.empty()) {
            request.query_parameters = { { "v", build } };
        }
        request.headers = std::move(headers);
        return assets_->serve(request);
    }

    static std::string header(const Response& response, const std::string& name)
    {
        for (const auto& each : response.headers) {
            if (each.name == name) {
                return each.value;
            }
        }
        return "";
    }

    TemporaryFolder folder_;
    std::optional<StaticAssets> assets_;
};

TEST_F(StaticAssetsTest, ServesThePageForViews)
{
    for (const auto* path : { "/", "/index.html", "/wall", "/incidents/INC-1" }) {
        const auto response = ask(path);
        EXPECT_EQ(response.status, 200) << path;
        EXPECT_EQ(*response.shared_body, "<page>");
        EXPECT_EQ(response.content_type, "text/html; charset=utf-8");
    }
    EXPECT_EQ(ask("/walls").status, 404);
    EXPECT_EQ(ask("/incidents").status, 404);
}

TEST_F(StaticAssetsTest, FindsOnlyWhatWasLoaded)
{
    for (const auto* path :
        { "/../index.html", "/./app.js", "//app.js", "/fonts/../app.js", "/app.js.br", "/etc/passwd" }) {
        EXPECT_EQ(ask(path).status, 404) << path;
    }
    EXPECT_EQ(*ask("/fonts/Roboto.ttf").shared_body, "font");
}

TEST_F(StaticAssetsTest, WhoMistypesAnAddressIsShownTheWayBack)
{
    const Response page = ask("/incident/INC-2", { { "accept", "text/html,application/xhtml+xml,*/*;q=0.8" } });
    EXPECT_EQ(page.status, 404);
    EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
    EXPECT_NE(page.body.find("<a href=\"/\">"), std::string::npos);
    EXPECT_NE(header(page, "Content-Security-Policy"), "");
    const Response program = ask("/incident/INC-2", { { "accept", "*/*" } });
    EXPECT_EQ(program.status, 404);
    EXPECT_EQ(program.content_type, "application/json");
}

TEST_F(StaticAssetsTest, NegotiatesTheEncoding)
{
    struct Case {
        const char* accept;
        const char* encoding;
        const char* body;
    };
    for (const auto& each : { Case { "gzip, deflate, br", "br", "brotli of script" },
             Case { "gzip;q=0.5, br;q=0", "gzip", "gzip of script" }, Case { "identity", "", "script" },
             Case { "", "", "script" }, Case { "BR", "br", "brotli of script" } }) {
        const auto response = ask("/app.js", { { "accept-encoding", each.accept } });
        EXPECT_EQ(header(response, "Content-Encoding"), each.encoding) << each.accept;
        EXPECT_EQ(*response.shared_body, each.body);
        EXPECT_EQ(header(response, "Vary"), "Accept-Encoding");
        EXPECT_EQ(response.content_type, "text/javascript; charset=utf-8");
    }
}

TEST_F(StaticAssetsTest, AnswersNotModified)
{
    const auto etag = header(ask("/app.js", { { "accept-encoding", "br" } }), "ETag");
    const auto again = ask("/app.js", { { "accept-encoding", "br" }, { "if-none-match", "\"other\", W/" + etag } });
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.shared_body, nullptr);
    // The same file in another coding is another representation.
    EXPECT_EQ(ask("/app.js", { { "if-none-match", etag } }).status, 200);
}

TEST_F(StaticAssetsTest, CachesForEverOnlyWhatNamesThisBuild)
{
    const auto cached = [this](const std::string& path, const std::string& build) {
        return header(ask(path, {}, build), "Cache-Control");
    };
    EXPECT_EQ(cached("/app.wasm", "3f2a9c1b5d6e"), "public, max-age=31536000, immutable");
    EXPECT_EQ(ask("/app.wasm").content_type, "application/wasm");
    EXPECT_EQ(cached("/app.wasm", ""), "no-cache");
    // A page of the build before asks with its own number and is answered with this build's file.
    EXPECT_EQ(cached("/app.wasm", "0123456789ab"), "no-cache");
    // The page says which build it is: it may never be kept.
    EXPECT_EQ(cached("/", "3f2a9c1b5d6e"), "no-cache");
    EXPECT_EQ(cached("/wall", "3f2a9c1b5d6e"), "no-cache");
}

TEST_F(StaticAssetsTest, CarriesTheSecurityHeaders)
{
    const auto policy = header(ask("/"), "Content-Security-Policy");
    for (const auto* part : { "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "worker-src 'self'",
             "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'" }) {
        EXPECT_NE(policy.find(part), std::string::npos) << part;
    }
    EXPECT_EQ(header(ask("/"), "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(header(ask("/"), "Referrer-Policy"), "no-referrer");
}

TEST_F(StaticAssetsTest, SaysWhatIsMissing)
{
    const TemporaryFolder empty;
    const auto loaded = StaticAssets::load(empty.path(), {});
    ASSERT_FALSE(loaded.ok());
    EXPECT_NE(loaded.error().message.find("--web"), std::string::npos);
}

TEST_F(StaticAssetsTest, WeighsWhatIsAcceptedAsItIsWritten)
{
    const auto encoding = [this](const char* accept) {
        return header(ask("/app.js", { { "accept-encoding", accept } }), "Content-Encoding");
    };
    EXPECT_EQ(encoding("br;q=0.000, gzip;q=0.001"), "gzip");
    EXPECT_EQ(encoding("br ; q=1"), "br");
    EXPECT_EQ(encoding("br;q=0, gzip;q=0"), "");
    EXPECT_EQ(encoding("brotli, xgzip"), "");
    EXPECT_EQ(encoding("gzip"), "gzip");
    EXPECT_EQ(header(ask("/app.wasm", { { "accept-encoding", "br, gzip" } }), "Content-Encoding"), "")
        << "there is no other form of it";
}

TEST_F(StaticAssetsTest, NamesEachFormOfAFileByItself)
{
    const auto tag = [this](const std::string& path, const char* accept) {
        return header(ask(path, { { "accept-encoding", accept } }), "ETag");
    };
    const std::string plain = tag("/app.js", "");
    EXPECT_EQ(plain.size(), 34U);
    EXPECT_EQ(tag("/app.js", "br"), plain.substr(0, 33) + "-br\"");
    EXPECT_EQ(tag("/app.js", "gzip"), plain.substr(0, 33) + "-gz\"");
    EXPECT_NE(tag("/app.wasm", ""), plain);
    for (const std::string& match : { plain, "W/" + plain, "\"x\" , " + plain, std::string { "*" } }) {
        EXPECT_EQ(ask("/app.js", { { "if-none-match", match } }).status, 304) << match;
    }
    for (const std::string& other : { std::string {}, std::string { "\"x\"" }, plain.substr(1) }) {
        EXPECT_EQ(ask("/app.js", { { "if-none-match", other } }).status, 200) << other;
    }
}

}
}
