// SPDX-License-Identifier: Apache-2.0
#include "server/config/command_line.h"

#include "server/config/product_version.h"
#include "shared/core/words.h"
#include "shared/domain/entities/people.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <sstream>

namespace watchfloor {
namespace {

// CLI11's objects and the values they fill live together while one command line is read.
class Parser {
public:
    Parser()
    {
        app_.set_version_flag("--version", "watchfloord " + std::string(product_version()));
        app_.require_subcommand(1);
        app_.set_help_all_flag("--help-all", "help of all commands");
        add_serve();
        add_user();
        add_token();
        add_files();
        add_drill();
    }

    ParsedCommandLine parse(std::vector<std::string> arguments)
    {
        std::reverse(arguments.begin(), arguments.end()); // CLI11 takes them from the back
        try {
            app_.parse(arguments);
        } catch (const CLI::ParseError& stopped) {
            return stop(stopped);
        }
        line_.command = name_of_command();
        if (const auto read = read_file(); !read.ok()) {
            return { std::nullopt, read.error().message + "\n", kExitUsage };
        }
        return { std::move(line_), {}, kExitDone };
    }

private:
    struct Bound {
        const Setting* setting;
        CLI::Option* option;
    };

    ParsedCommandLine stop(const CLI::ParseError& stopped)
    {
        std::ostringstream out;
        std::ostringstream err;
        const int code = app_.exit(stopped, out, err);
        if (code == 0) {
            return { std::nullopt, out.str(), kExitDone };
        }
        const std::string unknown = unknown_command();
        return { std::nullopt, unknown.empty() ? err.str() : unknown + "Run with --help for more information.\n",
            kExitUsage };
    }

    // CLI11 only says that a command is missing when it stands there misspelt.
    std::string unknown_command() const
    {
        const CLI::App* at = &app_;
        while (!at->get_subcommands().empty()) {
            at = at->get_subcommands().front();
        }
        const auto left = at->remaining();
        const auto known = at->get_subcommands([](const CLI::App*) { return true; });
        if (left.empty() || known.empty()) {
            return {};
        }
        std::string text = "There is no command '" + left.front() + "' here; there are: ";
        for (const CLI::App* command : known) {
            text += (command == known.front() ? "" : ", ") + command->get_name();
        }
        return text + ".\n";
    }

    std::string name_of_command() const
    {
        std::string name;
        for (const CLI::App* at = &app_; !at->get_subcommands().empty();) {
            at = at->get_subcommands().front();
            add_words(name, at->get_name(), " ");
        }
        return name;
    }

    // The file only fills what neither command line nor environment gave.
    Result<void> read_file()
    {
        if (config_.empty()) {
            return {};
        }
        Settings from_file;
        RETURN_IF_ERROR(read_toml(config_, from_file));
        for (const Bound& bound : bound_) {
            if (bound.option->count() == 0) {
                std::visit([&](auto member) { line_.settings.*member = from_file.*member; }, bound.setting->member);
            }
        }
        return {};
    }

    void bind(CLI::App* command, const Setting& setting)
    {
        const std::string name = option_name(setting.key);
        CLI::Option* option = std::visit(
            [&](auto member) -> CLI::Option* {
                auto& value = line_.settings.*member;
                if constexpr (std::is_same_v<std::decay_t<decltype(value)>, bool>) {
                    return command->add_flag(
                        name + ",!--no-" + name.substr(2), value, std::string(setting.description));
                } else {
                    return command->add_option(name, value, std::string(setting.description))->capture_default_str();
                }
            },
            setting.member);
        option->envname(environment_name(setting.key));
        if (std::holds_alternative<std::vector<std::string> Settings::*>(setting.member)) {
            option->delimiter(',');
        }
        if (setting.key == "log_level") {
            option->check(CLI::IsMember({ "debug", "info", "warning", "error" }));
        }
        if (std::holds_alternative<std::int64_t Settings::*>(setting.member)) {
            option->check(CLI::Range(std::int64_t { 0 }, kMostOfNumber));
        }
        bound_.push_back({ &setting, option });
    }

