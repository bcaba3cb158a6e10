// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <utility>

namespace watchfloor {

// A textual identifier that cannot be mistaken for one of another kind. Empty means none.
template<typename Tag>
struct Id {
    std::string text {};

    Id() = default;
    explicit Id(std::string value) : text(std::move(value)) { }

    bool empty() const { return text.empty(); }
    friend bool operator==(const Id& a, const Id& b) { return a.text == b.text; }
    friend bool operator!=(const Id& a, const Id& b) { return a.text != b.text; }
    friend bool operator<(const Id& a, const Id& b) { return a.text < b.text; }
};

using UserId = Id<struct UserTag>;
using IncidentId = Id<struct IncidentTag>; // "INC-42"; restricted ones "SEC-7"
using AlertId = Id<struct AlertTag>;       // hex digest of domain and label set
using ServiceId = Id<struct ServiceTag>;
using SourceId = Id<struct SourceTag>;
using ChangeId = Id<struct ChangeTag>;
using BridgeId = Id<struct BridgeTag>;
using TaskId = Id<struct TaskTag>;
using ResourceId = Id<struct ResourceTag>; // capacity
using AssetId = Id<struct AssetTag>;
using WorkOrderId = Id<struct WorkOrderTag>;
using WindowId = Id<struct WindowTag>; // maintenance window
using TokenId = Id<struct TokenTag>;
using JournalId = Id<struct JournalTag>;

}
