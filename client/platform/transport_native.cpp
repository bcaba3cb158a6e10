// SPDX-License-Identifier: Apache-2.0
#include "client/platform/transport.h"

#include "client/frame/frame_schedule.h"
#include "client/platform/connection_breaker_native.h"
#include "client/platform/live_monitor.h"
#include "client/platform/sse_parser.h"
#include "shared/core/words.h"

#include <httplib.h>

#include <condition_variable>
#include <csignal>
#include <deque>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <thread>
#include <utility>

namespace watchfloor {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kConnectTimeout { 3 };
constexpr std::size_t kMaxWaitingRequests = 256;

// `connecting` is told the socket before it connects.
template<typename Connecting>
std::unique_ptr<httplib::Client> make_client(
    const std::string& server, const std::string& ca_file, Connecting connecting)
{
    auto client = std::make_unique<httplib::Client>(server);
    client->set_socket_options([connecting](socket_t socket) {
        httplib::default_socket_options(socket);
        connecting(socket);
    });
    if (!ca_file.empty()) {
        client->set_ca_cert_path(ca_file);
    }
    client->set_connection_timeout(kConnectTimeout);
    client->set_keep_alive(true);
    client->set_payload_max_length(kMaxResponseBytes);
    client->set_follow_location(false);
    return client;
}

// Who we are: a token from outside, or the cookies that signing in brought.
struct Credentials {
    std::string token {};
    std::map<std::string, std::string> cookies {};

    // Takes "name=value; Path=/; …"; an empty value or Max-Age=0 forgets the cookie.
    void take(std::string_view set_cookie)
    {
        const auto pair = set_cookie.substr(0, set_cookie.find(';'));
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos) {
            return;
        }
        const std::string name { pair.substr(0, equals) };
        const std::string value { pair.substr(equals + 1) };
        if (value.empty() || set_cookie.find("Max-Age=0") != std::string_view::npos) {
            cookies.erase(name);
        } else {
            cookies[name] = value;
        }
    }

    // The server takes cookies only together with its own Origin, as from its own page.
    void add_to(httplib::Headers& headers, const std::string& origin) const
    {
        if (!token.empty()) {
            headers.emplace("Authorization", "Bearer " + token);
            return;
        }
        std::string all;
        for (const auto& [name, value] : cookies) {
            add_words(all, name + "=" + value, "; ");
        }
        if (!all.empty()) {
            headers.emplace("Cookie", all);
            headers.emplace("Origin", origin);
        }
    }
};

std::string origin_of(const std::string& server)
{
    const auto path = server.find('/', server.find("://") == std::string::npos ? 0 : server.find("://") + 3);
    return server.substr(0, path);
}

// What the two network threads and the client's thread exchange, all under one lock.
struct Mailbox {
    struct Request {
        std::uint64_t id = 0;
        HttpRequest request;
    };
    struct Answer {
        std::uint64_t id = 0;
        HttpResponse response;
    };
    enum class LiveSign { Opened, Heard, Lost };

    std::mutex lock;
    std::condition_variable changed;
    bool stopping = false;
    Credentials credentials;
    std::deque<Request> requests;
    std::vector<Answer> answers;
    // Each open_live begins another generation; what an older one still says is dropped.
    std::uint64_t live_generation = 0;
    std::optional<LiveOptions> live;
    std::vector<LiveEvent> events;
    std::vector<LiveSign> signs;
};

// Sends the requests one after the other, to the first server that can be reached; the one that
// answered last is tried first.
class RequestThread {
public:
    RequestThread(Mailbox& mailbox, const std::vector<std::string>& servers, const std::string& ca_file)
        : mailbox_(mailbox)
    {
        for (const auto& server : servers) {
            clients_.push_back(make_client(server, ca_file, [this](int socket) { breaker_.hold(socket); }));
            origins_.push_back(origin_of(server));
        }
        thread_ = std::thread { [this] { run(); } };
    }

    // The mailbox is already stopping.
    ~RequestThread()
    {
        breaker_.break_off(true);
        thread_.join();
    }

    RequestThread(const RequestThread&) = delete;
    RequestThread& operator=(const RequestThread&) = delete;

private:
    void run();
    HttpResponse perform(const HttpRequest& request, const Credentials& credentials);
    HttpResponse take(const httplib::Response& answer);

    Mailbox& mailbox_;
    std::vector<std::string> origins_;
    ConnectionBreaker breaker_;
    std::vector<std::unique_ptr<httplib::Client>> clients_;
    std::size_t preferred_ = 0;
    std::thread thread_;
};

