// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <imgui.h>

#include <cstdint>

namespace watchfloor {

// Line icons drawn as vectors: crisp at every size and pixel ratio, no icon font to load.
enum class Icon : std::uint8_t {
    None, Check, Cross, Plus, Search, Bell, BellOff, Clock, Calendar, Person, People, Phone, Copy, Link,
    Note, Pause, Play, Left, Right, Up, Down, Menu, Settings, Wrench, Gauge, List, Timeline, Wall,
    Warning, Lock, Download, Refresh, SignOut, Moon, Help, Pin, Source,
};

// Draws in the square with this centre and side.
void draw_icon(ImDrawList& list, Icon icon, ImVec2 centre, float side, ImU32 colour);

}
