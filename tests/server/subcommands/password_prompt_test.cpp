// SPDX-License-Identifier: Apache-2.0
#include "server/subcommands/password_prompt.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fcntl.h>
#include <sstream>
#include <streambuf>
#include <termios.h>
#include <unistd.h>

namespace watchfloor {
namespace {

class PasswordPromptTest : public testing::Test {
protected:
    void SetUp() override
    {
        master_ = posix_openpt(O_RDWR | O_NOCTTY);
        ASSERT_GE(master_, 0);
        ASSERT_EQ(grantpt(master_), 0);
        ASSERT_EQ(unlockpt(master_), 0);
        terminal_ = open(ptsname(master_), O_RDWR | O_NOCTTY);
        ASSERT_GE(terminal_, 0);
    }

    void TearDown() override
    {
        close(terminal_);
        close(master_);
    }

    static bool shows_what_is_typed(int terminal)
    {
        termios now {};
        EXPECT_EQ(tcgetattr(terminal, &now), 0);
        return (now.c_lflag & ECHO) != 0;
    }

    int master_ = -1;
    int terminal_ = -1;
};

// A person who types, and whether they saw it.
class Typist : public std::streambuf {
public:
    Typist(int terminal, std::string text) : terminal_(terminal), text_(std::move(text)) { }
    bool saw_it = true;

protected:
    int_type underflow() override
    {
        termios now {};
        tcgetattr(terminal_, &now);
        saw_it = (now.c_lflag & ECHO) != 0;
        setg(text_.data(), text_.data(), text_.data() + text_.size());
        return text_.empty() ? traits_type::eof() : traits_type::to_int_type(text_.front());
    }

private:
    int terminal_;
    std::string text_;
};

TEST_F(PasswordPromptTest, ATerminalIsAskedAndShowsNothingOfIt)
{
    Typist typist { terminal_, "correct horse battery\n" };
    std::istream in { &typist };
    std::ostringstream out;
    EXPECT_TRUE(shows_what_is_typed(terminal_));
    EXPECT_EQ(read_password(in, terminal_, out, "Ada"), "correct horse battery");
    EXPECT_FALSE(typist.saw_it);
    EXPECT_TRUE(shows_what_is_typed(terminal_)) << "as before";
    EXPECT_NE(out.str().find("Ada"), std::string::npos);
    EXPECT_NE(out.str().find("12"), std::string::npos) << "how long it must be";
}

TEST_F(PasswordPromptTest, APipeIsReadAndNothingIsSaid)
{
    int ends[2] = { -1, -1 };
    ASSERT_EQ(pipe(ends), 0);
    std::istringstream in { "from a script\nnot this" };
    std::ostringstream out;
    EXPECT_EQ(read_password(in, ends[0], out, "Ada"), "from a script");
    EXPECT_EQ(out.str(), "");
    close(ends[0]);
    close(ends[1]);
}

}
}