void RequestThread::run()
{
    for (;;) {
        std::unique_lock guard { mailbox_.lock };
        mailbox_.changed.wait(guard, [this] { return mailbox_.stopping || !mailbox_.requests.empty(); });
        if (mailbox_.stopping) {
            return;
        }
        const auto next = std::move(mailbox_.requests.front());
        mailbox_.requests.pop_front();
        const Credentials credentials = mailbox_.credentials;
        guard.unlock();
        auto response = perform(next.request, credentials);
        guard.lock();
        mailbox_.answers.push_back({ next.id, std::move(response) });
        guard.unlock();
        request_frame();
    }
}

HttpResponse to_response(const httplib::Response& answer)
{
    return { .status = answer.status,
        .body = answer.body,
        .content_type = answer.get_header_value("Content-Type"),
        .etag = answer.get_header_value("ETag"),
        .retry_after = answer.get_header_value("Retry-After") };
}

httplib::Request to_httplib(const HttpRequest& request, const Credentials& credentials, const std::string& origin)
{
    httplib::Request out;
    out.method = request.method;
    out.path = request.path;
    out.body = request.body;
    for (const auto& header : request.headers) {
        out.set_header(header.name, header.value);
    }
    if (!request.body.empty()) {
        out.set_header("Content-Type", request.content_type);
    }
    credentials.add_to(out.headers, origin);
    return out;
}

HttpResponse RequestThread::take(const httplib::Response& answer)
{
    const std::lock_guard guard { mailbox_.lock };
    const auto [first, last] = answer.headers.equal_range("Set-Cookie");
    for (auto header = first; header != last; ++header) {
        mailbox_.credentials.take(header->second);
    }
    return to_response(answer);
}

HttpResponse RequestThread::perform(const HttpRequest& request, const Credentials& credentials)
{
    for (std::size_t tried = 0; tried < clients_.size(); ++tried) {
        auto& client = *clients_[preferred_];
        client.set_read_timeout(request.timeout);
        client.set_write_timeout(request.timeout);
        client.set_max_timeout(request.timeout);
        const auto answer = client.send(to_httplib(request, credentials, origins_[preferred_]));
        if (answer) {
            return take(*answer);
        }
        // Once connected, the server may have acted: repeating elsewhere is the caller's decision.
        if (answer.error() != httplib::Error::Connection && answer.error() != httplib::Error::ConnectionTimeout) {
            return { .failure = "the server did not answer: " + httplib::to_string(answer.error()) };
        }
        preferred_ = (preferred_ + 1) % clients_.size();
    }
    return { .failure = "no server can be reached" };
}

// Holds the live stream open while one is wanted. A thread of its own, because reading a stream blocks.
class LiveThread {
public:
    LiveThread(Mailbox& mailbox, std::vector<std::string> servers, std::string ca_file)
        : mailbox_(mailbox), servers_(std::move(servers)), ca_file_(std::move(ca_file))
    {
        thread_ = std::thread { [this] { run(); } };
    }

    // The mailbox is already stopping.
    ~LiveThread()
    {
        breaker_.break_off(true);
        thread_.join();
    }

    LiveThread(const LiveThread&) = delete;
    LiveThread& operator=(const LiveThread&) = delete;

    // Ends a read under way, so that a changed wish is seen at once.
    void interrupt() { breaker_.break_off(); }

private:
    struct Wish {
        std::uint64_t generation = 0;
        LiveOptions options;
        Credentials credentials;
    };

    void run();
    std::optional<Wish> wait_for_wish();
    bool still_wanted(std::uint64_t generation);
    void stream(const Wish& wish, const std::string& server);
    bool receive(const Wish& wish, SseParser& parser, std::string_view bytes);
    void give_sign(std::uint64_t generation, Mailbox::LiveSign sign);
    void pause(std::uint64_t generation, int failed_attempts);

    Mailbox& mailbox_;
    std::vector<std::string> servers_;
    std::string ca_file_;
    std::size_t preferred_ = 0;
    bool opened_ = false;
    ConnectionBreaker breaker_;
    std::minstd_rand random_ { std::random_device {}() };
    std::thread thread_;
};

void LiveThread::run()
{
    int failed_attempts = 0;
    while (const auto wish = wait_for_wish()) {
        opened_ = false;
        stream(*wish, servers_[preferred_]);
        if (!still_wanted(wish->generation)) {
            failed_attempts = 0;
            continue;
        }
        failed_attempts = opened_ ? 0 : failed_attempts + 1;
        preferred_ = opened_ ? preferred_ : (preferred_ + 1) % servers_.size();
        give_sign(wish->generation, Mailbox::LiveSign::Lost);
        pause(wish->generation, failed_attempts);
    }
}

