// SPDX-License-Identifier: Apache-2.0
#include "server/http/router.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

Response nothing(const Request&)
{
    return empty_response(204);
}

class RouterTest : public testing::Test {
protected:
    RouterTest()
    {
        router_.add(Method::Get, "/api/v1/incidents", {}, nothing);
        router_.add(Method::Get, "/api/v1/incidents/{id}", {}, nothing);
        router_.add(Method::Post, "/api/v1/incidents/{id}/entries", {}, nothing);
        router_.add(Method::Get, "/api/v1/incidents/open", {}, nothing);
        router_.add(Method::Get, "/", {}, nothing);
    }

    std::string pattern(std::string_view path, Method method = Method::Get) const
    {
        const auto match = router_.match(method, path);
        return match.route != nullptr ? match.route->pattern : "";
    }

    Router router_;
};

TEST_F(RouterTest, PrefersLiteralSegmentsAndFallsBack)
{
    EXPECT_EQ(pattern("/api/v1/incidents/open"), "/api/v1/incidents/open");
    EXPECT_EQ(pattern("/api/v1/incidents/INC-1"), "/api/v1/incidents/{id}");
    EXPECT_EQ(pattern("/api/v1/incidents/open/entries", Method::Post), "/api/v1/incidents/{id}/entries");
    EXPECT_EQ(pattern("/"), "/");
}

TEST_F(RouterTest, MatchesWholeSegmentsOnly)
{
    EXPECT_EQ(pattern("/api/v1/incidents/"), "");
    EXPECT_EQ(pattern("/api/v1/incidents//entries", Method::Post), "");
    EXPECT_EQ(pattern("//"), "");
    EXPECT_EQ(pattern("/api/v1"), "");
    EXPECT_EQ(pattern("/api/v1/incidents/a/b"), "");
    EXPECT_EQ(pattern("no/slash"), "");
    EXPECT_EQ(pattern(std::string(8'000, '/')), "");
}

TEST_F(RouterTest, DecodesParametersWithoutSplittingThem)
{
    const auto match = router_.match(Method::Get, "/api/v1/incidents/a%2Fb%20c");
    ASSERT_NE(match.route, nullptr);
    ASSERT_EQ(match.path_parameters.size(), 1U);
    EXPECT_EQ(match.path_parameters[0].name, "id");
    EXPECT_EQ(match.path_parameters[0].value, "a/b c");
}

TEST_F(RouterTest, SaysWhatIsAllowed)
{
    EXPECT_EQ(router_.match(Method::Delete, "/api/v1/incidents").allow, "GET, HEAD");
    EXPECT_EQ(router_.match(std::nullopt, "/api/v1/incidents/1/entries").allow, "POST");
    EXPECT_EQ(router_.match(Method::Get, "/nothing").allow, "");
}

TEST_F(RouterTest, RefusesTheSameRouteTwice)
{
    EXPECT_DEATH(router_.add(Method::Get, "/api/v1/incidents/{other}", {}, nothing), "VERIFY failed");
}

}
}