    void bind_data(CLI::App* command)
    {
        bind(command, kSettings[0]);
        command->add_option("--config", config_, "TOML file with settings")
            ->envname("WATCHFLOOR_CONFIG")
            ->check(CLI::ExistingFile);
    }

    CLI::App* named(CLI::App* parent, const std::string& name, const std::string& description)
    {
        CLI::App* command = parent->add_subcommand(name, description);
        bind_data(command);
        return command;
    }

    void add_serve()
    {
        CLI::App* serve = app_.add_subcommand("serve", "serve the console, the interfaces and the live streams");
        for (const Setting& setting : kSettings) {
            bind(serve, setting);
        }
        serve->add_option("--config", config_, "TOML file with settings")
            ->envname("WATCHFLOOR_CONFIG")
            ->check(CLI::ExistingFile);
        serve->add_flag("--print-config", line_.print_config, "print the settings in effect as TOML, and stop");
    }

    void add_user()
    {
        CLI::App* user = app_.add_subcommand("user", "the people who may sign in")->require_subcommand(1);
        CLI::App* add = named(user, "add", "add a user; the password is read from standard input");
        add->add_option("--name", line_.name, "what they sign in with")->required();
        add->add_option("--role", line_.roles, role_names() + "; may be given several times");
        CLI::App* passwd = named(user, "passwd", "set a password, read from standard input");
        passwd->add_option("--name", line_.name, "whose")->required();
        named(user, "list", "list the users");
        CLI::App* disable = named(user, "disable", "end all sessions of a user and refuse new ones");
        disable->add_option("--name", line_.name, "whom")->required();
    }

    void add_token()
    {
        CLI::App* token = app_.add_subcommand("token", "keys of programs")->require_subcommand(1);
        CLI::App* create = named(token, "create", "make a token and print it, once");
        create->add_option("--name", line_.name, "what it is for")->required();
        create->add_option("--scope", line_.scopes, "intake:<source>, read, act or admin; may be given several times")
            ->required();
        create->add_option("--expires-days", line_.expires_days, "days until it ends; 0: never")
            ->check(CLI::Range(0, 3650));
        named(token, "list", "list the tokens");
        CLI::App* revoke = named(token, "revoke", "end a token at once");
        revoke->add_option("--name", line_.name, "name or id")->required();
    }

    void add_files()
    {
        CLI::App* verify = named(&app_, "verify", "check that the journal, or a saved record, is whole and unaltered");
        verify->add_option("--file", line_.file, "record of an incident that a console saved, checked by itself")
            ->check(CLI::ExistingFile);
        CLI::App* backup = named(&app_, "backup", "copy the journal while everything goes on");
        backup->add_option("--to", line_.file, "file to write; must not exist")->required();
        CLI::App* restore = named(&app_, "restore", "bring a backup back into an empty data folder");
        restore->add_option("--from", line_.file, "backup to read")->required()->check(CLI::ExistingFile);
        auto* lists = restore->add_option(
            "--lists", line_.lists, "folder with the lost server's `erasures` and `revocations`; the data folder");
        lists->check(CLI::ExistingDirectory);
        restore
            ->add_flag("--without-lists", line_.without_lists,
                "restore although they are lost: what was erased or revoked since is back")
            ->excludes(lists);
    }

    void add_drill()
    {
        CLI::App* drill = app_.add_subcommand("drill", "exercises in a journal of their own")->require_subcommand(1);
        CLI::App* play = named(drill, "play", "play a scenario into a new drill journal");
        play->add_option("scenario", line_.scenario, "name of a built-in scenario")->required();
        play->add_option("--speed", line_.speed, "how many times faster than written")->check(CLI::Range(1, 1000));
    }

    CLI::App app_ { "Watchfloor, the console of a major incident room", "watchfloord" };
    CommandLine line_ {};
    std::string config_ {};
    std::vector<Bound> bound_ {};
};

}

std::string role_names()
{
    std::string names;
    for (const std::string_view role : EnumTexts<SystemRole>::texts) {
        names.append(names.empty() ? "" : ", ").append(role);
    }
    return names;
}

ParsedCommandLine parse_command_line(const std::vector<std::string>& arguments)
{
    return Parser {}.parse(arguments);
}

std::string_view product_version()
{
    return kProductVersion;
}

}
