// SPDX-License-Identifier: Apache-2.0
#include "server/subcommands/subcommands.h"

#include "server/app/admin_desk.h"
#include "server/app/app.h"
#include "server/app/drill_player.h"
#include "server/app/housekeeping.h"
#include "server/journal/admin_socket.h"
#include "server/journal/backup.h"
#include "server/journal/data_folder.h"
#include "server/journal/verify.h"
#include "server/samples/samples_verify.h"
#include "server/subcommands/password_prompt.h"
#include "server/subcommands/verify_record.h"

#include <iostream>
#include <unistd.h>

namespace watchfloor {

int fail(const std::string& message)
{
    std::cerr << "watchfloord: " << message << "\n";
    return kExitFailed;
}

namespace {

constexpr std::chrono::seconds kPatience { 30 };
constexpr std::chrono::hours kBackupPatience { 12 };

Result<std::filesystem::path> journal_in(const std::string& data)
{
    auto database = std::filesystem::path(data) / "journal.db";
    if (std::error_code failed; !std::filesystem::exists(database, failed)) {
        return Error { ErrorCode::NotFound,
            "there is no journal at " + database.string() + "; give the folder with --data" };
    }
    return database;
}

DeskRequest desk_request(const CommandLine& line)
{
    DeskRequest request;
    request.command = line.command;
    request.expires_days = line.expires_days;
    request.file = line.file.empty() ? "" : std::filesystem::absolute(line.file).string();
    request.name = line.name;
    request.roles = line.roles;
    request.scenario = line.scenario;
    request.scopes = line.scopes;
    request.speed = line.speed;
    if (line.command == "user add" || line.command == "user passwd") {
        request.password = read_password(std::cin, STDIN_FILENO, std::cerr, line.name);
    }
    return request;
}

// To standard error: scripts take the last line of the other.
void tell_what_opening_did(const std::string& told)
{
    std::cerr << (told.empty() ? "" : "watchfloord: ") << told << (told.empty() ? "" : "\n");
}

// A drill without a server: plays to its end into the data folder.
Result<std::string> play_alone(const CommandLine& line)
{
    AppOptions options;
    options.settings = line.settings;
    ASSIGN_OR_RETURN(const auto app, App::open(std::move(options)));
    tell_what_opening_did(app->older_journal());
    ASSIGN_OR_RETURN(const JournalId journal, app->drills->play(line.scenario, line.speed));
    app->drills->wait_until_over();
    return "played into journal " + journal.text + "\n";
}

// Without a server: opens the journal for this one command.
Result<std::string> run_alone(const CommandLine& line, const DeskRequest& request)
{
    if (line.command == "drill play") {
        return play_alone(line);
    }
    // A folder that is not there yet is made for the first user or token, and is otherwise a mistyped name.
    if (line.command != "user add" && line.command != "token create") {
        RETURN_IF_ERROR(journal_in(line.settings.data));
    }
    ASSIGN_OR_RETURN(const DataFolder folder, DataFolder::own(line.settings.data));
    ASSIGN_OR_RETURN(const auto store, SqliteStore::open(folder.journal_database()));
    SystemClock clock;
    ASSIGN_OR_RETURN(const auto main, Sequencer::open(*store, JournalId { "main" }, JournalPurpose::Main, clock));
    ASSIGN_OR_RETURN(const auto auth,
        Auth::open(*store, *main, clock, { .sign_outs = folder.sign_outs(), .revocations = folder.revocations() }));
    tell_what_opening_did(told_of_older_journal(store->erased_again(), auth->at_opening()));
    return run_command({ *store, *main, *auth, clock, {} }, request);
}

int run_at_desk(const CommandLine& line)
{
    const DeskRequest request = desk_request(line);
    const auto patience = line.command == "backup" ? kBackupPatience : kPatience;
    const auto called = call_command(
        DataFolder::command_socket_in(line.settings.data), to_json_text(request, Zeros::Written), patience);
    if (called.ok()) {
        const auto answer = from_canonical_text<DeskAnswer>(called.value());
        if (!answer.ok() || !answer.value().done) {
            return fail(answer.ok() ? answer.value().text : "the server's answer cannot be read");
        }
        std::cout << answer.value().text;
        return kExitDone;
    }
    if (called.error().code != ErrorCode::NotFound) {
        return fail(called.error().message);
    }
    const auto ran = run_alone(line, request);
    if (!ran.ok()) {
        return fail(ran.error().message);
    }
    std::cout << ran.value();
    return kExitDone;
}

int run_verify(const CommandLine& line)
{
    const auto database = journal_in(line.settings.data);
    if (!database.ok()) {
        return fail(database.error().message);
    }
    const VerifyReport report = verify_database(database.value());
    const SamplesReport samples
        = verify_samples(std::filesystem::path(line.settings.data) / "samples.db", database.value());
    for (const JournalReport& journal : report.journals) {
        std::cout << "journal " << journal.id.text << ": " << journal.entries << " entries, head " << journal.head.seq
                  << " " << to_hex(as_view(journal.head.hash)) << "\n";
    }
    for (const Defect& defect : report.defects) {
        std::cerr << "watchfloord: " << (defect.journal.empty() ? "" : "journal " + defect.journal.text + ": ")
                  << defect.what << "\n";
    }
    for (const std::string& defect : samples.defects) {
        std::cerr << "watchfloord: " << defect << "\n";
    }
    if (!report.whole() || !samples.whole()) {
        std::cerr << "watchfloord: what is named here is not what was recorded: restore the newest backup, or compare "
                     "with it\n";
        return kExitFailed;
    }
    std::cout << "samples: " << samples.blocks << " blocks, " << samples.sealed << " of them sealed";
    if (samples.absent != 0) {
        std::cout << "; of " << samples.absent << " hours that the journal sealed there are none here";
    }
    std::cout << "\nthe chain holds, and so does what is derived from it\n";
    return kExitDone;
}

template<typename Id>
void tell_ids(const char* what, const std::vector<Id>& ids)
{
    if (ids.empty()) {
        return;
    }
    std::cout << what;
    for (const Id& id : ids) {
        std::cout << " " << id.text;
    }
    std::cout << "\n";
}

void tell(const RestoreReport& report)
{
    for (const JournalReport& journal : report.journals) {
        std::cout << "journal " << journal.id.text << ": " << journal.entries << " entries, head " << journal.head.seq
                  << " " << to_hex(as_view(journal.head.hash)) << "\n";
    }
    std::cout << "sessions: " << report.dropped.sessions << " ended; everybody signs in again\n"
              << "texts erased again: " << report.erased << "\n";
    tell_ids("tokens and walls revoked again:", report.dropped.tokens);
    tell_ids("users disabled again when the server starts:", report.dropped.users);
    tell_ids("passwords dropped, because another was set since; set them with `watchfloord user passwd --name`:",
        report.dropped.passwords);
    for (const std::string& list : report.missing_lists) {
        std::cout << "there was no " << list << ": what it named may be back; look through the users and tokens\n";
    }
    std::cout << "samples are not part of a backup: samples.db is as it was\n";
}

int run_restore(const CommandLine& line)
{
    const auto folder = DataFolder::own(line.settings.data);
    if (!folder.ok()) {
        return fail(folder.error().message);
    }
    const auto restored
        = restore_database({ line.file, folder.value().journal_database(), line.lists, line.without_lists });
    if (!restored.ok()) {
        return fail(restored.error().message);
    }
    tell(restored.value());
    std::cout << "restored into " << line.settings.data << "\n";
    return kExitDone;
}

}

int run(const CommandLine& line)
{
    if (line.command == "serve") {
        return run_serve(line);
    }
    if (line.command == "verify") {
        return line.file.empty() ? run_verify(line) : verify_record(line.file, std::cout, std::cerr);
    }
    return line.command == "restore" ? run_restore(line) : run_at_desk(line);
}

}
