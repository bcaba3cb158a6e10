// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/json/utf8.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(Utf8Test, JudgesUtf8)
{
    for (const auto* good : { "", "a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xF4\x8F\xBF\xBF" }) {
        EXPECT_TRUE(is_utf8(good)) << good;
    }
    for (const auto* bad : { "\x80", "\xC0\xAF", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8" }) {
        EXPECT_FALSE(is_utf8(bad));
    }
}

}
}
