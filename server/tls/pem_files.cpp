// SPDX-License-Identifier: Apache-2.0
#include "server/tls/pem_files.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <string>

namespace watchfloor {

namespace {

constexpr std::size_t kMostPemBytes = 1024 * 1024; // of one file

using BioPointer = std::unique_ptr<BIO, decltype(&BIO_free)>;

Result<std::string> read_pem(const std::filesystem::path& path)
{
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    std::string text(kMostPemBytes, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file.is_open() || file.bad()) {
        return Error { ErrorCode::Unavailable,
            "cannot read " + path.string() + ": " + std::strerror(errno != 0 ? errno : EIO)
                + "; name a file that the server's user may read" };
    }
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

BioPointer reader_of(const std::string& text)
{
    return { BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free };
}

// Nobody is there to type it at a start.
int no_passphrase(char*, int, int, void* asked)
{
    *static_cast<bool*>(asked) = true;
    return -1;
}

Result<std::vector<CertificatePointer>> read_chain(const std::filesystem::path& path)
{
    ASSIGN_OR_RETURN(const std::string text, read_pem(path));
    const BioPointer bio = reader_of(text);
    std::vector<CertificatePointer> chain;
    ERR_clear_error();
    while (CertificatePointer next { PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) }) {
        chain.push_back(std::move(next));
    }
    // The end of the file is the one error that is none.
    const bool ended = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    if (chain.empty() || !ended) {
        return Error { ErrorCode::Malformed,
            path.string() + (chain.empty() ? " holds no certificate in PEM form" : " holds a broken certificate")
                + "; give the server's own first (BEGIN CERTIFICATE), then those between it and its authority" };
    }
    return chain;
}

Result<KeyPointer> read_key(const std::filesystem::path& path)
{
    ASSIGN_OR_RETURN(const std::string text, read_pem(path));
    const BioPointer bio = reader_of(text);
    bool locked = false;
    KeyPointer key { PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, &locked) };
    ERR_clear_error();
    if (locked) {
        return Error { ErrorCode::Malformed,
            "the key in " + path.string() + " is locked with a passphrase, and nobody is there to type it; write it "
                + "without one: openssl pkey -in " + path.string() + " -out unlocked.pem" };
    }
    if (!key) {
        return Error { ErrorCode::Malformed,
            path.string() + " holds no private key in PEM form (BEGIN PRIVATE KEY); give the one that was made for the "
                + "certificate" };
    }
    return key;
}

}

Result<PemPair> read_pem_pair(const std::filesystem::path& certificate, const std::filesystem::path& key)
{
    PemPair pair;
    ASSIGN_OR_RETURN(pair.chain, read_chain(certificate));
    ASSIGN_OR_RETURN(pair.key, read_key(key));
    const bool match = X509_check_private_key(pair.chain.front().get(), pair.key.get()) == 1;
    ERR_clear_error();
    if (!match) {
        return Error { ErrorCode::Malformed,
            "the key in " + key.string() + " does not belong to the first certificate in " + certificate.string()
                + "; give the two that were made for each other" };
    }
    return pair;
}

}
