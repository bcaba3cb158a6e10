// SPDX-License-Identifier: Apache-2.0
// make_golden FOLDER VERSION: writes journal-VERSION.jsonl and journal-VERSION.digest. Once a release
// is out, its files are never written again.
#include "shared/wire/state_codec.h"
#include "tests/shared/golden/golden_journal.h"

#include <cstdio>
#include <fstream>

int main(int argc, char** argv)
{
    using namespace watchfloor;
    if (argc != 3) {
        std::fprintf(stderr, "usage: make_golden FOLDER VERSION\n");
        return 2;
    }
    const std::string stem = std::string(argv[1]) + "/journal-" + argv[2];
    const std::string lines = make_golden_journal();
    const auto state = fold_golden_journal(lines);
    if (!state.ok()) {
        std::fprintf(stderr, "%s\n", state.error().message.c_str());
        return 1;
    }
    const Digest digest = state_digest(state.value());
    std::ofstream journal(stem + ".jsonl", std::ios::binary);
    std::ofstream recorded(stem + ".digest", std::ios::binary);
    journal << lines << std::flush;
    recorded << to_hex(as_view(digest)) << '\n' << std::flush;
    return journal.good() && recorded.good() ? 0 : 1;
}
