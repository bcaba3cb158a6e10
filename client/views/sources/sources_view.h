// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"
#include "client/widgets/controls/badges.h"

#include <memory>
#include <string>
#include <vector>

namespace watchfloor {

// What one source did, ready to be drawn.
struct SourceRow {
    std::string name {};
    std::string kind {};
    std::string state {}; // "lost for 4 min", "as expected", "no cadence promised"
    std::string age {};   // of the last delivery
    std::string cadence {};
    std::string failure {};              // why nothing can be fetched from it; empty where nothing is known to fail
    std::vector<std::string> figures {}; // received, duplicate, muted, truncated, rejected, gaps
    Severity severity = Severity::Normal;
};

// Lost and failing sources first, otherwise by name.
std::vector<SourceRow> source_rows(const State& state, const std::vector<SourceCounts>& counts, Timestamp now);

std::unique_ptr<View> make_sources_view();

}
