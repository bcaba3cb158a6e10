// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/alerts.h"
#include "shared/domain/entities/sources.h"

namespace watchfloor {

// As severity_from_labels; a word that means something else to one kind of source is read as that one means it.
AlertSeverity severity_from_labels(const Labels& labels, SourceKind kind);

// Whether a comes before b, worst first. What nobody understood may be bad: it comes before what is known not to be.
bool is_worse(AlertSeverity a, AlertSeverity b);

}
