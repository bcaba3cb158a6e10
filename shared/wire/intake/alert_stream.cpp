// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/intake/alert_stream.h"

#include "shared/domain/decide/decide.h"
#include "shared/domain/input_text.h"
#include "shared/wire/json/json_text.h"
#include "shared/wire/json/utf8.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace watchfloor {
namespace {

constexpr std::size_t kMaxQuotedLabel = 60;
// What the alerts of a smaller delivery can cost is not worth reading it twice.
constexpr std::size_t kSmallDelivery = 1024 * 1024;

std::string quoted_label(std::string_view text)
{
    return "'" + std::string(utf8_front(text, kMaxQuotedLabel)) + "'";
}

// However it is written, as long as that says no more than a double holds: two of more digits are two numbers.
std::string text_of_real(double value, const std::string& written)
{
    if (written.find_first_of(".eE") == std::string::npos) {
        return written;
    }
    std::array<char, 32> text {};
    std::snprintf(text.data(), text.size(), "%.15g", value);
    return std::strtod(text.data(), nullptr) == value ? std::string { text.data() } : written;
}

// Follows the document by its depth: [the frame's object,] the list, an alert, its labels. What it does
// not know it passes over, however deep.
class AlertEvents final : public JsonEvents {
public:
    AlertEvents(bool framed, const TakeAlert& take) : framed_(framed), list_depth_(framed ? 2 : 1), take_(take) { }

    DeliveryFrame take_frame() { return std::move(frame_); }

    bool null() override { return scalar(nullptr, true); }
    bool boolean(bool value) override { return label_value("a yes or no", value ? "true" : "false"); }
    bool integer(std::int64_t value) override
    {
        if (at_frame() && field_ == "truncatedAlerts") {
            frame_.truncated_alerts = std::max<std::int64_t>(value, 0);
            return true;
        }
        return number(std::to_string(value));
    }
    bool big_integer(std::uint64_t value) override { return number(std::to_string(value)); }
    // By its labels an alert is known, as ever; what else there is keeps its digits.
    bool real(double value, const std::string& written) override
    {
        return number(map_ == &alert_.labels ? text_of_real(value, written) : written);
    }
    bool string(std::string& value) override { return scalar(&value, false); }

    bool begin_object() override
    {
        if (depth_ == 0 && !framed_) {
            return refuse("a list of alerts expected");
        }
        ++depth_;
        if (passing_over() || (framed_ && depth_ == 1)) {
            return true;
        }
        if (depth_ == alert_depth()) {
            begin_alert();
            return one_more();
        }
        return in_annotation() ? open_details("an object", false) : open_map();
    }

    bool begin_array() override
    {
        if (depth_ == 0 && framed_) {
            return refuse("an object with a list of alerts expected");
        }
        ++depth_;
        if (passing_over() || depth_ == list_depth_) {
            return passing_over() || open_list();
        }
        if (in_annotation()) {
            return open_details("a list", true);
        }
        pass_over();
        if (depth_ == alert_depth()) {
            return not_an_alert();
        }
        complain_if_map();
        return true;
    }

    bool end_object() override
    {
        const bool alert_ends = !passing_over() && depth_ == alert_depth();
        leave();
        if (alert_ends) {
            take_(std::move(alert_));
        }
        return true;
    }

    bool end_array() override
    {
        leave();
        return true;
    }

    bool key(std::string& name) override
    {
        if (passing_over()) {
            return true;
        }
        // Copied, so that no text gives up its memory.
        (map_ != nullptr || in_values_ ? label_ : field_) = name;
        return true;
    }

private:
    int alert_depth() const { return list_depth_ + 1; }
    bool passing_over() const { return passing_depth_ != 0; }
    bool at_frame() const { return framed_ && depth_ == 1; }

    // Keeps the memory of the last one's texts.
    void begin_alert()
    {
        alert_.labels.clear();
        alert_.annotations.clear();
        alert_.extras.clear();
        for (std::string* text :
            { &alert_.status, &alert_.starts_at, &alert_.ends_at, &alert_.problem, &alert_.mended }) {
            text->clear();
        }
    }

    // Ignores the container that just began, with all in it.
    void pass_over() { passing_depth_ = depth_; }

