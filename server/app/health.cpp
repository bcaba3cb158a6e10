// SPDX-License-Identifier: Apache-2.0
#include "server/app/health.h"

#include "server/app/app.h"

namespace watchfloor {
namespace {

// "2026-12-05 at 10:00 UTC"
std::string told_minute(Timestamp at)
{
    const std::string text = format_timestamp(at);
    return text.substr(0, 10) + " at " + text.substr(11, 5) + " UTC";
}

std::string certificate_trouble(const TlsIdentity& tls, Timestamp now)
{
    const Timestamp end = tls.ends_at();
    const std::string refusal = tls.refusal();
    if (end <= now) {
        return "The server's certificate ended on " + told_minute(end) + "; browsers refuse it. "
            + (refusal.empty() ? "Put a renewed one in its place."
                               : "The renewed one cannot be used: " + refusal + ".");
    }
    if (!refusal.empty()) {
        return "The server's renewed certificate cannot be used: " + refusal + ". The one before serves until "
            + told_minute(end) + ".";
    }
    return end - now > kCertificateWarning
        ? std::string {}
        : "The server's certificate ends on " + told_minute(end) + "; put a renewed one in its place.";
}

}

HealthAnswer health_of(const App& app)
{
    HealthAnswer health;
    if (!app.store->writable()) {
        health.writable = false;
        health.reason = app.store->status().reason;
    } else if (!app.samples->writable()) {
        health.writable = false;
        health.reason = "Capacity samples cannot be written; free space in the data folder.";
    }
    health.damage = app.chain->damage();
    if (app.tls) {
        health.certificate = certificate_trouble(*app.tls, app.clock->now());
    }
    health.clock_leap_seconds = std::chrono::duration_cast<std::chrono::seconds>(app.clock->leap()).count();
    return health;
}

HealthAnswer bare(HealthAnswer health)
{
    health.reason = health.writable ? "" : "The journal cannot be written at present.";
    health.certificate = health.certificate.empty() ? "" : "The certificate needs care.";
    health.damage = health.damage.empty() ? "" : "The journal is damaged.";
    return health;
}

}
