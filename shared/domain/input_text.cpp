// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/input_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace watchfloor {
namespace {

struct Character {
    char32_t code = 0;
    std::size_t bytes = 1;
};

// Decodes one character of valid UTF-8; a stray byte counts as one character.
Character character_at(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    const std::size_t bytes = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (bytes == 1 || first < 0xC0 || at + bytes > text.size()) {
        return { first, 1 };
    }
    auto code = static_cast<char32_t>(first & (0xFFU >> (bytes + 1)));
    for (std::size_t i = 1; i < bytes; ++i) {
        code = (code << 6U) | (byte(at + i) & 0x3FU);
    }
    return { code, bytes };
}

bool is_control(char32_t code)
{
    return code < 0x20 || (code >= 0x7F && code <= 0x9F);
}

bool breaks_lines(char32_t code)
{
    return code == '\n' || code == '\t' || code == 0x2028 || code == 0x2029;
}

bool reorders_text(char32_t code)
{
    return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

bool is_refused(char32_t code, TextForm form)
{
    if (breaks_lines(code)) {
        return form == TextForm::Line;
    }
    return is_control(code) || reorders_text(code);
}

struct CodeRange {
    char32_t first = 0;
    char32_t last = 0;
};

// What leaves no mark on a screen: Unicode's White_Space and Default_Ignorable_Code_Point, and the
// braille pattern without dots.
constexpr auto kInvisible = std::to_array<CodeRange>({
    { 0x0009, 0x000D },
    { 0x0020, 0x0020 },
    { 0x0085, 0x0085 },
    { 0x00A0, 0x00A0 },
    { 0x00AD, 0x00AD },
    { 0x034F, 0x034F },
    { 0x061C, 0x061C },
    { 0x115F, 0x1160 },
    { 0x1680, 0x1680 },
    { 0x17B4, 0x17B5 },
    { 0x180B, 0x180F },
    { 0x2000, 0x200F },
    { 0x2028, 0x202F },
    { 0x205F, 0x206F },
    { 0x2800, 0x2800 },
    { 0x3000, 0x3000 },
    { 0x3164, 0x3164 },
    { 0xFE00, 0xFE0F },
    { 0xFEFF, 0xFEFF },
    { 0xFFA0, 0xFFA0 },
    { 0xFFF0, 0xFFF8 },
    { 0x1BCA0, 0x1BCA3 },
    { 0x1D173, 0x1D17A },
    { 0xE0000, 0xE0FFF },
});

// Those of it that leave a gap.
bool is_gap(char32_t code)
{
    return code == 0x20 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x202F
        || code == 0x205F || code == 0x3000;
}

// Small letters that read like a Latin one: as capitals, and as they are; 0: like none.
struct LookAlike {
    char32_t letter = 0;
    char as_capital = 0;
    char as_small = 0;
};

constexpr auto kLookAlikes = std::to_array<LookAlike>({
    { 0x0131, 'i', 'i' },
    { 0x0251, 'a', 'a' },
    { 0x0261, 'g', 'g' },
    { 0x03B1, 'a', 'a' }, // Greek
    { 0x03B2, 'b', 'b' },
    { 0x03B3, 0, 'y' },
    { 0x03B5, 'e', 'e' },
    { 0x03B6, 'z', 0 },
    { 0x03B7, 'h', 'n' },
    { 0x03B9, 'i', 'i' },
    { 0x03BA, 'k', 'k' },
    { 0x03BC, 'm', 'u' },
    { 0x03BD, 'n', 'v' },
    { 0x03BF, 'o', 'o' },
    { 0x03C1, 'p', 'p' },
    { 0x03C3, 0, 'o' },
    { 0x03C4, 't', 't' },
    { 0x03C5, 'y', 'u' },
    { 0x03C7, 'x', 'x' },
    { 0x03C9, 0, 'w' },
    { 0x0430, 'a', 'a' }, // Cyrillic
    { 0x0432, 'b', 0 },
    { 0x0433, 0, 'r' },
    { 0x0435, 'e', 'e' },
    { 0x0438, 0, 'u' },
    { 0x043A, 'k', 'k' },
    { 0x043C, 'm', 'm' },
    { 0x043D, 'h', 0 },
    { 0x043E, 'o', 'o' },
    { 0x043F, 0, 'n' },
    { 0x0440, 'p', 'p' },
    { 0x0441, 'c', 'c' },
    { 0x0442, 't', 't' },
    { 0x0443, 'y', 'y' },
    { 0x0445, 'x', 'x' },
    { 0x0455, 's', 's' },
    { 0x0456, 'i', 'i' },
    { 0x0458, 'j', 'j' },
    { 0x04BB, 'h', 'h' },
    { 0x04CF, 'i', 'l' },
    { 0x0501, 'd', 'd' },
    { 0x051B, 'q', 'q' },
    { 0x051D, 'w', 'w' },
});

// Letters that are one character or two, by their mark: without it and with it; Latin ones, then Cyrillic ones.
struct MarkedLetters {
    char32_t mark = 0;
    std::u32string_view plain {};
    std::u32string_view marked {};
};

constexpr auto kMarkedLetters = std::to_array<MarkedLetters>({
    { 0x0300, U"aeiouеи", U"àèìòùѐѝ" },
    { 0x0301, U"aeiouyclnrszгк", U"áéíóúýćĺńŕśźѓќ" },
    { 0x0302, U"aeioucghjswy", U"âêîôûĉĝĥĵŝŵŷ" },
    { 0x0303, U"anoiu", U"ãñõĩũ" },
    { 0x0304, U"aeiouиу", U"āēīōūӣӯ" },
    { 0x0306, U"aegiouиужае", U"ăĕğĭŏŭйўӂӑӗ" },
    { 0x0307, U"cegz", U"ċėġż" },
    { 0x0308, U"aeiouyеіаәжзиоөэучы", U"äëïöüÿёїӓӛӝӟӥӧӫӭӱӵӹ" },
    { 0x030A, U"au", U"åů" },
    { 0x030B, U"ouу", U"őűӳ" },
    { 0x030C, U"cdelnrstz", U"čďěľňřšťž" },
    { 0x030F, U"ѵ", U"ѷ" },
    { 0x0327, U"cgklnrst", U"çģķļņŗşţ" },
    { 0x0328, U"aeiu", U"ąęįų" },
});

// Of Latin, Greek and Cyrillic letters.
char32_t small_letter(char32_t code)
{
    const auto lies = [code](char32_t first, char32_t last) { return code >= first && code <= last; };
    if (lies('A', 'Z') || (lies(0xC0, 0xDE) && code != 0xD7) || lies(0x391, 0x3A9) || lies(0x410, 0x42F)) {
        return code + 0x20;
    }
    if (lies(0x400, 0x40F)) {
        return code + 0x50;
    }
    if (lies(0x100, 0x137) || lies(0x14A, 0x177) || lies(0x48A, 0x4BF) || lies(0x4D0, 0x52F)) {
        return code | 1U; // the capital comes first, at an even number
    }
    if (lies(0x139, 0x148) || lies(0x179, 0x17E)) {
        return code + (code & 1U); // at an odd one
    }
    return code == 0x4C0 ? 0x4CF : code;
}

char32_t latin_look(char32_t small, char LookAlike::*form)
{
    const auto found = std::find_if(
        kLookAlikes.begin(), kLookAlikes.end(), [small](const LookAlike& one) { return one.letter == small; });
    return found != kLookAlikes.end() && (*found).*form != 0 ? static_cast<char32_t>((*found).*form) : small;
}

// The letter, and the mark on it if it has one.
std::pair<char32_t, char32_t> letter_and_mark(char32_t small)
{
    for (const MarkedLetters& letters : kMarkedLetters) {
        const std::size_t at = small < 0x80 ? std::u32string_view::npos : letters.marked.find(small);
        if (at != std::u32string_view::npos) {
            return { letters.plain[at], letters.mark };
        }
    }
    return { small, 0 };
}

bool is_invisible(char32_t code)
{
    return std::any_of(kInvisible.begin(), kInvisible.end(),
        [code](const CodeRange& range) { return code >= range.first && code <= range.last; });
}

// Whether text is short enough and has nothing but printable ASCII and line breaks, as nearly all has.
bool stands_as_it_is(std::string_view text, std::size_t max_characters)
{
    return text.size() <= max_characters && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t';
    });
}

bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

Error bad_text(std::string message)
{
    return { ErrorCode::Malformed, std::move(message) };
}

std::string quoted(std::string_view field)
{
    return std::string("`").append(field).append("`");
}

// What is left for the eye, in small letters or in capitals.
std::u32string look_of(std::string_view text, char LookAlike::*form)
{
    constexpr char32_t kFullWidth = 0xFEE0;
    std::u32string look;
    bool gap = false;
    for (std::size_t at = 0; at < text.size();) {
        const Character character = character_at(text, at);
        at += character.bytes;
        if (is_invisible(character.code)) {
            gap = gap || is_gap(character.code);
            continue;
        }
        const bool wide = character.code > kFullWidth + ' ' && character.code <= kFullWidth + '~';
        if (gap && !look.empty()) {
            look.push_back(U' ');
        }
        gap = false;
        const auto [letter, mark] = letter_and_mark(small_letter(wide ? character.code - kFullWidth : character.code));
        look.push_back(latin_look(letter, form));
        if (mark != 0) {
            look.push_back(mark);
        }
    }
    return look;
}

}

bool looks_alike(std::string_view a, std::string_view b)
{
    return look_of(a, &LookAlike::as_capital) == look_of(b, &LookAlike::as_capital)
        || look_of(a, &LookAlike::as_small) == look_of(b, &LookAlike::as_small);
}

std::size_t character_count(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool is_blank(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const Character character = character_at(text, at);
        if (!is_invisible(character.code)) {
            return false;
        }
        at += character.bytes;
    }
    return true;
}

