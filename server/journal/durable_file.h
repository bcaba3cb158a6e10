// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace watchfloor {

// Syncs a finished file, gives it its final name and syncs the folder: after a power loss there
// is either the whole file or none of that name.
Result<void> publish_file(const std::filesystem::path& finished, const std::filesystem::path& name);

// The same for bytes in memory; the file is readable by its owner only.
Result<void> write_file(const std::filesystem::path& name, std::string_view bytes);

// Syncs a folder's names.
Result<void> sync_folder(const std::filesystem::path& folder);

// Appends whole lines and syncs; makes the file, for its owner only, where it is missing. A line that a crash tore
// before stays a line of its own.
Result<void> append_lines(const std::filesystem::path& name, std::string_view lines);

}
