// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

using MirrorId = std::uint32_t;

enum class Role : std::uint8_t {
    Region,
    Dialog,
    TabList,
    Table,
    List,
    Group,
    Banner, // groups
    Button,
    Switch,
    Tab,
    TextField,
    TextArea,
    Select,
    Option,
    Row,
    Link, // can be acted on
    Text,
    Heading,
    Status,
    Image,
    Progress, // only said
};

struct MirrorRect {
    float x = 0, y = 0, width = 0, height = 0;
    bool whole = true; // false: the rest of it is scrolled out of sight
    friend bool operator==(const MirrorRect& a, const MirrorRect& b)
    {
        return a.x == b.x && a.y == b.y && a.width == b.width && a.height == b.height;
    }
};

// One thing on screen, in words. `id` is the ImGui id of the widget that draws it.
struct MirrorItem {
    MirrorId id = 0;
    Role role = Role::Text;
    std::string label {};
    // Text of a field, choice of a select, "37 %" of a progress.
    std::string value {};
    MirrorRect rect {};
    bool disabled = false;
    bool selected = false;
    bool pressed = false;
    bool expanded = false;
    bool collapsed = false; // what belongs to it can be unfolded below it
    bool focused = false;
    // Headings: 1–3. Rows of virtual lists: position and size, 1-based; 0 is unknown.
    int level = 0;
    int position = 0;
    int set_size = 0;
    // The group it stands in, 0 for none; filled in by the mirror.
    MirrorId parent = 0;
};

// What a person or a test asked of a widget through the mirror since it was last drawn.
struct MirrorRequest {
    bool activated = false;
    bool refused = false; // activated while it is disabled
    bool focus = false;
    bool dismiss = false;
    std::optional<std::string> value {};
};

// The semantic tree and the source of what is on screen: a widget declares its item first and
// draws second. Focus lives here. Single thread: the client's. At most kMaxMirrorNodes items are
// kept; plain text yields to controls, and `dropped` counts what did not fit.
constexpr std::size_t kMaxMirrorNodes = 300;
constexpr std::size_t kMaxMirrorTexts = 180;
constexpr std::size_t kMaxMirrorValueBytes = 64 * 1024;

class Mirror {
public:
    void begin_frame();
    void end_frame();

    // Declares an item and takes what was asked of it.
    MirrorRequest item(MirrorItem item);
    // What drawing the item, declared in this frame, made of its value: typed text is told with the picture that shows it.
    void now_holds(MirrorId id, std::string_view value);
    // Items declared until `end_group` stand in it. Groups nest.
    void begin_group(MirrorItem group);
    void end_group();
    // Says something once to screen readers. Rate-limited; a newer polite text replaces a waiting one.
    void announce(std::string_view text, bool urgent = false);

    // Widgets report the keyboard focus as it is; others ask for it.
    void focused(MirrorId id);
    MirrorId focus() const { return focus_; }
    void request_focus(MirrorId id);

    // What tests and the DOM drive. A request for an item that is gone or behind an open dialog is dropped; of one that
    // is disabled all but the focus, and that it was pressed is told.
    void activate(MirrorId id);
    void set_value(MirrorId id, std::string_view text);
    // A DOM field owns the caret: single-key shortcuts stay silent, the widget keeps quiet.
    void set_foreign_text_focus(MirrorId id) { foreign_text_focus_ = id; }
    MirrorId foreign_text_focus() const { return foreign_text_focus_; }

    // Something was asked for that the next frame carries out.
    bool waiting() const { return !requests_.empty(); }

    // The last finished frame, groups before what stands in them.
    const std::vector<MirrorItem>& items() const { return shown_; }
    const MirrorItem* find(MirrorId id) const;
    const MirrorItem* find(Role role, std::string_view label) const;
    std::size_t dropped() const { return dropped_; }

    // A text of which only a part could be drawn, whether or not it is an item's.
    void note_cut(std::string_view text);
    // Those of the last finished frame, as many as items are kept.
    const std::vector<std::string>& cut_texts() const { return cut_shown_; }

    struct Announcement {
        std::string text;
        bool urgent = false;
    };
    // At most one a second; urgent ones first.
    std::optional<Announcement> take_announcement(std::chrono::steady_clock::time_point now);
    bool has_announcement() const { return !urgent_.empty() || !polite_.empty(); }

private:
    bool has_room(Role role) const;
    bool behind_dialog() const;

    std::vector<MirrorItem> building_;
    std::vector<MirrorItem> shown_;
    std::vector<std::string> cut_building_;
    std::vector<std::string> cut_shown_;
    std::vector<MirrorId> groups_;
    std::map<MirrorId, MirrorRequest> requests_;
    std::set<MirrorId> seen_;
    std::size_t texts_ = 0;
    std::size_t dropped_ = 0;
    MirrorId focus_ = 0;
    MirrorId next_focus_ = 0;
    // The innermost dialog of the last frame, and of this one so far.
    MirrorId dialog_ = 0;
    MirrorId next_dialog_ = 0;
    MirrorId foreign_text_focus_ = 0;
    std::string urgent_;
    std::string polite_;
    std::chrono::steady_clock::time_point announced_at_ {};
};

// The mirror of this program's one window.
Mirror& mirror();

bool is_group(Role role);
// "button", "textbox", …: the ARIA role.
std::string_view to_string(Role role);

}