// Nothing once the transport stops.
std::optional<LiveThread::Wish> LiveThread::wait_for_wish()
{
    std::unique_lock guard { mailbox_.lock };
    mailbox_.changed.wait(guard, [this] { return mailbox_.stopping || mailbox_.live.has_value(); });
    if (mailbox_.stopping) {
        return std::nullopt;
    }
    return Wish { mailbox_.live_generation, *mailbox_.live, mailbox_.credentials };
}

bool LiveThread::still_wanted(std::uint64_t generation)
{
    const std::lock_guard guard { mailbox_.lock };
    return !mailbox_.stopping && mailbox_.live.has_value() && mailbox_.live_generation == generation;
}

void LiveThread::stream(const Wish& wish, const std::string& server)
{
    const auto client = make_client(server, ca_file_, [&](int socket) {
        breaker_.hold(socket);
        // Whoever changed the wish before this line had nothing to break off.
        if (!still_wanted(wish.generation)) {
            breaker_.break_off();
        }
    });
    client->set_read_timeout(kLiveSilence);
    // A stream has no end; what bounds it is the size of one event.
    client->set_payload_max_length(std::numeric_limits<std::size_t>::max());
    const std::string separator = wish.options.path.find('?') == std::string::npos ? "?" : "&";
    httplib::Headers headers { { "Accept", "text/event-stream" } };
    wish.credentials.add_to(headers, origin_of(server));
    SseParser parser;
    (void)client->Get(
        wish.options.path + separator + "after=" + std::to_string(wish.options.after), headers,
        [&](const httplib::Response& answer) {
            opened_ = answer.status == 200;
            if (opened_) {
                give_sign(wish.generation, Mailbox::LiveSign::Opened);
            }
            return opened_;
        },
        [&](const char* data, std::size_t size) {
            return receive(wish, parser, { data, size });
        });
    breaker_.let_go();
}

// False ends the stream.
bool LiveThread::receive(const Wish& wish, SseParser& parser, std::string_view bytes)
{
    auto events = parser.feed(bytes);
    const bool can_wait
        = std::all_of(events.begin(), events.end(), [](const LiveEvent& event) { return event.can_wait(); });
    {
        const std::lock_guard guard { mailbox_.lock };
        if (mailbox_.stopping || mailbox_.live_generation != wish.generation || !mailbox_.live) {
            return false;
        }
        mailbox_.signs.push_back(Mailbox::LiveSign::Heard);
        for (auto& event : events) {
            // Where to resume after a lost connection.
            if (!event.id.empty()) {
                mailbox_.live->after
                    = std::max<std::uint64_t>(mailbox_.live->after, std::strtoull(event.id.c_str(), nullptr, 10));
            }
            mailbox_.events.push_back(std::move(event));
        }
    }
    can_wait ? request_frame_by_tick() : request_frame();
    return !parser.broken();
}

void LiveThread::give_sign(std::uint64_t generation, Mailbox::LiveSign sign)
{
    {
        const std::lock_guard guard { mailbox_.lock };
        if (mailbox_.live_generation != generation) {
            return;
        }
        mailbox_.signs.push_back(sign);
    }
    request_frame();
}

void LiveThread::pause(std::uint64_t generation, int failed_attempts)
{
    const auto delay = reconnect_delay(failed_attempts, static_cast<std::uint16_t>(random_()));
    std::unique_lock guard { mailbox_.lock };
    mailbox_.changed.wait_for(
        guard, delay, [&] { return mailbox_.stopping || !mailbox_.live || mailbox_.live_generation != generation; });
}

class NativeTransport final : public Transport {
public:
    explicit NativeTransport(TransportOptions options)
    {
        // OpenSSL writes with write(2): to an end that is gone that would end the console without a word.
        std::signal(SIGPIPE, SIG_IGN);
        mailbox_.credentials.token = std::move(options.bearer_token);
        requests_ = std::make_unique<RequestThread>(mailbox_, options.servers, options.ca_file);
        live_ = std::make_unique<LiveThread>(mailbox_, std::move(options.servers), std::move(options.ca_file));
    }

    ~NativeTransport() override
    {
        {
            const std::lock_guard guard { mailbox_.lock };
            mailbox_.stopping = true;
        }
        mailbox_.changed.notify_all();
        requests_.reset();
        live_.reset();
    }

