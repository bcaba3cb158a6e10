// SPDX-License-Identifier: Apache-2.0
#include "client/views/severity_choices.h"

#include "client/language/text.h"

namespace watchfloor {

std::string severity_words(IncidentSeverity severity)
{
    switch (severity) {
    case IncidentSeverity::Sev1:
        return std::string(tr(Text::Sev1Words));
    case IncidentSeverity::Sev2:
        return std::string(tr(Text::Sev2Words));
    case IncidentSeverity::Sev3:
        return std::string(tr(Text::Sev3Words));
    case IncidentSeverity::Sev4:
        return std::string(tr(Text::Sev4Words));
    }
    return {};
}

std::vector<std::string> major_choices()
{
    std::vector<std::string> choices;
    for (const IncidentSeverity severity : kSeverityOrder) {
        if (severity != IncidentSeverity::Sev4) {
            choices.push_back(severity_words(severity));
        }
    }
    return choices;
}

std::vector<std::string> severity_choices()
{
    std::vector<std::string> choices;
    for (const IncidentSeverity severity : kSeverityOrder) {
        choices.push_back(severity_words(severity));
    }
    return choices;
}

}
