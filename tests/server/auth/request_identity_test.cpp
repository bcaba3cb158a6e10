// SPDX-License-Identifier: Apache-2.0
#include "server/auth/request_identity.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

Request from(const std::string& client, std::vector<NamedValue> headers = {}, bool trusted_peer = false)
{
    Request request;
    request.client_address = client;
    request.from_trusted_peer = trusted_peer;
    request.headers = std::move(headers);
    return request;
}

const NamedValue kTls { "x-forwarded-proto", "https" };

TEST(RequestIdentityTest, ACookieIsPlainOnlyOnThisVeryMachine)
{
    const std::string plain = "watchfloor=s; Path=/; HttpOnly; SameSite=Strict; Max-Age=604800";
    const std::string secure = "__Host-watchfloor=s; Path=/; HttpOnly; SameSite=Strict; Max-Age=604800; Secure";
    const Millis week = std::chrono::hours { 168 };
    EXPECT_EQ(session_cookie(from("127.0.0.1"), "s", week), plain);
    EXPECT_EQ(session_cookie(from("::1"), "s", week), plain);
    EXPECT_EQ(session_cookie(from("127.0.0.1", { kTls }), "s", week), plain) << "anybody can say so";
    EXPECT_EQ(session_cookie(from("127.0.0.1", { kTls }, true), "s", week), secure);
    EXPECT_EQ(session_cookie(from("10.0.0.7"), "s", week), secure);
    EXPECT_EQ(session_cookie(from("10.0.0.7", { { "x-forwarded-proto", "http" } }, true), "s", week), secure);
    EXPECT_EQ(wall_cookie(from("10.0.0.7"), "t"),
        "__Host-watchfloor-wall=t; Path=/; HttpOnly; SameSite=Strict; Max-Age=34560000; Secure");
    EXPECT_EQ(
        expired_cookie(from("127.0.0.1"), true), "watchfloor-wall=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    EXPECT_EQ(expired_cookie(from("127.0.0.1"), false), "watchfloor=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
}

TEST(RequestIdentityTest, APlainCookieFromElsewhereIsNobodys)
{
    const auto secret_of = [](Request request, std::vector<NamedValue> cookies) {
        request.cookies = std::move(cookies);
        return session_secret_of(request);
    };
    const NamedValue plain { "watchfloor", "plain" };
    const NamedValue secure { "__Host-watchfloor", "secure" };
    EXPECT_EQ(secret_of(from("127.0.0.1"), { plain }), "plain");
    EXPECT_EQ(secret_of(from("127.0.0.1"), { plain, secure }), "secure");
    EXPECT_EQ(secret_of(from("10.0.0.7"), { plain, secure }), "secure");
    EXPECT_EQ(secret_of(from("10.0.0.7"), { plain }), "");
    EXPECT_EQ(secret_of(from("127.0.0.1", { kTls }, true), { plain }), "");
    EXPECT_EQ(secret_of(from("127.0.0.1"), { { "watchfloor-wall", "wall" } }), "");
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
        EXPECT_EQ(from_own_page(from("127.0.0.1", given.headers)), given.own)
            << (given.headers.empty() ? "" : given.headers[0].value);
    }
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
