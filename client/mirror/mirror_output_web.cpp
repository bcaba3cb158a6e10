// SPDX-License-Identifier: Apache-2.0
#include "client/frame/frame_schedule.h"
#include "client/mirror/mirror_diff.h"
#include "client/mirror/mirror_output.h"

#include <emscripten.h>

#include <string>

namespace watchfloor {
namespace {

EM_JS(void, js_mirror_put,
    (double id, double parent, int index, const char* role, const char* label, const char* value, int state, int level,
        int position, int set_size),
    {
        window["watchfloor"]["mirrorPut"](id, parent, index, UTF8ToString(role), UTF8ToString(label),
            UTF8ToString(value), state, level, position, set_size);
    });
EM_JS(void, js_mirror_place, (double id, double x, double y, double width, double height),
    { window["watchfloor"]["mirrorPlace"](id, x, y, width, height); });
EM_JS(void, js_mirror_remove, (double id), { window["watchfloor"]["mirrorRemove"](id); });
EM_JS(void, js_announce, (const char* text, int urgent),
    { window["watchfloor"]["announce"](UTF8ToString(text), urgent); });

// web/mirror.js reads the same bits.
enum StateBit { Disabled = 1, Selected = 2, Pressed = 4, Expanded = 8, Focused = 16, MultiLine = 32, Collapsed = 64 };

int state_bits(const MirrorItem& item)
{
    return (item.disabled ? Disabled : 0) | (item.selected ? Selected : 0) | (item.pressed ? Pressed : 0)
        | (item.expanded ? Expanded : 0) | (item.focused ? Focused : 0) | (item.role == Role::TextArea ? MultiLine : 0)
        | (item.collapsed ? Collapsed : 0);
}

void put(const MirrorChange& change)
{
    const auto& item = change.item;
    js_mirror_put(item.id, item.parent, change.index, std::string { to_string(item.role) }.c_str(), item.label.c_str(),
        item.value.c_str(), state_bits(item), item.level, item.position, item.set_size);
    js_mirror_place(item.id, static_cast<double>(item.rect.x), static_cast<double>(item.rect.y),
        static_cast<double>(item.rect.width), static_cast<double>(item.rect.height));
}

}

void publish_mirror(Mirror& mirror)
{
    static std::vector<MirrorItem> published;
    for (const auto& change : mirror_changes(published, mirror.items())) {
        if (change.kind == MirrorChange::Kind::Remove) {
            js_mirror_remove(change.item.id);
        } else {
            put(change);
        }
    }
    published = mirror.items();
    if (const auto said = mirror.take_announcement(std::chrono::steady_clock::now())) {
        js_announce(said->text.c_str(), said->urgent ? 1 : 0);
    }
}

}

extern "C" {

EMSCRIPTEN_KEEPALIVE void wf_mirror_activate(double id)
{
    watchfloor::mirror().activate(static_cast<watchfloor::MirrorId>(id));
}

// 0: the keyboard left the mirror's fields.
EMSCRIPTEN_KEEPALIVE void wf_mirror_focus(double id, int in_field)
{
    const auto item = static_cast<watchfloor::MirrorId>(id);
    // A DOM field keeps its caret; asking for ImGui's as well would take it back a frame later.
    watchfloor::mirror().set_foreign_text_focus(in_field != 0 ? item : 0);
    if (item != 0 && in_field == 0) {
        watchfloor::mirror().request_focus(item);
    }
    watchfloor::request_frame();
}

EMSCRIPTEN_KEEPALIVE void wf_mirror_value(double id, const char* text)
{
    watchfloor::mirror().set_value(static_cast<watchfloor::MirrorId>(id), text);
}

// The texts of which the last frame could draw only a part, a line each.
EMSCRIPTEN_KEEPALIVE const char* wf_mirror_cut()
{
    static std::string lines;
    lines.clear();
    for (const std::string& text : watchfloor::mirror().cut_texts()) {
        lines += text + "\n";
    }
    return lines.c_str();
}
}
