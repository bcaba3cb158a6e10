// SPDX-License-Identifier: Apache-2.0
#include "client/app/gallery.h"

#include "client/language/text.h"
#include "client/widgets/controls/badges.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"

#include <array>
#include <chrono>

namespace watchfloor {
namespace {

struct SampleRow {
    Severity severity;
    std::string_view service;
    std::string_view summary;
    std::string_view since;
};

constexpr std::array<SampleRow, 7> kSampleRows { {
    { Severity::Critical, "payments-api", "Error rate above 5 % for 3 minutes", "12:41" },
    { Severity::Major, "orders-db", "Replication lag 214 s and growing, replicas are refusing reads", "08:15" },
    { Severity::Minor, "search", "Index is 40 minutes old", "1:12:09" },
    { Severity::Info, "edge-proxy", "Configuration reloaded", "00:32" },
    { Severity::Maintenance, "storage-b", "Controller firmware, until 16:00", "42:10" },
    { Severity::Unknown, "branch-17", "No delivery from this source", "26:51" },
    { Severity::Normal, "mail", "Within limits", "3:04:00" },
} };

std::int64_t unix_millis()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

class Gallery final : public WindowContent {
public:
    explicit Gallery(bool wall) : wall_(wall) { }

    void frame() override;
    void navigated(const Location&) override { }

private:
    void choose_theme();
    void draw_header();
    void draw_alerts(float width, float height);
    void draw_fields(float width, float height);
    void draw_states(float width, float height);
    void draw_buttons();
    void draw_modal();
    void draw_wall();

