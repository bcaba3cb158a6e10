// SPDX-License-Identifier: Apache-2.0
#include "server/app/drill_player.h"

#include "server/app/app.h"
#include "server/app/drill_rehearsal.h"
#include "server/app/embedded_assets.h"

#include <algorithm>

namespace watchfloor {
namespace {

// Drill journals know exercise control as a user, because every entry names its actor.
const UserId kExerciseControl { "exercise-control" };
const SourceId kDrillSource { "drill" };

Actor system_actor()
{
    Actor actor;
    actor.user = UserId { "system" };
    actor.system = true;
    return actor;
}

User exercise_control()
{
    return { kExerciseControl, "Exercise control",
        { SystemRole::ServiceDesk, SystemRole::Resolver, SystemRole::IncidentManager }, false };
}

Actor exercise_actor()
{
    Actor actor;
    actor.user = kExerciseControl;
    actor.roles = exercise_control().roles;
    return actor;
}

Result<Outcome> execute(OpenedJournal& journal, Command command, const Actor& actor)
{
    Submission submission;
    submission.command = std::move(command);
    submission.actor = actor;
    return journal.sequencer->execute(std::move(submission));
}

// Turns steps into commands; remembers the incident that notes go to.
class Stage {
public:
    explicit Stage(OpenedJournal& journal) : journal_(journal) { }

    Result<Outcome> act(const DrillStep& step)
    {
        const Timestamp now = journal_.clock->now();
        if (step.alert) {
            return report(*step.alert, now);
        }
        if (step.change) {
            Change change;
            change.kind = step.change->kind;
            change.service = step.change->service;
            change.summary = step.change->summary;
            change.source = kDrillSource;
            change.at = now - std::chrono::minutes { step.change->minutes_ago };
            return execute(journal_, RecordChange { std::move(change) }, system_actor());
        }
        if (step.crossing) {
            return execute(journal_,
                ReportCrossing { step.crossing->resource, step.crossing->to, step.crossing->utilisation_permille, now },
                system_actor());
        }
        return step.incident ? log(*step.incident) : note(*step.note);
    }

private:
    Result<Outcome> report(const DrillAlert& part, Timestamp now)
    {
        AlertReport report;
        report.labels = part.labels;
        report.annotations = part.annotations;
        report.started_at = now;
        if (part.resolved) {
            report.ended_at = now;
        }
        return execute(journal_, ReportAlerts { kDrillSource, { std::move(report) } }, system_actor());
    }

    Result<Outcome> log(const DrillIncident& part)
    {
        LogIncident incident;
        incident.title = part.title;
        incident.services = part.services;
        auto outcome = execute(journal_, std::move(incident), exercise_actor());
        if (outcome.ok()) {
            incident_ = IncidentId { outcome.value().created };
        }
        return outcome;
    }

    Result<Outcome> note(const DrillNote& part)
    {
        AddNote note;
        note.incident = incident_;
        note.kind = part.kind;
        note.text = part.text;
        return execute(journal_, std::move(note), exercise_actor());
    }

