// SPDX-License-Identifier: Apache-2.0
#include "server/auth/request_identity.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

Request from(bool local, std::vector<NamedValue> headers = {}, bool trusted_peer = false)
{
    Request request;
    request.local = local;
    request.from_trusted_peer = trusted_peer;
    request.headers = std::move(headers);
    return request;
}

constexpr bool kLocal = true;
constexpr bool kElsewhere = false;

TEST(RequestIdentityTest, ACookieIsPlainOnlyOnThisVeryMachine)
{
    const std::string plain = "watchfloor=s; Path=/; HttpOnly; SameSite=Strict; Max-Age=604800";
    const std::string secure = "__Host-watchfloor=s; Path=/; HttpOnly; SameSite=Strict; Max-Age=604800; Secure";
    const Millis week = std::chrono::hours { 168 };
    EXPECT_EQ(session_cookie(from(kLocal), "s", week), plain);
    EXPECT_EQ(session_cookie(from(kElsewhere), "s", week), secure);
    EXPECT_EQ(session_cookie(from(kElsewhere, { { "x-forwarded-proto", "http" } }, true), "s", week), secure);
    EXPECT_EQ(wall_cookie(from(kElsewhere), "t"),
        "__Host-watchfloor-wall=t; Path=/; HttpOnly; SameSite=Strict; Max-Age=34560000; Secure");
    EXPECT_EQ(expired_cookie(from(kLocal), true), "watchfloor-wall=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    EXPECT_EQ(expired_cookie(from(kLocal), false), "watchfloor=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
}

TEST(RequestIdentityTest, APlainCookieFromElsewhereIsNobodys)
{
    const auto secret_of = [](Request request, std::vector<NamedValue> cookies) {
        request.cookies = std::move(cookies);
        return session_secret_of(request);
    };
    const NamedValue plain { "watchfloor", "plain" };
    const NamedValue secure { "__Host-watchfloor", "secure" };
    EXPECT_EQ(secret_of(from(kLocal), { plain }), "plain");
    EXPECT_EQ(secret_of(from(kLocal), { plain, secure }), "secure");
    EXPECT_EQ(secret_of(from(kElsewhere), { plain, secure }), "secure");
    EXPECT_EQ(secret_of(from(kElsewhere), { plain }), "");
    EXPECT_EQ(secret_of(from(kLocal), { { "watchfloor-wall", "wall" } }), "");
}

TEST(RequestIdentityTest, KnowsItsOwnPageByWhatTheBrowserSays)
{
    struct Case {
        std::vector<NamedValue> headers;
        bool own;
    };
    const NamedValue host { "host", "room:8470" };
    for (const Case& given : std::vector<Case> {
             { { { "sec-fetch-site", "same-origin" } }, true },
             { { { "sec-fetch-site", "none" } }, true },
             { { { "sec-fetch-site", "same-site" }, { "origin", "http://room:8470" }, host }, false },
             { { { "origin", "http://room:8470" }, host }, true },
             { { { "origin", "https://room:8470" }, host }, true },
             { { { "origin", "https://room" }, host }, false },
             { { { "origin", "ftp://room:8470" }, host }, false },
             { { { "origin", "http://room:8470" } }, false },
             { { host }, false },
             { {}, false },
         }) {
        EXPECT_EQ(from_own_page(from(kLocal, given.headers)), given.own)
            << (given.headers.empty() ? "" : given.headers[0].value);
    }
}

TEST(RequestIdentityTest, KnowsItsOwnPageByWhatAListedProxySays)
{
    const NamedValue host { "host", "127.0.0.1:8470" };
    const NamedValue said_host { "x-forwarded-host", "room.example.org" };
    const NamedValue said_https { "x-forwarded-proto", "https" };
    const NamedValue origin { "origin", "https://room.example.org" };
    EXPECT_TRUE(from_own_page(from(kElsewhere, { origin, host, said_host, said_https }, true)));
    EXPECT_FALSE(from_own_page(from(kElsewhere, { origin, host, said_host, said_https }))) << "anybody can say so";
    EXPECT_TRUE(from_own_page(from(kElsewhere, { origin, host, said_host }, true)));
    EXPECT_TRUE(from_own_page(from(kElsewhere, { origin, { "host", "room.example.org" }, said_https }, true)));
    const NamedValue said_http { "x-forwarded-proto", "http" };
    EXPECT_FALSE(from_own_page(from(kElsewhere, { origin, host, said_host, said_http }, true)));
    const NamedValue appended { "x-forwarded-host", "evil.example, room.example.org" };
    EXPECT_TRUE(from_own_page(from(kElsewhere, { origin, host, appended, said_https }, true)));
    const NamedValue again { "x-forwarded-host", "evil.example" };
    EXPECT_FALSE(from_own_page(from(kElsewhere, { origin, host, said_host, again, said_https }, true)));
    EXPECT_TRUE(
        from_own_page(from(kElsewhere, { origin, { "host", "room.example.org" }, { "x-forwarded-host", "" } }, true)));
}

TEST(RequestIdentityTest, WhoWasNotLookedAtIsNobody)
{
    Request request;
    EXPECT_EQ(principal_of(request).kind, Principal::Kind::Nobody);
    Principal lead;
    lead.kind = Principal::Kind::Session;
    lead.user = UserId { "lead" };
    request.principal = lead;
    EXPECT_EQ(principal_of(request).user, lead.user);
}

}
}
