// SPDX-License-Identifier: Apache-2.0
#include "server/tls/tls_identity.h"

#include "server/tls/pem_files.h"
#include "server/tls/socket_bio.h"

#include <ctime>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <string_view>
#include <sys/stat.h>

namespace watchfloor {

namespace {

// As ALPN writes it: with its length before.
constexpr std::string_view kHttp11 = "\x08http/1.1";

int choose_protocol(
    SSL*, const unsigned char** chosen, unsigned char* length, const unsigned char* offered, unsigned int size, void*)
{
    const auto* ours = reinterpret_cast<const unsigned char*>(kHttp11.data());
    const int found = SSL_select_next_proto(
        const_cast<unsigned char**>(chosen), length, ours, static_cast<unsigned int>(kHttp11.size()), offered, size);
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

// Groups and the ciphers of 1.3 are OpenSSL's own choice. What we ask for: nothing older than 1.2, and of 1.2 only what
// is authenticated and what a key that is stolen later does not open; no handshake within a stream; and that an end
// without a goodbye is an end like any other, as the length of every message is said in it.
void prepare_context(SSL_CTX* context)
{
    SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20:!PSK:!aNULL");
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(
        context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    // Who comes back brings a ticket; nothing is kept here for each who came once.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
}

Error unusable_certificate(const std::filesystem::path& certificate)
{
    const char* reason = ERR_reason_error_string(ERR_peek_last_error());
    ERR_clear_error();
    return { ErrorCode::Malformed,
        "the certificate in " + certificate.string() + " cannot be used: " + (reason != nullptr ? reason : "no reason")
            + "; have one issued for a key of today's size" };
}

// Every screen is told of a refused renewal: which folders this machine has is nobody's business there.
std::string without_folder(std::string text, const std::filesystem::path& file)
{
    const std::string whole = file.string();
    const std::string name = file.filename().string();
    for (auto at = text.find(whole); at != std::string::npos; at = text.find(whole, at + name.size())) {
        text.replace(at, whole.size(), name);
    }
    return text;
}

Timestamp end_of_certificate(const X509* certificate)
{
    std::tm utc {};
    if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &utc) != 1) {
        return {};
    }
    return { static_cast<std::int64_t>(::timegm(&utc)) * 1'000 };
}

}

Result<std::unique_ptr<TlsIdentity>> TlsIdentity::load(std::filesystem::path certificate, std::filesystem::path key)
{
    std::unique_ptr<TlsIdentity> identity { new TlsIdentity { std::move(certificate), std::move(key) } };
    identity->tried_ = identity->seen_ = identity->stamp();
    ASSIGN_OR_RETURN(identity->loaded_, identity->read());
    return identity;
}

Result<TlsIdentity::Loaded> TlsIdentity::read() const
{
    ASSIGN_OR_RETURN(PemPair pair, read_pem_pair(certificate_, key_));
    ERR_clear_error();
    const Context context { SSL_CTX_new(TLS_server_method()), &SSL_CTX_free };
    VERIFY(context != nullptr);
    prepare_context(context.get());
    bool usable = SSL_CTX_use_certificate(context.get(), pair.chain.front().get()) == 1
        && SSL_CTX_use_PrivateKey(context.get(), pair.key.get()) == 1;
    for (std::size_t i = 1; usable && i < pair.chain.size(); ++i) {
        usable = SSL_CTX_add1_chain_cert(context.get(), pair.chain[i].get()) == 1;
    }
    if (!usable) {
        return unusable_certificate(certificate_);
    }
    return Loaded { context, end_of_certificate(pair.chain.front().get()) };
}

Channel TlsIdentity::accept(Descriptor socket) const
{
    Context context;
    {
        const std::scoped_lock lock { mutex_ };
        context = loaded_.context;
    }
    SSL* session = SSL_new(context.get());
    BIO* bio = session != nullptr ? new_socket_bio(socket.number()) : nullptr;
    if (bio == nullptr) {
        SSL_free(session);
        return {};
    }
    SSL_set_bio(session, bio, bio);
    SSL_set_accept_state(session);
    return { std::move(socket), session };
}

TlsIdentity::Renewal TlsIdentity::look()
{
    const std::scoped_lock renewing { renewing_ };
    const Stamp now = stamp();
    const bool rests = now == seen_;
    seen_ = now;
    return rests && now != tried_ ? take(now) : Renewal::None;
}

TlsIdentity::Renewal TlsIdentity::renew()
{
    const std::scoped_lock renewing { renewing_ };
    return take(stamp());
}

TlsIdentity::Renewal TlsIdentity::take(const Stamp& stamp)
{
    tried_ = stamp;
    auto read_now = read();
    const std::scoped_lock lock { mutex_ };
    if (!read_now.ok()) {
        refusal_ = without_folder(without_folder(read_now.error().message, certificate_), key_);
        return Renewal::Refused;
    }
    refusal_.clear();
    loaded_ = std::move(read_now).value();
    return Renewal::Taken;
}

TlsIdentity::Stamp TlsIdentity::stamp() const
{
    Stamp stamp {};
    std::size_t at = 0;
    for (const auto& path : { certificate_, key_ }) {
        struct stat file { };
        const bool there = ::stat(path.c_str(), &file) == 0;
        for (const std::int64_t part : { static_cast<std::int64_t>(file.st_dev), static_cast<std::int64_t>(file.st_ino),
                 static_cast<std::int64_t>(file.st_size), static_cast<std::int64_t>(file.st_mtim.tv_sec),
                 static_cast<std::int64_t>(file.st_mtim.tv_nsec), static_cast<std::int64_t>(file.st_ctim.tv_nsec) }) {
            stamp[at++] = there ? part : -1;
        }
    }
    return stamp;
}

Timestamp TlsIdentity::ends_at() const
{
    const std::scoped_lock lock { mutex_ };
    return loaded_.ends_at;
}

std::string TlsIdentity::refusal() const
{
    const std::scoped_lock lock { mutex_ };
    return refusal_;
}

}
