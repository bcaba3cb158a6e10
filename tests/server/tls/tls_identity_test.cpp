// SPDX-License-Identifier: Apache-2.0
#include "server/tls/tls_identity.h"

#include "tests/support/test_certificate.h"

#include <fstream>
#include <gtest/gtest.h>

namespace watchfloor {
namespace {

std::string error_of_pair(const std::string& certificate, const std::string& key)
{
    const auto loaded = TlsIdentity::load(certificate, key);
    return loaded.ok() ? "" : loaded.error().message;
}

void write_text(const std::string& path, std::string_view text)
{
    std::ofstream(path, std::ios::trunc) << text;
}

std::string text_of(const std::string& path)
{
    std::ifstream file(path);
    return { std::istreambuf_iterator<char>(file), {} };
}

// The same key, so that only somebody who knows the word can read it.
void lock_key(const std::string& path)
{
    std::FILE* file = std::fopen(path.c_str(), "r");
    ASSERT_NE(file, nullptr);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key {
        PEM_read_PrivateKey(file, nullptr, nullptr, nullptr), &EVP_PKEY_free
    };
    std::fclose(file);
    file = std::fopen(path.c_str(), "w");
    const auto* word = reinterpret_cast<const unsigned char*>("secret");
    ASSERT_EQ(PEM_write_PrivateKey(file, key.get(), EVP_aes_256_cbc(), word, 6, nullptr, nullptr), 1);
    std::fclose(file);
}

TEST(TlsIdentityTest, TakesACertificateAndItsKeyFromTwoFilesOrOne)
{
    const TestCertificate its("IP:127.0.0.1");
    const auto loaded = TlsIdentity::load(its.certificate_file(), its.key_file());
    ASSERT_TRUE(loaded.ok()) << loaded.error().message;
    const auto now = std::chrono::duration_cast<Millis>(std::chrono::system_clock::now().time_since_epoch());
    const auto left = loaded.value()->ends_at() - Timestamp { now.count() };
    EXPECT_GT(left, std::chrono::minutes { 55 });
    EXPECT_LE(left, std::chrono::minutes { 60 });
    EXPECT_EQ(loaded.value()->refusal(), "");
    const std::string both = its.key_file() + ".both";
    write_text(both, text_of(its.key_file()) + text_of(its.certificate_file()));
    EXPECT_EQ(error_of_pair(both, both), "");
}

TEST(TlsIdentityTest, SaysWhatIsWrongWithWhichFileAndWhatToDo)
{
    const TestCertificate its("IP:127.0.0.1");
    const TestCertificate another("IP:127.0.0.1");
    const std::string missing = error_of_pair(its.certificate_file(), "/nowhere/key.pem");
    EXPECT_NE(missing.find("cannot read /nowhere/key.pem: No such file"), std::string::npos) << missing;
    const std::string swapped = error_of_pair(its.key_file(), its.certificate_file());
    EXPECT_NE(swapped.find(its.key_file() + " holds no certificate"), std::string::npos) << swapped;
    const std::string no_key = error_of_pair(its.certificate_file(), its.certificate_file());
    EXPECT_NE(no_key.find("holds no private key"), std::string::npos) << no_key;
    const std::string other = error_of_pair(its.certificate_file(), another.key_file());
    EXPECT_NE(other.find("does not belong to"), std::string::npos) << other;
    EXPECT_NE(other.find(another.key_file()), std::string::npos) << other;
    lock_key(another.key_file());
    const std::string locked = error_of_pair(another.certificate_file(), another.key_file());
    EXPECT_NE(locked.find("locked with a passphrase"), std::string::npos) << locked;
    EXPECT_NE(locked.find("openssl pkey -in"), std::string::npos) << locked;
    const std::string whole = text_of(its.certificate_file());
    write_text(its.certificate_file(), whole + whole.substr(0, whole.size() / 2) + whole.substr(whole.size() / 2 + 3));
    const std::string broken = error_of_pair(its.certificate_file(), its.key_file());
    EXPECT_NE(broken.find("holds a broken certificate"), std::string::npos) << broken;
}

TEST(TlsIdentityTest, TakesRenewedFilesOnceTheyRest)
{
    using Renewal = TlsIdentity::Renewal;
    const TestCertificate first("IP:127.0.0.1");
    const TestCertificate renewed("IP:127.0.0.1", std::chrono::hours { 48 });
    const auto loaded = TlsIdentity::load(first.certificate_file(), first.key_file());
    ASSERT_TRUE(loaded.ok());
    TlsIdentity& identity = *loaded.value();
    const Timestamp end = identity.ends_at();
    EXPECT_EQ(identity.look(), Renewal::None);
    TestCertificate::copy(renewed.certificate_file(), first.certificate_file());
    EXPECT_EQ(identity.look(), Renewal::None) << "the key may still be on its way";
    TestCertificate::copy(renewed.key_file(), first.key_file());
    EXPECT_EQ(identity.look(), Renewal::None) << "it has just come";
    EXPECT_EQ(identity.ends_at(), end);
    EXPECT_EQ(identity.look(), Renewal::Taken);
    EXPECT_GT(identity.ends_at() - end, std::chrono::hours { 46 });
    EXPECT_EQ(identity.look(), Renewal::None);
}

TEST(TlsIdentityTest, KeepsWhatItHasWhereTheRenewedCannotBeUsed)
{
    using Renewal = TlsIdentity::Renewal;
    const TestCertificate first("IP:127.0.0.1");
    const TestCertificate renewed("IP:127.0.0.1", std::chrono::hours { 48 });
    const auto loaded = TlsIdentity::load(first.certificate_file(), first.key_file());
    ASSERT_TRUE(loaded.ok());
    TlsIdentity& identity = *loaded.value();
    const Timestamp end = identity.ends_at();
    TestCertificate::copy(renewed.key_file(), first.key_file());
    EXPECT_EQ(identity.look(), Renewal::None);
    EXPECT_EQ(identity.look(), Renewal::Refused);
    EXPECT_NE(identity.refusal().find("does not belong to"), std::string::npos) << identity.refusal();
    EXPECT_EQ(identity.ends_at(), end);
    EXPECT_EQ(identity.look(), Renewal::None) << "said once";
    std::filesystem::remove(first.certificate_file());
    EXPECT_EQ(identity.renew(), Renewal::Refused);
    EXPECT_NE(identity.refusal().find("cannot read"), std::string::npos) << identity.refusal();
    renewed.replace(first);
    EXPECT_EQ(identity.renew(), Renewal::Taken) << "at once, where somebody says so";
    EXPECT_EQ(identity.refusal(), "");
    EXPECT_GT(identity.ends_at(), end);
    EXPECT_EQ(identity.look(), Renewal::None);
}

}
}
