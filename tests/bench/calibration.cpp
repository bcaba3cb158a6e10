// SPDX-License-Identifier: Apache-2.0
// calibration FOLDER [rounds]: how fast this machine does fixed work, so that figures without a peer can also be said
// as multiples of it. A round hashes 1 MiB, copies 16 MiB and appends 4 KiB durably to a file in FOLDER. Prints
// one line of JSON: the median of a round, and of its processor time (the processor's, whatever else runs).
#include "shared/core/sha256.h"
#include "tests/bench/cpu_clock.h"
#include "tests/bench/latencies.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace watchfloor {
namespace {

constexpr std::size_t kHashed = std::size_t { 1 } << 20;
constexpr std::size_t kCopied = std::size_t { 16 } << 20;
constexpr std::size_t kAppended = 4096;

int calibrate(const std::string& folder, int rounds)
{
    const std::string path = folder + "/calibration";
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) {
        std::fprintf(stderr, "cannot write %s\n", path.c_str());
        return 1;
    }
    std::string from(kCopied, 'a');
    std::string to(kCopied, 'b');
    Latencies whole;
    Latencies processor;
    bool good = true;
    for (int round = 0; round < rounds && good; ++round) {
        const std::int64_t began = bench_micros();
        const double cpu_began = cpu_millis();
        // What was hashed goes into what is copied, so that neither can be left out.
        const Digest digest = sha256(std::string_view(to).substr(0, kHashed));
        std::memcpy(from.data(), digest.data(), digest.size());
        std::memcpy(to.data(), from.data(), from.size());
        processor.add(std::llround((cpu_millis() - cpu_began) * 1e3));
        good = ::write(file, to.data(), kAppended) == static_cast<ssize_t>(kAppended) && ::fdatasync(file) == 0;
        whole.add(bench_micros() - began);
    }
    ::close(file);
    ::unlink(path.c_str());
    if (!good) {
        std::fprintf(stderr, "cannot append to %s\n", path.c_str());
        return 1;
    }
    whole.sort();
    processor.sort();
    std::printf("{\"bench\":\"calibration\",\"rounds\":%d,\"round_ms\":%.4f,\"cpu_ms\":%.4f}\n", rounds,
        whole.millis_at(0.5), processor.millis_at(0.5));
    return 0;
}

}
}

int main(int argc, char** argv)
{
    const int rounds = argc > 2 ? std::atoi(argv[2]) : 200;
    if (argc < 2 || rounds < 1) {
        std::fprintf(stderr, "usage: calibration FOLDER [rounds]\n");
        return 2;
    }
    return watchfloor::calibrate(argv[1], rounds);
}
