// SPDX-License-Identifier: Apache-2.0
#include "client/views/incidents/person_order.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

using Names = std::vector<std::string>;

Names found(std::string_view words)
{
    const std::vector<Person> people { { UserId { "u-1" }, "Col", "compliance officer" },
        { UserId { "u-2" }, "Vivian", "resolver" }, { UserId { "u-3" }, "Mia Iandoli", "resolver" },
        { UserId { "u-4" }, "Ian Moss", "resolver" }, { UserId { "u-5" }, "Ian", "incident manager" } };
    Names names;
    for (const Person& person : found_people(people, words)) {
        names.push_back(person.name);
    }
    return names;
}

TEST(FoundPeopleTest, AnExactNameWinsAndNamesComeBeforeRoles)
{
    EXPECT_EQ(found("ian"), (Names { "Ian", "Ian Moss", "Mia Iandoli", "Vivian", "Col" }));
    EXPECT_EQ(found("IAN M"), (Names { "Ian Moss" }));
}

TEST(FoundPeopleTest, RolesAndIdsAreFoundTooAndWithoutWordsAllStandAsGiven)
{
    EXPECT_EQ(found("resolver"), (Names { "Vivian", "Mia Iandoli", "Ian Moss" }));
    EXPECT_EQ(found("u-4"), (Names { "Ian Moss" }));
    EXPECT_EQ(found(""), (Names { "Col", "Vivian", "Mia Iandoli", "Ian Moss", "Ian" }));
    EXPECT_EQ(found("nobody"), Names {});
}

}
}