    void leave()
    {
        if (passing_depth_ == depth_) {
            passing_depth_ = 0;
        } else if (!within_.empty() && !passing_over()) {
            within_.pop_back();
        }
        if (depth_ == alert_depth() + 1) {
            map_ = nullptr;
            in_values_ = false;
        }
        --depth_;
    }

    bool refuse(std::string why)
    {
        reason = std::move(why);
        return false;
    }

    bool open_list()
    {
        if (framed_ && field_ != "alerts") {
            pass_over();
        } else {
            frame_.has_alerts = true;
        }
        return true;
    }

    std::string* text_named(const std::string& name)
    {
        return name == "startsAt" ? &alert_.starts_at
            : name == "endsAt"    ? &alert_.ends_at
            : name == "status"    ? &alert_.status
                                  : nullptr;
    }

    // An object inside the frame or an alert began: labels, annotations, values, or something unknown.
    bool open_map()
    {
        if (depth_ == alert_depth() + 1 && map_ == nullptr) {
            in_values_ = field_ == "values";
            if (in_values_) {
                return true;
            }
            map_ = map_named(field_);
            if (text_named(field_) != nullptr) {
                complain(field_ + " must be text.");
            }
        } else {
            complain_if_map();
            pass_over();
            return true;
        }
        if (map_ == nullptr) {
            pass_over();
        }
        return true;
    }

    // An annotation is prose: of whatever shape it is, the alert is not lost for it, and what it says is kept as details.
    bool in_annotation() const { return map_ == &alert_.annotations; }
    bool open_details(std::string_view kind, bool list)
    {
        if (within_.empty()) {
            note_mended(alert_.mended, quoted_label(label_) + " was " + std::string(kind));
        }
        within_.push_back({ .path = within_.empty() ? label_ : detail_path(), .list = list });
        return true;
    }

    // Where the next value of a list or an object stands.
    std::string detail_path()
    {
        Within& within = within_.back();
        const std::string step = within.list ? "[" + std::to_string(within.next++) + "]" : "." + label_;
        return cut_to_bytes(within.path + step, kMaxLabelName);
    }

    Labels* map_named(const std::string& name)
    {
        if (name == "labels") {
            return &alert_.labels;
        }
        return name == "annotations" ? &alert_.annotations : nullptr;
    }

    void complain(std::string problem)
    {
        if (alert_.problem.empty()) {
            alert_.problem = std::move(problem);
        }
    }

    // A list or an object where the value of a label belongs, or a list where labels belong.
    void complain_if_map()
    {
        if (map_ != nullptr) {
            complain(quoted_label(label_) + " must be text.");
        } else if (depth_ == alert_depth() + 1 && map_named(field_) != nullptr) {
            complain(field_ + " must be an object of texts.");
        } else if (depth_ == alert_depth() + 1 && text_named(field_) != nullptr) {
            complain(field_ + " must be text.");
        }
    }

    bool not_an_alert()
    {
        ApiAlert nothing;
        nothing.problem = "It must be an object with labels.";
        take_(std::move(nothing));
        return one_more();
    }

    bool one_more()
    {
        return ++delivered_ <= kMaxDelivered
            || refuse("more than " + std::to_string(kMaxDelivered) + " alerts; send less at once");
    }

    bool scalar(std::string* text, bool null)
    {
        if (passing_over()) {
            return true;
        }
        if (depth_ == 0) {
            return refuse(framed_ ? "an object with a list of alerts expected" : "a list of alerts expected");
        }
        if (in_values_) {
            alert_.extras.add_detail("values." + label_, text != nullptr ? *text : std::string {});
        } else if (!within_.empty()) {
            alert_.extras.add_detail(detail_path(), text != nullptr ? *text : "null");
        } else if (map_ != nullptr) {
            label(text, null);
        } else if (depth_ == alert_depth()) {
            alert_field(text, null);
        } else if (depth_ == list_depth_) {
            return not_an_alert();
        } else if (text != nullptr) {
            frame_field(*text);
        }
        return true;
    }

    bool number(std::string text)
    {
        if (field_ == "startsAt" || field_ == "endsAt") {
            return scalar(&text, false);
        }
        return label_value("a number", std::move(text));
    }

