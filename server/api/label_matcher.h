// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "shared/domain/labels.h"

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace watchfloor {

// A regular expression in the syntax of monitoring's own tools (RE2), which fits a text as a whole. Its cost grows
// with the text's length and no faster, whoever wrote it.
class WholePattern {
public:
    // Malformed says what is wrong with the expression.
    static Result<WholePattern> compile(std::string_view expression);
    bool fits(std::string_view text) const;

private:
    std::shared_ptr<const re2::RE2> compiled_;
};

// `name="value"`, `name!="value"`, `name=~"pattern"` or `name!~"pattern"`, as Alertmanager's clients write it; the
// quotes may be left out. A label that is not there counts as empty.
class LabelMatcher {
public:
    static Result<LabelMatcher> parse(std::string_view text);
    bool fits(const Labels& labels) const;

private:
    std::string name_;
    std::string value_;
    std::shared_ptr<const WholePattern> pattern_; // null: the value itself
    bool negated_ = false;
};

}
