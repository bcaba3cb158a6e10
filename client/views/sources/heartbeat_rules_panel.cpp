// SPDX-License-Identifier: Apache-2.0
#include "client/views/sources/heartbeat_rules_panel.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/sources/heartbeat_rows.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/commands/sources.h"
#include "shared/domain/decide/heartbeats.h"
#include "shared/domain/input_text.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace watchfloor {
namespace {

constexpr std::size_t kMostLabelCharacters = 400;

std::vector<HeartbeatRule> rules_said_of(const Source& source)
{
    const auto rules = heartbeat_rules(source, source.kind);
    return { rules.begin(), rules.end() };
}

std::string_view without_blanks(std::string_view text)
{
    const auto first = text.find_first_not_of(' ');
    return first == std::string_view::npos ? std::string_view {}
                                           : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

Send set_source(const SetSource& command, std::string success)
{
    Send send;
    send.path = "/api/v1/sources";
    send.body = encode_command(command);
    send.success = std::move(success);
    return send;
}

}

std::string heartbeat_rule_words(const HeartbeatRule& rule)
{
    Labels labels = rule.match;
    labels.set("alertname", rule.name);
    const std::string interval = rule.interval_seconds > 0
        ? tr(Text::HeartbeatEvery, write_interval(rule.interval_seconds))
        : std::string(tr(Text::HeartbeatAsLearnt));
    const std::string words = heartbeat_words(labels) + ", " + interval;
    return rule.retired ? words + ", " + std::string(tr(Text::HeartbeatRetired)) : words;
}

std::string write_labels(const Labels& labels)
{
    std::string words;
    for (const auto& label : labels) {
        words.append(words.empty() ? "" : ", ").append(label.first).append("=").append(label.second);
    }
    return words;
}

std::optional<Labels> read_labels(std::string_view text)
{
    Labels labels;
    while (!without_blanks(text).empty()) {
        const auto comma = std::min(text.find(','), text.size());
        const std::string_view item = text.substr(0, comma);
        const auto equals = item.find('=');
        if (equals == std::string_view::npos) {
            return std::nullopt;
        }
        const std::string_view name = without_blanks(item.substr(0, equals));
        std::string_view value = without_blanks(item.substr(equals + 1));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
            value = value.substr(1, value.size() - 2); // as it is shown
        }
        if (name.empty() || value.empty() || labels.contains(name)) {
            return std::nullopt;
        }
        labels.set(name, value);
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return labels;
}

Source with_heartbeat_rule(Source source, HeartbeatRule rule)
{
    auto rules = rules_said_of(source);
    rules.push_back(std::move(rule));
    source.heartbeats = std::move(rules);
    return source;
}

Source without_heartbeat_rule(Source source, const HeartbeatRule& rule)
{
    auto rules = rules_said_of(source);
    rules.erase(std::remove(rules.begin(), rules.end(), rule), rules.end());
    source.heartbeats = std::move(rules);
    return source;
}

void HeartbeatRulesPanel::open(const SourceId& source)
{
    source_ = source;
    removing_.reset();
    name_.clear();
    labels_.clear();
    interval_.clear();
}

void HeartbeatRulesPanel::draw(const ViewInput& input, Intents& intents)
{
    const Source* source = source_ ? input.state.sources.find(*source_) : nullptr;
    if (source == nullptr) {
        source_.reset();
    } else if (removing_) {
        draw_question(input, *source, intents);
    } else {
        draw_rules(input, *source, intents);
    }
}

void HeartbeatRulesPanel::draw_list(const ViewInput& input, const Source& source)
{
    const Permit permit = may_do(input, Act::SetSource);
    const auto rules = rules_said_of(source);
    label(tr(rules.empty()            ? Text::HeartbeatRulesNone
                  : source.heartbeats ? Text::HeartbeatRulesSaid
                                      : Text::HeartbeatRulesUsual),
        { .colour = Colour::Secondary, .wrap = true });
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const std::string words = heartbeat_rule_words(rules[i]);
        if (icon_button(kIconTrashO, tr(Text::HeartbeatRuleRemove, words) + "##" + std::to_string(i),
                { .kind = ButtonKind::Quiet, .enabled = permit.allowed, .why_disabled = permit.why })) {
            removing_ = rules[i];
        }
        same_line(2);
        label(words);
    }
}

