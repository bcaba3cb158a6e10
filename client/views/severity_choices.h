// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/incidents/classification.h"

#include <array>
#include <string>
#include <vector>

namespace watchfloor {

// In the order in which they are offered.
inline constexpr std::array kSeverityOrder { IncidentSeverity::Sev1, IncidentSeverity::Sev2, IncidentSeverity::Sev3,
    IncidentSeverity::Sev4 };

// "SEV1: a critical service is down, …".
std::string severity_words(IncidentSeverity severity);
std::vector<std::string> severity_choices();
// What is minor is no major incident: those that one is declared with.
std::vector<std::string> major_choices();

}
