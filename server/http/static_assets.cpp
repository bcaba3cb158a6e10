// SPDX-License-Identifier: Apache-2.0
#include "server/http/static_assets.h"

#include "server/http/conditional.h"
#include "server/http/json_error.h"
#include "server/http/url_decoding.h"
#include "shared/core/sha256.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>

namespace watchfloor {

namespace {

constexpr std::uintmax_t kMaxAssetBytes = 64 * 1024 * 1024;

struct MediaType {
    std::string_view extension;
    std::string_view type;
};

// `application/wasm` is needed for streaming compilation.
constexpr std::array kMediaTypes {
    MediaType { ".html", "text/html; charset=utf-8" },
    MediaType { ".js", "text/javascript; charset=utf-8" },
    MediaType { ".css", "text/css; charset=utf-8" },
    MediaType { ".wasm", "application/wasm" },
    MediaType { ".json", "application/json" },
    MediaType { ".webmanifest", "application/manifest+json" },
    MediaType { ".svg", "image/svg+xml" },
    MediaType { ".png", "image/png" },
    MediaType { ".ico", "image/x-icon" },
    MediaType { ".ttf", "font/ttf" },
    MediaType { ".woff2", "font/woff2" },
    MediaType { ".txt", "text/plain; charset=utf-8" },
};

std::string_view media_type_of_name(std::string_view name)
{
    for (const auto& each : kMediaTypes) {
        if (name.ends_with(each.extension)) {
            return each.type;
        }
    }
    return "application/octet-stream";
}

std::string first_line(const std::string& text)
{
    return text.substr(0, text.find('\n'));
}

std::shared_ptr<const std::string> read_file(const std::filesystem::path& path)
{
    std::error_code failure;
    const auto size = std::filesystem::file_size(path, failure);
    if (failure || size > kMaxAssetBytes) {
        return nullptr;
    }
    std::ifstream stream { path, std::ios::binary };
    // Of their own size at once: what growing leaves behind would stay with the process.
    auto bytes = std::make_shared<std::string>(static_cast<std::size_t>(size), '\0');
    stream.read(bytes->data(), static_cast<std::streamsize>(size));
    const bool whole
        = stream.gcount() == static_cast<std::streamsize>(size) && stream.peek() == std::ifstream::traits_type::eof();
    return whole ? bytes : nullptr;
}

// RFC 9110 section 12.5.3; a weight of zero forbids the coding.
bool accepts_coding(std::string_view accept_encoding, std::string_view coding)
{
    while (!accept_encoding.empty()) {
        const auto part = accept_encoding.substr(0, accept_encoding.find(','));
        accept_encoding.remove_prefix(std::min(accept_encoding.size(), part.size() + 1));
        const auto semicolon = std::min(part.find(';'), part.size());
        if (ascii_lower(trimmed(part.substr(0, semicolon))) != coding) {
            continue;
        }
        const auto weight = ascii_lower(trimmed(part.substr(std::min(part.size(), semicolon + 1))));
        return weight.empty() || weight.find_first_of("123456789") != std::string::npos;
    }
    return false;
}

}

const std::vector<NamedValue>& security_headers()
{
    // worker-src would otherwise fall back to script-src; it is named so that the shared worker of
    // the live stream keeps working when script-src is narrowed.
    static const std::vector<NamedValue> headers {
        { "Content-Security-Policy",
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; "
            "img-src 'self' blob:; style-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; "
            "object-src 'none'; form-action 'self'; frame-ancestors 'none'" },
        { "X-Content-Type-Options", "nosniff" },
        { "Referrer-Policy", "no-referrer" },
        { "Cross-Origin-Opener-Policy", "same-origin" },
        { "Cross-Origin-Resource-Policy", "same-origin" },
        { "Permissions-Policy", "camera=(), geolocation=(), microphone=()" },
    };
    return headers;
}

Result<StaticAssets> StaticAssets::load(const std::filesystem::path& folder, std::vector<std::string> views)
{
    std::error_code failure;
    StaticAssets assets;
    assets.views_ = std::move(views);
    auto entry = std::filesystem::recursive_directory_iterator { folder, failure };
    for (; !failure && entry != std::filesystem::recursive_directory_iterator {}; entry.increment(failure)) {
        const auto name = entry->path().lexically_relative(folder).generic_string();
        if (!entry->is_regular_file(failure) || name.ends_with(".br") || name.ends_with(".gz")) {
            continue;
        }
        ASSIGN_OR_RETURN(File file, read(entry->path(), name));
        assets.files_.emplace("/" + name, std::move(file));
    }
    if (const auto build = assets.files_.find("/build.txt"); build != assets.files_.end()) {
        assets.build_ = first_line(*build->second.plain);
    }
    if (failure || !assets.files_.contains("/index.html")) {
        return Error { ErrorCode::NotFound,
            "the folder " + folder.string() + " holds no page (index.html); build it or name it with --web" };
    }
    return assets;
}

Result<StaticAssets::File> StaticAssets::read(const std::filesystem::path& path, std::string_view name)
{
    File file;
    file.media_type = media_type_of_name(name);
    file.plain = read_file(path);
    file.brotli = read_file(path.string() + ".br");
    file.gzip = read_file(path.string() + ".gz");
    if (!file.plain) {
        return Error { ErrorCode::Unavailable,
            "the page's file " + path.string() + " cannot be read, or is too large" };
    }
    file.etag = to_hex(as_view(sha256(*file.plain))).substr(0, 32);
    return file;
}

const StaticAssets::File* StaticAssets::find(std::string_view path) const
{
    if (const auto file = files_.find(path); file != files_.end()) {
        return &file->second;
    }
    return is_view(path) ? &files_.find("/index.html")->second : nullptr;
}

bool StaticAssets::is_view(std::string_view path) const
{
    return path == "/" || std::any_of(views_.begin(), views_.end(), [path](const std::string& view) {
        return path == view || (view.size() > 1 && view.ends_with('/') && path.starts_with(view));
    });
}

namespace {

// For who mistyped an address in a browser: the way back.
Response lost_page()
{
    Response response = text_response(404,
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Watchfloor: no such page</title>\n"
        "<h1>There is no page at this address</h1>\n<p><a href=\"/\">Open the board</a></p></html>\n",
        "text/html; charset=utf-8");
    response.headers = security_headers();
    return response;
}

}

Response StaticAssets::serve(const Request& request) const
{
    const auto* file = find(request.path);
    if (file == nullptr) {
        return request.shows_pages() ? lost_page()
                                     : error_response(404, "not_found", "there is no page at this address");
    }
    // The page itself names the build, so it is asked for each time.
    const bool page = file == &files_.find("/index.html")->second;
    const bool immutable = !page && !build_.empty() && request.query("v") == build_;
    return answer(*file, request, immutable);
}

Response StaticAssets::answer(const File& file, const Request& request, bool immutable)
{
    const auto accepted = request.header("accept-encoding").value_or("");
    const bool brotli = file.brotli && accepts_coding(accepted, "br");
    const bool gzip = !brotli && file.gzip && accepts_coding(accepted, "gzip");
    const auto etag = "\"" + file.etag + (brotli ? "-br" : gzip ? "-gz" : "") + "\"";

    Response response;
    response.headers = security_headers();
    response.with_header("ETag", etag);
    response.with_header("Vary", "Accept-Encoding");
    response.with_header("Cache-Control", immutable ? "public, max-age=31536000, immutable" : "no-cache");
    if (matches_etag(request.header("if-none-match").value_or(""), etag)) {
        response.status = 304;
        return response;
    }
    response.content_type = file.media_type;
    response.shared_body = brotli ? file.brotli : gzip ? file.gzip : file.plain;
    if (brotli || gzip) {
        response.with_header("Content-Encoding", brotli ? "br" : "gzip");
    }
    return response;
}

}
