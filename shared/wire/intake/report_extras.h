// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/commands/alerts.h"
#include "shared/domain/labels.h"
#include "shared/wire/json/json_value.h"

#include <string>
#include <string_view>

namespace watchfloor {

// What a report says besides labels and annotations: where its sender shows it, and details of any shape. As much of it
// as an alert keeps; what was cut or left out is said among the details, under kMended, because they are of the time
// at which the alert began, and what was cut of them too.
class ReportExtras {
public:
    // An address that a browser opens is a link, another text a detail. Each of two links of one name is kept.
    void add_link(std::string_view name, std::string_view address);
    void add_detail(std::string_view path, std::string_view text);
    // With everything in it: {"b":[{"c":7}]} at "a" is "a.b[0].c". Numbers stay as they were written.
    void add_details(const std::string& path, const JsonValue& value);
    void clear();
    void give_to(AlertReport& report) &&;

private:
    bool takes_up(std::size_t& used, std::size_t bytes);

    Labels links_ {};
    Labels details_ {};
    std::size_t link_bytes_ = 0;
    std::size_t detail_bytes_ = 0;
    std::string mended_ {};
};

// A number or a truth value, and how it is written.
bool is_plain(const JsonValue& value);
std::string plain_text_of(const JsonValue& value);

}