void HeartbeatRulesPanel::draw_rules(const ViewInput& input, const Source& source, Intents& intents)
{
    const auto labels = read_labels(labels_);
    const auto seconds = is_blank(interval_) ? std::optional<std::int64_t> { 0 } : read_interval(interval_);
    HeartbeatRule rule;
    rule.name = std::string(without_blanks(name_));
    rule.match = labels.value_or(Labels {});
    rule.interval_seconds = seconds.value_or(0);
    const SetSource command { with_heartbeat_rule(source, rule) };
    const Advice advice = advise(input, command);
    const bool typed = !rule.name.empty() && labels && seconds;
    const bool can_commit = typed && advice.allowed;
    const std::string why_not = typed ? advice.reason : std::string(tr(Text::HeartbeatRuleIncomplete));
    const std::string title = tr(Text::HeartbeatRulesTitle, source.id.text);
    if (!begin_modal("heartbeat rules",
            { .title = title,
                .commit = tr(Text::HeartbeatRuleAdd),
                .can_commit = can_commit,
                .why_not = why_not,
                .width = 640 })) {
        return;
    }
    draw_list(input, source);
    gap(2);
    bool entered = text_field(
        tr(Text::FieldHeartbeatName), name_, { .hint = "Watchdog", .max_characters = kMaxName, .autofocus = true })
                       .committed;
    entered = text_field(tr(Text::FieldHeartbeatLabels), labels_,
                  { .hint = tr(Text::HeartbeatLabelsHint),
                      .error = labels ? std::string_view {} : tr(Text::HeartbeatLabelsUnread),
                      .max_characters = kMostLabelCharacters })
                  .committed
        || entered;
    entered = text_field(tr(Text::FieldHeartbeatInterval), interval_,
                  { .hint = tr(Text::HeartbeatIntervalHint),
                      .error = seconds ? std::string_view {} : tr(Text::HeartbeatIntervalUnread),
                      .max_characters = kMaxShortField })
                  .committed
        || entered;
    if (typed && !advice.allowed) {
        label(advice.reason, { .colour = Colour::Major, .wrap = true });
    }
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed || (entered && can_commit)) {
        intents.emplace_back(set_source(command, tr(Text::SaidHeartbeatRule, rule.name, source.id.text)));
        source_.reset();
    } else if (outcome != ModalOutcome::Open) {
        source_.reset();
    }
}

void HeartbeatRulesPanel::draw_question(const ViewInput& input, const Source& source, Intents& intents)
{
    const SetSource command { without_heartbeat_rule(source, *removing_) };
    const Advice advice = advise(input, command);
    const std::string title = tr(Text::HeartbeatRuleRemoveTitle, removing_->name);
    if (!begin_modal("heartbeat rules",
            { .title = title,
                .commit = tr(Text::HeartbeatRuleRemoveCommit),
                .commit_kind = ButtonKind::Danger,
                .can_commit = advice.allowed,
                .why_not = advice.reason,
                .width = 640 })) {
        return;
    }
    label(tr(Text::HeartbeatRuleRemoveNote, heartbeat_rule_words(*removing_), source.id.text), { .wrap = true });
    const ModalOutcome outcome = end_modal();
    if (outcome == ModalOutcome::Committed) {
        intents.emplace_back(set_source(command, tr(Text::SaidHeartbeatRuleGone, removing_->name, source.id.text)));
        source_.reset();
    } else if (outcome != ModalOutcome::Open) {
        removing_.reset(); // back to the list
    }
}

}
