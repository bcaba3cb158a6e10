// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/widgets/controls/badges.h"
#include "shared/domain/entities/alerts.h"

namespace watchfloor {

// How an alert's severity is marked, wherever it is shown.
Severity shown_severity(AlertSeverity severity);

}
