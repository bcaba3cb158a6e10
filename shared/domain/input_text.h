// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/id.h"
#include "shared/core/result.h"
#include "shared/domain/labels.h"

#include <string>
#include <string_view>

namespace watchfloor {

// Limits on what may be typed; longer input is refused with a sentence that names the limit.
inline constexpr std::size_t kMaxTitle = 200;
inline constexpr std::size_t kMaxHeadline = 80;
inline constexpr std::size_t kMaxNote = 16'000;
inline constexpr std::size_t kMaxName = 120;
inline constexpr std::size_t kMaxLabels = 64;
inline constexpr std::size_t kMaxLabelValue = 4'096;

enum class TextForm { Line, Paragraphs }; // paragraphs may hold line feeds and tabs

struct TextLimits {
    std::string_view field;
    std::size_t max_characters;
    bool required = false;
    TextForm form = TextForm::Line;
};

// Judges typed text, given in valid UTF-8: refuses control characters, characters that reorder
// what is read (bidirectional embeddings, overrides and isolates), and more than the limit. Nothing
// is trimmed. Lengths count code points.
Result<void> check_text(std::string_view text, const TextLimits& limits);

// Text of machines and strangers, which must not be lost: each character that check_text refuses
// becomes U+FFFD, and what exceeds the limit is cut behind a visible "…".
std::string made_printable(std::string_view text, std::size_t max_characters);

// Whether the words stand in the text, not as a part of longer ones: "ns2" in "ns2 is slow", not in "ns21 is slow".
// Nothing is said by no words.
bool says_words(std::string_view text, std::string_view words);
Labels made_printable(const Labels& labels);

// [a-z0-9._-]{1,64}.
Result<void> check_user_id(const UserId& user);

// [A-Za-z0-9][A-Za-z0-9._:-]{0,95}: ids people choose, which stand in addresses.
Result<void> check_slug(std::string_view text, std::string_view field);

// Empty, or an absolute http or https address without spaces.
Result<void> check_link(std::string_view link, std::string_view field);

// At most kMaxLabels, each with a name; for what people type.
Result<void> check_labels(const Labels& labels, std::string_view field);

// Whether one could be taken for the other: they differ at most in case, width, blanks and what shows nothing, or in
// Greek and Cyrillic letters that read like Latin ones. Accents tell names apart, whether they are characters of their
// own or not.
bool looks_alike(std::string_view a, std::string_view b);

std::size_t character_count(std::string_view text);
bool is_blank(std::string_view text);

inline constexpr std::size_t kMaxUserId = 64;
inline constexpr std::size_t kMaxSlug = 96;
inline constexpr std::size_t kMaxLink = 2'000;
inline constexpr std::size_t kMaxLabelName = 256;

}
