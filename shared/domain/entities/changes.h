// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/time.h"
#include "shared/domain/enumeration.h"
#include "shared/domain/field_traits.h"

#include <string>

namespace watchfloor {

enum class ChangeKind { Change, Deployment };
WATCHFLOOR_ENUM_TEXTS(ChangeKind, Deployment, "change", "deployment");

// Something that was altered on purpose: a change or a deployment.
struct Change {
    ChangeId id {};
    ChangeKind kind = ChangeKind::Change;
    std::string summary {};
    std::string link {};
    ServiceId service {};
    SourceId source {};
    std::string component {};
    Timestamp at {};

    template<typename Visitor, typename Self>
    static void fields(Visitor& visit, Self& self)
    {
        visit("at", self.at, kRoom);
        visit("component", self.component, kText | kRoom | kScreenedTogether);
        visit("id", self.id, kRoom);
        visit("kind", self.kind, kRoom);
        visit("link", self.link, kText | kRoom | kScreenedTogether);
        visit("service", self.service, kRoom);
        visit("source", self.source, kRoom);
        visit("summary", self.summary, kText | kRoom | kScreenedTogether);
    }
};

}
