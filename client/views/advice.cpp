// SPDX-License-Identifier: Apache-2.0
#include "client/views/advice.h"

#include "client/language/text.h"
#include "shared/core/words.h"
#include "shared/domain/decide/decide.h"
#include "shared/domain/decision/decision.h"
#include "shared/domain/formulas/duty_holder.h"

#include <algorithm>
#include <array>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::int64_t kDayMillis = 86'400'000;
constexpr std::int64_t kHourMillis = 3'600'000;
constexpr std::int64_t kMinuteMillis = 60'000;

struct FieldLabel {
    std::string_view field;
    Text label;
    std::string_view part {}; // of the writes that this is said of only; empty: of all others
};

// As the panels label the fields that the rules name.
constexpr std::array kFieldLabels {
    FieldLabel { "title", Text::FieldTask, "tasks" },
    FieldLabel { "due_at", Text::FieldTaskDue, "tasks" },
    FieldLabel { "text", Text::FieldUpdate, "updates" },
    FieldLabel { "text", Text::ComposerLabel, "entries" },
    FieldLabel { "occurred_at", Text::FieldOccurred, "entries" },
    FieldLabel { "reason", Text::FieldReasonBriefing, "duties" },
    FieldLabel { "name", Text::FieldName, "capacity" },
    FieldLabel { "id", Text::FieldId, "capacity" },
    FieldLabel { "kind", Text::FieldResourceKind, "capacity" },
    FieldLabel { "unit", Text::FieldUnit, "capacity" },
    FieldLabel { "total", Text::FieldTotal, "capacity" },
    FieldLabel { "reserved", Text::FieldReserved, "capacity" },
    FieldLabel { "warn_percent", Text::FieldWarnPercent, "capacity" },
    FieldLabel { "critical_percent", Text::FieldCriticalPercent, "capacity" },
    FieldLabel { "lead_time_days", Text::FieldLeadTime, "capacity" },
    FieldLabel { "note", Text::DecisionNote, "decisions" },
    FieldLabel { "owner", Text::DecisionOwnerField, "decisions" },
    FieldLabel { "due", Text::DecisionDueField, "decisions" },
    FieldLabel { "cost", Text::DecisionCostField, "decisions" },
    FieldLabel { "margin_days", Text::FieldMargin, "capacity" },
    FieldLabel { "equal_nodes", Text::FieldNodes, "capacity" },
    FieldLabel { "growth_percent", Text::FieldGrowth, "capacity" },
    FieldLabel { "site", Text::FieldSite, "capacity" },
    FieldLabel { "key_person", Text::FieldKeyPerson, "capacity" },
    FieldLabel { "review_due", Text::FieldReviewDue, "capacity" },
    FieldLabel { "stress_tested_at", Text::FieldStressTested, "capacity" },
    FieldLabel { "stress_test_note", Text::FieldStressNote, "capacity" },
    FieldLabel { "planned_changes", Text::FieldPlanned, "capacity" },
    FieldLabel { "cadence_seconds", Text::FieldCadence, "capacity" },
    FieldLabel { "single_point", Text::FieldSinglePoint, "capacity" },
    FieldLabel { "owner", Text::FieldOwner, "capacity" },
    FieldLabel { "source", Text::FieldMeasuredBy, "capacity" },
    FieldLabel { "query", Text::FieldQuery, "capacity" },
    FieldLabel { "services", Text::PlanServices, "capacity" },
    FieldLabel { "name", Text::FieldName, "assets" },
    FieldLabel { "id", Text::FieldId, "assets" },
    FieldLabel { "model", Text::FieldModel, "assets" },
    FieldLabel { "serial", Text::FieldSerial, "assets" },
    FieldLabel { "redundancy_group", Text::FieldRedundancyGroup, "assets" },
    FieldLabel { "site", Text::FieldSite, "assets" },
    FieldLabel { "criticality", Text::FieldCriticality, "assets" },
    FieldLabel { "vendor_interval_days", Text::FieldVendorInterval, "assets" },
    FieldLabel { "insurer_interval_days", Text::FieldInsurerInterval, "assets" },
    FieldLabel { "policy_interval_days", Text::FieldPolicyInterval, "assets" },
    FieldLabel { "last_maintained_at", Text::FieldLastMaintained, "assets" },
    FieldLabel { "vendor_interval_hours", Text::FieldVendorHours, "assets" },
    FieldLabel { "insurer_interval_hours", Text::FieldInsurerHours, "assets" },
    FieldLabel { "policy_interval_hours", Text::FieldPolicyHours, "assets" },
    FieldLabel { "running_hours_per_day", Text::FieldHoursPerDay, "assets" },
    FieldLabel { "work_ahead_days", Text::FieldWorkAhead, "assets" },
    FieldLabel { "retired", Text::FieldRetired, "assets" },
    FieldLabel { "parent", Text::FieldParent, "assets" },
    FieldLabel { "custodian", Text::FieldCustodian, "assets" },
    FieldLabel { "contract", Text::FieldContract, "assets" },
    FieldLabel { "warranty_until", Text::FieldWarranty, "assets" },
    FieldLabel { "documents", Text::FieldDocuments, "assets" },
    FieldLabel { "media_held", Text::FieldMediaHeld, "assets" },
    FieldLabel { "holds_information", Text::FieldHoldsInformation, "assets" },
    FieldLabel { "match", Text::FieldMatch, "assets" },
    FieldLabel { "services", Text::PlanServices, "assets" },
    FieldLabel { "human", Text::KindHuman, "capacity" },
    FieldLabel { "technical", Text::KindTechnical, "capacity" },
    FieldLabel { "information", Text::KindInformation, "capacity" },
    FieldLabel { "financial", Text::KindFinancial, "capacity" },
    FieldLabel { "low", Text::LevelLow, "assets" },
    FieldLabel { "medium", Text::LevelMedium, "assets" },
    FieldLabel { "high", Text::LevelHigh, "assets" },
    FieldLabel { "critical", Text::SeverityCritical, "assets" },
    FieldLabel { "category", Text::FieldCategory },
    FieldLabel { "contained_at", Text::FieldContainedAt },
    FieldLabel { "evidence_preserved", Text::FieldEvidence },
    FieldLabel { "headline", Text::FieldHeadline },
    FieldLabel { "hold_reason", Text::FieldHoldReason },
    FieldLabel { "impact", Text::FieldImpact },
    FieldLabel { "mitigated_at", Text::FieldMitigatedAt },
    FieldLabel { "override_reason", Text::ClashReason },
    FieldLabel { "personal_data", Text::FieldPersonalData },
    FieldLabel { "planned_start", Text::OrderNewStart },
    FieldLabel { "problem_reference", Text::FieldProblem },
    FieldLabel { "reason", Text::FieldReason },
    FieldLabel { "redundant_pair", Text::ClashOverride },
    FieldLabel { "resolution_code", Text::FieldResolutionCode },
    FieldLabel { "restored_at", Text::FieldRestoredAt },
    FieldLabel { "resume_review_at", Text::FieldResumeReview },
    FieldLabel { "security_relevant", Text::FieldSecurity },
    FieldLabel { "services", Text::FieldServices },
    FieldLabel { "severity", Text::FieldSeverity },
    FieldLabel { "stand_down", Text::MajorStandDown },
    FieldLabel { "title", Text::FieldTitle },
    FieldLabel { "unchanged", Text::UpdateUnchanged },
    FieldLabel { "urgency", Text::FieldUrgency },
    FieldLabel { "user_confirmed", Text::FieldUserConfirmed },
    FieldLabel { "work_done", Text::OrderWords },
};

