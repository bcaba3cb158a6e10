// SPDX-License-Identifier: Apache-2.0
#include "client/platform/files.h"

#include <emscripten.h>

namespace watchfloor {
namespace {

EM_JS(void, js_save_file, (const char* name, const char* text),
    { window["watchfloor"]["saveFile"](UTF8ToString(name), UTF8ToString(text)); });

}

std::optional<std::string> save_file(std::string_view name, std::string_view text)
{
    js_save_file(std::string { name }.c_str(), std::string { text }.c_str());
    return std::string { name };
}

}
