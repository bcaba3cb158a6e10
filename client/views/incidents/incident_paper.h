// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/paper.h"

namespace watchfloor {

// An incident as a record: what it is and who held it, every entry in full with what corrects it, its alerts.
Paper incident_paper(const ViewInput& input, const Incident& incident, const IncidentLog& log);

}
