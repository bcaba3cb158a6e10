// SPDX-License-Identifier: Apache-2.0
#include "server/app/app.h"
#include "server/app/drill_player.h"
#include "server/app/housekeeping.h"
#include "server/auth/auth.h"
#include "server/auth/password_rules.h"
#include "server/subcommands/subcommands.h"

#include <csignal>
#include <iostream>
#include <sys/resource.h>
#include <unistd.h>

namespace watchfloor {
namespace {

LogLevel level_of(const std::string& text)
{
    for (const LogLevel level : { LogLevel::Debug, LogLevel::Info, LogLevel::Warning }) {
        if (to_string(level) == text) {
            return level;
        }
    }
    return LogLevel::Error;
}

// Blocks the signals that end a server in all threads; they are read in wait(). With a certificate SIGHUP says that it
// was renewed, as who renews it is used to; without one it ends the server, whose terminal went away.
class Signals {
public:
    explicit Signals(bool renews)
    {
        sigemptyset(&set_);
        sigaddset(&set_, SIGTERM);
        sigaddset(&set_, SIGINT);
        if (renews) {
            sigaddset(&set_, SIGHUP);
        }
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
        std::signal(SIGPIPE, SIG_IGN);
        std::signal(SIGXFSZ, SIG_IGN); // a limit on the size of files is then an error like a full disk
    }

    // True where the certificate shall be renewed, false where the server shall end.
    bool wait() const
    {
        int signal = 0;
        while (sigwait(&set_, &signal) != 0) { }
        return signal == SIGHUP;
    }

private:
    sigset_t set_ {};
};

// A shell's or systemd's usual 1,024 descriptors are fewer than the connections that the server bounds by itself.
void allow_all_descriptors()
{
    rlimit limit {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

void greet(App& app)
{
    std::cout << "watchfloord " << product_version() << " serves on " << app.url() << std::endl;
    if (const std::string told = app.older_journal(); !told.empty()) {
        std::cout << told << std::endl;
    }
    if (common_password_count() == 0) {
        std::cout << "it was built without the list of common passwords and refuses none of them: install "
                     "python3-zxcvbn and build again"
                  << std::endl;
    }
    if (!app.options.settings.sign_in_link) {
        return;
    }
    const auto link = app.auth->make_sign_in_link();
    if (link.ok() && link.value()) {
        std::cout << "sign in, once, within "
                  << std::chrono::duration_cast<std::chrono::minutes>(kSignInLinkLifetime).count()
                  << " minutes: " << app.url() << "/sign-in/" << *link.value() << std::endl;
    }
}

}

int run_serve(const CommandLine& line)
{
    if (line.print_config) {
        std::cout << to_toml(line.settings);
        return kExitDone;
    }
    allow_all_descriptors();
    const Signals signals(!line.settings.tls_cert.empty());
    Log log(STDERR_FILENO, level_of(line.settings.log_level));
    AppOptions options;
    options.settings = line.settings;
    options.log = &log;
    auto app = App::open(std::move(options));
    if (!app.ok()) {
        return fail(app.error().message);
    }
    if (const auto started = app.value()->start(); !started.ok()) {
        return fail(started.error().message);
    }
    greet(*app.value());
    while (signals.wait()) {
        app.value()->tls->renew();
    }
    app.value()->stop();
    return kExitDone;
}

}
