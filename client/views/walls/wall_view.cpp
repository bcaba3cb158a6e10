// SPDX-License-Identifier: Apache-2.0
#include "client/views/walls/wall_view.h"

#include "client/language/text.h"
#include "client/theme/fonts.h"
#include "client/views/walls/condition_line.h"
#include "client/views/walls/majors_block.h"
#include "client/views/walls/rotation.h"
#include "client/views/walls/test_picture.h"
#include "client/views/walls/wall_mute.h"
#include "client/views/walls/wall_pages.h"
#include "client/views/walls/wall_rows.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "shared/domain/contains.h"

#include <algorithm>
#include <array>

namespace watchfloor {
namespace {

// The picture wanders by two pixels a minute, so that nothing burns in.
ImVec2 orbit(Timestamp now)
{
    constexpr std::array<ImVec2, 4> kPlaces { ImVec2 { 0, 0 }, ImVec2 { 2, 0 }, ImVec2 { 2, 2 }, ImVec2 { 0, 2 } };
    return kPlaces[static_cast<std::size_t>(now.millis / 60'000) % kPlaces.size()];
}

// No saturated area stays in its place for half an hour: marks change sides twice in that.
bool sides_changed(Timestamp now)
{
    constexpr std::int64_t kSideMillis = 900'000;
    return now.millis / kSideMillis % 2 != 0;
}

// Left: what is wrong; right: the clocks and how old all this is.
struct Footer {
    std::string lost {};
    std::string firing {};
    std::string clocks {};
    std::string age {};
};

// In as few lines as the panel is wide: all in one, the right part below the left one, the clocks alone below the rest,
// or each in its own.
enum class FooterLines : std::uint8_t { One, RightBelow, ClocksBelow, Each };

struct FooterPlan {
    float left = 0;
    float clocks = 0;
    float age = 0; // of an age of two digits at least, so that nothing jumps when it gets old
    FooterLines lines = FooterLines::One;
    Type type = Type::Body; // smaller where a line is too narrow for it
};

class WallView final : public View {
public:
    Intents draw(const ViewInput& input) override;
    void arrive(const Location& location) override { rotation_.arrive(location); }

private:
    void draw_footer(const ViewInput& input, const Footer& footer, const FooterPlan& plan);
    void draw_page(const WallPageInput& page, float height, float largest);
    float draw_majors(const WallPageInput& page, WallRole role, float below);
    void turn_majors(const ViewInput& input);

    Rotation rotation_ {};
    WallPages pages_ {};
    MajorTurns major_turns_ {};
    std::size_t turns_of_majors_ = 1; // as of the last frame
    bool majors_alone_ = false;       // likewise: no page shows below them
};

float line(Type type)
{
    return type_scale().size(type) + ImGui::GetStyle().ItemSpacing.y;
}

// A wall that a person opened holds more than a visitor may read: what is not for them is taken out.
WallRows known_rows(const ViewInput& input, WallAudience audience)
{
    WallRows rows = wall_rows(input.state, input.as_of(), input.replica.frame());
    rows.majors = wall_majors(input.state, input.as_of(), audience);
    if (audience == WallAudience::Visitor) {
        rows.published = wall_published(input);
        for (WallMajor& major : rows.majors) {
            major.told = major.published_at ? announced_words(*major.published_at, input) : std::string();
        }
    }
    if (!may_know(audience, WallSubject::Alerts)) {
        rows.alerts.clear();
        rows.severities = {};
        rows.firing = rows.assigned = rows.muted = rows.per_ten_minutes = 0;
    }
    if (!may_know(audience, WallSubject::Sources)) {
        rows.lost_sources.clear();
        rows.lost_since.reset();
    }
    if (!may_know(audience, WallSubject::Command)) {
        rows.incidents.clear(); // those that are no majors
    }
    return rows;
}

// On which services, the worst first.
WallCondition new_critical(const WallRows& rows)
{
    WallCondition condition;
    condition.name = tr(Text::WallNewCritical);
    condition.brief = !rows.majors.empty(); // what they are is more
    for (const AlertRow& row : rows.alerts) {
        if (row.severity == Severity::Critical && !row.acknowledged && !contains(condition.concerned, row.service)) {
            condition.concerned.push_back(row.service);
        }
    }
    return condition;
}

void draw_head(const ViewInput& input, const WallRows& rows, bool critical_waits)
{
    std::vector<WallCondition> conditions = wall_conditions(input, rows.majors);
    if (critical_waits) {
        conditions.push_back(new_critical(rows));
    }
    draw_conditions(conditions, lay_out_conditions(conditions, available_width()));
}

// Visitors, who have no page below the majors, read more of them instead, unless something else was published.
WallRole role_of(const ViewInput& input, const WallRows& rows, bool any_page)
{
    const WallDisplay* display = own_display(input);
    const WallRole role = display != nullptr ? display->role : WallRole::All;
    const bool hidden = !may_know(wall_audience_of(input), WallSubject::Alerts);
    const bool nothing_below = hidden && !any_page && rows.published.empty();
    return role == WallRole::All && nothing_below ? WallRole::Majors : role;
}

// Nothing is counted of which nobody tells us.
std::string firing_words(const ViewInput& input, const WallRows& rows)
{
    if (!may_know(wall_audience_of(input), WallSubject::Alerts)) {
        const bool nothing = rows.majors.empty() && rows.published.empty();
        return std::string(tr(nothing ? Text::WallNoneAnnounced : Text::WallNotShown));
    }
    if (rows.firing == 0 && alert_sight(wall_page_input(input, rows)) == AlertSight::NoSource) {
        return std::string(tr(Text::WallNoSource));
    }
    const bool whole = rows.holds_all_of_alerts;
    const std::string words
        = tr(Text::WallFiring, std::to_string(rows.firing), as_known(std::to_string(rows.per_ten_minutes), whole));
    const std::string muted
        = rows.muted == 0 ? "" : ", " + tr(Text::WallMutedCount, as_known(format_count(rows.muted), whole));
    // No page lists what an incident has: where there is room the count says where it is.
    const std::string more = ", " + tr(Text::WallInIncidents, as_known(format_count(rows.assigned), whole));
    const bool fits = rows.lost_sources.empty() && text_width(words + muted + more, Type::Caption) <= available_width();
    if (rows.assigned == 0 || fits) {
        return words + muted + (rows.assigned > 0 ? more : std::string());
    }
    // Where there is not, a count above a list that does not hold them says more of where they are than of what is new.
    return tr(Text::WallFiringAlone, std::to_string(rows.firing)) + muted + more;
}

Footer wall_footer(const ViewInput& input, const WallRows& rows)
{
    Footer footer;
    const std::string lost = std::to_string(rows.lost_sources.size());
    footer.lost = rows.lost_sources.empty() ? std::string()
        : rows.lost_since
        ? tr(Text::WallLostFor, lost, format_age(std::max(Millis::zero(), input.as_of() - *rows.lost_since).count()))
        : tr(Text::WallLostSources, lost);
    footer.firing = firing_words(input, rows);
    // A site that lives by UTC has one clock.
    footer.clocks = input.zone.offset_at(input.now) == 0
        ? std::string()
        : site_time(input.now, input.zone) + " " + input.zone.name + "   ";
    footer.clocks += format_clock(input.now, 0) + " UTC";
    footer.age = tr(Text::WallAge, format_age(input.replica.data_age().count()));
    return footer;
}

FooterLines footer_lines(const FooterPlan& plan)
{
    const float width = available_width();
    const float between = grid(4);
    return plan.left + between + plan.clocks + between + plan.age <= width ? FooterLines::One
        : plan.clocks + between + plan.age <= width                        ? FooterLines::RightBelow
        : plan.left + between + plan.age <= width                          ? FooterLines::ClocksBelow
                                                                           : FooterLines::Each;
}

FooterPlan plan_footer(const Footer& footer, Type type)
{
    constexpr std::int64_t kOldMillis = 99'000;
    FooterPlan plan;
    plan.type = type;
    plan.left = text_width(footer.firing, type);
    if (!footer.lost.empty()) {
        plan.left += badge_size(Severity::Unknown).x + text_width(footer.lost, type) + grid(6);
    }
    plan.clocks = text_width(footer.clocks, type, Face::Medium);
    plan.age = std::max(text_width(footer.age, type), text_width(tr(Text::WallAge, format_age(kOldMillis)), type));
    plan.lines = footer_lines(plan);
    const bool too_long = std::max(plan.left, plan.clocks) > available_width();
    return too_long && type == Type::Body ? plan_footer(footer, Type::Caption) : plan;
}

float footer_height(const FooterPlan& plan)
{
    const float lines = plan.lines == FooterLines::One ? 1.0F : plan.lines == FooterLines::Each ? 3.0F : 2.0F;
    return grid(0.5F) + ImGui::GetStyle().ItemSpacing.y + line(plan.type) * lines + wall_mute_height();
}

void WallView::draw_footer(const ViewInput& input, const Footer& footer, const FooterPlan& plan)
{
    const float turned = majors_alone_ ? major_turns_.progress(turns_of_majors_, rotation_.paused, input.replica.now())
                                       : pages_.progress(rotation_, input.now);
    progress(turned, tr(rotation_.paused ? Text::WallPaused : Text::WallRotates));
    if (!footer.lost.empty()) {
        badge(Severity::Unknown);
        same_line(2);
        label(footer.lost, { .type = plan.type });
        same_line(4);
    }
    const auto draw_age = [&] {
        align_right(text_width(footer.age, plan.type));
        label(footer.age, { .type = plan.type });
    };
    // Of what was last heard of; clocks and age go on.
    label(footer.firing, { .type = plan.type, .colour = input.frozen ? Colour::Secondary : Colour::Text });
    if (plan.lines == FooterLines::ClocksBelow) {
        same_line(4);
        draw_age();
    } else if (plan.lines == FooterLines::One) {
        same_line(4);
    }
    const bool together = plan.lines == FooterLines::One || plan.lines == FooterLines::RightBelow;
    align_right(together ? plan.clocks + grid(4) + plan.age : plan.clocks);
    label(footer.clocks, { .type = plan.type, .face = Face::Medium });
    if (together) {
        same_line(4);
    }
    if (plan.lines != FooterLines::ClocksBelow) {
        draw_age();
    }
    draw_wall_mute();
}

// Answers how large what stands below may be: nothing there is larger than a major's mark.
float WallView::draw_majors(const WallPageInput& page, WallRole role, float below)
{
    const WallRows& rows = page.rows;
    const float usual = type_scale().size(Type::Headline);
    turns_of_majors_ = 1;
    if (rows.majors.empty() || role == WallRole::Rest) {
        return usual;
    }
    const ImVec2 room { available_width(), available_height() - below };
    if (role == WallRole::All) {
        const auto lines = pages_.lines(rotation_, page);
        const float page_height = lines ? line(Type::Body) * static_cast<float>(*lines + 1) : room.y;
        const WallLayout majors = lay_out_majors(rows.majors, room, MajorsPart::Upper, major_turns_.turn, page_height);
        turns_of_majors_ = majors.turns;
        draw_layout(majors);
        separator();
        return majors.smallest_mark().value_or(usual);
    }
    const ImVec2 from = ImGui::GetCursorPos();
    const WallLayout majors = lay_out_majors(
        rows.majors, { room.x, room.y - ImGui::GetStyle().ItemSpacing.y }, MajorsPart::Whole, major_turns_.turn);
    turns_of_majors_ = majors.turns;
    draw_layout(majors);
    // The footer stands where it stands on its neighbour.
    ImGui::SetCursorPos({ from.x, from.y + room.y });
    return usual;
}

// Where they are all that shows, what turns and holds a page turns and holds them.
void WallView::turn_majors(const ViewInput& input)
{
    const Timestamp now = input.replica.now();
    if (majors_alone_ && pages_.stepped() != 0) {
        major_turns_.step(turns_of_majors_, pages_.stepped(), now);
    }
    major_turns_.update(turns_of_majors_, majors_alone_ && rotation_.paused, now);
}

// Where not even a line is left the page gives way: clocks and the data's age never do.
void WallView::draw_page(const WallPageInput& page, float height, float largest)
{
    const LettersAtMost letters { largest };
    if (height < type_scale().size(Type::Body)) {
        return;
    }
    begin_area("page", { 0, height });
    {
        const TypeScope type { Type::Body };
        pages_.draw(rotation_, page);
    }
    end_area();
}

Intents WallView::draw(const ViewInput& input)
{
    const WallRows rows = known_rows(input, wall_audience_of(input));
    const WallPageInput page = wall_page_input(input, rows);
    Intents intents = pages_.turn(rotation_, page);
    turn_majors(input);
    begin_screen(tr(Text::WallTitle));
    if (const auto test = input.replica.wall_test(); test && !input.frozen) {
        draw_test_picture(input, *test);
        end_screen();
        return intents;
    }
    const MarksBehind sides { sides_changed(input.now) };
    mark_screen_stale(input.frozen);
    rest_hues(input.frozen || rotation_.paused);
    const ImVec2 drift = orbit(input.now);
    ImGui::SetCursorPos({ ImGui::GetCursorPosX() + drift.x, ImGui::GetCursorPosY() + drift.y });
    ImGui::BeginGroup();
    draw_head(input, rows, rotation_.critical_waits());
    const ImVec2 top = ImGui::GetCursorScreenPos();
    const Footer footer = wall_footer(input, rows);
    const WallRole role = role_of(input, rows, pages_.any(rotation_));
    // Below a list of majors, whose letters are small, it is no larger than they are.
    const bool list_above = role != WallRole::Rest && rows.majors.size() > 2;
    const FooterPlan plan = plan_footer(footer, list_above ? Type::Caption : Type::Body);
    const float largest = draw_majors(page, role, footer_height(plan));
    // A wall that shows the majors alone turns its pages while there are none.
    majors_alone_ = role == WallRole::Majors && !rows.majors.empty();
    if (!majors_alone_) {
        draw_page(page, available_height() - footer_height(plan), largest);
    }
    const ImVec2 bottom { ImGui::GetIO().DisplaySize.x, ImGui::GetCursorScreenPos().y };
    draw_footer(input, footer, plan);
    if (input.frozen) {
        const std::string heard = site_time(input.replica.heard_at(), input.zone);
        const bool visitors = wall_audience_of(input) == WallAudience::Visitor;
        freeze_screen(
            top, bottom, visitors ? tr(Text::WallFrozenVisitor, heard.substr(0, 5)) : tr(Text::FrozenAt, heard));
    }
    ImGui::EndGroup();
    end_screen();
    return intents;
}

}

std::unique_ptr<View> make_wall_view()
{
    return std::make_unique<WallView>();
}

}
