// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/sealed_entry.h"
#include "shared/domain/entries/entry.h"
#include "shared/wire/entries/upcast.h"

#include <array>

namespace watchfloor {

// Fresh random salts for head, facts and text.
using EntrySalts = std::array<Salt, 3>;

// The canonical bytes of an entry, its digests and its place in the chain after `previous`. The
// head's kind and version are taken from the payload. The journal stores these bytes for ever.
SealedEntry seal_entry(const EntryHead& head, const Payload& payload, const EntrySalts& salts, const Digest& previous);

// The head alone; Malformed for a stub and for bytes that are not canonical.
Result<EntryHead> decode_head(const SealedEntry& entry);

// Reads an entry of any released version: older ones are brought up by the upcasts. Where the text is
// absent its fields hold their defaults. A kind or version this program does not know is Unsupported:
// stop there, say "update needed", never skip. Digests are not checked here (sealed_entry.h does).
Result<Entry> decode_entry(const SealedEntry& entry, UpcastTable upcasts = released_upcasts());

// All kinds this program knows, in the order of Payload's alternatives.
std::vector<std::string_view> known_kinds();

}
