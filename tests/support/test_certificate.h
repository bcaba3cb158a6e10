// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/result.h"
#include "tests/support/temporary_folder.h"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string>

namespace watchfloor {

// A key and a certificate that it signed itself, for one DNS name or address ("DNS:host", "IP:127.0.0.1"), as two files.
class TestCertificate {
public:
    explicit TestCertificate(const std::string& name, std::chrono::seconds lasts = std::chrono::hours { 1 })
    {
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key { EVP_EC_gen("P-256"), &EVP_PKEY_free };
        const std::unique_ptr<X509, decltype(&X509_free)> made { X509_new(), &X509_free };
        VERIFY(key != nullptr && made != nullptr);
        constexpr long kValidSeconds = 3600;
        ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
        X509_set_version(made.get(), X509_VERSION_3);
        X509_gmtime_adj(X509_getm_notBefore(made.get()), -kValidSeconds);
        X509_gmtime_adj(X509_getm_notAfter(made.get()), static_cast<long>(lasts.count()));
        X509_set_pubkey(made.get(), key.get());
        X509_NAME* subject = X509_get_subject_name(made.get());
        const auto* words = reinterpret_cast<const unsigned char*>("Watchfloor test");
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, words, -1, -1, 0);
        X509_set_issuer_name(made.get(), subject);
        extend(made.get(), NID_basic_constraints, "critical,CA:TRUE");
        extend(made.get(), NID_subject_alt_name, name);
        VERIFY(X509_sign(made.get(), key.get(), EVP_sha256()) > 0);
        write(certificate_file(), [&](std::FILE* file) { return PEM_write_X509(file, made.get()); });
        write(key_file(), [&](std::FILE* file) {
            return PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        });
    }

    std::string certificate_file() const { return (folder_.path() / "certificate.pem").string(); }
    std::string key_file() const { return (folder_.path() / "key.pem").string(); }

    // What somebody does who renews: these files take the place of the other's.
    void replace(const TestCertificate& other) const
    {
        copy(certificate_file(), other.certificate_file());
        copy(key_file(), other.key_file());
    }

    // Whole, or not at all.
    static void copy(const std::string& from, const std::string& to)
    {
        std::filesystem::copy_file(from, to + ".new", std::filesystem::copy_options::overwrite_existing);
        std::filesystem::rename(to + ".new", to);
    }

private:
    static void extend(X509* certificate, int kind, const std::string& value)
    {
        X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
        VERIFY(extension != nullptr);
        X509_add_ext(certificate, extension, -1);
        X509_EXTENSION_free(extension);
    }

    template<typename Write>
    static void write(const std::string& path, Write write)
    {
        std::FILE* file = std::fopen(path.c_str(), "w");
        VERIFY(file != nullptr);
        VERIFY(write(file) == 1);
        std::fclose(file);
    }

    TemporaryFolder folder_;
};

}
