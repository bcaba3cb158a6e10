// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"

#include <filesystem>
#include <memory>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <vector>

namespace watchfloor {

struct FreesCertificate {
    void operator()(X509* certificate) const { X509_free(certificate); }
};
struct FreesKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using CertificatePointer = std::unique_ptr<X509, FreesCertificate>;
using KeyPointer = std::unique_ptr<EVP_PKEY, FreesKey>;

// A server's own certificate, those between it and its authority, and its key.
struct PemPair {
    std::vector<CertificatePointer> chain {}; // its own first
    KeyPointer key {};
};

// The errors say what is wrong with which file, and what to do. One file may hold both.
Result<PemPair> read_pem_pair(const std::filesystem::path& certificate, const std::filesystem::path& key);

}
