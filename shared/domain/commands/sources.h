// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/entities/sources.h"

namespace watchfloor {

struct ReportSourceHealth {
    SourceId source {};
    bool lost = false;
    Timestamp last_delivery_at {};
};

struct SetSource {
    Source source {};
    template<typename V, typename S>
    static void fields(V& v, S& s)
    {
        Source::fields(v, s.source);
    }
};

}
