// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/fields/fields_reader.h"

#include <algorithm>
#include <string>
#include <utility>

namespace watchfloor {

void FieldsReader::PlaceCollector::add(std::string_view name, const void* field, const FieldAccess& access)
{
    const auto distance = static_cast<const std::byte*>(field) - begin_;
    places_.push_back({ name, static_cast<std::size_t>(distance), &access });
}

std::vector<FieldPlace> FieldsReader::PlaceCollector::sorted()
{
    std::sort(places_.begin(), places_.end(), [](const FieldPlace& a, const FieldPlace& b) { return a.name < b.name; });
    return std::move(places_);
}

void FieldsReader::object(const Places& places, void* value)
{
    if (!reader_.expect('{')) {
        return;
    }
    std::string_view name;
    bool present = next(true, name);
    for (const FieldPlace& place : places) {
        void* field = static_cast<std::byte*>(value) + place.distance;
        if (present && name == place.name) {
            place.access->read(*this, field);
            present = next(false, name);
            continue;
        }
        // Names are sorted: what would have come before is none of this struct's.
        if (present && name < place.name) {
            refuse(name, places);
        }
        if (place.access->absent != nullptr) {
            place.access->absent(*this, field);
        }
    }
    if (present) {
        refuse(name, places);
    }
}

bool FieldsReader::next(bool first, std::string_view& name)
{
    if (first ? reader_.accept('}') : !reader_.accept(',')) {
        if (!first) {
            reader_.expect('}');
        }
        return false;
    }
    return reader_.plain(name) && reader_.expect(':');
}

void FieldsReader::refuse(std::string_view name, const Places& places)
{
    const auto known = [&](const FieldPlace& place) { return place.name == name; };
    if (std::none_of(places.begin(), places.end(), known)) {
        reader_.fail_unknown(name);
    } else {
        reader_.fail(std::string("the field '").append(name).append("' is misplaced"));
    }
}

void FieldsReader::miss()
{
    reader_.fail("a field that is always written is missing");
}

}
