// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/services.h"

namespace watchfloor {

struct SetService {
    Service service {};
    template<typename V, typename S>
    static void fields(V& v, S& s)
    {
        Service::fields(v, s.service);
    }
};

}
