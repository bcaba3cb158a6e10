// SPDX-License-Identifier: Apache-2.0
#include "client/views/paper.h"

#include "client/language/text.h"
#include "client/widgets/controls/text_label.h"
#include "shared/core/markup.h"
#include "shared/core/sha256.h"

#include <cstdlib>

namespace watchfloor {
namespace {

// Of the page in a browser too, which keeps it from its own screen (client/platform/web/shell.css).
constexpr std::string_view kStyle = R"(@page { size: A4; margin: 14mm 12mm 18mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #444; } }
.paper { font: 9.5pt/1.4 Roboto, Arial, sans-serif; color: #000; background: #fff; }
.paper h1 { font-size: 15pt; margin: 0 0 3mm; overflow-wrap: anywhere; }
.paper h2 { font-size: 11.5pt; margin: 5mm 0 1.5mm; break-after: avoid; }
.paper dl { display: grid; grid-template-columns: max-content 1fr; gap: .6mm 5mm; margin: 0; }
.paper dt, .paper th { color: #444; font-weight: 500; text-align: left; }
.paper dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.paper table { width: 100%; border-collapse: collapse; }
.paper thead { display: table-header-group; }
.paper tr { break-inside: avoid; }
.paper th, .paper td { padding: .8mm 2.5mm .8mm 0; vertical-align: top; border-bottom: .2mm solid #bbb; }
.paper td { white-space: pre-wrap; overflow-wrap: anywhere; }
.paper footer { margin-top: 5mm; font-size: 8pt; color: #444; overflow-wrap: anywhere; }
)";

std::string html_element(std::string_view name, std::string_view text)
{
    std::string out = "<";
    return out.append(name).append(">").append(escape_markup(text)).append("</").append(name).append(">");
}

std::string table_html(const PaperTable& table)
{
    std::string out = html_element("h2", table.title) + "\n";
    if (table.rows.empty()) {
        return out + html_element("p", table.none) + "\n";
    }
    out += "<table><thead><tr>";
    for (const std::string& column : table.columns) {
        out += html_element("th", column);
    }
    out += "</tr></thead>\n<tbody>\n";
    for (const auto& row : table.rows) {
        out += "<tr>";
        for (const std::string& cell : row) {
            out += html_element("td", cell);
        }
        out += "</tr>\n";
    }
    return out + "</tbody></table>\n";
}

// What anybody needs to hold it against the journal.
std::string origin_words(const ViewInput& input)
{
    const std::string seq = std::to_string(input.state.seq);
    const RollbackWatch& history = input.replica.history();
    const bool known = history.known() == input.state.seq;
    return tr(Text::PaperPrinted, paper_time(input.now, input.zone), zone_words(input.zone.offset_at(input.now))) + " "
        + (input.frozen ? tr(Text::PaperFrozen, paper_time(input.as_of(), input.zone)) + " " : std::string())
        + (known ? tr(Text::PaperHead, input.replica.journal(), seq, to_hex(as_view(history.hash())))
                 : tr(Text::PaperPosition, input.replica.journal(), seq));
}

}

std::string paper_time(std::optional<Timestamp> at, const SiteZone& zone)
{
    return at ? format_date(*at, zone.offset_at(*at)) + ", " + format_clock(*at, zone.offset_at(*at)) : std::string();
}

std::string zone_words(int offset_seconds)
{
    const int minutes = std::abs(offset_seconds) / 60;
    const auto two = [](int value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    return minutes == 0
        ? "UTC"
        : std::string(offset_seconds < 0 ? "UTC-" : "UTC+") + two(minutes / 60) + ":" + two(minutes % 60);
}

std::string paper_html(const Paper& paper, const ViewInput& input)
{
    std::string out = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">"
        + html_element("title", paper.title) + "<style>\n";
    out.append(kStyle).append("</style></head>\n<body").append(paper.picture ? " data-picture" : "");
    out += ">\n<article class=\"paper\">\n" + html_element("h1", paper.title) + "\n<dl>\n";
    for (const auto& [name, value] : paper.head) {
        out += value.empty() ? std::string() : html_element("dt", name) + html_element("dd", value) + "\n";
    }
    out += "</dl>\n";
    for (const PaperTable& table : paper.tables) {
        out += table_html(table);
    }
    for (const std::string& note : paper.notes) {
        out += html_element("p", note) + "\n";
    }
    return out + html_element("footer", origin_words(input)) + "\n</article>\n</body>\n</html>\n";
}

void draw_picture_heading(std::string_view title, Timestamp from, Timestamp to, const SiteZone& zone)
{
    if (!pictures_part()) {
        return;
    }
    if (!title.empty()) {
        label(title, { .type = Type::Title, .face = Face::Medium, .wrap = true });
    }
    label(tr(Text::PictureSpan, paper_time(from, zone), paper_time(to, zone), zone_words(zone.offset_at(from))),
        { .type = Type::Caption, .colour = Colour::Secondary, .wrap = true });
}

}
