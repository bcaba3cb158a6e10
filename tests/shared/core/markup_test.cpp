// SPDX-License-Identifier: Apache-2.0
#include "shared/core/markup.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

TEST(MarkupTest, WhatSomebodyWroteIsTextAndNothingElse)
{
    EXPECT_EQ(escape_markup("<img src=x onerror='a(\"b\")'> & co"),
        "&lt;img src=x onerror=&#39;a(&quot;b&quot;)&#39;&gt; &amp; co");
    EXPECT_EQ(escape_markup("Störung ü 1 > 0"), "Störung ü 1 &gt; 0");
}

TEST(MarkupTest, WhatXmlHasNoPlaceForIsLeftOut)
{
    EXPECT_EQ(escape_markup("a\x01\x1b"
                            "b\n\tc"),
        "ab\n\tc");
}

}
}
