// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/domain/entities/people.h"

#include <optional>
#include <string>
#include <vector>

namespace watchfloor {

struct AddUserRequest {
    std::string name {};
    std::string password {};
    std::vector<SystemRole> roles {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("name", self.name);
        visit("password", self.password);
        visit("roles", self.roles);
    }
};

struct ChangeUserRequest {
    std::optional<bool> disabled {};
    std::optional<std::string> name {};
    std::optional<std::vector<SystemRole>> roles {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("disabled", self.disabled);
        visit("name", self.name);
        visit("roles", self.roles);
    }
};

struct SetPasswordRequest {
    std::string password {};

    template<typename V, typename S>
    static void fields(V& visit, S& self)
    {
        visit("password", self.password);
    }
};

}
