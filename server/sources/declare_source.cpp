// SPDX-License-Identifier: Apache-2.0
#include "server/sources/declare_source.h"

namespace watchfloor {

Result<void> declare_source(Sequencer& sequencer, const Source& source, const Actor& by)
{
    const auto known = [&] { return sequencer.state()->sources.contains(source.id); };
    if (known()) {
        return {}; // as nearly always: no delivery waits for what people change
    }
    const auto lock = sequencer.hold_entities();
    if (known()) {
        return {};
    }
    Submission submission;
    submission.command = SetSource { source };
    submission.actor = by;
    RETURN_IF_ERROR(sequencer.execute(std::move(submission)));
    return {};
}

}
