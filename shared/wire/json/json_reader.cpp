// SPDX-License-Identifier: Apache-2.0
#include "shared/wire/json/json_reader.h"

#include "shared/wire/json/utf8.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <unordered_set>

namespace watchfloor {
namespace {

using Json = nlohmann::json;

// What the library may gather of such a document is not worth looking at.
constexpr std::size_t kShortDocument = 1024 * 1024;
constexpr std::size_t kLongestSpelling = 6; // \u0041 for one byte

// Reads a text and leaves its position where a refusal can see it: SAX callbacks get none.
class CountingIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    CountingIterator(const char* at, const char** shared) : at_(at), shared_(shared) { }
    reference operator*() const { return *at_; }
    CountingIterator& operator++()
    {
        *shared_ = ++at_;
        return *this;
    }
    CountingIterator operator++(int)
    {
        CountingIterator before = *this;
        ++*this;
        return before;
    }
    bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
    bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

private:
    const char* at_;
    const char** shared_;
};

// The keys of one open object. Short lists are searched, long ones hashed: an object of thousands
// of keys must not cost their square.
class KeySet {
public:
    bool insert(const std::string& key)
    {
        if (!hashed_.empty()) {
            return insert_hashed(key);
        }
        if (std::find(listed_.begin(), listed_.begin() + static_cast<std::ptrdiff_t>(size_), key)
            != listed_.begin() + static_cast<std::ptrdiff_t>(size_)) {
            return false;
        }
        if (size_ == kListed) {
            hashed_.insert(listed_.begin(), listed_.end());
            return insert_hashed(key);
        }
        if (size_ < listed_.size()) {
            listed_[size_] = key; // reuses the text's memory
        } else {
            listed_.push_back(key);
        }
        ++size_;
        return true;
    }

    std::size_t size() const { return hashed_.empty() ? size_ : hashed_.size(); }
    // The key that came last; null before the first.
    const std::string* last() const
    {
        return !hashed_.empty() ? last_hashed_ : size_ > 0 ? &listed_[size_ - 1] : nullptr;
    }
    void clear()
    {
        size_ = 0;
        if (!hashed_.empty()) { // clearing costs the capacity, which one large object can raise
            hashed_.clear();
        }
    }

private:
    bool insert_hashed(const std::string& key)
    {
        const auto [at, fresh] = hashed_.insert(key);
        last_hashed_ = &*at;
        return fresh;
    }

    static constexpr std::size_t kListed = 16;
    std::vector<std::string> listed_ {};
    std::size_t size_ = 0;
    std::unordered_set<std::string> hashed_ {};
    const std::string* last_hashed_ = nullptr; // stays where it is until it is cleared
};

std::string in_quotes(std::string_view text)
{
    constexpr std::size_t kMaxQuoted = 40;
    const std::string_view front = utf8_front(text, kMaxQuoted);
    return "\"" + std::string(front) + (front.size() < text.size() ? "…\"" : "\"");
}

// nlohmann's SAX interface in front of ours, with the limits.
class Guard {
public:
    using number_integer_t = Json::number_integer_t;
    using number_unsigned_t = Json::number_unsigned_t;
    using number_float_t = Json::number_float_t;
    using string_t = Json::string_t;
    using binary_t = Json::binary_t;

    Guard(const JsonLimits& limits, JsonEvents& events) : limits_(limits), events_(events) { }

    bool null() { return element() && events_.null(); }
    bool boolean(bool value) { return element() && events_.boolean(value); }
    bool number_integer(number_integer_t value) { return element() && events_.integer(value); }
    bool number_unsigned(number_unsigned_t value)
    {
        const auto largest = static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max());
        return element()
            && (value <= largest ? events_.integer(static_cast<std::int64_t>(value)) : events_.big_integer(value));
    }
    bool number_float(number_float_t value, const string_t& text)
    {
        if (limits_.integers_only) {
            return refuse("the number " + in_quotes(text) + " is not a whole number within 64 bits; scale it");
        }
        return element() && (std::isfinite(value) ? events_.real(value, text) : refuse("the number is out of range"));
    }
    bool string(string_t& value) { return element() && short_enough(value) && events_.string(value); }
    bool binary(binary_t&) { return refuse("binary data"); }

    bool start_object(std::size_t) { return element() && enter(true) && events_.begin_object(); }
    bool key(string_t& name)
    {
        KeySet& keys = keys_[objects_ - 1];
        if (!short_enough(name) || !count()) {
            return false;
        }
        if (keys.size() == limits_.max_keys) {
            return refuse_around("an object has more than " + std::to_string(limits_.max_keys) + " keys");
        }
        if (!keys.insert(name)) {
            return refuse_around("the key " + in_quotes(name) + " comes twice in one object; give each key once");
        }
        return events_.key(name);
    }
    bool end_object()
    {
        leave();
        return events_.end_object();
    }
    bool start_array(std::size_t) { return element() && enter(false) && events_.begin_array(); }
    bool end_array()
    {
        leave();
        return events_.end_array();
    }

    template<typename Exception>
    bool parse_error(std::size_t, const std::string&, const Exception& error)
    {
        return refuse(reason_of(error.what()));
    }

    // In which field it stopped, as "alerts.labels.severity"; empty outside of any.
    std::string place() const { return place_.empty() && !events_.reason.empty() ? names(objects_) : place_; }
    // Why it stopped, whoever stopped it.
    const std::string& reason() const { return refusal_.empty() ? events_.reason : refusal_; }

private:
    // Elements of arrays count here; members count by their keys.
    bool element() { return in_object_.empty() || in_object_.back() || count(); }

