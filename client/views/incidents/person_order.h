// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/incidents/incident_panel.h"

#include <string_view>
#include <vector>

namespace watchfloor {

// Those of `people` whom these words find, best match first: the name (or id) itself, a name that begins so, a word of
// the name that begins so, a name that holds them somewhere, and last whom only the roles or the id name. Equals stay
// in the order given. No words: all, as given.
std::vector<Person> found_people(const std::vector<Person>& people, std::string_view words);

}
