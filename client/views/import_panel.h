// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/views/register_form.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

// The dialog that reads a register out of a list: pasted, chosen or dropped. It says of each line what it would change or
// what is wrong with it, sends what is new or changed as single writes, one after the other, and says what became of each.
class ImportPanel {
public:
    explicit ImportPanel(const FormKind& kind) : kind_(kind) { }

    // The button that opens it, or says why not.
    void offer(const ViewInput& input);
    // Draws while open.
    void draw(const ViewInput& input, Intents& intents);

private:
    enum class Became : std::uint8_t { Unsent, Awaited, Taken, Refused };
    struct Line {
        ReadLine read {};
        Became became = Became::Unsent;
        std::string why {}; // it was refused
    };

    void open();
    void begin_anew();
    void read(const ViewInput& input);
    void draw_source();
    void draw_counts() const;
    void draw_lines() const;
    void draw_line(const Line& line, std::size_t position) const;
    std::size_t count(LineOutcome outcome) const;
    std::size_t count(Became became) const;
    std::string why_not(const ViewInput& input) const;
    void send(Intents& intents);

    const FormKind& kind_;
    bool open_ = false;
    std::string pasted_ {};
    std::optional<std::string> file_ {}; // its text, in place of what is pasted
    std::string file_name_ {};
    std::vector<Line> lines_ {}; // refused ones first
    std::vector<std::string> left_out_ {};
    std::string refusal_ {}; // of the list as a whole
    std::string read_of_ {};
    std::uint64_t read_at_seq_ = 0;
    bool sent_ = false;
};

}
