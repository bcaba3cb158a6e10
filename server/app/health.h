// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/wire/answers/journal.h"

#include <chrono>

namespace watchfloor {

struct App;

// So long before a certificate ends it is said.
inline constexpr std::chrono::hours kCertificateWarning { 14 * 24 };

// Whether writers are accepted now, by the journal and by the samples, and whether the journals are whole;
// and how long the certificate serves.
HealthAnswer health_of(const App& app);

// For the world: its sentences may name folders of this machine, so that only what is wrong is left of them.
HealthAnswer bare(HealthAnswer health);

}
