// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/journal/store.h"

#include <string>
#include <vector>

namespace watchfloor {

// Seals entries that continue a head, with salts that depend on the number only.
class EntryMaker {
public:
    EntryMaker() = default;
    explicit EntryMaker(JournalHead head) : head_(head) { }

    SealedEntry next(const std::string& note = "note")
    {
        SealedEntry entry;
        entry.seq = head_.seq + 1;
        const std::string number = std::to_string(entry.seq);
        entry.head = part("{\"actor\":\"u-1\",\"kind\":\"noted\",\"seq\":" + number + "}", 1);
        entry.facts = part("{\"incident\":\"INC-" + number + "\",\"priority\":2}", 2);
        entry.text = part("{\"text\":\"" + note + "\"}", 3);
        seal(entry, head_.hash);
        head_ = { entry.seq, entry.hash };
        return entry;
    }

    // One whose head names what it is about and of what kind it is, with facts of one's own and perhaps no text.
    SealedEntry next_of(const std::string& subject, const std::string& kind, const std::string& facts, bool text = true)
    {
        SealedEntry entry;
        entry.seq = head_.seq + 1;
        entry.head = part("{\"actor\":\"u-1\",\"kind\":\"" + kind + "\",\"seq\":" + std::to_string(entry.seq)
                + ",\"subject\":\"" + subject + "\"}",
            1);
        entry.facts = part(facts, 2);
        if (text) {
            entry.text = part("{\"text\":\"about " + subject + "\"}", 3);
        }
        seal(entry, head_.hash);
        head_ = { entry.seq, entry.hash };
        return entry;
    }

    std::vector<SealedEntry> batch(std::size_t count, const std::string& note = "note")
    {
        std::vector<SealedEntry> entries;
        for (std::size_t i = 0; i < count; ++i) {
            entries.push_back(next(note));
        }
        return entries;
    }

    const JournalHead& head() const { return head_; }

private:
    SealedPart part(std::string bytes, std::uint8_t which) const
    {
        SealedPart sealed { std::move(bytes), {} };
        sealed.salt.fill(which);
        sealed.salt[0] = static_cast<std::uint8_t>(head_.seq);
        sealed.salt[1] = static_cast<std::uint8_t>(head_.seq >> 8U);
        return sealed;
    }

    JournalHead head_ {};
};

}