Result<void> check_text(std::string_view text, const TextLimits& limits)
{
    if (limits.required && is_blank(text)) {
        return bad_text("Fill in " + quoted(limits.field) + ": it is empty.");
    }
    // Or else there would be a headline or an owner that nobody sees. A blank reason is one that is missing, which the
    // rules say better.
    if (limits.form == TextForm::Line && !text.empty() && is_blank(text)) {
        return bad_text("Leave " + quoted(limits.field) + " empty, or fill it in: it shows nothing.");
    }
    const std::size_t characters = character_count(text);
    if (characters > limits.max_characters) {
        return bad_text("Shorten " + quoted(limits.field) + " to at most " + std::to_string(limits.max_characters)
            + " characters; it has " + std::to_string(characters) + ".");
    }
    for (std::size_t at = 0; at < text.size();) {
        const Character character = character_at(text, at);
        if (is_refused(character.code, limits.form)) {
            return bad_text("Remove the control character at byte " + std::to_string(at) + " of " + quoted(limits.field)
                + (limits.form == TextForm::Line ? ": it must be one line of plain text."
                                                 : ": it must be plain text."));
        }
        at += character.bytes;
    }
    return {};
}

std::string made_printable(std::string_view text, std::size_t max_characters)
{
    if (stands_as_it_is(text, max_characters)) {
        return std::string(text);
    }
    std::string printable;
    printable.reserve(text.size());
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size(); ++characters) {
        if (characters + 1 >= max_characters && character_count(text.substr(at)) > 1) {
            return printable.append("…");
        }
        const Character character = character_at(text, at);
        if (is_refused(character.code, TextForm::Paragraphs)) {
            printable.append("\uFFFD");
        } else {
            printable.append(text.substr(at, character.bytes));
        }
        at += character.bytes;
    }
    return printable;
}

Labels made_printable(const Labels& labels)
{
    const bool printable = std::all_of(labels.begin(), labels.end(), [](const auto& label) {
        return stands_as_it_is(label.first, kMaxLabelName) && stands_as_it_is(label.second, kMaxLabelValue);
    });
    if (printable) {
        return labels;
    }
    Labels made;
    for (const auto& label : labels) {
        made.set(made_printable(label.first, kMaxLabelName), made_printable(label.second, kMaxLabelValue));
    }
    return made;
}

Result<void> check_user_id(const UserId& user)
{
    const bool fits = !user.empty() && user.text.size() <= kMaxUserId
        && std::all_of(user.text.begin(), user.text.end(), [](char c) {
               return (is_letter_or_digit(c) && !(c >= 'A' && c <= 'Z')) || c == '.' || c == '_' || c == '-';
           });
    if (!fits) {
        return bad_text("Use 1 to 64 of the characters a-z, 0-9, \".\", \"_\" and \"-\" for a user's id.");
    }
    return {};
}

Result<void> check_slug(std::string_view text, std::string_view field)
{
    const bool fits = !text.empty() && text.size() <= kMaxSlug && is_letter_or_digit(text.front())
        && std::all_of(text.begin(), text.end(),
            [](char c) { return is_letter_or_digit(c) || c == '.' || c == '_' || c == ':' || c == '-'; });
    if (!fits) {
        return bad_text("Use 1 to 96 letters, digits, \".\", \"_\", \":\" and \"-\" for " + quoted(field)
            + ", beginning with a letter or digit.");
    }
    return {};
}

Result<void> check_link(std::string_view link, std::string_view field)
{
    RETURN_IF_ERROR(check_text(link, { .field = field, .max_characters = kMaxLink }));
    const auto starts_with = [&](std::string_view scheme) { return link.substr(0, scheme.size()) == scheme; };
    const bool fits = link.empty()
        || ((starts_with("https://") || starts_with("http://")) && link.find(' ') == std::string_view::npos);
    if (!fits) {
        return bad_text("Give " + quoted(field) + " as an address that begins with https:// or http://.");
    }
    return {};
}

Result<void> check_labels(const Labels& labels, std::string_view field)
{
    if (labels.size() > kMaxLabels) {
        return bad_text("Use at most " + std::to_string(kMaxLabels) + " labels in " + quoted(field) + ".");
    }
    for (const auto& label : labels) {
        RETURN_IF_ERROR(check_text(label.first, { .field = field, .max_characters = kMaxLabelName, .required = true }));
        RETURN_IF_ERROR(check_text(label.second, { .field = field, .max_characters = kMaxLabelValue }));
    }
    return {};
}

bool says_words(std::string_view text, std::string_view words)
{
    const auto in_word = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z')
            || (byte >= 'A' && byte <= 'Z');
    };
    for (std::size_t at = text.find(words); at != std::string_view::npos && !words.empty();
         at = text.find(words, at + 1)) {
        const std::size_t end = at + words.size();
        const bool goes_on = end < text.size() && in_word(words.back()) && in_word(text[end]);
        const bool began_before = at > 0 && in_word(words.front()) && in_word(text[at - 1]);
        if (!goes_on && !began_before) {
            return true;
        }
    }
    return false;
}

}
