// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/pick_list.h"
#include "client/views/view.h"
#include "shared/domain/decision/permissions.h"
#include "shared/wire/sheets/register_sheet.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

struct FormLine {
    std::string words {};
    bool warns = false;
};

// A field of a form, by the register's column; what it is called says field_words, what can be chosen the field's type.
struct FormField {
    std::string_view column {};
    int columns = 3; // that stand in its line
    std::optional<Text> hint {};
};

// What a register's form is made of. `means` says in sentences what the values come to.
struct FormKind {
    Register of {};
    Act act {};
    std::string_view part {}; // of the API: "capacity"
    Text add {};
    Text edit {}; // of {0}
    Text from_list {};
    std::span<const FormField> fields {};
    std::vector<FormLine> (*means)(const ViewInput& input, const ReadLine& line) = nullptr;
};

// The dialog that adds an entity of a register or changes one, judged as it is typed by the server's own rules. What was
// written for a new one stays until the server has taken it; of one that is changed only what was changed is sent.
class RegisterForm {
public:
    explicit RegisterForm(const FormKind& kind) : kind_(kind) { }

    void add();
    void edit(const State& state, const std::string& id);
    bool is_open() const { return open_; }
    // Draws while open.
    void draw(const ViewInput& input, Intents& intents);

private:
    ReadLine read(const ViewInput& input) const;
    void fill(const State& state, const std::string& id);
    void draw_fields(const ViewInput& input, const ReadLine& line);
    void draw_field(const ViewInput& input, const ReadLine& line, std::size_t index, float width);
    void draw_means(const ViewInput& input, const ReadLine& line);
    std::string missing_words(const ReadLine& line) const;
    void draw_trouble(const ReadLine& line, const std::string& not_permitted) const;
    void send(const ReadLine& line, Intents& intents);

    const FormKind& kind_;
    bool open_ = false;
    bool sending_ = false;               // the server has not answered yet
    bool drafted_ = false;               // something new was begun
    std::string id_ {};                  // of what is changed; empty: something new
    std::vector<std::string> values_ {}; // beside the kind's fields
    PickList services_ {};
    std::string refusal_ {};
    // Not in each frame: of these values, at this second.
    std::vector<FormLine> meant_ {};
    std::string meant_of_ {};
    std::int64_t meant_at_ = -1;
};

}
