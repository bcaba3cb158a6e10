// SPDX-License-Identifier: Apache-2.0
#include "server/http/exchange.h"

#include "server/http/json_error.h"
#include "server/http/limits.h"
#include "server/http/url_decoding.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <random>

namespace watchfloor {

namespace {

constexpr std::size_t kMaxNameTold = 64; // bytes of a parameter's name in an error

Response malformed(std::string_view message)
{
    return error_response(400, "malformed", message);
}

bool has_control(std::string_view text)
{
    return std::any_of(text.begin(), text.end(),
        [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; });
}

bool is_visible_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

bool has_token(std::string_view list, std::string_view token)
{
    while (!list.empty()) {
        const auto part = list.substr(0, list.find(','));
        list.remove_prefix(std::min(list.size(), part.size() + 1));
        if (ascii_lower(trimmed(part)) == token) {
            return true;
        }
    }
    return false;
}

bool accepts(BodyKind kind, std::string_view type)
{
    switch (kind) {
    case BodyKind::None:
        return false;
    case BodyKind::Json:
        return type == "application/json" || (type.starts_with("application/") && type.ends_with("+json"));
    case BodyKind::Form:
        return type == "application/x-www-form-urlencoded";
    case BodyKind::Any:
        return true;
    }
    return false;
}

Error dropped()
{
    return { ErrorCode::Unavailable,
        "too many unfinished requests come from your address; send it again, without pauses in the body" };
}

// Unique enough to find one request in a log; says nothing about anybody.
std::string new_request_id()
{
    thread_local std::mt19937_64 random { std::random_device {}() };
    char text[17];
    std::snprintf(text, sizeof(text), "%016llx", static_cast<unsigned long long>(random()));
    return { text, 16 };
}

}

Exchange::Exchange(ExchangeContext& context, ConnectionIo& io) : context_(context), io_(io)
{
    request_.request_id = new_request_id();
    request_.peer_address = io.connection().peer;
    request_.client_address = request_.peer_address;
    request_.secure = io.connection().channel.secure();
    // Before anything can be refused: no answer to a HEAD has a body.
    request_.head_only = io.received().starts_with("HEAD ");
}

Exchange::~Exchange()
{
    leave_place();
}

bool Exchange::begin(RequestHead head)
{
    begun_ = true;
    request_.headers = std::move(head.headers);
    if (auto refusal = check_head(head)) {
        refuse(std::move(*refusal));
        return false;
    }
    return true;
}

void Exchange::refuse(int status)
{
    begun_ = true;
    close_after_ = true;
    body_left_unread_ = true;
    const bool too_long = status == 414;
    response_ = error_response(status, too_long ? "target_too_long" : "malformed",
        too_long ? "the address is too long; shorten the query" : "the request line or a header is not valid HTTP/1.1");
}

void Exchange::refuse(Response response)
{
    reply(std::move(response));
    if (!framing_.has_body()) {
        return;
    }
    // A body that has wholly arrived is stepped over; anything else ends the connection.
    if (!framing_.chunked && io_.received().size() >= framing_.length) {
        io_.skip_received(framing_.length);
        return;
    }
    close_after_ = true;
    body_left_unread_ = true;
}

void Exchange::reply(Response response)
{
    response_ = std::move(response);
    if (route_ != nullptr && route_->options.refusal_body && response_.refusal) {
        response_.body = route_->options.refusal_body(*response_.refusal);
    }
    in_pieces_ = response_.pieces != nullptr && !request_.head_only;
}

std::optional<Response> Exchange::check_head(const RequestHead& head)
{
    auto framing = body_framing(request_.headers);
    if (!framing.ok()) {
        close_after_ = true;
        body_left_unread_ = true;
        return error_response(framing.error());
    }
    // It knows no chunks: a proxy that speaks it may take the end of the body for another request.
    if (framing.value().chunked && head.version != "HTTP/1.1") {
        close_after_ = true;
        body_left_unread_ = true;
        return malformed("send content-length: HTTP/1.0 has no transfer-encoding");
    }
    framing_ = framing.value();
    if (auto refusal = check_headers(head)) {
        return refusal;
    }
    if (auto refusal = check_host()) {
        return refusal;
    }
    if (auto refusal = take_target(head.target)) {
        return refusal;
    }
    const auto method = parse_method(head.method == "HEAD" ? "GET" : std::string_view { head.method });
    request_.method = method.value_or(Method::Get);
    const auto raw_path = std::string_view { head.target }.substr(0, head.target.find('?'));
    if (auto refusal = find_route(method, raw_path)) {
        return refusal;
    }
    if (context_.guard && route_ != nullptr) {
        if (auto refusal = context_.guard(*route_, request_)) {
            return refusal;
        }
    }
    // After the guard: what a known sender loses counts, and strangers have nothing to lose.
    for (const auto check :
        { &Exchange::check_body_headers, &Exchange::check_parameters, &Exchange::check_body_size }) {
        if (auto refusal = (this->*check)()) {
            tell_turned_down();
            return refusal;
        }
    }
    return std::nullopt;
}

std::optional<Response> Exchange::check_headers(const RequestHead& head)
{
    takes_pieces_ = head.version == "HTTP/1.1";
    close_after_ = !takes_pieces_;
    if (request_.headers.size() > kMaxHeaderCount) {
        return error_response(431, "headers_too_large", "send fewer headers");
    }
    std::vector<std::string_view> forwarded_for;
    int hosts = 0;
    for (const auto& [name, value] : request_.headers) {
        if (has_control(value)) {
            close_after_ = true;
            return malformed("a header's value carries a control character");
        }
        hosts += name == "host" ? 1 : 0;
        if (name == "connection" && has_token(value, "close")) {
            close_after_ = true;
        } else if (name == "x-forwarded-for") {
            forwarded_for.push_back(value);
        } else if (name == "cookie") {
            auto cookies = parse_cookies(value);
            std::move(cookies.begin(), cookies.end(), std::back_inserter(request_.cookies));
        } else if (name == "content-type") {
            request_.content_type = media_type_of(value);
        }
    }
    if (hosts > 1 || (hosts == 0 && head.version == "HTTP/1.1")) {
        close_after_ = true;
        return malformed("send the host header once");
    }
    take_addresses(head.version, forwarded_for);
    return std::nullopt;
}

void Exchange::take_addresses(std::string_view version, const std::vector<std::string_view>& forwarded_for)
{
    request_.from_trusted_peer = context_.trusted_peers.contains(request_.peer_address);
    request_.client_address = resolve_client_address(request_.peer_address, forwarded_for, context_.trusted_peers);
    request_.local = is_local(request_.peer_address, version, request_.headers);
    // Whoever set such a proxy up has to hear of it once: behind it everybody has one address.
    if (context_.options.log != nullptr && !request_.from_trusted_peer && is_loopback(request_.peer_address)
        && names_a_proxy(request_.headers) && !context_.unlisted_proxy_logged.exchange(true)) {
        context_.options.log->write(LogLevel::Warning, "unlisted_proxy",
            { { "peer", std::string_view { request_.peer_address } },
                { "advice", "all it passes on counts as one client; start with --trusted-peers and its address" } });
    }
}

// Only a client of the old HTTP/1.0 sends none.
std::optional<Response> Exchange::check_host()
{
    const auto header = request_.header("host");
    if (!header) {
        return std::nullopt;
    }
    const auto host = host_of(*header);
    if (!host) {
        return malformed("the host header is neither a name nor an address; send the one of this server");
    }
    const bool of_proxy = request_.from_trusted_peer && context_.names.are_left_to_proxies();
    if (of_proxy || context_.names.contain(*host)) {
        return std::nullopt;
    }
    return error_response(421, "misdirected",
        "this server does not answer to the name " + *host + "; if it should, start it with --names " + *host
            + ", or use its address");
}

std::optional<Response> Exchange::take_target(const std::string& target)
{
    if (target.size() > kMaxTargetBytes) {
        return error_response(414, "target_too_long", "the address is too long; shorten the query");
    }
    if (target.empty() || target.front() != '/' || !is_visible_ascii(target)) {
        return malformed("the address must be a path beginning with a slash, percent-encoded");
    }
    const auto question = std::min(target.find('?'), target.size());
    auto path = percent_decode(std::string_view { target }.substr(0, question), PlusSign::Literal);
    auto query = parse_query(std::string_view { target }.substr(std::min(target.size(), question + 1)));
    if (!path || !query) {
        return malformed("the address is not valid percent-encoded UTF-8, or has too many parameters");
    }
    request_.path = std::move(*path);
    request_.query_parameters = std::move(*query);
    return std::nullopt;
}

std::optional<Response> Exchange::find_route(std::optional<Method> method, std::string_view raw_path)
{
    auto match = context_.router.match(method, raw_path);
    if (match.route != nullptr) {
        route_ = match.route;
        request_.route_pattern = route_->pattern;
        request_.declared_parameters = &route_->options.parameters;
        request_.path_parameters = std::move(match.path_parameters);
        return std::nullopt;
    }
    request_.route_pattern = "(unknown)";
    if (!match.allow.empty()) {
        return error_response(405, "method_not_allowed", "this address does not take that method")
            .with_header("Allow", std::string { match.allow });
    }
    if (context_.fallback && method == Method::Get) {
        request_.route_pattern = "(files)";
        return std::nullopt;
    }
    return error_response(404, "not_found", "there is nothing at this address; see /api/openapi.json");
}

std::optional<Response> Exchange::check_body_headers()
{
    if (!framing_.has_body()) {
        return std::nullopt;
    }
    static const RouteOptions kNoRoute;
    const RouteOptions& options = route_ != nullptr ? route_->options : kNoRoute;
    if (options.body == BodyKind::None) {
        return malformed("this address takes no body");
    }
    const auto coding = request_.header("content-encoding");
    if (coding && ascii_lower(*coding) != "identity") {
        return error_response(415, "unsupported", "send the body without content-encoding");
    }
    if (!accepts(options.body, request_.content_type)) {
        return error_response(415, "unsupported",
            options.body == BodyKind::Json ? "send content-type: application/json"
                                           : "send content-type: application/x-www-form-urlencoded");
    }
    return std::nullopt;
}

std::optional<Response> Exchange::check_parameters()
{
    if (route_ == nullptr) {
        return std::nullopt; // a page's address is the page's own business
    }
    const auto& known = route_->options.parameters;
    const auto unknown = std::find_if(
        request_.query_parameters.begin(), request_.query_parameters.end(), [&](const NamedValue& parameter) {
            return std::find(known.begin(), known.end(), parameter.name) == known.end();
        });
    if (unknown == request_.query_parameters.end()) {
        return check_repeated();
    }
    std::string message = unknown->name.size() <= kMaxNameTold ? "`" + unknown->name + "`" : "One of the parameters";
    message += known.empty() ? " is not known here; this address takes no parameters."
                             : " is not a parameter of this address; it takes ";
    for (std::size_t i = 0; i < known.size(); ++i) {
        message.append(i == 0 ? "" : i + 1 == known.size() ? " and " : ", ").append(known[i]);
        message += i + 1 == known.size() ? "." : "";
    }
    return malformed(message);
}

// The route would read one of them and never know of the other.
std::optional<Response> Exchange::check_repeated()
{
    const auto& repeatable = route_->options.repeatable;
    const auto& given = request_.query_parameters;
    for (auto at = given.begin(); at != given.end(); ++at) {
        const auto same = [&](const NamedValue& before) { return before.name == at->name; };
        const bool again = std::find_if(given.begin(), at, same) != at;
        if (again && std::find(repeatable.begin(), repeatable.end(), at->name) == repeatable.end()) {
            return malformed("give the parameter `" + at->name + "` once");
        }
    }
    return std::nullopt;
}

std::optional<Response> Exchange::check_body_size()
{
    const auto limit = route_ != nullptr ? route_->options.max_body : 0;
    if (!framing_.has_body() || framing_.chunked || framing_.length <= limit) {
        return std::nullopt;
    }
    return error_response(413, "too_large",
        "the body is larger than the " + std::to_string(limit) + " bytes taken here; send less at once");
}

void Exchange::tell_turned_down()
{
    if (route_ != nullptr && route_->options.turned_down) {
        route_->options.turned_down(request_);
    }
}

std::optional<Response> Exchange::take_place()
{
    const auto quota = route_ != nullptr ? route_->options.quota : QuotaClass::Api;
    place_holder_ = request_.caller.empty() ? "from " + network_of(request_.client_address) : request_.caller;
    if (!context_.places.take(quota, place_holder_)) {
        return error_response(503, "unavailable", "the server is busy with such requests; send it again shortly");
    }
    held_quota_ = quota;
    return std::nullopt;
}

void Exchange::leave_place()
{
    if (held_quota_) {
        context_.places.leave(*held_quota_, place_holder_);
        held_quota_.reset();
    }
}

bool Exchange::keep_unread()
{
    std::string {}.swap(request_.body); // what was asked is needed no more
    body_memory_.reset();
    unread_.reset(); // of the piece before
    unread_ = context_.unread.keep(request_.client_address, response_.body.size());
    return unread_ != nullptr;
}

bool Exchange::receive_body()
{
    if (!framing_.has_body()) {
        return true;
    }
    if (const auto taken = take_body(); !taken.ok()) {
        refuse_body(error_response(taken.error()));
        tell_turned_down();
        return true;
    }
    waits_for_body_ = !body_->whole();
    if (!waits_for_body_) {
        unfinished_.reset();
        request_.body = body_->release();
    }
    return !waits_for_body_;
}

void Exchange::run()
{
    if (!body_refused_) {
        auto refusal = take_place();
        if (refusal) {
            tell_turned_down(); // who sends it again is told of twice: it was not taken twice
        }
        reply(refusal ? std::move(*refusal) : call_handler());
    }
}

Result<void> Exchange::take_body()
{
    if (!body_) {
        body_.emplace(framing_, route_ != nullptr ? route_->options.max_body : 0);
        body_memory_.emplace(context_.body_memory, context_.options.max_body_memory);
    }
    ASSIGN_OR_RETURN(const std::size_t taken, body_->take(io_.received()));
    io_.skip_received(taken);
    if (!body_memory_->grow_to(body_->size())) {
        return Error { ErrorCode::Unavailable, "too many large bodies are being received; send it again shortly" };
    }
    if (unfinished_ && !unfinished_->grow_to(body_->size(), monotonic_millis())) {
        return dropped();
    }
    return {};
}

void Exchange::wait_for_body()
{
    unfinished_ = context_.unfinished.enter(
        { request_.client_address, request_.principal.has_value(), io_.connection().channel.number() },
        monotonic_millis());
}

void Exchange::lose_body()
{
    refuse_body(unfinished_ && unfinished_->dropped()
            ? error_response(dropped())
            : error_response(408, "timeout", "the body did not arrive in time; send it again"));
}

void Exchange::refuse_body(Response response)
{
    reply(std::move(response));
    body_refused_ = true;
    waits_for_body_ = false;
    unfinished_.reset();
    close_after_ = true;
    body_left_unread_ = true;
}

Response Exchange::handle()
{
    Response response = route_ != nullptr ? route_->handler(request_) : context_.fallback(request_);
    if (!takes_pieces_) {
        for (bool more = response.pieces != nullptr; more;) {
            std::string piece;
            more = response.pieces(piece);
            response.body += piece;
        }
        response.pieces = nullptr;
    }
    return response;
}

Response Exchange::call_handler()
{
    try {
        return handle();
    } catch (const std::exception& failure) {
        // The text of a library's exception may quote input, so only its kind is logged.
        log_failure(typeid(failure).name());
    } catch (...) {
        log_failure("unknown");
    }
    return error_response(
        500, "internal", "the server failed on this request; report it with the request id " + request_.request_id);
}

std::optional<std::string_view> Exchange::next_piece()
{
    response_.body.clear();
    try {
        while (response_.pieces && response_.body.empty()) {
            if (!response_.pieces(response_.body)) {
                response_.pieces = nullptr;
            }
        }
    } catch (const std::exception& failure) {
        log_failure(typeid(failure).name());
        return std::nullopt;
    }
    in_pieces_ = !response_.body.empty();
    return response_.body;
}

void Exchange::log_failure(std::string_view kind) const
{
    if (context_.options.log != nullptr) {
        context_.options.log->write(LogLevel::Error, "handler_threw",
            { { "request_id", std::string_view { request_.request_id } }, { "route", request_.route_pattern },
                { "kind", kind } });
    }
}

}
