// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/incidents/updates.h"
#include "shared/domain/entries/entry.h"

#include <string>
#include <variant>

namespace watchfloor {

// Whom words for a second person's eyes go to.
inline bool leaves_the_house(UpdateAudience audience)
{
    return audience == UpdateAudience::Customers || audience == UpdateAudience::Regulator;
}

// What stands in the timeline before the reason of a release: who has read the words, or why nobody has.
inline std::string release_words(UpdateAudience audience)
{
    return "Released to " + std::string(to_string(audience)) + "; read by, or why by nobody: ";
}

// The same in entries written when each release was called one without an approver.
inline std::string former_release_words(UpdateAudience audience)
{
    return "Released to " + std::string(to_string(audience)) + " without an approver: ";
}

// Whether `note` is what the release of the update right before it is written down as. Entries of one instant can be of
// several people and acts: only what the same person released to that audience is one act with it. Of a note whose text
// is withheld or erased the rest has to do.
inline bool is_release_of(const Entry& note, const Entry& before)
{
    const auto* added = std::get_if<NoteAdded>(&note.payload);
    const auto* published = std::get_if<UpdatePublished>(&before.payload);
    if (added == nullptr || published == nullptr || added->note_kind != NoteKind::Decision || added->supersedes != 0) {
        return false;
    }
    const bool one_act = note.head.seq == before.head.seq + 1 && note.head.recorded_at == before.head.recorded_at
        && note.head.actor == before.head.actor && added->incident == published->incident;
    return one_act && leaves_the_house(published->audience)
        && (!note.text_present || added->note.starts_with(release_words(published->audience))
            || added->note.starts_with(former_release_words(published->audience)));
}

}
