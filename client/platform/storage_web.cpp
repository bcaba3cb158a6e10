// SPDX-License-Identifier: Apache-2.0
#include "client/platform/storage.h"

#include <emscripten.h>

#include <cstdlib>

namespace watchfloor {
namespace {

// The caller frees the text; 0 if there is none.
EM_JS(char*, js_load, (const char* key), {
    const value = window["watchfloor"]["load"](UTF8ToString(key));
    if (value == null) {
        return 0;
    }
    const size = lengthBytesUTF8(value) + 1;
    const pointer = _malloc(size);
    stringToUTF8(value, pointer, size);
    return pointer;
});
EM_JS(int, js_store, (const char* key, const char* value),
    { return window["watchfloor"]["store"](UTF8ToString(key), UTF8ToString(value)); });
EM_JS(void, js_erase, (const char* key, int whole), { window["watchfloor"]["erase"](UTF8ToString(key), whole); });

}

std::optional<std::string> load_stored(std::string_view key)
{
    char* text = is_storage_key(key) ? js_load(std::string { key }.c_str()) : nullptr;
    if (text == nullptr) {
        return std::nullopt;
    }
    std::string value { text };
    std::free(text);
    return value;
}

bool store(std::string_view key, std::string_view value)
{
    return is_storage_key(key) && value.size() <= kMaxStoredBytes
        && js_store(std::string { key }.c_str(), std::string { value }.c_str()) != 0;
}

void erase_stored(std::string_view key)
{
    js_erase(std::string { key }.c_str(), 1);
}

void erase_stored_prefix(std::string_view prefix)
{
    js_erase(std::string { prefix }.c_str(), 0);
}

}
