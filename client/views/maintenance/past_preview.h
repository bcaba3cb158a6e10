// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/view.h"
#include "shared/wire/answers/maintenance.h"
#include "shared/wire/requests/maintenance.h"

#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// What the server says of a plan: when its windows are, and which alerts of the last 30 days they would have muted. It is
// asked when somebody wants it, and holds as long as what was written in the form (`key`) stays the same.
class PastPreview {
public:
    // The button, and what was answered to what is written.
    void draw(
        const ViewInput& input, const PreviewWindow& asked, const std::string& key, bool can_ask, Intents& intents);
    // What was answered to what is written, and the recurrence that was asked about; null before it came.
    const WindowPreviewAnswer* answer(const std::string& key) const;
    const std::string& recurrence() const { return recurrence_; }

private:
    void ask(const PreviewWindow& asked, const std::string& key, Intents& intents);

    std::string key_ {};
    std::string recurrence_ {};
    bool asking_ = false;
    std::optional<WindowPreviewAnswer> answer_ {};
    std::string refusal_ {};
};

// In sentences: how many it would have muted, then the next windows, each with its own.
std::vector<std::string> past_preview_lines(const WindowPreviewAnswer& answer, const SiteZone& zone);

}
