// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/field_traits.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

// What follows from an entity's list of fields.
namespace watchfloor {

struct AnyField {
    template<typename Field>
    void operator()(std::string_view, Field&, FieldTraits = {})
    {
    }
};
template<typename T>
concept ListsFields = requires(T& value, AnyField visit)
{
    T::fields(visit, value);
};

// Whether a field is an entity itself, or a list of them.
template<typename Field>
constexpr bool holds_entities(const Field&)
{
    return ListsFields<Field>;
}
template<typename Element>
constexpr bool holds_entities(const std::vector<Element>&)
{
    return ListsFields<Element>;
}

// The fields that an entry which sets an entity holds as facts, those it holds as text, and those of the entry beside it;
// and what the first of them brings.
struct ChosenFacts {
    static constexpr FieldChoice choice { .without = kText | kApart };
};
struct ChosenText {
    static constexpr FieldChoice choice { .with = kText, .without = kApart };
};
struct ChosenApart {
    static constexpr FieldChoice choice { .with = kApart };
};
struct ChosenGiven {
    static constexpr FieldChoice choice { .without = kFolded };
};
struct ChosenSet {
    static constexpr FieldChoice choice { .without = kApart | kFolded };
};

// Passes on the fields that are chosen.
template<typename Chosen, typename Visitor>
class ChosenFields {
public:
    explicit ChosenFields(Visitor& visit) : visit_(visit) { }

    // Inlined, because what the traits say is known where a field is listed: nothing is compiled of those left out.
    template<typename Field>
    [[gnu::always_inline]] void operator()(std::string_view name, Field& field, FieldTraits traits = {})
    {
        if (Chosen::choice.takes(traits)) {
            visit_(name, field);
        }
    }

private:
    Visitor& visit_;
};

// A visitor that knows the fields of whole entities is told the choice instead.
template<typename Chosen, typename Visitor, typename Entity>
void visit_chosen(Visitor& visit, Entity& entity)
{
    if constexpr (requires { visit.chosen(entity, Chosen::choice); }) {
        visit.chosen(entity, Chosen::choice);
    } else {
        ChosenFields<Chosen, Visitor> chosen(visit);
        std::remove_const_t<Entity>::fields(chosen, entity);
    }
}

template<typename Visitor, typename Entity>
void visit_facts_of(Visitor& visit, Entity& entity)
{
    visit_chosen<ChosenFacts>(visit, entity);
}
template<typename Visitor, typename Entity>
void visit_text_of(Visitor& visit, Entity& entity)
{
    visit_chosen<ChosenText>(visit, entity);
}
template<typename Visitor, typename Entity>
void visit_apart_of(Visitor& visit, Entity& entity)
{
    visit_chosen<ChosenApart>(visit, entity);
}

// The same field of another entity of that type: it stands as far from the beginning.
template<typename Entity, typename Field>
Field& same_field(const Entity& entity, const Field& field, Entity& other)
{
    const auto distance = reinterpret_cast<const std::byte*>(&field) - reinterpret_cast<const std::byte*>(&entity);
    return *reinterpret_cast<Field*>(reinterpret_cast<std::byte*>(&other) + distance);
}
template<typename Entity, typename Field>
const Field& same_field(const Entity& entity, const Field& field, const Entity& other)
{
    return same_field(entity, field, const_cast<Entity&>(other));
}

template<typename Chosen, typename Entity>
void assign_chosen(Entity& to, const Entity& from)
{
    const auto assign = [&](std::string_view, const auto& field) { same_field(from, field, to) = field; };
    visit_chosen<Chosen>(assign, from);
}

// What the entry that sets an entity brings, and what the one beside it does.
template<typename Entity>
void assign_set(Entity& to, const Entity& from)
{
    assign_chosen<ChosenSet>(to, from);
}
template<typename Entity>
void assign_apart(Entity& to, const Entity& from)
{
    assign_chosen<ChosenApart>(to, from);
}

template<typename T>
bool same_value(const T& a, const T& b);
template<typename T>
bool same_value(const std::optional<T>& a, const std::optional<T>& b)
{
    return a && b ? same_value(*a, *b) : a.has_value() == b.has_value();
}
template<typename T>
bool same_value(const std::vector<T>& a, const std::vector<T>& b)
{
    return std::equal(
        a.begin(), a.end(), b.begin(), b.end(), [](const T& one, const T& other) { return same_value(one, other); });
}
template<typename T>
bool same_value(const T& a, const T& b)
{
    if constexpr (ListsFields<T>) {
        bool same = true;
        const auto compare = [&](std::string_view, const auto& field, FieldTraits = {}) {
            same = same && same_value(field, same_field(a, field, b));
        };
        T::fields(compare, a);
        return same;
    } else {
        return a == b;
    }
}

// Whether setting `given` where `known` is would change nothing: what only the fold assigns is not given.
template<typename Entity>
bool sets_nothing(const Entity* known, const Entity& given)
{
    bool same = known != nullptr;
    const auto compare = [&](std::string_view, const auto& field) {
        same = same && same_value(field, same_field(given, field, *known));
    };
    visit_chosen<ChosenGiven>(compare, given);
    return same;
}

template<typename Entity>
bool same_apart(const Entity& a, const Entity& b)
{
    bool same = true;
    const auto compare = [&](std::string_view, const auto& field) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(field)>, std::string>) {
            same = same && field == same_field(a, field, b);
        } else {
            same = false; // only texts are kept apart; a test tries each field
        }
    };
    visit_chosen<ChosenApart>(compare, a);
    return same;
}

}