    NativeTransport(const NativeTransport&) = delete;
    NativeTransport& operator=(const NativeTransport&) = delete;

    void send(HttpRequest request, HttpCallback callback) override;
    void cancel(const std::string& tag) override;
    void open_live(LiveOptions options, LiveCallback callback) override;
    void close_live() override;
    void sign_out() override;
    bool browser_keeps_session() const override { return false; }
    void use_token(std::string token) override;
    LiveStatus live_status() const override { return monitor_.status(); }
    void poll() override;

private:
    struct Waiting {
        std::string tag;
        HttpCallback callback;
    };

    void take_signs(const std::vector<Mailbox::LiveSign>& signs);

    Mailbox mailbox_;
    std::map<std::uint64_t, Waiting> waiting_;
    LiveCallback on_event_;
    LiveMonitor monitor_;
    std::uint64_t next_id_ = 1;
    std::unique_ptr<RequestThread> requests_;
    std::unique_ptr<LiveThread> live_;
};

void NativeTransport::send(HttpRequest request, HttpCallback callback)
{
    const auto id = next_id_++;
    waiting_[id] = { request.tag, std::move(callback) };
    {
        const std::lock_guard guard { mailbox_.lock };
        if (mailbox_.requests.size() < kMaxWaitingRequests) {
            mailbox_.requests.push_back({ id, std::move(request) });
        } else {
            mailbox_.answers.push_back({ id, { .failure = "too many requests are waiting for the server" } });
            request_frame();
        }
    }
    mailbox_.changed.notify_all();
}

void NativeTransport::cancel(const std::string& tag)
{
    std::erase_if(waiting_, [&](const auto& waiting) { return waiting.second.tag == tag; });
}

void NativeTransport::open_live(LiveOptions options, LiveCallback callback)
{
    on_event_ = std::move(callback);
    monitor_.connecting(Clock::now());
    {
        const std::lock_guard guard { mailbox_.lock };
        ++mailbox_.live_generation;
        mailbox_.live = std::move(options);
        mailbox_.events.clear();
        mailbox_.signs.clear();
    }
    live_->interrupt();
    mailbox_.changed.notify_all();
}

void NativeTransport::close_live()
{
    {
        const std::lock_guard guard { mailbox_.lock };
        ++mailbox_.live_generation;
        mailbox_.live.reset();
        mailbox_.events.clear();
        mailbox_.signs.clear();
    }
    live_->interrupt();
    mailbox_.changed.notify_all();
    monitor_.closed(Clock::now());
}

void NativeTransport::sign_out()
{
    close_live();
    const std::lock_guard guard { mailbox_.lock };
    mailbox_.credentials = {};
}

void NativeTransport::use_token(std::string token)
{
    const std::lock_guard guard { mailbox_.lock };
    mailbox_.credentials = { std::move(token), {} };
}

void NativeTransport::take_signs(const std::vector<Mailbox::LiveSign>& signs)
{
    const auto now = Clock::now();
    for (const auto sign : signs) {
        switch (sign) {
        case Mailbox::LiveSign::Opened:
            monitor_.opened(now);
            break;
        case Mailbox::LiveSign::Heard:
            monitor_.heard(now);
            break;
        case Mailbox::LiveSign::Lost:
            monitor_.lost(now);
            break;
        }
    }
    monitor_.check_silence(now);
}

void NativeTransport::poll()
{
    std::unique_lock guard { mailbox_.lock };
    const auto answers = std::exchange(mailbox_.answers, {});
    const auto events = std::exchange(mailbox_.events, {});
    const auto signs = std::exchange(mailbox_.signs, {});
    const auto generation = mailbox_.live_generation;
    guard.unlock();
    take_signs(signs);
    for (const auto& answer : answers) {
        if (auto found = waiting_.extract(answer.id); !found.empty()) {
            found.mapped().callback(answer.response);
        }
    }
    // A callback may close or reopen the stream: then the rest belongs to nobody.
    const auto callback = on_event_;
    for (const auto& event : events) {
        guard.lock();
        const bool current = mailbox_.live_generation == generation;
        guard.unlock();
        if (current) {
            callback(event);
        }
    }
}

}

std::unique_ptr<Transport> make_transport(TransportOptions options)
{
    if (options.servers.empty()) {
        options.servers.emplace_back("http://127.0.0.1:8470");
    }
    return std::make_unique<NativeTransport>(std::move(options));
}

}
