// SPDX-License-Identifier: Apache-2.0
#include "server/http/request.h"

#include "server/http/url_decoding.h"
#include "shared/core/result.h"

#include <algorithm>

namespace watchfloor {

namespace {

std::optional<std::string_view> first_value(const std::vector<NamedValue>& values, std::string_view name)
{
    for (const auto& each : values) {
        if (each.name == name) {
            return each.value;
        }
    }
    return std::nullopt;
}

bool may_ask(const std::vector<std::string_view>* declared, std::string_view name)
{
    return declared == nullptr || std::find(declared->begin(), declared->end(), name) != declared->end();
}

}

std::string_view to_string(Method method)
{
    switch (method) {
    case Method::Get:
        return "GET";
    case Method::Post:
        return "POST";
    case Method::Put:
        return "PUT";
    case Method::Patch:
        return "PATCH";
    case Method::Delete:
        return "DELETE";
    }
    return "";
}

std::optional<Method> parse_method(std::string_view text)
{
    for (const auto method : { Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete }) {
        if (text == to_string(method)) {
            return method;
        }
    }
    return std::nullopt;
}

std::optional<std::string_view> Request::header(std::string_view name) const
{
    return first_value(headers, name);
}

std::optional<std::string_view> Request::query(std::string_view name) const
{
    VERIFY(may_ask(declared_parameters, name));
    return first_value(query_parameters, name);
}

std::vector<std::string> Request::query_values(std::string_view name) const
{
    VERIFY(may_ask(declared_parameters, name));
    std::vector<std::string> values;
    for (const NamedValue& parameter : query_parameters) {
        if (parameter.name == name) {
            values.push_back(parameter.value);
        }
    }
    return values;
}

std::optional<std::string_view> Request::cookie(std::string_view name) const
{
    return first_value(cookies, name);
}

bool Request::shows_pages() const
{
    return header("accept").value_or("").find("text/html") != std::string_view::npos;
}

std::optional<std::string_view> Request::forwarded(std::string_view name) const
{
    std::string_view said;
    for (const auto& header : headers) {
        if (from_trusted_peer && header.name == name) {
            said = trimmed(std::string_view { header.value }.substr(header.value.rfind(',') + 1));
        }
    }
    return said.empty() ? std::nullopt : std::optional { said };
}

std::string_view Request::path_parameter(std::string_view name) const
{
    const auto value = first_value(path_parameters, name);
    VERIFY(value.has_value());
    return *value;
}

}
