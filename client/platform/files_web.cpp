// SPDX-License-Identifier: Apache-2.0
#include "client/platform/files.h"

#include <emscripten.h>

namespace watchfloor {
namespace {

EM_JS(void, js_save_file, (const char* name, const char* text),
    { window["watchfloor"]["saveFile"](UTF8ToString(name), UTF8ToString(text)); });
EM_JS(void, js_print, (), { setTimeout(function() { window.print(); }); });
EM_JS(void, js_choose_file, (), { window["watchfloor"]["chooseFile"](); });

}

std::optional<std::string> save_file(std::string_view name, std::string_view text)
{
    js_save_file(std::string { name }.c_str(), std::string { text }.c_str());
    return std::string { name };
}

bool open_print_dialog()
{
    js_print();
    return true;
}

bool can_choose_file()
{
    return true;
}

void choose_file()
{
    js_choose_file();
}

}

extern "C" {

EMSCRIPTEN_KEEPALIVE void wf_file(const char* name, const char* text, int length)
{
    watchfloor::offer_file({ name, std::string(text, static_cast<std::size_t>(length)) });
}
}
