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

TEST_F(RouterTest, TakesAPathOfSixteenSegments)
{
    std::string pattern_of_sixteen;
    for (int i = 0; i < 16; ++i) {
        pattern_of_sixteen += "/s";
    }
    router_.add(Method::Put, pattern_of_sixteen, {}, nothing);
    router_.add(Method::Put, pattern_of_sixteen + "/s", {}, nothing);
    EXPECT_EQ(pattern(pattern_of_sixteen, Method::Put), pattern_of_sixteen);
    EXPECT_EQ(pattern(pattern_of_sixteen + "/s", Method::Put), "");
}

TEST_F(RouterTest, NamesEveryParameterByItsPlace)
{
    router_.add(Method::Put, "/a/{first}/b/{second}", {}, nothing);
    router_.add(Method::Patch, "/a/{other}/b/{last}", {}, nothing);
    const auto match = router_.match(Method::Put, "/a/1/b/2");
    ASSERT_EQ(match.path_parameters.size(), 2U);
    EXPECT_EQ(match.path_parameters[0].name + match.path_parameters[0].value, "first1");
    EXPECT_EQ(match.path_parameters[1].name + match.path_parameters[1].value, "second2");
    EXPECT_EQ(router_.match(Method::Patch, "/a/1/b/2").path_parameters[1].name, "last");
    EXPECT_EQ(match.allow, "PUT, PATCH");
    const auto other = router_.match(Method::Get, "/a/1/b/2");
    EXPECT_EQ(other.route, nullptr);
    EXPECT_EQ(other.allow, "PUT, PATCH");
    EXPECT_EQ(router_.match(Method::Put, "/a/{first}/b/").route, nullptr);
    EXPECT_EQ(router_.match(Method::Put, "/a/%zz/b/2").allow, "");
}

}
}
