// SPDX-License-Identifier: Apache-2.0
#include "server/api/label_matcher.h"

#include <algorithm>
#include <array>
#include <optional>
#include <re2/re2.h>

namespace watchfloor {
namespace {

constexpr std::int64_t kPatternMemory = 1024 * 1024; // bytes, of a compiled expression
constexpr std::string_view kBlanks = " \t\r\n";

// The longer operators first.
struct Operator {
    std::string_view text;
    bool pattern = false;
    bool negated = false;
};
constexpr std::array kOperators {
    Operator { "=~", true, false },
    Operator { "!~", true, true },
    Operator { "!=", false, true },
    Operator { "=", false, false },
};

Error bad_matcher(std::string_view text, std::string_view why)
{
    return Error { ErrorCode::Malformed,
        "bad matcher format: " + std::string(text) + ": " + std::string(why)
            + "; write name=\"value\", name!=\"value\", name=~\"pattern\" or name!~\"pattern\"" };
}

std::string_view without_blanks(std::string_view text)
{
    text.remove_prefix(std::min(text.size(), text.find_first_not_of(kBlanks)));
    const auto last = text.find_last_not_of(kBlanks);
    return last == std::string_view::npos ? std::string_view {} : text.substr(0, last + 1);
}

// As Alertmanager reads a value: \n, \" and \\ are escapes, any other backslash is one. Nothing where a quote stands
// alone or is left open.
std::optional<std::string> unquoted(std::string_view text)
{
    const bool quoted = text.starts_with('"');
    if (quoted && (text.size() < 2 || !text.ends_with('"'))) {
        return std::nullopt;
    }
    text = quoted ? text.substr(1, text.size() - 2) : text;
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"' || (text[i] == '\\' && i + 1 == text.size() && quoted)) {
            return std::nullopt;
        }
        const char next = text[i] == '\\' && i + 1 < text.size() ? text[i + 1] : '\0';
        const bool escape = next == 'n' || next == '"' || next == '\\';
        plain += !escape ? text[i] : next == 'n' ? '\n' : next;
        i += escape ? 1 : 0;
    }
    return plain;
}

// Where the name ends: the first operator outside quotes.
std::size_t name_length(std::string_view text)
{
    if (!text.starts_with('"')) {
        return std::min(text.size(), text.find_first_of("=!~"));
    }
    std::size_t end = 1;
    while (end < text.size() && text[end] != '"') {
        end += text[end] == '\\' ? 2U : 1U;
    }
    return std::min(text.size(), end + 1);
}

}

Result<WholePattern> WholePattern::compile(std::string_view expression)
{
    re2::RE2::Options options(re2::RE2::Quiet);
    options.set_max_mem(kPatternMemory);
    WholePattern pattern;
    pattern.compiled_
        = std::make_shared<const re2::RE2>(re2::StringPiece(expression.data(), expression.size()), options);
    if (!pattern.compiled_->ok()) {
        return Error { ErrorCode::Malformed, pattern.compiled_->error() };
    }
    return pattern;
}

bool WholePattern::fits(std::string_view text) const
{
    return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *compiled_);
}

Result<LabelMatcher> LabelMatcher::parse(std::string_view text)
{
    const std::string_view whole = without_blanks(text);
    const std::string_view given = without_blanks(whole.substr(0, name_length(whole)));
    const std::string_view rest = without_blanks(whole.substr(name_length(whole)));
    const auto* found = std::find_if(
        kOperators.begin(), kOperators.end(), [&](const Operator& known) { return rest.starts_with(known.text); });
    if (found == kOperators.end()) {
        return bad_matcher(text, "there is no operator after the name");
    }
    const auto name = unquoted(given);
    const auto value = unquoted(without_blanks(rest.substr(found->text.size())));
    const bool bare = !given.starts_with('"');
    if (!name || name->empty() || (bare && given.find_first_of("{},'`\\ \t\r\n") != std::string_view::npos)) {
        return bad_matcher(text, "this is no name of a label");
    }
    if (!value) {
        return bad_matcher(text, "a quotation mark stands alone; write \\\" for one in the value");
    }
    LabelMatcher matcher;
    matcher.name_ = *name;
    matcher.value_ = *value;
    matcher.negated_ = found->negated;
    if (found->pattern) {
        auto pattern = WholePattern::compile(*value);
        if (!pattern.ok()) {
            return bad_matcher(text, pattern.error().message);
        }
        matcher.pattern_ = std::make_shared<const WholePattern>(std::move(pattern).value());
    }
    return matcher;
}

bool LabelMatcher::fits(const Labels& labels) const
{
    const auto label = labels.find(name_);
    const std::string_view value = label == labels.end() ? std::string_view {} : std::string_view(label->second);
    return (pattern_ ? pattern_->fits(value) : value == value_) != negated_;
}

}