    bool wall_;
    std::int64_t opened_millis_ = unix_millis();
    bool themed_ = false;
    bool night_ = false;
    bool modal_ = false;
    bool sound_ = true;
    bool link_lost_ = false;
    int tab_ = 0;
    int row_ = 1;
    int severity_ = 1;
    int pressed_ = 0;
    std::string filter_;
    std::string note_;
    std::string reason_;
};

void Gallery::choose_theme()
{
    const auto size = ImGui::GetIO().DisplaySize;
    const auto scale = ImGui::GetIO().DisplayFramebufferScale;
    ThemeOptions look = theme();
    look.surface = wall_ ? Surface::Wall : Surface::Desk;
    look.palette = night_ ? Palette::Night : Palette::Day;
    look.wall.width_pixels = static_cast<int>(size.x * scale.x);
    look.wall.height_pixels = static_cast<int>(size.y * scale.y);
    apply_theme(look);
    themed_ = true;
}

void Gallery::draw_header()
{
    heading(tr(Text::GalleryTitle), 1);
    same_line(4);
    label(tr(Text::GalleryNote), { .colour = Colour::Secondary });
    same_line();
    align_right(grid(100));
    tag("EXERCISE", Colour::Maintenance);
    same_line(3);
    if (icon_button(kIconMoonO, "Night colours", { .kind = ButtonKind::Quiet, .action = Action::Night })) {
        night_ = !night_;
        themed_ = false;
    }
    same_line(2);
    icon_button(kIconBellO, "Silence", { .kind = ButtonKind::Quiet, .action = Action::Silence });
    same_line(4);
    clock_text(format_time_of_day(unix_millis(), local_utc_offset_seconds(unix_millis() / 1000)), "Site time",
        { .type = Type::Title, .face = Face::Medium });
    same_line(3);
    clock_text(format_time_of_day(unix_millis(), 0) + " UTC", "UTC", { .colour = Colour::Secondary });
    const std::array<std::string, 4> tabs { "Board", "Capacity", "Maintenance", "Sources" };
    tab_ = tab_bar("Views", tabs, tab_);
    gap(3);
}

void Gallery::draw_alerts(float width, float height)
{
    begin_panel("alerts",
        { .title = "Alerts", .age = { 3000, 5000, true }, .width = width, .height = height, .icon = kIconBellO });
    const std::array<Column, 4> columns { Column { "State", -10 }, Column { "Service", 1 },
        Column { "What monitoring says", 2 }, Column { "For", -9, true } };
    if (begin_table("alert rows", columns, { .label = "Alerts" })) {
        int index = 0;
        for (const auto& sample : kSampleRows) {
            const auto row
                = begin_row(index, { .label = sample.summary, .selected = index == row_, .severity = sample.severity });
            badge(sample.severity);
            next_cell();
            label(sample.service, { .face = Face::Medium, .decorative = true });
            next_cell();
            label(sample.summary, { .decorative = true });
            next_cell();
            label(sample.since,
                { .colour = Colour::Secondary, .width = available_width(), .align_right = true, .decorative = true });
            end_row();
            row_ = row.activated ? index : row_;
            ++index;
        }
        end_table();
    }
    gap(3);
    label(tr(Text::More, "12"), { .colour = Colour::Secondary });
    end_panel();
}

void Gallery::draw_buttons()
{
    if (button("Acknowledge", { .kind = ButtonKind::Primary, .icon = kIconCheck, .action = Action::Acknowledge })) {
        ++pressed_;
    }
    same_line();
    if (button("Open incident", { .action = Action::IncidentFromAlert })) {
        ++pressed_;
    }
    same_line();
    modal_ = button("Declare…", { .kind = ButtonKind::Danger, .action = Action::Declare }) || modal_;
    same_line();
    button("Resolve", { .enabled = false, .why_disabled = "Resolve needs a cause: write it first" });
    same_line();
    button("More", { .kind = ButtonKind::Quiet, .icon = kIconEllipsisH });
    label("Buttons pressed: " + std::to_string(pressed_), { .type = Type::Caption, .colour = Colour::Secondary });
}

void Gallery::draw_fields(float width, float height)
{
    begin_panel("compose", { .title = "Composer", .width = width, .height = height, .icon = kIconPencil });
    draw_buttons();
    gap(3);
    text_field("Filter", filter_, { .hint = "service, text or owner" });
    text_area("Note", note_, 3, { .hint = "What do you see, decide or do?" });
    const std::array<std::string, 4> severities { "SEV1", "SEV2", "SEV3", "SEV4" };
    select("Severity", severities, severity_, { .width = grid(60) });
    same_line(4);
    toggle("Sound", sound_);
    same_line(4);
    toggle("Link lost", link_lost_);
    text_field("Reason", reason_, { .hint = "why", .error = reason_.empty() ? "Say why in a few words" : "" });
    key_hint(Action::Palette);
    same_line();
    label("commands", { .colour = Colour::Secondary });
    same_line(4);
    key_hint(Action::Help);
    same_line();
    label("keys", { .colour = Colour::Secondary });
    same_line(4);
    copyable("INC-2041", "Incident number");
    end_panel();
}

void Gallery::draw_states(float width, float height)
{
    const float part = (height - 2 * ImGui::GetStyle().ItemSpacing.y) / 3;
    begin_panel("stale",
        { .title = "Capacity",
            .age = { 257'000, 60'000, true },
            .width = width,
            .height = part,
            .icon = kIconTachometer });
    label("Storage pool B, 78 % of 40 TB");
    progress(0.78F, "Storage pool B", Colour::Accent);
    label("Database connections, 94 % of 500");
    progress(0.94F, "Database connections", Colour::Critical);
    end_panel();
    begin_panel("empty",
        { .title = "Incidents", .age = { 0, 5000, false }, .width = width, .height = part, .icon = kIconFire });
    if (empty_state({ .title = "Nothing is open",
            .next = "An alert becomes an incident with one key.",
            .button = "Start a drill" })) {
        ++pressed_;
    }
    end_panel();
    begin_panel("badges", { .title = "States", .width = width, .height = part });
    for (const auto severity : kSeverities) {
        badge(severity);
        same_line(4);
    }
    ImGui::NewLine();
    unacknowledged_badge(Severity::Critical, unix_millis() - opened_millis_);
    same_line(4);
    tag("SEV1", Colour::Critical);
    same_line(2);
    tag("OVERDUE", Colour::Major);
    same_line(2);
    tag("NO COMMANDER", Colour::Critical);
    progress(-1, "Unknown progress");
    link("Runbook");
    end_panel();
}

void Gallery::draw_modal()
{
    if (!modal_
        || !begin_modal("declare",
            { .title = "Declare a major incident", .commit = "Declare", .commit_kind = ButtonKind::Primary })) {
        return;
    }
    label("Only a severity is needed. Whoever declares commands, and the first update is due in 15 minutes.",
        { .colour = Colour::Secondary, .wrap = true });
    const std::array<std::string, 4> severities { "SEV1", "SEV2", "SEV3", "SEV4" };
    select("Severity", severities, severity_);
    text_field("Headline", reason_, { .hint = "What we know", .autofocus = true });
    modal_ = end_modal() == ModalOutcome::Open;
}

void Gallery::draw_wall()
{
    heading("Payments · SEV1", 1);
    clock_text("00:12:41", "Since impact began", { .type = Type::Headline });
    label("Next update due in 04:10", { .type = Type::Title });
    const int rows
        = rows_that_fit(available_height() - row_height(), row_height(), static_cast<int>(kSampleRows.size()));
    for (int i = 0; i < rows; ++i) {
        const auto& sample = kSampleRows[static_cast<std::size_t>(i)];
        list_row(i, { .title = sample.service, .right = sample.since, .severity = sample.severity });
    }
    clock_text(format_time_of_day(unix_millis(), 0) + " UTC", "UTC", { .type = Type::Caption, .colour = Colour::Text });
}

void Gallery::frame()
{
    if (!themed_) {
        choose_theme();
    }
    begin_screen("Gallery");
    if (wall_) {
        draw_wall();
        end_screen();
        return;
    }
    if (link_lost_) {
        banner("link",
            { .severity = Severity::Critical,
                .text = "Link lost: frozen at 14:03:27. What you see is old.",
                .button = "Retry" });
    }
    draw_header();
    const float fifth = column_width(5, 3);
    const float left = fifth * 3 + 2 * grid(3);
    const float height = available_height();
    begin_area("left", { left, height });
    const float upper = height * 0.45F;
    draw_alerts(left, upper);
    draw_fields(left, available_height());
    end_area();
    same_line(3);
    begin_area("right", { available_width(), height });
    draw_states(available_width(), height);
    end_area();
    draw_modal();
    end_screen();
}

}

std::unique_ptr<WindowContent> make_gallery(bool wall)
{
    return std::make_unique<Gallery>(wall);
}

}
