# SPDX-License-Identifier: Apache-2.0
# Compiler and linker flags, all on two interface targets: watchfloor_flags for own code,
# watchfloor_no_exceptions beside it for shared/ and client/.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_INTERPROCEDURAL_OPTIMIZATION OFF)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Debug CACHE STRING "" FORCE)
endif()
# -O3 was measured larger and no faster; -O1 keeps Debug test runs short at little cost in compile time.
set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
if(EMSCRIPTEN)
  # The page is loaded before it runs, and a frame costs it little: -Oz takes 40 % off what -O2 makes.
  set(CMAKE_C_FLAGS_RELEASE "-Oz -DNDEBUG")
  set(CMAKE_CXX_FLAGS_RELEASE "-Oz -DNDEBUG")
endif()
set(CMAKE_C_FLAGS_DEBUG "-O1 -g1")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1")

find_program(WATCHFLOOR_CCACHE ccache)
if(WATCHFLOOR_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER "${WATCHFLOOR_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${WATCHFLOOR_CCACHE}")
endif()

add_library(watchfloor_flags INTERFACE)
target_include_directories(watchfloor_flags INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_features(watchfloor_flags INTERFACE cxx_std_20)
target_compile_options(watchfloor_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wcast-qual -Wformat=2
  -Wnon-virtual-dtor -Woverloaded-virtual -Wsuggest-override)
if(NOT WATCHFLOOR_LUMPS)
  # Names local to several sources may hide one another where these are compiled at once.
  target_compile_options(watchfloor_flags INTERFACE -Wshadow)
endif()
# Designated initialisers name what differs from the defaults; the rest is meant to be left out.
target_compile_options(watchfloor_flags INTERFACE -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 takes every inlined std::optional for a value that may be uninitialised.
  target_compile_options(watchfloor_flags INTERFACE -Wno-maybe-uninitialized)
endif()

add_library(watchfloor_no_exceptions INTERFACE)
target_compile_options(watchfloor_no_exceptions INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions>)

if(WATCHFLOOR_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()

if(EMSCRIPTEN)
  add_compile_options(-fno-exceptions $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>)
  # Every browser with WebGL 2 has these, and a page never ends, so that nothing of it is destroyed at its end: together
  # 4 % less to load. wasm-opt is told of the same features (WatchfloorWeb.cmake).
  add_compile_options(-mbulk-memory -mnontrapping-fptoint -msign-ext -fno-math-errno
    $<$<COMPILE_LANGUAGE:CXX>:-fno-c++-static-destructors>)
  # What libc++ inlines is each source's own: only of a function that no other source could replace does the compiler
  # conclude that it does nothing or is called once. Another 10 % less; wasm-opt makes one again of those that are the same.
  add_compile_definitions(_LIBCPP_HIDE_FROM_ABI_PER_TU_BY_DEFAULT)
  # What nobody calls is known where everything is seen: another 4 %.
  add_compile_options(-flto)
  # Debian's acorn lies outside node's own search path; without this every optimised link fails.
  set_property(GLOBAL PROPERTY RULE_LAUNCH_LINK
    "${CMAKE_COMMAND} -E env NODE_PATH=/usr/share/nodejs")
  # emscripten 3.1.6 takes a node that has fetch() for a browser.
  find_program(WATCHFLOOR_NODE node HINTS "${WATCHFLOOR_DEPS}/node/bin" NO_CMAKE_FIND_ROOT_PATH)
  if(WATCHFLOOR_NODE)
    set(CMAKE_CROSSCOMPILING_EMULATOR "${WATCHFLOOR_NODE};--no-experimental-fetch")
  endif()
endif()
