// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/app/journals.h"
#include "server/auth/auth.h"
#include "server/http/http_server.h"
#include "server/intake/intake.h"

namespace watchfloor {

// The ways in for monitoring systems: one adapter per format, all ending in Intake. Their
// answers are the ones each format's clients expect.
void register_intake_routes(HttpServer& server, Journals& journals, Auth& auth, Intake& intake, Clock& clock);

}