    bool count()
    {
        return ++items_ <= limits_.max_items
            || refuse("more than " + std::to_string(limits_.max_items) + " values; send less at once");
    }

    bool short_enough(const std::string& text)
    {
        return text.size() <= limits_.max_string
            || refuse("a text is longer than " + std::to_string(limits_.max_string) + " bytes; shorten it");
    }

    bool enter(bool object)
    {
        if (in_object_.size() == limits_.max_depth) {
            return refuse("nested deeper than " + std::to_string(limits_.max_depth) + " levels; flatten it");
        }
        in_object_.push_back(object);
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
        if (in_object_.back()) {
            --objects_;
        }
        in_object_.pop_back();
    }

    bool refuse(std::string reason)
    {
        refusal_ = std::move(reason);
        place_ = names(objects_);
        return false;
    }
    // Of an object as a whole, not of the field that came last in it.
    bool refuse_around(std::string reason)
    {
        refusal_ = std::move(reason);
        place_ = names(objects_ - 1);
        return false;
    }

    // The fields that are open, from the outermost object on.
    std::string names(std::size_t objects) const
    {
        constexpr std::size_t kMostNames = 4;
        constexpr std::size_t kMaxName = 60;
        std::string all;
        for (std::size_t i = 0; i < std::min(objects, kMostNames); ++i) {
            if (const std::string* name = keys_[i].last()) {
                all.append(all.empty() ? "" : ".").append(utf8_front(*name, kMaxName));
            }
        }
        return all;
    }

    // "[json.exception.parse_error.101] parse error at line 1, column 5: syntax error …" without its
    // library's prefix, cut short: the token that was read can be as long as the input.
    static std::string reason_of(std::string_view what)
    {
        constexpr std::size_t kMaxReason = 160;
        const std::size_t bracket = what.find("] ");
        what = bracket == std::string_view::npos ? what : what.substr(bracket + 2);
        const std::size_t column = what.find("column ");
        const std::size_t colon = column == std::string_view::npos ? column : what.find(": ", column);
        what = colon == std::string_view::npos ? what : what.substr(colon + 2);
        std::string readable;
        for (const char c : utf8_front(what, kMaxReason)) {
            readable.push_back(static_cast<unsigned char>(c) < 0x80 ? c : '?');
        }
        return readable;
    }

    const JsonLimits& limits_;
    JsonEvents& events_;
    std::vector<bool> in_object_ {};
    std::vector<KeySet> keys_ {}; // of the open objects; kept for reuse when they close
    std::size_t objects_ = 0;
    std::size_t items_ = 0;
    std::string refusal_ {};
    std::string place_ {};
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
    bool real(double value, const std::string& written) override
    {
        JsonValue made;
        made.kind = JsonValue::Kind::Real;
        made.real = value;
        made.string = written;
        return put(std::move(made));
    }
    bool string(std::string& value) override
    {
        JsonValue made;
        made.kind = JsonValue::Kind::String;
        made.string = std::move(value);
        return put(std::move(made));
    }
    bool begin_object() override { return open(JsonValue::Kind::Object); }
    bool begin_array() override { return open(JsonValue::Kind::Array); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(std::string& name) override
    {
        path_.back()->members.emplace_back(std::move(name), JsonValue {});
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

Error not_acceptable(std::size_t byte, const std::string& reason, const std::string& place = {})
{
    const std::string where = place.empty() ? std::string() : ", in '" + place + "'";
    return { ErrorCode::Malformed,
        "Not acceptable JSON at byte " + std::to_string(byte) + where + ": " + reason + "." };
}

// The library gathers a text, and all that stands between two texts or numbers, before anybody can object. In a
// long document neither may be longer than the longest text can be spelled, or a body of one kind of character
// would take several times its size.
Result<void> check_gathered(std::string_view text, std::size_t most)
{
    const auto in_number = [](char c) { return (c >= '0' && c <= '9') || c == '-'; };
    std::size_t begun = 0;
    bool in_text = false;
    char before = ' ';
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_text) {
            i += c == '\\' ? 1 : 0;
            in_text = c != '"';
        } else if (c == '"' || (in_number(c) && !in_number(before))) {
            begun = i;
            in_text = c == '"';
        }
        if (i - begun > most) {
            return not_acceptable(i, "a text, or what stands between two, is too long; shorten it");
        }
        before = c;
    }
    return {};
}

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
    // The library takes the one for the end of the text, and the other for nothing.
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
        return not_acceptable(nul, "a NUL character");
    }
    if (text.starts_with("\xEF\xBB\xBF")) {
        return not_acceptable(0, "a byte order mark; leave it out");
    }
    if (text.size() > kShortDocument) {
        RETURN_IF_ERROR(check_gathered(text, limits.max_string * kLongestSpelling));
    }
    const char* at = text.data();
    Guard guard(limits, events);
    const bool accepted
        = Json::sax_parse(CountingIterator(text.data(), &at), CountingIterator(text.data() + text.size(), &at), &guard);
    if (accepted) {
        return {};
    }
    return not_acceptable(static_cast<std::size_t>(at - text.data()), guard.reason(), guard.place());
}

Result<JsonValue> read_json(std::string_view text, const JsonLimits& limits)
{
    Builder builder;
    RETURN_IF_ERROR(stream_json(text, limits, builder));
    return builder.take();
}

}