    // What is no text where the text of a label belongs.
    bool label_value(std::string_view kind, std::string text)
    {
        if ((in_values_ || !within_.empty()) && !passing_over()) {
            return scalar(&text, false);
        }
        if (passing_over() || map_ == nullptr) {
            return scalar(nullptr, false);
        }
        note_mended(alert_.mended, quoted_label(label_) + " was " + std::string(kind));
        map_->set(label_, text);
        return true;
    }

    void label(std::string* text, bool null)
    {
        if (text != nullptr) {
            map_->set(label_, *text);
        } else if (null) {
            note_mended(alert_.mended, quoted_label(label_) + " was null");
        }
    }

    void alert_field(std::string* text, bool null)
    {
        std::string* target = text_named(field_);
        if (target != nullptr && text != nullptr) {
            *target = std::move(*text);
        } else if (text != nullptr && is_link(field_)) {
            alert_.extras.add_link(field_, *text);
        } else if (text != nullptr && field_ == "valueString") {
            alert_.extras.add_detail(field_, *text);
        } else if (target != nullptr && !null) {
            complain(field_ + " must be text.");
        } else if (map_named(field_) != nullptr && !null) {
            complain(field_ + " must be an object of texts.");
        }
    }

    // Alertmanager's and Prometheus's link to the rule, and Grafana's.
    static bool is_link(std::string_view name)
    {
        constexpr std::array kLinks { "generatorURL", "dashboardURL", "panelURL", "silenceURL", "imageURL" };
        return std::find(kLinks.begin(), kLinks.end(), name) != kLinks.end();
    }

    void frame_field(std::string& text)
    {
        std::string* target = field_ == "version" ? &frame_.version
            : field_ == "status"                  ? &frame_.status
            : field_ == "receiver"                ? &frame_.receiver
            : field_ == "groupKey"                ? &frame_.group_key
            : field_ == "externalURL"             ? &frame_.external_url
                                                  : nullptr;
        if (target != nullptr) {
            *target = std::move(text);
        }
    }

    // A list or an object inside an annotation.
    struct Within {
        std::string path {};
        bool list = false;
        std::size_t next = 0;
    };

    bool framed_;
    int list_depth_;
    const TakeAlert& take_;
    DeliveryFrame frame_ {};
    ApiAlert alert_ {};
    std::string field_ {};
    std::string label_ {};
    Labels* map_ = nullptr; // the labels or annotations being read
    bool in_values_ = false;
    std::vector<Within> within_ {};
    std::size_t delivered_ = 0;
    int depth_ = 0;
    int passing_depth_ = 0; // depth of the container that is passed over; 0 = none
};

Error invalid(std::string message)
{
    return { ErrorCode::Malformed, std::move(message) };
}

bool is_name(std::string_view name)
{
    return !name.empty() && std::none_of(name.begin(), name.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    });
}

Result<void> check_names(const Labels& labels, std::string_view what)
{
    for (const auto& label : labels) {
        if (!is_name(label.first)) {
            return invalid(std::string(what) + " " + quoted_label(label.first)
                + " has a name that is empty or holds control characters.");
        }
    }
    return {};
}

Result<DeliveryFrame> read_alerts(std::string_view body, bool framed, const TakeAlert& take)
{
    if (body.size() > kSmallDelivery) {
        const TakeAlert drop = [](ApiAlert&&) {};
        AlertEvents rehearsal(framed, drop);
        RETURN_IF_ERROR(stream_json(body, kDeliveryLimits, rehearsal));
    }
    AlertEvents events(framed, take);
    RETURN_IF_ERROR(stream_json(body, kDeliveryLimits, events));
    return events.take_frame();
}

// By these an alert is read and sorted: where there are too many labels they are kept before others.
bool is_kept_first(std::string_view name)
{
    constexpr std::array kFirst { "alertname", "severity", "priority", "service", "instance", "host", "job", "summary",
        "description" };
    return std::find(kFirst.begin(), kFirst.end(), name) != kFirst.end();
}

