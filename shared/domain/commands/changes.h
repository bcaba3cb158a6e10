// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/changes.h"

namespace watchfloor {

struct RecordChange {
    Change change {}; // id assigned by decide

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        Change::fields(visit, self.change);
    }
};

}
