// SPDX-License-Identifier: Apache-2.0
#include "server/app/admin_desk.h"

#include "server/config/command_line.h"

#include <algorithm>
#include <array>

namespace watchfloor {
namespace {

constexpr Millis kDay = std::chrono::hours { 24 };

// The owner of the data folder: may do what an administrator may, named by no user.
Actor owner()
{
    Actor actor;
    actor.user = UserId { "system" };
    actor.system = true;
    return actor;
}

Result<std::vector<SystemRole>> roles_of(const std::vector<std::string>& texts)
{
    std::vector<SystemRole> roles;
    for (const std::string& text : texts) {
        const auto role = parse_enum<SystemRole>(text);
        if (!role) {
            return Error { ErrorCode::Malformed,
                "There is no role '" + text + "'; the roles are: " + role_names() + "." };
        }
        roles.push_back(*role);
    }
    return roles;
}

Result<User> find_user(const CommandContext& context, const std::string& name)
{
    const auto user = context.auth.user_named(name);
    if (!user) {
        return Error { ErrorCode::NotFound,
            "There is no user '" + name
                + "'; watchfloord user list names who there is, user add --role administrator --name NAME makes one." };
    }
    return *user;
}

Result<std::string> user_add(const CommandContext& context, const DeskRequest& request)
{
    ASSIGN_OR_RETURN(auto roles, roles_of(request.roles));
    ASSIGN_OR_RETURN(
        const Outcome outcome, context.auth.add_user({ request.name, std::move(roles), request.password }, owner()));
    const std::string next = request.password.empty()
        ? "no password was given: set one with user passwd --name " + request.name + "\n"
        : "";
    const std::string reads = request.roles.empty()
        ? "no role was given: " + request.name + " can only read; an administrator gives roles with POST /api/v1/users/"
            + outcome.created + "\nthe roles are: " + role_names() + "\n"
        : "";
    return "added user " + request.name + " (" + outcome.created + ")\n" + reads + next;
}

Result<std::string> user_passwd(const CommandContext& context, const DeskRequest& request)
{
    ASSIGN_OR_RETURN(const User user, find_user(context, request.name));
    RETURN_IF_ERROR(context.auth.set_password(user.id, request.password, owner()));
    return "the password of " + user.name + " is set; all its sessions have ended\n";
}

Result<std::string> user_disable(const CommandContext& context, const DeskRequest& request)
{
    ASSIGN_OR_RETURN(const User user, find_user(context, request.name));
    const auto disable = [](User& present) { present.disabled = true; };
    ASSIGN_OR_RETURN([[maybe_unused]] const Outcome outcome, context.auth.change_user(user.id, disable, owner()));
    return "user " + user.name + " is disabled\n";
}

Result<std::string> user_list(const CommandContext& context, const DeskRequest&)
{
    std::vector<std::string> lines;
    context.main.state()->users.for_each([&](const UserId& id, const User& user) {
        std::string line = user.name + "\t" + id.text + "\t";
        for (std::size_t i = 0; i < user.roles.size(); ++i) {
            line.append(i > 0 ? "," : "").append(to_string(user.roles[i]));
        }
        lines.push_back(line + (user.disabled ? "\tdisabled\n" : "\n"));
    });
    std::sort(lines.begin(), lines.end());
    std::string text;
    for (const std::string& line : lines) {
        text += line;
    }
    return text;
}

Result<std::string> token_create(const CommandContext& context, const DeskRequest& request)
{
    NewToken token { request.name, request.scopes, {}, {} };
    if (request.expires_days > 0) {
        token.expires_at = context.clock.now() + request.expires_days * kDay;
    }
    ASSIGN_OR_RETURN(const MadeToken made, context.auth.make_token(token, owner()));
    // The token comes last, so that scripts can take the last line.
    return (made.routing_key.empty() ? "" : "routing_key " + made.routing_key + "\n") + made.text + "\n";
}

Result<std::string> token_list(const CommandContext& context, const DeskRequest&)
{
    std::vector<std::string> lines;
    context.main.state()->tokens.for_each([&](const TokenId& id, const Token& token) {
        std::string line = id.text + "\t" + token.name + "\t";
        for (std::size_t i = 0; i < token.scopes.size(); ++i) {
            line.append(i > 0 ? "," : "").append(token.scopes[i]);
        }
        const auto used = context.auth.last_use(id);
        line.append("\t").append(used ? format_timestamp(*used) : "never used");
        lines.push_back(line + (token.revoked ? "\trevoked\n" : "\n"));
    });
    std::sort(lines.begin(), lines.end());
    std::string text;
    for (const std::string& line : lines) {
        text += line;
    }
    return text;
}

Result<std::string> token_revoke(const CommandContext& context, const DeskRequest& request)
{
    std::vector<TokenId> named;
    context.main.state()->tokens.for_each([&](const TokenId& id, const Token& token) {
        if (!token.revoked && (id.text == request.name || token.name == request.name)) {
            named.push_back(id);
        }
    });
    if (named.size() != 1) {
        return Error { ErrorCode::NotFound,
            named.empty() ? "There is no token '" + request.name + "'; see token list."
                          : "Several tokens have this name; give the id of one." };
    }
    ASSIGN_OR_RETURN([[maybe_unused]] const Outcome outcome, context.auth.revoke_token(named.front(), owner()));
    return "token " + named.front().text + " is revoked\n";
}

Result<std::string> backup(const CommandContext& context, const DeskRequest& request)
{
    RETURN_IF_ERROR(context.store.backup_to(request.file));
    return "wrote " + request.file + "\n";
}

Result<std::string> drill_play(const CommandContext& context, const DeskRequest& request)
{
    if (!context.play) {
        return Error { ErrorCode::Unavailable, "Start the server first: a drill is played on its screens." };
    }
    ASSIGN_OR_RETURN(const JournalId journal, context.play(request.scenario, request.speed));
    return "playing into journal " + journal.text + "\n";
}

struct NamedCommand {
    std::string_view name;
    Result<std::string> (*run)(const CommandContext&, const DeskRequest&);
};

constexpr auto kCommands = std::to_array<NamedCommand>({
    { "user add", user_add },
    { "user passwd", user_passwd },
    { "user list", user_list },
    { "user disable", user_disable },
    { "token create", token_create },
    { "token list", token_list },
    { "token revoke", token_revoke },
    { "backup", backup },
    { "drill play", drill_play },
});

}

Result<std::string> run_command(const CommandContext& context, const DeskRequest& request)
{
    for (const NamedCommand& command : kCommands) {
        if (command.name == request.command) {
            return command.run(context, request);
        }
    }
    return Error { ErrorCode::NotFound,
        "The running server does not know this command; use the watchfloord it was started from." };
}

std::string run_command_line(const CommandContext& context, std::string_view line)
{
    DeskAnswer answer;
    const auto request = from_json<DeskRequest>(line);
    const auto ran = request.ok() ? run_command(context, request.value()) : Result<std::string>(request.error());
    answer.done = ran.ok();
    answer.text = ran.ok() ? ran.value() : ran.error().message;
    return to_json_text(answer);
}

}
