// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/json_reader.h"

#include "shared/wire/json_lexer.h"
#include "shared/wire/utf8.h"

#include <algorithm>
#include <deque>
#include <forward_list>
#include <unordered_set>

namespace watchfloor {
namespace {

// The keys of one open object. Short lists are searched, long ones hashed: an object of thousands
// of keys must not cost their square.
class KeySet {
public:
    // `key` must live on; see own().
    bool insert(std::string_view key)
    {
        if (!hashed_.empty()) {
            return hashed_.insert(key).second;
        }
        if (std::find(listed_.begin(), listed_.end(), key) != listed_.end()) {
            return false;
        }
        listed_.push_back(key);
        if (listed_.size() > kListed) {
            hashed_.insert(listed_.begin(), listed_.end());
        }
        return true;
    }

    // The same text, which lives as long as this object is open.
    std::string_view own(std::string_view key) { return owned_.emplace_front(key); }

    std::size_t size() const { return hashed_.empty() ? listed_.size() : hashed_.size(); }
    void clear()
    {
        listed_.clear();
        owned_.clear();
        if (!hashed_.empty()) { // clearing costs the capacity, which one large object can raise
            hashed_.clear();
        }
    }

private:
    static constexpr std::size_t kListed = 16;
    std::vector<std::string_view> listed_ {};
    std::unordered_set<std::string_view> hashed_ {};
    std::forward_list<std::string> owned_ {};
};

std::string in_quotes(std::string_view text)
{
    constexpr std::size_t kMaxQuoted = 40;
    const std::string_view front = utf8_front(text, kMaxQuoted);
    return "\"" + std::string(front) + (front.size() < text.size() ? "…\"" : "\"");
}

// The grammar, without the program's stack, and the limits.
class Reader {
public:
    Reader(std::string_view text, const JsonLimits& limits, JsonEvents& events)
        : limits_(limits), events_(events), lexer_(text)
    {
    }

    bool document()
    {
        lexer_.skip_space();
        while (value()) {
            if (open_.empty()) {
                lexer_.skip_space();
                return lexer_.at_end() || lexer_.fail("nothing more expected");
            }
        }
        return false;
    }

    std::size_t at() const { return lexer_.at(); }

    // Why it stopped, whoever stopped it.
    const std::string& reason() const { return lexer_.reason().empty() ? events_.reason : lexer_.reason(); }

private:
    // Reads on to where the next value begins, or to the end of the document.
    bool value()
    {
        if (!element()) {
            return false;
        }
        switch (lexer_.peek()) {
        case '{':
            return enter(true) && events_.begin_object() && inside();
        case '[':
            return enter(false) && events_.begin_array() && inside();
        case '"':
            return text() && events_.string(text_) && behind_value();
        case 't':
            return lexer_.expect_word("true") && events_.boolean(true) && behind_value();
        case 'f':
            return lexer_.expect_word("false") && events_.boolean(false) && behind_value();
        case 'n':
            return lexer_.expect_word("null") && events_.null() && behind_value();
        default:
            return number() && behind_value();
        }
    }

    bool number()
    {
        const char first = lexer_.peek();
        if (first != '-' && (first < '0' || first > '9')) {
            return lexer_.fail("a value expected");
        }
        JsonLexer::Number number;
        if (!lexer_.number(number)) {
            return false;
        }
        switch (number.kind) {
        case JsonLexer::Number::Kind::Integer:
            return events_.integer(number.integer);
        case JsonLexer::Number::Kind::BigInteger:
            return events_.big_integer(number.big_integer);
        case JsonLexer::Number::Kind::Real:
            break;
        }
        if (limits_.integers_only) {
            return refuse("the number " + in_quotes(number.text) + " is not a whole number within 64 bits; scale it");
        }
        return events_.real(number.real);
    }

    // A container has just begun.
    bool inside()
    {
        lexer_.skip_space();
        const bool object = open_.back();
        if (lexer_.peek() == (object ? '}' : ']')) {
            return behind_value();
        }
        return !object || member();
    }

    bool member()
    {
        if (lexer_.peek() != '"') {
            return lexer_.fail("a key in quotes expected");
        }
        if (!text() || !count()) {
            return false;
        }
        KeySet& keys = keys_[objects_ - 1];
        if (keys.size() == limits_.max_keys) {
            return refuse("an object has more than " + std::to_string(limits_.max_keys) + " keys");
        }
        const std::string_view name = lexer_.is_own(text_) ? keys.own(text_) : text_;
        if (!keys.insert(name)) {
            return refuse("the key " + in_quotes(name) + " comes twice in one object; give each key once");
        }
        lexer_.skip_space();
        if (!events_.key(name) || !lexer_.expect(':', "a colon")) {
            return false;
        }
        lexer_.skip_space();
        return true;
    }

