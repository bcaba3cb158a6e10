# SPDX-License-Identifier: Apache-2.0
# One target per dependency, the same name in every build:
#   nlohmann_json_headers  sodium_sha256  sodium_argon2  cpp_httplib  imgui  gtest_with_main

function(watchfloor_require_source path)
  if(NOT EXISTS "${WATCHFLOOR_DEPS}/${path}")
    message(FATAL_ERROR "${WATCHFLOOR_DEPS}/${path} is missing: run ./scripts/setup run first")
  endif()
endfunction()

set(THREADS_PREFER_PTHREAD_FLAG ON)
if(NOT EMSCRIPTEN)
  find_package(Threads REQUIRED)
endif()

# em++ must see nlohmann's folder alone, never all of /usr/include.
add_library(nlohmann_json_headers INTERFACE)
if(EMSCRIPTEN)
  watchfloor_require_source(wasm-include/nlohmann/json.hpp)
  target_include_directories(nlohmann_json_headers SYSTEM INTERFACE "${WATCHFLOOR_DEPS}/wasm-include")
else()
  find_path(NLOHMANN_JSON_DIR nlohmann/json.hpp REQUIRED)
endif()

# #include <sodium/crypto_hash_sha256.h>: the distribution's libsodium, or on wasm the portable
# SHA-256 out of its source.
if(EMSCRIPTEN)
  watchfloor_require_source(libsodium/src/libsodium/crypto_hash/sha256/cp/hash_sha256_cp.c)
  set(sodium "${WATCHFLOOR_DEPS}/libsodium/src/libsodium")
  add_library(sodium_sha256 STATIC
    "${sodium}/crypto_hash/sha256/cp/hash_sha256_cp.c"
    "${PROJECT_SOURCE_DIR}/scripts/cmake/sodium_sha256/memzero.c")
  target_include_directories(sodium_sha256 SYSTEM
    PUBLIC "${sodium}/include" PRIVATE "${sodium}/include/sodium")
  target_compile_definitions(sodium_sha256 PUBLIC SODIUM_STATIC PRIVATE NATIVE_LITTLE_ENDIAN=1)
  target_compile_options(sodium_sha256 PRIVATE -w)
else()
  find_library(SODIUM_LIBRARY sodium REQUIRED)
  add_library(sodium_sha256 INTERFACE)
  target_link_libraries(sodium_sha256 INTERFACE "${SODIUM_LIBRARY}")
endif()

# Argon2id out of the same source, for what the library's interface does not offer: memory that is kept from one hash
# to the next. It asks server/auth/argon2id.cpp for it where it would ask the kernel. The distribution's libargon2 takes
# memory of the caller's, but knows no AVX2, which costs what the kept memory saves.
if(NOT EMSCRIPTEN)
  set(sodium "${WATCHFLOOR_DEPS}/libsodium/src/libsodium")
  set(argon2 "${sodium}/crypto_pwhash/argon2")
  watchfloor_require_source(libsodium/src/libsodium/crypto_pwhash/argon2/argon2-core.c)
  add_library(sodium_argon2 STATIC
    "${argon2}/argon2.c" "${argon2}/argon2-core.c" "${argon2}/argon2-encoding.c" "${argon2}/argon2-fill-block-ref.c"
    "${argon2}/argon2-fill-block-ssse3.c" "${argon2}/argon2-fill-block-avx2.c" "${argon2}/argon2-fill-block-avx512f.c"
    "${argon2}/blake2b-long.c")
  target_include_directories(sodium_argon2 SYSTEM
    PUBLIC "${argon2}" PRIVATE "${sodium}/include" "${sodium}/include/sodium")
  target_compile_definitions(sodium_argon2 PRIVATE HAVE_MMAP=1 HAVE_SYS_MMAN_H=1
    mmap=watchfloor_argon2_map munmap=watchfloor_argon2_unmap)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    target_compile_definitions(sodium_argon2 PRIVATE NATIVE_LITTLE_ENDIAN=1 HAVE_EMMINTRIN_H=1 HAVE_TMMINTRIN_H=1
      HAVE_SMMINTRIN_H=1 HAVE_AVX2INTRIN_H=1 HAVE_AVX512FINTRIN_H=1)
    # g++ goes by what the sources say of themselves, clang by its options.
    set_source_files_properties("${argon2}/argon2-fill-block-ssse3.c" PROPERTIES COMPILE_OPTIONS -mssse3)
    set_source_files_properties("${argon2}/argon2-fill-block-avx2.c" PROPERTIES COMPILE_OPTIONS -mavx2)
    set_source_files_properties("${argon2}/argon2-fill-block-avx512f.c" PROPERTIES COMPILE_OPTIONS -mavx512f)
  endif()
  # As the distribution's is: quick, whatever our own code is built for.
  target_compile_options(sodium_argon2 PRIVATE -w -O2 $<$<BOOL:${WATCHFLOOR_SANITIZE}>:-fno-sanitize=all>)
  target_link_libraries(sodium_argon2 PUBLIC sodium_sha256)
