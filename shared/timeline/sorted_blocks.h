// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

namespace watchfloor {

// Records ordered by (key, tie), packed in blocks of at most 256 whose keys are 32-bit offsets from
// the block's base. An insertion moves at most one block: late arrivals cost what early ones do.
//
// Record needs `uint32_t offset`, `uint64_t tie() const` and a type `Summary` with
// `void add(int64_t key, const Record&)`, which describes a whole block.
template<typename Record>
class SortedBlocks {
public:
    static constexpr std::size_t kBlockCapacity = 256;

    struct Block {
        std::int64_t base = 0;
        std::vector<Record> records {};
        typename Record::Summary summary {};

        std::int64_t key(std::size_t index) const { return base + records[index].offset; }
        std::int64_t first_key() const { return key(0); }
        std::int64_t last_key() const { return key(records.size() - 1); }
    };

    // `block == block_count()` is past the end; otherwise `index` is inside the block.
    struct Position {
        std::size_t block = 0;
        std::size_t index = 0;
        friend bool operator==(Position a, Position b) { return a.block == b.block && a.index == b.index; }
        friend bool operator!=(Position a, Position b) { return !(a == b); }
    };

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    std::size_t block_count() const { return blocks_.size(); }
    const Block& block(std::size_t index) const { return *blocks_[index]; }
    Position begin() const { return {}; }
    Position end() const { return { blocks_.size(), 0 }; }
    const Record& at(Position position) const { return blocks_[position.block]->records[position.index]; }
    std::int64_t key_at(Position position) const { return blocks_[position.block]->key(position.index); }

    Position next(Position position) const
    {
        const bool last = position.index + 1 == blocks_[position.block]->records.size();
        return last ? Position { position.block + 1, 0 } : Position { position.block, position.index + 1 };
    }

    // Must not be called on begin().
    Position previous(Position position) const
    {
        if (position.index > 0) {
            return { position.block, position.index - 1 };
        }
        return { position.block - 1, blocks_[position.block - 1]->records.size() - 1 };
    }

    // The first record not before (key, tie).
    Position lower_bound(std::int64_t key, std::uint64_t tie = 0) const
    {
        const auto found = std::partition_point(blocks_.begin(), blocks_.end(),
            [&](const auto& block) { return before(*block, block->records.size() - 1, key, tie); });
        const auto number = static_cast<std::size_t>(found - blocks_.begin());
        return { number, found == blocks_.end() ? 0 : index_in(**found, key, tie) };
    }

    // Records before the position.
    std::size_t rank(Position position) const
    {
        std::size_t total = position.index;
        for (std::size_t i = 0; i < position.block; ++i) {
            total += blocks_[i]->records.size();
        }
        return total;
    }

    void insert(std::int64_t key, Record record)
    {
        ++size_;
        const std::uint64_t tie = record.tie();
        std::size_t number = 0;
        if (blocks_.empty() || !before(*blocks_.back(), blocks_.back()->records.size() - 1, key, tie)) {
            number = lower_bound(key, tie).block;
        } else {
            number = blocks_.size() - 1;
        }
        insert_near(number, key, std::move(record));
    }

    void erase(Position position)
    {
        --size_;
        Block& block = *blocks_[position.block];
        block.records.erase(block.records.begin() + static_cast<std::ptrdiff_t>(position.index));
        if (block.records.empty()) {
            blocks_.erase(blocks_.begin() + static_cast<std::ptrdiff_t>(position.block));
        } else {
            summarise(block);
        }
    }

    // Overwrites a record in place; its key and tie must stay.
    void replace(Position position, Record record)
    {
        Block& block = *blocks_[position.block];
        record.offset = block.records[position.index].offset;
        block.records[position.index] = std::move(record);
        summarise(block);
    }

    // Rebuilds without the records for which `drop(key, record)` holds; returns how many went.
    template<typename Predicate>
    std::size_t erase_if(const Predicate& drop)
    {
        SortedBlocks kept;
        for (auto& block : blocks_) {
            for (std::size_t i = 0; i < block->records.size(); ++i) {
                if (!drop(block->key(i), block->records[i])) {
                    kept.insert(block->key(i), block->records[i]);
                }
            }
            block.reset();
        }
        const std::size_t removed = size_ - kept.size_;
        *this = std::move(kept);
        return removed;
    }

