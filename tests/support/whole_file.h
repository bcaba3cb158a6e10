// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace watchfloor {

inline std::string content(const std::filesystem::path& file)
{
    std::ifstream stream { file, std::ios::binary };
    return { std::istreambuf_iterator<char> { stream }, {} };
}

inline void overwrite(const std::filesystem::path& file, const std::string& bytes)
{
    std::ofstream { file, std::ios::binary | std::ios::trunc } << bytes;
}

}
