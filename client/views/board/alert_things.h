// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/alerts.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace watchfloor {

// What an alert concerns, beside others: "db1:9100 /var".
struct AlertThing {
    std::string words {};
    // Bytes at the beginning that all of the same name have; of the words and of the alert's summary.
    std::size_t words_agree = 0;
    std::size_t summary_agrees = 0;
};

// For each alert the machine and the part of it that its labels name, and whatever else tells it from the others of the
// same name.
std::vector<AlertThing> alert_things(std::span<const Alert* const> alerts);

// By which labels these are known apart, with the first values of each: "device sda, sdb; instance db1, db2 +3". Empty
// where no label differs.
std::string differing_words(std::span<const Alert* const> alerts);

// "DB timeouts on db1", from annotations where there are any; empty where its name says all of it.
std::string alert_summary(const Alert& alert);

// What an incident of it is proposed to be called, which says nothing twice.
std::string incident_title(const Alert& alert);

}
