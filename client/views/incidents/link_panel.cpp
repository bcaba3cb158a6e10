// SPDX-License-Identifier: Apache-2.0
#include "client/language/text.h"
#include "client/views/batch.h"
#include "client/views/board/alert_selection.h"
#include "client/views/board/board_rows.h"
#include "client/views/incidents/incident_panel.h"
#include "client/widgets/controls/item.h"
#include "client/widgets/controls/layout.h"
#include "client/widgets/controls/panels.h"
#include "client/widgets/controls/table.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/sorting.h"
#include "shared/domain/state/alert_search.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <utility>

namespace watchfloor {
namespace {

// Beside the rows: title, field, what is cut, buttons, and what stands above a dialog.
constexpr float kBesideRows = 80;

// Firing alerts that are nobody's yet; those of the incident's services first. Several are chosen as on the board.
class LinkPanel final : public IncidentPanel {
public:
    void open(const PanelContext&) override
    {
        words_.clear();
        chosen_ = {};
        selection_.clear();
    }

    bool draw(const PanelContext& context) override
    {
        FreeAlerts free = free_alerts(context);
        mark_one(free.rows);
        const std::vector<NamedAlert> linked = meant(free.rows);
        const Advice advice = linked.empty() ? Advice {} : link_advice(context.input, context.incident.id, linked);
        if (!begin_incident_modal(context, "link",
                { .title = tr(Text::LinkTitle),
                    .commit = linked.size() > 1 ? tr(Text::LinkMany, std::to_string(linked.size()))
                                                : std::string(tr(Text::LinkCommit)),
                    .can_commit = advice.allowed,
                    .why_not = linked.empty() ? tr(words_.empty() ? Text::LinkNone : Text::BoardNoMatch)
                                              : std::string_view { advice.reason },
                    .width = 960 })) {
            return true;
        }
        const bool back = !typing() && (pressed(Action::Filter) || pressed(Action::Find));
        const FieldResult field = text_field(tr(Text::ActionFilter), words_,
            { .hint = tr(Text::LinkHint),
                .show_label = false,
                .take_focus = std::exchange(next_, false) || back,
                .passing = true });
        if (field.changed) {
            free = free_alerts(context);
            chosen_ = {};
            mark_one(free.rows);
        }
        take_keys(free.rows, field.committed);
        draw_rows(free);
        if (field.committed) {
            words_.clear(); // what was looked for is selected, and the next one is typed
        }
        draw_advice(advice);
        const ModalOutcome outcome = end_modal();
        if (outcome == ModalOutcome::Committed) {
            link_alerts(context.intents, link_sends(context.incident.id, meant(free.rows)));
        }
        return outcome == ModalOutcome::Open;
    }

private:
    struct FreeAlerts {
        std::vector<AlertRow> rows {};
        std::size_t all = 0;    // whatever was typed
        std::size_t unseen = 0; // fire, and are held by the server alone
        bool searching = false;
    };

    // Also what only the server holds, as the board finds it. What is selected stays, whatever is typed.
    FreeAlerts free_alerts(const PanelContext& context) const
    {
        const State& state = context.input.state;
        FreeAlerts free;
        std::vector<AlertRow>& rows = free.rows;
        std::size_t held = 0;
        const auto place = [&](const Alert& alert) {
            if (alert.state != AlertState::Firing || is_assigned(state, alert)) {
                return;
            }
            ++free.all;
            if (words_.empty() || selection_.has(alert.id) || alert_matches(state, alert, words_)) {
                rows.push_back(alert_row(state, alert, context.input.as_of()));
            }
        };
        state.alerts.for_each([&](const AlertId&, const Alert& alert) {
            held += counts_as_firing(alert) ? 1U : 0U;
            place(alert);
        });
        const auto firing = static_cast<std::size_t>(std::max<std::int64_t>(state.firing, 0));
        free.unseen = firing - std::min(firing, held);
        if (free.unseen > 0 && !words_.empty()) {
            const AlertFindings& findings = context.input.replica.find_alerts(words_);
            for (const Alert& alert : findings.alerts) {
                if (state.alerts.find(alert.id) == nullptr) {
                    place(alert);
                }
            }
            free.unseen = findings.total - std::min(findings.total, findings.alerts.size());
            free.searching = !findings.answered;
        }
        const auto touches = [&](const AlertRow& row) {
            return row.alert->service != kUnknownService && concerns(context.incident, row.alert->service);
        };
        sort_stably(rows, [&](const AlertRow& a, const AlertRow& b) {
            if (touches(a) != touches(b)) {
                return touches(a);
            }
            return worse(a, b);
        });
        name_things(rows);
        return free;
    }

    void mark_one(const std::vector<AlertRow>& rows)
    {
        const bool there
            = std::any_of(rows.begin(), rows.end(), [this](const AlertRow& row) { return row.id == chosen_; });
        if (!there) {
            chosen_ = rows.empty() ? AlertId {} : rows.front().id;
        }
    }