bool is_classification(std::string_view field)
{
    constexpr std::array<std::string_view, 6> classified { "category", "impact", "personal_data", "security_relevant",
        "services", "urgency" };
    return std::find(classified.begin(), classified.end(), field) != classified.end();
}

std::string label_of(std::string_view field, std::string_view part)
{
    // People write it in whole units (shared/wire/sheets).
    constexpr std::string_view kThousandths = "_milli";
    field.remove_suffix(field.ends_with(kThousandths) ? kThousandths.size() : 0);
    const auto said = [&](std::string_view of) {
        return std::find_if(kFieldLabels.begin(), kFieldLabels.end(),
            [&](const FieldLabel& one) { return one.field == field && one.part == of; });
    };
    const auto* const own = part.empty() ? kFieldLabels.end() : said(part);
    const auto* const known = own != kFieldLabels.end() ? own : said({});
    if (known != kFieldLabels.end()) {
        return std::string(tr(known->label));
    }
    std::string words(field);
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

// The write that a command becomes, as its address names it.
std::string_view part_of(Act act)
{
    switch (act) {
    case Act::SetTask:
        return "tasks";
    case Act::PublishUpdate:
        return "updates";
    case Act::AddNote:
        return "entries";
    case Act::AssignDuty:
    case Act::MoveDuty:
        return "duties";
    default:
        return {};
    }
}

// "14:03:22" as milliseconds of the day.
std::optional<std::int64_t> read_time_of_day(std::string_view text)
{
    std::array<std::int64_t, 3> parts {};
    std::size_t part = 0;
    std::size_t digits = 0;
    for (const char c : text) {
        if (c == ':') {
            if (digits == 0 || ++part > 2) {
                return std::nullopt;
            }
            digits = 0;
        } else if (c < '0' || c > '9' || ++digits > 2) {
            return std::nullopt;
        } else {
            parts[part] = parts[part] * 10 + (c - '0');
        }
    }
    if (part == 0 || digits == 0 || parts[0] > 23 || parts[1] > 59 || parts[2] > 59) {
        return std::nullopt;
    }
    return parts[0] * kHourMillis + parts[1] * kMinuteMillis + parts[2] * 1000;
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(' ');
    return first == std::string_view::npos ? std::string_view {}
                                           : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}

Advice advise_on(const ViewInput& input, const AskedCommand& command, std::optional<IncidentState> to)
{
    Advice advice;
    const auto& me = input.replica.me();
    if (!input.may_act || !me) {
        advice.reason = tr(Text::WhyReadOnly);
        return advice;
    }
    if (input.past) {
        advice.reason = tr(Text::WhyPast);
        return advice;
    }
    if (input.frozen) {
        advice.reason = tr(Text::WhyFrozen);
        return advice;
    }
    auto decision = decide(input.state, command, rules_context(input));
    if (decision.ok()) {
        advice.allowed = true;
        advice.fillable = true;
        advice.decision = std::move(decision).value();
        return advice;
    }
    const Error& error = decision.error();
    advice.reason = screen_words(error.message, part_of(command.act()));
    advice.missing = error.missing;
    advice.fillable = error.code == ErrorCode::GateNotMet || error.code == ErrorCode::Malformed;
    if (!error.missing.empty()) {
        advice.reason = missing_words(error.missing, to);
    }
    return advice;
}

Context rules_context(const ViewInput& input)
{
    Context context;
    context.now = input.now;
    if (const auto& me = input.replica.me()) {
        context.actor.user = me->user;
        context.actor.roles = me->roles;
    }
    context.seen_seq = input.state.seq;
    return context;
}

Permit role_lets(const ViewInput& input, Act act)
{
    const auto& me = input.replica.me();
    if (!input.may_act || !me) {
        return { false, std::string(tr(Text::WhyReadOnly)) };
    }
    if (input.past) {
        return { false, std::string(tr(Text::WhyPast)) };
    }
    const auto checked = check_permission({ .user = me->user, .roles = me->roles }, act);
    return checked.ok() ? Permit { true, {} } : Permit { false, checked.error().message };
}

Permit may_do(const ViewInput& input, Act act)
{
    Permit permit = role_lets(input, act);
    return permit.allowed && input.frozen ? Permit { false, std::string(tr(Text::WhyFrozen)) } : permit;
}

std::string who_words(const ViewInput& input, Act act)
{
    if (role_lets(input, act).allowed) {
        return std::string(tr(Text::HowYouMay));
    }
    std::string roles = who_may(act);
    return tr(Text::HowOthersMay, roles);
}

bool sees_the_room(const ViewInput& input)
{
    const auto& me = input.replica.me();
    return !me || me->wall || is_staff({ .user = me->user, .roles = me->roles });
}

bool rehearses(const ViewInput& input)
{
    const auto& me = input.replica.me();
    return me && !me->wall && may_rehearse({ .user = me->user, .roles = me->roles });
}

std::string second_command(const ViewInput& input, const IncidentId& except)
{
    std::string words;
    const auto& me = input.replica.me();
    if (!me) {
        return words;
    }
    input.state.incidents.for_each([&](const IncidentId& id, const Incident& incident) {
        if (!words.empty() || id == except || !incident.open() || !incident.declared()) {
            return;
        }
        const DutyHeld* held = duty_holder(input.state, incident, Duty::IncidentCommander);
        if (held != nullptr && held->user == me->user) {
            words = tr(Text::CommandSecond, id.text, incident.title);
        }
    });
    return words;
}

std::optional<Act> act_behind(Action action)
{
    constexpr std::array<std::pair<Action, Act>, 16> kActs { {
        { Action::Acknowledge, Act::AcknowledgeAlert },
        { Action::IncidentFromAlert, Act::LogIncident },
        { Action::AddToIncident, Act::LinkAlert },
        { Action::LinkProposed, Act::LinkAlert },
        { Action::Declare, Act::DeclareMajor },
        { Action::Note, Act::AddNote },
        { Action::AssignDuty, Act::MoveDuty },
        { Action::AcceptOffer, Act::MoveDuty },
        { Action::TakeCommand, Act::MoveDuty },
        { Action::Task, Act::SetTask },
        { Action::FinishTask, Act::SetTask },
        { Action::Update, Act::PublishUpdate },
        { Action::Classify, Act::ClassifyIncident },
        { Action::SetHeadline, Act::ClassifyIncident },
        { Action::Ratify, Act::RatifyMajor },
        { Action::Restrict, Act::SetMembers },
    } };
    const auto* const at
        = std::find_if(kActs.begin(), kActs.end(), [&](const auto& one) { return one.first == action; });
    return at == kActs.end() ? std::nullopt : std::optional { at->second };
}

bool roles_act(const std::vector<SystemRole>& roles)
{
    for (std::size_t i = 0; i < kActCount; ++i) {
        if (check_permission({ .roles = roles }, static_cast<Act>(i)).ok()) {
            return true;
        }
    }
    return false;
}

std::string roles_words(const std::vector<SystemRole>& roles)
{
    std::string words;
    for (const SystemRole role : roles) {
        add_words(words, field_words(to_string(role)));
    }
    return words;
}

Text note_label(IncidentState to)
{
    return to == IncidentState::OnHold   ? Text::NoteAwaited
        : to == IncidentState::Mitigated ? Text::NoteWorkaround
        : to == IncidentState::Resolved  ? Text::NoteResolution
        : to == IncidentState::Cancelled ? Text::NoteCancelled
                                         : Text::NoteWhy;
}

std::string field_words(std::string_view field, std::optional<IncidentState> to)
{
    if (field == "note") {
        return std::string(tr(to ? note_label(*to) : Text::FieldNote));
    }
    return label_of(field, {});
}

std::string field_words(std::string_view field, std::string_view part)
{
    return label_of(field, part);
}

std::string screen_words(std::string_view message, std::string_view part)
{
    std::string words;
    while (!message.empty()) {
        const auto open = message.find('`');
        const auto shut = open == std::string_view::npos ? open : message.find('`', open + 1);
        if (shut == std::string_view::npos) {
            break;
        }
        words += message.substr(0, open);
        words += "“" + label_of(message.substr(open + 1, shut - open - 1), part) + "”";
        message.remove_prefix(shut + 1);
    }
    return words.append(message);
}

bool is_done_elsewhere(std::string_view field)
{
    return field == "stand_down" || field == "all_clear" || field.starts_with("task ")
        || field.starts_with("containment task ") || is_classification(field);
}

std::string missing_words(const std::vector<std::string>& missing, std::optional<IncidentState> to)
{
    std::string here;
    std::string fields;
    std::string elsewhere;
    const auto add = [](std::string& list, const std::string& item, const char* between) {
        list += (list.empty() ? "" : between) + item;
    };
    for (const std::string& field : missing) {
        const bool classify = to && is_classification(field);
        if (field == "stand_down") {
            add(elsewhere, tr(Text::ElsewhereStandDown, tr(Text::MajorStandDown)), "; ");
        } else if (field == "all_clear") {
            add(elsewhere, tr(Text::ElsewhereAllClear, tr(Text::ButtonUpdate)), "; ");
        } else if (field.starts_with("task ") || field.starts_with("containment task ")) {
            add(elsewhere, tr(Text::ElsewhereTask, field), "; ");
        } else {
            add(classify ? fields : here, field_words(field, to), ", ");
        }
    }
    if (!fields.empty()) {
        add(elsewhere, tr(Text::ElsewhereClassify, tr(Text::ClassifyTitle), fields), "; ");
    }
    std::string words = here.empty() ? std::string() : tr(Text::StillMissing, here);
    if (!elsewhere.empty()) {
        add(words, tr(Text::StillMissingElsewhere, elsewhere), ". ");
    }
    return words;
}

std::optional<Timestamp> read_when(
    std::string_view text, Timestamp now, const SiteZone& zone, const WhenOptions& options)
{
    const std::string_view typed = trimmed(text);
    if (const auto of_day = read_time_of_day(typed)) {
        const std::int64_t offset = static_cast<std::int64_t>(zone.offset_at(now)) * 1000;
        const std::int64_t local = now.millis + offset;
        const std::int64_t midnight = local - ((local % kDayMillis) + kDayMillis) % kDayMillis;
        Timestamp at { midnight + *of_day - offset };
        if (options.past && at > now + kFutureSlack) {
            at = at - Millis { kDayMillis };
        } else if (!options.past && at <= now) {
            at = at + Millis { kDayMillis };
        }
        return at;
    }
    const auto full = parse_timestamp(typed);
    return full.ok() ? std::optional { full.value() } : std::nullopt;
}

std::string write_when(Timestamp at, Timestamp now, const SiteZone& zone)
{
    const Timestamp second { at.millis - at.millis % 1000 };
    const std::string clock = site_time(second, zone);
    return read_when(clock, now, zone) == second ? clock : format_timestamp(second);
}

std::string other_day(Timestamp at, Timestamp now, const SiteZone& zone)
{
    const int offset = zone.offset_at(at);
    return format_date(at, offset) == format_date(now, zone.offset_at(now)) ? std::string()
                                                                            : format_date_and_clock(at, offset);
}

}