    // Closes what ends here.
    bool behind_value()
    {
        while (!open_.empty()) {
            lexer_.skip_space();
            const bool object = open_.back();
            if (lexer_.accept(',')) {
                lexer_.skip_space();
                return !object || member();
            }
            if (!lexer_.expect(
                    object ? '}' : ']', object ? "a comma or a closing brace" : "a comma or a closing bracket")) {
                return false;
            }
            leave();
            if (!(object ? events_.end_object() : events_.end_array())) {
                return false;
            }
        }
        return true;
    }

    bool text()
    {
        return lexer_.string(text_)
            && (text_.size() <= limits_.max_string
                || refuse("a text is longer than " + std::to_string(limits_.max_string) + " bytes; shorten it"));
    }

    // Elements of arrays count here; members count by their keys.
    bool element() { return open_.empty() || open_.back() || count(); }

    bool count()
    {
        return ++items_ <= limits_.max_items
            || refuse("more than " + std::to_string(limits_.max_items) + " values; send less at once");
    }

    bool enter(bool object)
    {
        if (open_.size() == limits_.max_depth) {
            return refuse("nested deeper than " + std::to_string(limits_.max_depth) + " levels; flatten it");
        }
        static_cast<void>(lexer_.accept(object ? '{' : '['));
        open_.push_back(object);
        if (object) {
            if (keys_.size() == objects_) {
                keys_.emplace_back();
            }
            keys_[objects_++].clear();
        }
        return true;
    }

    void leave()
    {
        objects_ -= open_.back() ? 1U : 0U;
        open_.pop_back();
    }

    bool refuse(std::string reason) { return lexer_.fail(std::move(reason)); }

    const JsonLimits& limits_;
    JsonEvents& events_;
    JsonLexer lexer_;
    std::string_view text_ {};
    std::vector<bool> open_ {};  // containers; whether each is an object
    std::deque<KeySet> keys_ {}; // of the open objects; kept for reuse when they close
    std::size_t objects_ = 0;
    std::size_t items_ = 0;
};

// Builds a document. The open containers form a path through it; values are appended to the last.
class Builder final : public JsonEvents {
public:
    bool null() override { return put({}); }
    bool boolean(bool value) override { return put(JsonValue::truth(value)); }
    bool integer(std::int64_t value) override { return put(JsonValue::number(value)); }
    bool big_integer(std::uint64_t value) override
    {
        JsonValue made;
        made.kind = JsonValue::Kind::BigInteger;
        made.big_integer = value;
        return put(std::move(made));
    }
    bool real(double value) override
    {
        JsonValue made;
        made.kind = JsonValue::Kind::Real;
        made.real = value;
        return put(std::move(made));
    }
    bool string(std::string_view value) override { return put(JsonValue::text(std::string(value))); }
    bool begin_object() override { return open(JsonValue::Kind::Object); }
    bool begin_array() override { return open(JsonValue::Kind::Array); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(std::string_view name) override
    {
        path_.back()->members.emplace_back(std::string(name), JsonValue {});
        return true;
    }

    JsonValue take() { return std::move(root_); }

private:
    JsonValue& place()
    {
        if (path_.empty()) {
            return root_;
        }
        JsonValue& parent = *path_.back();
        return parent.is(JsonValue::Kind::Object) ? parent.members.back().second : parent.items.emplace_back();
    }

    bool put(JsonValue value)
    {
        place() = std::move(value);
        return true;
    }

    bool open(JsonValue::Kind kind)
    {
        JsonValue& made = place();
        made.kind = kind;
        // A parent's vector grows only once its last child is closed, so the pointer stays good.
        path_.push_back(&made);
        return true;
    }

    bool close()
    {
        path_.pop_back();
        return true;
    }

    JsonValue root_ {};
    std::vector<JsonValue*> path_ {};
};

}

Result<void> stream_json(std::string_view text, const JsonLimits& limits, JsonEvents& events)
{
    if (text.size() > limits.max_bytes) {
        return Error { ErrorCode::TooLarge,
            "The body is larger than " + std::to_string(limits.max_bytes) + " bytes; send less at once." };
    }
    if (text.empty()) {
        return Error { ErrorCode::Malformed, "The body is empty; send a JSON document." };
    }
    Reader reader(text, limits, events);
    if (reader.document()) {
        return {};
    }
    return Error { ErrorCode::Malformed,
        "Not acceptable JSON at byte " + std::to_string(reader.at()) + ": " + reader.reason() + "." };
}

Result<JsonValue> read_json(std::string_view text, const JsonLimits& limits)
{
    Builder builder;
    RETURN_IF_ERROR(stream_json(text, limits, builder));
    return builder.take();
}

}