    OpenedJournal& journal_;
    IncidentId incident_ {};
};

}

std::vector<DrillScenario> DrillPlayer::scenarios() const
{
    std::vector<DrillScenario> all;
    for (const std::string_view text : embedded_drills()) {
        auto scenario = parse_scenario(text);
        VERIFY(scenario.ok());
        all.push_back(std::move(scenario).value());
    }
    return all;
}

std::vector<Command> DrillPlayer::preparation(const DrillScenario& scenario) const
{
    std::vector<Command> commands { SetUser { exercise_control() } };
    // The room drills under its own names and roles; whose name was erased, under the account's.
    app_.journals->main().state()->users.for_each([&](const UserId& id, User user) {
        user.name = user.name.empty() ? id.text : user.name;
        commands.push_back(SetUser { std::move(user) });
    });
    commands.push_back(SetSource { { kDrillSource, SourceKind::Json, "drill", 0, false, {} } });
    for (const Service& service : scenario.services) {
        commands.push_back(SetService { service });
    }
    for (const Bridge& bridge : scenario.bridges) {
        commands.push_back(SetBridge { bridge });
    }
    for (const CapacityResource& resource : scenario.resources) {
        commands.push_back(DefineCapacity { resource });
    }
    return commands;
}

Result<JournalId> DrillPlayer::play(const std::string& wanted, std::int64_t speed)
{
    std::string names;
    std::optional<DrillScenario> found;
    for (DrillScenario& scenario : scenarios()) {
        names.append(names.empty() ? "" : ", ").append(scenario.id);
        if (scenario.id == wanted) {
            found = std::move(scenario);
        }
    }
    if (!found) {
        return Error { ErrorCode::NotFound, "There is no scenario '" + wanted + "'; there are: " + names + "." };
    }
    if (speed < 1 || speed > kFastest) {
        return Error { ErrorCode::Malformed, "Give a speed from 1 to 1000." };
    }
    reap();
    const std::lock_guard lock(mutex_);
    if (stopping_ || playing_.size() >= kMostAtOnce) {
        return Error { ErrorCode::Conflict, "Two drills are playing already; wait until one is over." };
    }
    if (app_.journals->opened().size() > kMostOpen) {
        return Error {
            ErrorCode::Conflict,
            "Too many drills are open; go on in one of them, or restart the server, which closes those that are over."
        };
    }
    std::vector<Command> commands = preparation(*found);
    RETURN_IF_ERROR(rehearse_drill(commands, app_.clock->now()));
    ASSIGN_OR_RETURN(OpenedJournal* const journal, app_.journals->open_drill());
    for (Command& command : commands) {
        RETURN_IF_ERROR(execute(*journal, std::move(command), system_actor()));
    }
    const JournalId id = journal->sequencer->journal();
    app_.journals->set_playing(id, found->title);
    playing_.push_back(std::make_shared<Playing>());
    Playing& playing = *playing_.back();
    playing.journal = id;
    playing.thread = std::thread([this, journal, scenario = std::move(*found), speed, id, &playing] {
        run(*journal, scenario, speed, playing);
        app_.journals->set_over(id);
        const std::lock_guard over(mutex_);
        playing.over = true;
        wake_.notify_all(); // whoever ended it waits for that
    });
    return id;
}

Result<void> DrillPlayer::end(const JournalId& journal)
{
    std::unique_lock lock(mutex_);
    const auto found = std::find_if(playing_.begin(), playing_.end(),
        [&](const auto& playing) { return playing->journal == journal && !playing->over; });
    if (found == playing_.end()) {
        return Error { ErrorCode::NotFound, "No script plays in '" + journal.text + "'." };
    }
    const std::shared_ptr<Playing> playing = *found; // it may be reaped meanwhile
    playing->ended = true;
    wake_.notify_all();
    wake_.wait(lock, [&] { return playing->over; });
    return {};
}

void DrillPlayer::run(OpenedJournal& journal, const DrillScenario& scenario, std::int64_t speed, const Playing& playing)
{
    const auto began = std::chrono::steady_clock::now();
    journal.drill_clock->run_at(speed);
    Stage stage(journal);
    for (const DrillStep& step : scenario.steps) {
        if (!wait_until(began + std::chrono::milliseconds { step.at_seconds * 1000 / speed }, playing)) {
            break;
        }
        // A step that people's deeds made impossible is passed over: the drill is theirs.
        if (const auto outcome = stage.act(step); !outcome.ok() && app_.options.log != nullptr) {
            app_.options.log->write(LogLevel::Warning, "drill_step_refused",
                { { "journal", std::string_view(journal.sequencer->journal().text) },
                    { "at_seconds", step.at_seconds } });
        }
    }
    journal.drill_clock->run_at(1);
}

bool DrillPlayer::wait_until(std::chrono::steady_clock::time_point moment, const Playing& playing)
{
    std::unique_lock lock(mutex_);
    return !wake_.wait_until(lock, moment, [&] { return stopping_ || playing.ended; });
}

void DrillPlayer::reap()
{
    std::vector<std::shared_ptr<Playing>> over;
    {
        const std::lock_guard lock(mutex_);
        const auto first = std::stable_partition(
            playing_.begin(), playing_.end(), [](const auto& playing) { return !playing->over; });
        std::move(first, playing_.end(), std::back_inserter(over));
        playing_.erase(first, playing_.end());
    }
    for (const auto& playing : over) {
        playing->thread.join();
    }
}

void DrillPlayer::wait_until_over()
{
    std::vector<std::shared_ptr<Playing>> all;
    {
        const std::lock_guard lock(mutex_);
        all.swap(playing_);
    }
    for (const auto& playing : all) {
        playing->thread.join();
    }
}

void DrillPlayer::stop()
{
    std::vector<std::shared_ptr<Playing>> all;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        all.swap(playing_);
    }
    wake_.notify_all();
    for (const auto& playing : all) {
        playing->thread.join();
    }
}

}
