// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace watchfloor {

// Gives the user a file to keep. Web: a download, which the browser tells of. Natively in ~/Downloads, or where there
// is none in the home folder, beside what is called so already. Where it lies, for people; nothing: it could not be
// written. `name` holds letters, digits, dots and dashes.
std::optional<std::string> save_file(std::string_view name, std::string_view text);

}
