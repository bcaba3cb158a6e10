// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/entities/severity_words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>

namespace watchfloor {
namespace {

struct SeverityWord {
    std::string_view word; // in lower case, without separators
    AlertSeverity severity;
};

constexpr auto kSeverityWords = std::to_array<SeverityWord>({
    { "critical", AlertSeverity::Critical },
    { "crit", AlertSeverity::Critical },
    { "fatal", AlertSeverity::Critical },
    { "page", AlertSeverity::Critical },
    { "emergency", AlertSeverity::Critical },
    { "emerg", AlertSeverity::Critical },
    { "panic", AlertSeverity::Critical },
    { "alert", AlertSeverity::Critical },
    { "disaster", AlertSeverity::Critical },
    { "blocker", AlertSeverity::Critical },
    { "urgent", AlertSeverity::Critical },
    { "highest", AlertSeverity::Critical },
    { "p0", AlertSeverity::Critical },
    { "p1", AlertSeverity::Critical },
    { "s0", AlertSeverity::Critical },
    { "s1", AlertSeverity::Critical },
    { "prio1", AlertSeverity::Critical },
    { "priority1", AlertSeverity::Critical },
    { "1critical", AlertSeverity::Critical },
    { "sev0", AlertSeverity::Critical },
    { "sev1", AlertSeverity::Critical },
    { "severity0", AlertSeverity::Critical },
    { "severity1", AlertSeverity::Critical },
    { "error", AlertSeverity::Major },
    { "err", AlertSeverity::Major },
    { "high", AlertSeverity::Major },
    { "major", AlertSeverity::Major },
    { "severe", AlertSeverity::Major },
    { "serious", AlertSeverity::Major },
    { "important", AlertSeverity::Major },
    { "p2", AlertSeverity::Major },
    { "s2", AlertSeverity::Major },
    { "prio2", AlertSeverity::Major },
    { "priority2", AlertSeverity::Major },
    { "2high", AlertSeverity::Major },
    { "sev2", AlertSeverity::Major },
    { "severity2", AlertSeverity::Major },
    { "warning", AlertSeverity::Minor },
    { "warn", AlertSeverity::Minor },
    { "average", AlertSeverity::Minor },
    { "medium", AlertSeverity::Minor },
    { "moderate", AlertSeverity::Minor },
    { "minor", AlertSeverity::Minor },
    { "ticket", AlertSeverity::Minor },
    { "p3", AlertSeverity::Minor },
    { "s3", AlertSeverity::Minor },
    { "prio3", AlertSeverity::Minor },
    { "priority3", AlertSeverity::Minor },
    { "3moderate", AlertSeverity::Minor },
    { "sev3", AlertSeverity::Minor },
    { "severity3", AlertSeverity::Minor },
    { "info", AlertSeverity::Info },
    { "information", AlertSeverity::Info },
    { "informational", AlertSeverity::Info },
    { "notice", AlertSeverity::Info },
    { "low", AlertSeverity::Info },
    { "lowest", AlertSeverity::Info },
    { "debug", AlertSeverity::Info },
    { "trace", AlertSeverity::Info },
    { "verbose", AlertSeverity::Info },
    { "none", AlertSeverity::Info },
    { "p4", AlertSeverity::Info },
    { "p5", AlertSeverity::Info },
    { "s4", AlertSeverity::Info },
    { "s5", AlertSeverity::Info },
    { "prio4", AlertSeverity::Info },
    { "prio5", AlertSeverity::Info },
    { "priority4", AlertSeverity::Info },
    { "priority5", AlertSeverity::Info },
    { "4low", AlertSeverity::Info },
    { "5planning", AlertSeverity::Info },
    { "sev4", AlertSeverity::Info },
    { "sev5", AlertSeverity::Info },
    { "severity4", AlertSeverity::Info },
    { "severity5", AlertSeverity::Info },
});

// {EVENT.NSEVERITY}: numbers that rise, whereas elsewhere 1 is often the worst.
constexpr auto kZabbixWords = std::to_array<SeverityWord>({
    { "5", AlertSeverity::Critical },
    { "4", AlertSeverity::Major },
    { "3", AlertSeverity::Minor },
    { "2", AlertSeverity::Minor },
    { "1", AlertSeverity::Info },
});

// States of hosts and services stand where others have severities.
constexpr auto kIcingaWords = std::to_array<SeverityWord>({
    { "down", AlertSeverity::Critical },
    { "unreachable", AlertSeverity::Major },
    { "ok", AlertSeverity::Info },
    { "up", AlertSeverity::Info },
});

std::span<const SeverityWord> own_words(SourceKind kind)
{
    switch (kind) {
    case SourceKind::Zabbix:
        return kZabbixWords;
    case SourceKind::Icinga:
        return kIcingaWords;
    case SourceKind::Alertmanager:
    case SourceKind::PrometheusApi:
    case SourceKind::Grafana:
    case SourceKind::CloudEvents:
    case SourceKind::Json:
    case SourceKind::PagerDuty:
    case SourceKind::Host:
    case SourceKind::PrometheusPull:
        break;
    }
    return {};
}

// Blanks, and what stands in "SEV-1", "P.1", "1 - Critical" or behind an exclamation.
constexpr std::string_view kSeparators = " \t\r\n-_.:#!";

std::string plain_word(std::string_view text)
{
    std::string word;
    for (const char c : text) {
        if (kSeparators.find(c) == std::string_view::npos) {
            word.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
        }
    }
    return word;
}

std::optional<AlertSeverity> severity_of_word(std::string_view text, SourceKind kind)
{
    const std::string word = plain_word(text);
    for (const std::span<const SeverityWord> words :
        { own_words(kind), std::span<const SeverityWord> { kSeverityWords } }) {
        for (const SeverityWord& known : words) {
            if (known.word == word) {
                return known.severity;
            }
        }
    }
    return std::nullopt;
}

}

AlertSeverity severity_from_labels(const Labels& labels, SourceKind kind)
{
    for (const char* name : { "severity", "priority" }) {
        const auto label = labels.find(name);
        if (label == labels.end()) {
            continue;
        }
        if (const auto severity = severity_of_word(label->second, kind)) {
            return *severity;
        }
    }
    return AlertSeverity::Unknown;
}

bool is_worse(AlertSeverity a, AlertSeverity b)
{
    constexpr std::array kWorstFirst { AlertSeverity::Critical, AlertSeverity::Major, AlertSeverity::Minor,
        AlertSeverity::Unknown, AlertSeverity::Info };
    static_assert(kWorstFirst.size() == EnumTexts<AlertSeverity>::texts.size());
    const auto rank
        = [&](AlertSeverity severity) { return std::find(kWorstFirst.begin(), kWorstFirst.end(), severity); };
    return rank(a) < rank(b);
}

AlertSeverity severity_from_labels(const Labels& labels)
{
    return severity_from_labels(labels, SourceKind::Json);
}

}
