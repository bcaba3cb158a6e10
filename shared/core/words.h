// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// Puts more words behind what is there: between both, unless nothing was.
void add_words(std::string& all, std::string_view more, std::string_view between = ", ");

// "Mail, Shop".
std::string joined(const std::vector<std::string>& words, std::string_view between = ", ");

}
