// SPDX-License-Identifier: Apache-2.0
#include "client/mirror/mirror.h"

#include "client/frame/frame_schedule.h"
#include "shared/core/result.h"

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::chrono::milliseconds kAnnouncementSpacing { 1000 };

bool only_said(Role role)
{
    return role >= Role::Text;
}

}

bool is_group(Role role)
{
    return role <= Role::Banner;
}

std::string_view to_string(Role role)
{
    switch (role) {
    case Role::Region:
        return "region";
    case Role::Dialog:
        return "dialog";
    case Role::TabList:
        return "tablist";
    case Role::Table:
        return "table";
    case Role::List:
        return "list";
    case Role::Group:
        return "group";
    case Role::Banner:
        return "alert";
    case Role::Button:
        return "button";
    case Role::Switch:
        return "switch";
    case Role::Tab:
        return "tab";
    case Role::TextField:
    case Role::TextArea:
        return "textbox";
    case Role::Select:
        return "combobox";
    case Role::Option:
        return "option";
    case Role::Row:
        return "row";
    case Role::Link:
        return "link";
    case Role::Text:
        return "text";
    case Role::Heading:
        return "heading";
    case Role::Status:
        return "status";
    case Role::Image:
        return "img";
    case Role::Progress:
        return "progressbar";
    }
    return "";
}

Mirror& mirror()
{
    static Mirror instance;
    return instance;
}

void Mirror::begin_frame()
{
    building_.clear();
    cut_building_.clear();
    groups_.clear();
    seen_.clear();
    texts_ = 0;
    dropped_ = 0;
    next_focus_ = 0;
    next_dialog_ = 0;
}

void Mirror::end_frame()
{
    VERIFY(groups_.empty());
    focus_ = next_focus_;
    dialog_ = next_dialog_;
    for (auto& item : building_) {
        item.focused = item.id == focus_ || item.id == foreign_text_focus_;
    }
    shown_ = std::move(building_);
    building_.clear();
    cut_shown_ = std::move(cut_building_);
    cut_building_.clear();
    // What was asked of something that is no longer there is never carried out later.
    std::erase_if(requests_, [this](const auto& request) { return !seen_.contains(request.first); });
    if (!seen_.contains(foreign_text_focus_)) {
        foreign_text_focus_ = 0;
    }
}

bool Mirror::has_room(Role role) const
{
    return building_.size() < kMaxMirrorNodes && (!only_said(role) || texts_ < kMaxMirrorTexts);
}

bool Mirror::behind_dialog() const
{
    return dialog_ != 0 && std::find(groups_.begin(), groups_.end(), dialog_) == groups_.end();
}

MirrorRequest Mirror::item(MirrorItem item)
{
    MirrorRequest request;
    if (const auto found = requests_.find(item.id); found != requests_.end()) {
        if (!behind_dialog()) {
            request = std::move(found->second);
        }
        if (item.disabled) {
            request = { .refused = request.activated, .focus = request.focus };
        }
        requests_.erase(found);
    }
    const bool first = seen_.insert(item.id).second;
    if (!has_room(item.role)) {
        ++dropped_;
    } else if (first) {
        texts_ += only_said(item.role) ? 1U : 0U;
        item.parent = groups_.empty() ? 0 : groups_.back();
        building_.push_back(std::move(item));
    }
    return request;
}

void Mirror::note_cut(std::string_view text)
{
    if (cut_building_.size() < kMaxMirrorNodes) {
        cut_building_.emplace_back(text);
    }
}

void Mirror::now_holds(MirrorId id, std::string_view value)
{
    const auto declared
        = std::find_if(building_.rbegin(), building_.rend(), [id](const MirrorItem& item) { return item.id == id; });
    if (declared != building_.rend()) {
        declared->value = value;
    }
}

void Mirror::begin_group(MirrorItem group)
{
    const auto id = group.id;
    if (group.role == Role::Dialog) {
        next_dialog_ = id;
    }
    const bool kept = seen_.insert(id).second && building_.size() < kMaxMirrorNodes;
    if (kept) {
        group.parent = groups_.empty() ? 0 : groups_.back();
        building_.push_back(std::move(group));
    }
    // What stands in a group that found no room stands in the group around it.
    const auto parent = groups_.empty() ? MirrorId { 0 } : groups_.back();
    groups_.push_back(kept ? id : parent);
}

void Mirror::end_group()
{
    VERIFY(!groups_.empty());
    groups_.pop_back();
}

void Mirror::announce(std::string_view text, bool urgent)
{
    (urgent ? urgent_ : polite_) = std::string { text };
    request_frame();
}

std::optional<Mirror::Announcement> Mirror::take_announcement(std::chrono::steady_clock::time_point now)
{
    if (!has_announcement() || now - announced_at_ < kAnnouncementSpacing) {
        return std::nullopt;
    }
    announced_at_ = now;
    if (!urgent_.empty()) {
        return Announcement { std::exchange(urgent_, {}), true };
    }
    return Announcement { std::exchange(polite_, {}), false };
}

void Mirror::focused(MirrorId id)
{
    next_focus_ = id;
}

void Mirror::request_focus(MirrorId id)
{
    requests_[id].focus = true;
    request_frame();
}

void Mirror::activate(MirrorId id)
{
    requests_[id].activated = true;
    request_frame();
}

void Mirror::set_value(MirrorId id, std::string_view text)
{
    requests_[id].value = std::string { text.substr(0, kMaxMirrorValueBytes) };
    request_frame();
}

const MirrorItem* Mirror::find(MirrorId id) const
{
    const auto found = std::find_if(shown_.begin(), shown_.end(), [id](const auto& item) { return item.id == id; });
    return found == shown_.end() ? nullptr : &*found;
}

const MirrorItem* Mirror::find(Role role, std::string_view label) const
{
    const auto found = std::find_if(
        shown_.begin(), shown_.end(), [&](const auto& item) { return item.role == role && item.label == label; });
    return found == shown_.end() ? nullptr : &*found;
}

}
