// SPDX-License-Identifier: Apache-2.0
#include "server/sequencer/committer.h"

#include <utility>

namespace watchfloor {

Committer::Committer(Store& store, const JournalId& journal, Done done)
    : store_(store), journal_(journal), done_(std::move(done)), thread_([this] { run(); })
{
}

Committer::~Committer()
{
    {
        const std::scoped_lock lock { mutex_ };
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void Committer::append(const Work& work)
{
    {
        const std::scoped_lock lock { mutex_ };
        VERIFY(!work_);
        work_ = work;
    }
    wake_.notify_one();
}

void Committer::run()
{
    for (;;) {
        std::optional<Work> work;
        {
            std::unique_lock lock { mutex_ };
            wake_.wait(lock, [this] { return stopping_ || work_; });
            work.swap(work_);
        }
        if (!work) {
            return;
        }
        while (work) {
            work = done_(store_.append(journal_, work->entries, *work->extras));
        }
    }
}

}