    // Those that are selected, otherwise the one that is marked.
    std::vector<NamedAlert> meant(const std::vector<AlertRow>& rows) const
    {
        std::vector<NamedAlert> alerts;
        for (const AlertRow& row : rows) {
            if (selection_.empty() ? row.id == chosen_ : selection_.has(row.id)) {
                alerts.push_back({ row.id, row.name + (row.thing.words.empty() ? "" : " " + row.thing.words) });
            }
        }
        return alerts;
    }

    void turn(const AlertId& alert)
    {
        if (!alert.empty()) {
            selection_.toggle(alert);
        }
    }

    // The arrows lead out of the field into the list, where Space and Ctrl+A mean what they mean on the board.
    void take_keys(const std::vector<AlertRow>& rows, bool entered)
    {
        const std::vector<AlertId> ids = ids_of(rows);
        const int step = choice_step();
        moved_ = step != 0 && !ids.empty();
        if (moved_) {
            if (typing()) {
                ImGui::ClearActiveID();
                drop_keyboard_ring();
            }
            const std::ptrdiff_t from = std::find(ids.begin(), ids.end(), chosen_) - ids.begin();
            const auto last = static_cast<std::ptrdiff_t>(ids.size()) - 1;
            const AlertId& next = ids[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(from + step, 0, last))];
            selection_.take(ImGui::GetIO().KeyShift ? SelectBy::Range : SelectBy::Choice, ids, chosen_, next);
            chosen_ = next;
        }
        const bool by_ring = ImGui::GetIO().NavVisible; // then the keys mean what it is around
        if (entered || (!by_ring && (pressed(Action::SelectAlert) || pressed(Action::NextHit)))) {
            turn(chosen_);
            next_ = entered;
        }
        if (pressed(Action::SelectGroup)) {
            selection_.toggle_all(ids);
        }
        selection_.keep(ids);
    }

    // As high as all of them, or as the window leaves beside the buttons, whatever was typed.
    static float room_of(const FreeAlerts& free)
    {
        const auto lines = static_cast<float>(std::max<std::size_t>(free.all, 3));
        const float most = ImGui::GetIO().DisplaySize.y - grid(kBesideRows);
        return std::min(table_header_height() + row_height() * lines + grid(1), std::max(most, grid(30)));
    }

    void draw_rows(const FreeAlerts& free)
    {
        const std::array<Column, 4> columns { Column { tr(Text::ColumnState), -12 },
            Column { tr(Text::ColumnService), 1.2F }, Column { tr(Text::ColumnAlert), 3 },
            Column { tr(Text::ColumnFor), -10, true } };
        SeverityCounts cut {};
        if (begin_table("alerts to link", columns,
                { .label = tr(Text::BoardAlerts),
                    .total_rows = static_cast<int>(free.rows.size()),
                    .height = room_of(free) })) {
            int index = 0;
            for (const AlertRow& row : free.rows) {
                count_severity(cut, row.severity, row_in_sight(index) ? 0 : 1);
                draw_row(free.rows, row, index++);
            }
            end_table();
        }
        const std::string left_out = cut_words(cut, free.unseen);
        const Text none = free.searching ? Text::BoardSearching : words_.empty() ? Text::LinkNone : Text::BoardNoMatch;
        label(free.rows.empty()    ? std::string(tr(none))
                : left_out.empty() ? std::string(tr(Text::LinkAllInSight))
                                   : tr(Text::BoardOutOfSight, left_out),
            { .type = Type::Caption, .colour = left_out.empty() ? Colour::Secondary : Colour::Major });
    }

    void draw_row(const std::vector<AlertRow>& rows, const AlertRow& row, int index)
    {
        const bool chosen = row.id == chosen_;
        const std::string what = row.name + (row.thing.words.empty() ? "" : "  " + row.thing.words);
        const auto [result, in_box] = begin_selectable_row(index,
            { .label = std::string(severity_name(row.severity)) + ", " + row.service + ", " + what,
                .severity = row.acknowledged ? std::nullopt : std::optional { row.severity } },
            selection_, { selection_.has(row.id), chosen, moved_ });
        badge(row.severity);
        next_cell();
        label(row.service, { .face = Face::Medium, .width = available_width(), .decorative = true });
        next_cell();
        label(what, { .width = available_width(), .decorative = true });
        next_cell();
        label(fires_for(row), { .width = available_width(), .align_right = true, .decorative = true });
        end_row();
        if (result.activated) {
            choose(rows, row.id, in_box);
        }
    }

    void choose(const std::vector<AlertRow>& rows, const AlertId& alert, bool in_box)
    {
        selection_.take(select_by_click(in_box), ids_of(rows), chosen_, alert);
        chosen_ = alert;
    }

    std::string words_ {};
    AlertId chosen_ {};
    AlertSelection selection_ {};
    bool moved_ = false; // in this frame: the mark is brought into sight
    bool next_ = false;  // one was selected by Enter: the field has the keyboard again
};

}

std::unique_ptr<IncidentPanel> make_link_panel()
{
    return std::make_unique<LinkPanel>();
}

}
