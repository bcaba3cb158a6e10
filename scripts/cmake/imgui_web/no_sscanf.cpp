// SPDX-License-Identifier: Apache-2.0
// What the page's ImGui calls where it would call sscanf (WatchfloorDependencies.cmake): it finds nothing. ImGui reads
// settings and typed numbers with it, neither of which the console has.
extern "C" int watchfloor_no_sscanf(const char*, const char*, ...)
{
    return 0;
}
