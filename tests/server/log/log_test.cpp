// SPDX-License-Identifier: Apache-2.0
#include "server/log/log.h"

#include "server/posix/descriptor.h"

#include <array>
#include <gtest/gtest.h>
#include <limits>
#include <string>

namespace watchfloor {
namespace {

class LogTest : public testing::Test {
protected:
    LogTest()
    {
        std::array<int, 2> ends {};
        EXPECT_EQ(::pipe(ends.data()), 0);
        reading_ = Descriptor { ends[0] };
        writing_ = Descriptor { ends[1] };
    }

    std::string written()
    {
        writing_.close();
        std::string text(64 * 1024, '\0');
        const auto size = ::read(reading_.number(), text.data(), text.size());
        text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
        return text;
    }

    Descriptor reading_;
    Descriptor writing_;
};

TEST_F(LogTest, WritesOneJsonObjectALine)
{
    Log log { writing_.number() };
    log.write(LogLevel::Info, "request",
        { { "status", std::int64_t { 200 } }, { "ok", true }, { "ratio", 0.5 },
            { "bad", std::numeric_limits<double>::infinity() }, { "text", std::string_view { "a\"\n\xFF" } } });
    const auto line = written();
    EXPECT_TRUE(line.starts_with("{\"time\":\"20")) << line;
    EXPECT_TRUE(
        line.ends_with("\"level\":\"info\",\"event\":\"request\",\"status\":200,\"ok\":true,\"ratio\":0.5,\"bad\":null,"
                       "\"text\":\"a\\\"\\n\xEF\xBF\xBD\"}\n"))
        << line;
}

TEST_F(LogTest, LeavesOutWhatIsBelowTheLevel)
{
    Log log { writing_.number(), LogLevel::Warning };
    log.write(LogLevel::Info, "quiet");
    EXPECT_EQ(written(), "");
}

TEST(LogFailureTest, CountsWhatCouldNotBeWritten)
{
    Log log { -1 };
    log.write(LogLevel::Error, "lost");
    EXPECT_EQ(log.dropped(), 1U);
}

}
}
