// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/request.h"
#include "server/tls/channel.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

struct Response;
// Answers a request: called once, on any thread. It does not wait.
using Reply = std::function<void(Response)>;

// Appends the next piece of a body; false once that was the last. Called on workers, by one at a time.
using Pieces = std::function<bool(std::string&)>;

// What an error says, whatever its body looks like.
struct Refusal {
    std::string message;
    std::vector<std::string> missing {};
};

// What a handler answers. Header names and values are checked when written: one with a control
// character is left out and logged, so no input can split a response.
struct Response {
    int status = 200;
    std::string content_type;
    std::vector<NamedValue> headers {};
    std::string body {};
    // Used instead of `body` where set: one cached frame serves any number of requests uncopied.
    std::shared_ptr<const std::string> shared_body {};
    // Where set, what comes behind `body`, made as the reader takes it, so that nobody holds all of it. Not of a reply
    // that comes later.
    Pieces pieces {};
    // Where set, nothing is answered: the peer's channel leaves the HTTP server for good.
    // Called on the worker; must not block.
    std::function<void(Channel)> take_over {};
    // Where set, the answer comes later and the worker is free: this is called on it, once, and must not
    // block. Until the reply the request stays as it is. There must be one, or the server never stops.
    std::function<void(Reply)> later {};
    // Of an error, beside its body: a route may word it anew (RouteOptions::refusal_body).
    std::optional<Refusal> refusal {};

    Response& with_header(std::string name, std::string value) &;
    Response&& with_header(std::string name, std::string value) &&;
};

Response json_response(int status, std::string body);
Response json_response(int status, std::shared_ptr<const std::string> body);
Response text_response(int status, std::string body, std::string content_type = "text/plain; charset=utf-8");
Response empty_response(int status);

// A long answer in pieces; one that is a single piece is sent like any other.
Response pieced_response(int status, Pieces pieces, std::string content_type = "application/json");

// Hands the channel over, for example to the live hub.
Response hand_over(std::function<void(Channel)> take_over);

Response reply_later(std::function<void(Reply)> later);

}