endif()

# The definitions answer measured problems: a listen backlog of 5 made 300 reconnecting clients take
# 42 s, and the default keep-alive check costs a full core at 1,000 idle connections. TLS for what we ask of others;
# no compression on purpose: gzip bombs have no way in.
if(NOT EMSCRIPTEN)
  watchfloor_require_source(cpp-httplib/httplib.h)
  add_library(cpp_httplib INTERFACE)
  target_include_directories(cpp_httplib SYSTEM INTERFACE "${WATCHFLOOR_DEPS}/cpp-httplib")
  target_compile_definitions(cpp_httplib INTERFACE
    CPPHTTPLIB_USE_POLL
    CPPHTTPLIB_OPENSSL_SUPPORT
    CPPHTTPLIB_LISTEN_BACKLOG=4096
    CPPHTTPLIB_KEEPALIVE_TIMEOUT_CHECK_INTERVAL_USECOND=500000)
  find_package(OpenSSL 3 REQUIRED)
  target_link_libraries(cpp_httplib INTERFACE Threads::Threads OpenSSL::SSL OpenSSL::Crypto)
endif()

# Natively with GLFW and the stock OpenGL 3 backend. On the web the platform layer is our own and the
# GL backend is compiled through client/window/gl_backend_web.cpp.
if(WATCHFLOOR_CLIENT)
  watchfloor_require_source(imgui/imgui.h)
  set(imgui "${WATCHFLOOR_DEPS}/imgui")
  add_library(imgui STATIC
    "${imgui}/imgui.cpp" "${imgui}/imgui_draw.cpp" "${imgui}/imgui_tables.cpp" "${imgui}/imgui_widgets.cpp")
  target_include_directories(imgui SYSTEM PUBLIC "${imgui}" "${imgui}/backends")
  target_compile_definitions(imgui PUBLIC IMGUI_USER_CONFIG="client/window/imconfig_watchfloor.h")
  target_include_directories(imgui PUBLIC "${PROJECT_SOURCE_DIR}")
  target_compile_options(imgui PRIVATE -w)
  if(EMSCRIPTEN)
    target_compile_definitions(imgui PUBLIC IMGUI_IMPL_OPENGL_ES3)
    # The page brings its fonts, keeps no settings of ImGui's and has no field of numbers: 16 kB less to load.
    target_compile_definitions(imgui PRIVATE IMGUI_DISABLE_DEFAULT_FONT sscanf=watchfloor_no_sscanf)
    target_sources(imgui PRIVATE "${PROJECT_SOURCE_DIR}/scripts/cmake/imgui_web/no_sscanf.cpp")
  else()
    find_package(OpenGL REQUIRED)
    find_package(glfw3 3.3 REQUIRED)
    find_package(PNG REQUIRED)
    target_sources(imgui PRIVATE
      "${imgui}/backends/imgui_impl_opengl3.cpp" "${imgui}/backends/imgui_impl_glfw.cpp")
    target_link_libraries(imgui PUBLIC glfw OpenGL::GL ${CMAKE_DL_LIBS} Threads::Threads)
  endif()
endif()

# googletest with its main(), as one target.
if(WATCHFLOOR_TESTS)
  if(EMSCRIPTEN)
    set(googletest /usr/src/googletest/googletest)
    add_library(gtest_with_main STATIC "${googletest}/src/gtest-all.cc" "${googletest}/src/gtest_main.cc")
    target_include_directories(gtest_with_main SYSTEM PUBLIC "${googletest}/include" PRIVATE "${googletest}")
    target_compile_options(gtest_with_main PRIVATE -w)
    target_compile_definitions(gtest_with_main PUBLIC GTEST_HAS_PTHREAD=0)
  else()
    find_package(GTest REQUIRED)
    add_library(gtest_with_main INTERFACE)
    target_link_libraries(gtest_with_main INTERFACE GTest::gtest GTest::gtest_main)
  endif()
endif()
