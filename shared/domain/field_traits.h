// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace watchfloor {

// What a field of an entity is, said beside its name in the entity's `fields` and nowhere else: copying, comparing,
// filling an entry and hiding from a viewer follow from it. A field of which nothing is said is a fact that is set with
// its entity and seen by the staff alone.
class FieldTraits {
public:
    constexpr FieldTraits() = default;
    constexpr explicit FieldTraits(std::uint16_t bits) : bits_(bits) { }

    constexpr bool has(FieldTraits wanted) const { return (bits_ & wanted.bits_) == wanted.bits_ && wanted.bits_ != 0; }
    constexpr bool has_any(FieldTraits wanted) const { return (bits_ & wanted.bits_) != 0; }

    friend constexpr FieldTraits operator|(FieldTraits a, FieldTraits b)
    {
        return FieldTraits { static_cast<std::uint16_t>(a.bits_ | b.bits_) };
    }

private:
    std::uint16_t bits_ = 0;
};

// Some of an entity's fields: those that have all of the first traits and none of the second.
struct FieldChoice {
    FieldTraits with {};
    FieldTraits without {};

    constexpr bool takes(FieldTraits traits) const
    {
        return (!with.has_any(with) || traits.has(with)) && !traits.has_any(without);
    }
};

// A name or free text: it lies in the erasable part of an entry.
inline constexpr FieldTraits kText { 1 };
// Set by an entry of its own, which fewer may see: who stands behind a service, how to get into a bridge.
inline constexpr FieldTraits kApart { 2 };
// Only the fold assigns it (a level, who uses a bridge): setting the entity anew keeps it.
inline constexpr FieldTraits kFolded { 4 };
// Who sees it beside the staff.
inline constexpr FieldTraits kRoom { 8 };
inline constexpr FieldTraits kVisitor { 16 };
inline constexpr FieldTraits kReporter { 32 };
inline constexpr FieldTraits kWalls = kRoom | kVisitor;
inline constexpr FieldTraits kOwnPeople = kRoom | kReporter;
inline constexpr FieldTraits kEveryone = kRoom | kVisitor | kReporter;
// On a wall left empty where its text is unfit for one (unfit_for_walls); together with the others so marked, where one
// entry brought them all.
inline constexpr FieldTraits kScreened { 64 };
inline constexpr FieldTraits kScreenedTogether { 128 };
// Of a request: it has no default that could be meant (an instant, a choice), or it takes the place of what is there (a
// whole list), so a body without it is refused. What else is empty without it is for the rules to refuse.
inline constexpr FieldTraits kDemanded { 256 };

}
