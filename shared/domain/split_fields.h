// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace watchfloor {

// Passes on only the fields that are (or are not) named. With it an entry that carries a whole
// entity puts its names and free text into the erasable part and the rest into the facts.
template<typename Visitor, std::size_t N>
class FieldFilter {
public:
    FieldFilter(Visitor& visit, const std::array<std::string_view, N>& names, bool keep_named)
        : visit_(visit), names_(names), keep_named_(keep_named)
    {
    }

    template<typename Field>
    void operator()(std::string_view name, Field& field)
    {
        if ((std::find(names_.begin(), names_.end(), name) != names_.end()) == keep_named_) {
            visit_(name, field);
        }
    }

private:
    Visitor& visit_;
    const std::array<std::string_view, N>& names_;
    bool keep_named_;
};

template<typename Visitor, typename Entity, std::size_t N>
void visit_facts_of(Visitor& visit, Entity& entity, const std::array<std::string_view, N>& text_names)
{
    FieldFilter<Visitor, N> filter(visit, text_names, false);
    std::remove_const_t<Entity>::fields(filter, entity);
}

template<typename Visitor, typename Entity, std::size_t N>
void visit_text_of(Visitor& visit, Entity& entity, const std::array<std::string_view, N>& text_names)
{
    FieldFilter<Visitor, N> filter(visit, text_names, true);
    std::remove_const_t<Entity>::fields(filter, entity);
}

}
