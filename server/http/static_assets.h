// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/request.h"
#include "server/http/response.h"
#include "shared/core/result.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// The headers of every page and file: nothing may run or load that we did not build.
const std::vector<NamedValue>& security_headers();

// The page's files, read once into memory with their `.br` and `.gz` siblings. A request finds a
// name in a map or nothing: no path of a request ever reaches the file system. Immutable after load.
class StaticAssets {
public:
    // Views are paths whose page is index.html, whole ("/wall") or as prefixes ("/incidents/").
    static Result<StaticAssets> load(const std::filesystem::path& folder, std::vector<std::string> views);

    // GET or HEAD of a path; 404 where there is nothing. Negotiates the encoding, answers 304. An address with this
    // build in it ("?v=", the folder's build.txt) never changes its content: browsers need not ask for it again.
    Response serve(const Request& request) const;

    std::size_t file_count() const { return files_.size(); }

private:
    struct File {
        std::string media_type;
        std::string etag;
        std::shared_ptr<const std::string> plain;
        std::shared_ptr<const std::string> gzip;
        std::shared_ptr<const std::string> brotli;
    };

    static Result<File> read(const std::filesystem::path& path, std::string_view name);
    const File* find(std::string_view path) const;
    bool is_view(std::string_view path) const;
    static Response answer(const File& file, const Request& request, bool immutable);

    std::map<std::string, File, std::less<>> files_;
    std::vector<std::string> views_;
    std::string build_;
};

}
