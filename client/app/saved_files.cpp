// SPDX-License-Identifier: Apache-2.0
#include "client/app/saved_files.h"

#include "client/frame/frame_schedule.h"
#include "client/language/text.h"
#include "client/platform/files.h"

namespace watchfloor {

Say save_rows(const SaveRows& asked, const ViewInput& input)
{
    const auto place = save_file(picture_name(input.location.path, format_timestamp(input.as_of()), ".csv"), asked.csv);
    std::string said
        = place ? tr(Text::SaidRowsSaved, std::to_string(asked.rows), *place) : std::string(tr(Text::SaidRowsNotSaved));
    if (place && asked.unworded > 0) {
        said += ". " + tr(Text::SaidRowsUnworded, std::to_string(asked.unworded));
    }
    if (place && asked.left_out > 0) {
        said += ". " + tr(Text::SaidRowsLeftOut, format_count(asked.left_out));
    }
    return { std::move(said), !place };
}

std::vector<SavedName> saved_names(const State& state)
{
    std::vector<SavedName> names;
    state.users.for_each([&](const UserId& id, const User& user) { names.push_back({ id.text, user.name }); });
    return names;
}

std::optional<Say> print_screen(const View& view, const ViewInput& input)
{
    if (open_print_dialog()) {
        return std::nullopt;
    }
    const std::string at = format_timestamp(input.as_of());
    const std::string paper = view.paper(input);
    if (paper.empty()) {
        save_picture({ picture_name(input.location.path, at), {} });
        request_frame();
        return std::nullopt;
    }
    const auto place = save_file(picture_name(input.location.path, at, ".html"), paper);
    return Say { place ? tr(Text::SaidPrinted, *place) : std::string(tr(Text::SaidNotPrinted)), !place };
}

}
