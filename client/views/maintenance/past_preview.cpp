// SPDX-License-Identifier: Apache-2.0
#include "client/views/maintenance/past_preview.h"

#include "client/language/text.h"
#include "client/views/advice.h"
#include "client/views/answer_trouble.h"
#include "client/widgets/controls/controls.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/words.h"
#include "shared/wire/command_codec.h"
#include "shared/wire/fields/fields_json.h"

#include <algorithm>
#include <utility>

namespace watchfloor {
namespace {

constexpr std::size_t kMostPreviewed = 8;

}

std::vector<std::string> past_preview_lines(const WindowPreviewAnswer& answer, const SiteZone& zone)
{
    std::vector<std::string> lines;
    std::string names;
    for (const std::string& name : answer.names) {
        add_words(names, name);
    }
    lines.push_back(answer.alerts == 0 ? std::string(tr(Text::PastPreviewNone))
                                       : tr(Text::PastPreviewSome, std::to_string(answer.alerts), names));
    if (answer.left_out) {
        lines.emplace_back(tr(Text::PastPreviewLeftOut));
    }
    const std::size_t listed = std::min(answer.windows.size(), kMostPreviewed);
    for (std::size_t i = 0; i < listed; ++i) {
        const PreviewedWindow& window = answer.windows[i];
        lines.push_back(tr(Text::PastPreviewWindow, format_date_and_clock(window.from, zone.offset_at(window.from)),
            format_date_and_clock(window.to, zone.offset_at(window.to)), std::to_string(window.alerts)));
    }
    if (answer.windows.size() > listed) {
        lines.push_back(tr(Text::PastPreviewMore, std::to_string(answer.windows.size() - listed)));
    }
    if (answer.goes_on) {
        lines.emplace_back(tr(Text::PastPreviewGoesOn));
    }
    return lines;
}

const WindowPreviewAnswer* PastPreview::answer(const std::string& key) const
{
    return answer_ && key == key_ ? &*answer_ : nullptr;
}

void PastPreview::draw(
    const ViewInput& input, const PreviewWindow& asked, const std::string& key, bool can_ask, Intents& intents)
{
    const auto why = tr(asking_ ? Text::SignInBusy : Text::PlanIncomplete);
    if (button(tr(Text::PastPreviewAsk), { .enabled = can_ask && !asking_, .why_disabled = why })) {
        ask(asked, key, intents);
    }
    if (asking_ || key != key_) {
        return;
    }
    if (!refusal_.empty()) {
        label(screen_words(refusal_, {}), { .colour = Colour::Major, .wrap = true });
    }
    for (const std::string& line : answer_ ? past_preview_lines(*answer_, input.zone) : std::vector<std::string> {}) {
        label(line, { .colour = Colour::Secondary, .wrap = true });
    }
}

void PastPreview::ask(const PreviewWindow& asked, const std::string& key, Intents& intents)
{
    key_ = key;
    recurrence_ = asked.recurrence;
    asking_ = true;
    answer_.reset();
    refusal_.clear();
    Send send;
    send.path = "/api/v1/maintenance-windows/preview";
    send.body = encode_command(asked);
    send.done = [this](const HttpResponse& response) {
        asking_ = false;
        auto answer
            = response.ok() ? from_json<WindowPreviewAnswer>(response.body) : Result<WindowPreviewAnswer> { Error {} };
        if (answer.ok()) {
            answer_ = std::move(answer).value();
        } else {
            refusal_ = trouble_of(response);
        }
    };
    intents.emplace_back(std::move(send));
}

}
