// SPDX-License-Identifier: Apache-2.0
#include "tests/fault/power_loss.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace watchfloor {
namespace {

// What a disk writes wholly or not at all.
constexpr std::uint64_t kSector = 512;

void put(std::string& content, std::uint64_t at, std::string_view bytes)
{
    if (content.size() < at + bytes.size()) {
        content.resize(at + bytes.size(), '\0');
    }
    content.replace(at, bytes.size(), bytes);
}

// How many of the unsynced sectors survive: none, all, most, or as a coin falls. All but one is what reveals a
// missing sync.
struct Luck {
    std::mt19937& random;
    unsigned long kind = random() % 5;
    bool survives()
    {
        switch (kind) {
        case 0:
            return false;
        case 1:
            return true;
        case 2:
            return random() % 16 != 0;
        case 3:
            return random() % 16 == 0;
        default:
            return random() % 2 == 0;
        }
    }
};

}

void PowerLoss::opened(const std::string& file)
{
    {
        const std::lock_guard lock { mutex_ };
        if (!known_.insert(file).second) {
            return;
        }
    }
    // What it holds already was put there whole, synced and renamed: publish_file() does that.
    std::ifstream stream { file, std::ios::binary };
    note({ What::Opened, file, 0, { std::istreambuf_iterator<char> { stream }, {} } });
}
void PowerLoss::written(const std::string& file, std::uint64_t at, std::string_view bytes)
{
    note({ What::Written, file, at, std::string { bytes } });
}
void PowerLoss::truncated(const std::string& file, std::uint64_t size)
{
    note({ What::Truncated, file, size, {} });
}
void PowerLoss::synced(const std::string& file)
{
    note({ What::Synced, file, 0, {} });
}

void PowerLoss::deleted(const std::string& file)
{
    {
        const std::lock_guard lock { mutex_ };
        known_.erase(file);
    }
    note({ What::Deleted, file, 0, {} });
}

void PowerLoss::note(Happening happening)
{
    const std::lock_guard lock { mutex_ };
    happenings_.push_back(std::move(happening));
}

std::size_t PowerLoss::moment() const
{
    const std::lock_guard lock { mutex_ };
    return happenings_.size();
}

std::map<std::string, std::string> PowerLoss::image(std::size_t moment, std::mt19937& random) const
{
    const std::lock_guard lock { mutex_ };
    struct File {
        std::size_t durable = 0; // happenings before its last sync
        bool there = false;
        std::string content {};
        Luck luck;
    };
    std::map<std::string, File> files;
    moment = std::min(moment, happenings_.size());
    for (std::size_t i = 0; i < moment; ++i) {
        const Happening& one = happenings_[i];
        File& file = files.try_emplace(one.file, File { 0, false, {}, Luck { random } }).first->second;
        file.durable = one.what == What::Synced ? i : file.durable;
    }
    for (std::size_t i = 0; i < moment; ++i) {
        const Happening& one = happenings_[i];
        File& file = files.at(one.file);
        const bool durable = i < file.durable;
        if (one.what == What::Opened || one.what == What::Deleted) {
            file.content = one.bytes;
            file.there = one.what == What::Opened && (durable || !one.bytes.empty() || file.luck.survives());
        }
        if (one.what == What::Truncated && (durable || file.luck.survives())) {
            file.content.resize(one.at, '\0');
        }
        for (std::uint64_t from = 0; one.what == What::Written && from < one.bytes.size();) {
            const std::uint64_t to_boundary = kSector - (one.at + from) % kSector;
            const std::uint64_t size = std::min<std::uint64_t>(to_boundary, one.bytes.size() - from);
            if (durable || file.luck.survives()) {
                put(file.content, one.at + from, std::string_view { one.bytes }.substr(from, size));
            }
            from += size;
        }
    }
    std::map<std::string, std::string> contents;
    for (auto& [name, file] : files) {
        if (file.there) {
            contents.emplace(name, std::move(file.content));
        }
    }
    return contents;
}

}
