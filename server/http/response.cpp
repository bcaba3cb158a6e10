// SPDX-License-Identifier: Apache-2.0
#include "server/http/response.h"

namespace watchfloor {

Response& Response::with_header(std::string name, std::string value) &
{
    headers.push_back({ std::move(name), std::move(value) });
    return *this;
}

Response&& Response::with_header(std::string name, std::string value) &&
{
    headers.push_back({ std::move(name), std::move(value) });
    return std::move(*this);
}

Response json_response(int status, std::string body)
{
    return { .status = status, .content_type = "application/json", .body = std::move(body) };
}

Response json_response(int status, std::shared_ptr<const std::string> body)
{
    return { .status = status, .content_type = "application/json", .shared_body = std::move(body) };
}

Response text_response(int status, std::string body, std::string content_type)
{
    return { .status = status, .content_type = std::move(content_type), .body = std::move(body) };
}

Response empty_response(int status)
{
    return { .status = status, .content_type = {} };
}

Response pieced_response(int status, Pieces pieces, std::string content_type)
{
    Response response = text_response(status, {}, std::move(content_type));
    bool more = true;
    while (more && response.body.empty()) {
        more = pieces(response.body);
    }
    if (more) {
        response.pieces = std::move(pieces);
    }
    return response;
}

Response hand_over(std::function<void(Channel)> take_over)
{
    return { .status = 200, .content_type = {}, .take_over = std::move(take_over) };
}

Response reply_later(std::function<void(Reply)> later)
{
    return { .status = 200, .content_type = {}, .later = std::move(later) };
}

}