// At most `most` of them, none longer than it may be. False where all were so already.
bool cut_to_size(Labels& labels, std::size_t most, std::string_view what, std::string& mended)
{
    const bool too_many = labels.size() > most;
    const bool too_long = std::any_of(labels.begin(), labels.end(),
        [](const auto& label) { return label.first.size() > kMaxLabelName || label.second.size() > kMaxLabelValue; });
    if (!too_many && !too_long) {
        return false;
    }
    Labels cut;
    for (const bool first : { true, false }) {
        for (const auto& label : labels) {
            if (is_kept_first(label.first) == first && cut.size() < most) {
                cut.add(cut_to_bytes(label.first, kMaxLabelName), cut_to_bytes(label.second, kMaxLabelValue));
            }
        }
    }
    if (too_many) {
        note_mended(mended,
            "it had " + std::to_string(labels.size()) + " " + std::string(what) + "s, of which " + std::to_string(most)
                + " are kept");
    }
    if (too_long) {
        note_mended(mended, "a long " + std::string(what) + " was cut");
    }
    labels = std::move(cut);
    return true;
}

}

Result<void> for_each_alert(std::string_view body, const TakeAlert& take)
{
    RETURN_IF_ERROR(read_alerts(body, false, take));
    return {};
}

Result<DeliveryFrame> for_each_delivered_alert(std::string_view body, const TakeAlert& take)
{
    return read_alerts(body, true, take);
}

void add_report(AlertBatch& batch, std::size_t index, Result<AlertReport> report)
{
    if (report.ok()) {
        const AlertReport& taken = report.value();
        batch.mended += taken.annotations.contains(kMended) || taken.details.contains(kMended) ? 1 : 0;
        batch.alerts.push_back(std::move(report).value());
        return;
    }
    ++batch.invalid;
    if (batch.problems.size() < kMaxProblems) {
        batch.problems.push_back("Alert " + std::to_string(index) + ": " + report.error().message);
    }
}

Error not_all_taken(const AlertBatch& batch)
{
    const auto stored = static_cast<std::int64_t>(batch.alerts.size());
    std::string text = stored == 0 ? "No alert was taken."
                                   : std::to_string(batch.invalid) + " of " + std::to_string(batch.invalid + stored)
            + " alerts were not taken; the others are stored.";
    for (const std::string& problem : batch.problems) {
        text += " " + problem;
    }
    return invalid(std::move(text));
}

Result<AlertReport> checked_report(ApiAlert&& alert)
{
    if (!alert.problem.empty()) {
        return invalid(std::move(alert.problem));
    }
    const auto is_empty = [](const auto& item) { return item.second.empty(); };
    alert.labels.erase_if(is_empty);
    alert.annotations.erase_if(is_empty);
    if (alert.labels.empty()) {
        return invalid("Give at least one label with a value.");
    }
    RETURN_IF_ERROR(check_names(alert.labels, "label"));
    RETURN_IF_ERROR(check_names(alert.annotations, "annotation"));
    AlertReport report;
    report.labels = alert.labels;
    if (cut_to_size(report.labels, kMaxLabels, "label", alert.mended)) {
        report.whole = std::move(alert.labels);
    }
    report.annotations = std::move(alert.annotations);
    // One is left for what was mended.
    cut_to_size(report.annotations, kMaxLabels - 1, "annotation", alert.mended);
    if (!alert.mended.empty()) {
        report.annotations.set(kMended, alert.mended);
    }
    std::move(alert.extras).give_to(report);
    return report;
}

std::string cut_to_bytes(std::string_view text, std::size_t bytes)
{
    constexpr std::string_view kCut = "…";
    return text.size() <= bytes ? std::string(text) : std::string(utf8_front(text, bytes - kCut.size())).append(kCut);
}

void note_mended(std::string& mended, std::string_view what)
{
    constexpr std::size_t kMostNoted = 500; // bytes
    if (mended.find(what) == std::string::npos && mended.size() + what.size() < kMostNoted) {
        mended.append(mended.empty() ? "" : "; ").append(what);
    }
}

std::string plain_word_of(std::string_view text)
{
    std::string word;
    const auto first = text.find_first_not_of(" \t\r\n");
    const auto last = text.find_last_not_of(" \t\r\n");
    for (const char c : first == std::string_view::npos ? std::string_view {} : text.substr(first, last - first + 1)) {
        word.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    }
    return word;
}

}
