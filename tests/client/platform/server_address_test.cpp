// SPDX-License-Identifier: Apache-2.0
#include "client/platform/server_address.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(ServerAddressTest, IsASchemeAHostAndPerhapsAPort)
{
    for (const char* right : { "http://127.0.0.1:8470", "https://room.example.org", "http://localhost",
             "http://a-b_c:1", "https://[::1]:8470", "http://[fe80::1]", "http://host:65535" }) {
        EXPECT_TRUE(is_server_address(right)) << right;
    }
}

TEST(ServerAddressTest, WhatNoTransportReachesIsNone)
{
    for (const char* wrong :
        { "", "room", "ftp://room", "http://", "http://:8470", "http://room:", "http://room:0", "http://room:65536",
            "http://room:99999999999", "http://room:80a", "http://room/", "http://room:80/board", "http://room board",
            "http://user@room", "http://[::1", "http://[]", "http://[::1]8470", "http://[room]" }) {
        EXPECT_FALSE(is_server_address(wrong)) << wrong;
    }
}

}
}
