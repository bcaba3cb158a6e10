// SPDX-License-Identifier: Apache-2.0
#include "server/subcommands/password_prompt.h"

#include "server/auth/password_rules.h"

#include <termios.h>
#include <unistd.h>

namespace watchfloor {
namespace {

// What is typed is not shown while this lives.
class EchoOff {
public:
    explicit EchoOff(int terminal) : terminal_(terminal), known_(tcgetattr(terminal, &before_) == 0)
    {
        if (known_) {
            termios quiet = before_;
            quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
            tcsetattr(terminal_, TCSAFLUSH, &quiet);
        }
    }
    ~EchoOff()
    {
        if (known_) {
            tcsetattr(terminal_, TCSAFLUSH, &before_);
        }
    }
    EchoOff(const EchoOff&) = delete;
    EchoOff& operator=(const EchoOff&) = delete;

private:
    int terminal_;
    termios before_ {};
    bool known_;
};

}

std::string read_password(std::istream& in, int terminal, std::ostream& out, const std::string& name)
{
    std::string password;
    if (isatty(terminal) == 0) {
        std::getline(in, password);
        return password;
    }
    out << "Password for " << name << " (at least " << kMinPassword << " characters, not shown): " << std::flush;
    {
        const EchoOff quiet { terminal };
        std::getline(in, password);
    }
    out << "\n";
    return password;
}

}