    std::size_t memory_bytes() const
    {
        std::size_t total = blocks_.capacity() * sizeof(blocks_[0]);
        for (const auto& block : blocks_) {
            total += sizeof(Block) + block->records.capacity() * sizeof(Record);
        }
        return total;
    }

private:
    static bool before(const Block& block, std::size_t index, std::int64_t key, std::uint64_t tie)
    {
        const std::int64_t own = block.key(index);
        return own < key || (own == key && block.records[index].tie() < tie);
    }

    static std::size_t index_in(const Block& block, std::int64_t key, std::uint64_t tie)
    {
        std::size_t low = 0;
        std::size_t high = block.records.size();
        while (low < high) {
            const std::size_t middle = (low + high) / 2;
            if (before(block, middle, key, tie)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    static void summarise(Block& block)
    {
        block.summary = {};
        for (std::size_t i = 0; i < block.records.size(); ++i) {
            block.summary.add(block.key(i), block.records[i]);
        }
    }

    static bool spans(const Block& block, std::int64_t key)
    {
        const std::int64_t first = std::min(key, block.first_key());
        const std::int64_t last = std::max(key, block.last_key());
        return last - first <= std::numeric_limits<std::uint32_t>::max();
    }

    static void rebase(Block& block, std::int64_t base)
    {
        const auto shift = static_cast<std::uint32_t>(block.first_key() - base);
        const auto first = block.records.front().offset;
        for (auto& record : block.records) {
            record.offset = record.offset - first + shift;
        }
        block.base = base;
    }

    void add_block(std::size_t number, std::int64_t key, Record record)
    {
        auto block = std::make_unique<Block>();
        block->base = key;
        record.offset = 0;
        block->summary.add(key, record);
        block->records.push_back(std::move(record));
        blocks_.insert(blocks_.begin() + static_cast<std::ptrdiff_t>(number), std::move(block));
    }

    void split(std::size_t number)
    {
        Block& left = *blocks_[number];
        const auto middle = left.records.begin() + static_cast<std::ptrdiff_t>(left.records.size() / 2);
        auto right = std::make_unique<Block>();
        right->base = left.base;
        right->records.reserve(kBlockCapacity);
        right->records.assign(middle, left.records.end());
        left.records.erase(middle, left.records.end());
        rebase(*right, right->first_key());
        summarise(left);
        summarise(*right);
        blocks_.insert(blocks_.begin() + static_cast<std::ptrdiff_t>(number + 1), std::move(right));
    }

    void insert_into(Block& block, std::size_t index, std::int64_t key, Record record)
    {
        if (key < block.base) {
            rebase(block, key);
        } else if (key - block.base > std::numeric_limits<std::uint32_t>::max()) {
            rebase(block, block.first_key());
        }
        record.offset = static_cast<std::uint32_t>(key - block.base);
        block.summary.add(key, record);
        block.records.insert(block.records.begin() + static_cast<std::ptrdiff_t>(index), std::move(record));
    }

    void insert_near(std::size_t number, std::int64_t key, Record record)
    {
        if (number == blocks_.size()) {
            return add_block(number, key, std::move(record));
        }
        const std::size_t index = index_in(*blocks_[number], key, record.tie());
        const std::size_t count = blocks_[number]->records.size();
        // A record before the block's first may as well end the block before it, which keeps
        // ascending runs that arrive late in full blocks.
        if (index == 0 && number > 0 && accepts(*blocks_[number - 1], key)) {
            Block& left = *blocks_[number - 1];
            return insert_into(left, left.records.size(), key, std::move(record));
        }
        if (accepts(*blocks_[number], key)) {
            return insert_into(*blocks_[number], index, key, std::move(record));
        }
        if (index == 0 || index == count) {
            return add_block(index == 0 ? number : number + 1, key, std::move(record));
        }
        split(number);
        const bool right = index > blocks_[number]->records.size();
        insert_near(right ? number + 1 : number, key, std::move(record));
    }

    static bool accepts(const Block& block, std::int64_t key)
    {
        return block.records.size() < kBlockCapacity && spans(block, key);
    }

    std::vector<std::unique_ptr<Block>> blocks_ {};
    std::size_t size_ = 0;
};

}
