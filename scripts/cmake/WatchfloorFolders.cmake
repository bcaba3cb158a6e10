# SPDX-License-Identifier: Apache-2.0
# Adds every sub-folder that has a CMakeLists.txt. A leaf folder only lists its own sources on the
# parent's target, so a new folder needs no change anywhere else.
function(watchfloor_add_folders)
  file(GLOB lists CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*/CMakeLists.txt")
  get_property(added DIRECTORY PROPERTY SUBDIRECTORIES)
  foreach(list IN LISTS lists)
    cmake_path(GET list PARENT_PATH folder)
    if(NOT folder IN_LIST added)
      add_subdirectory("${folder}")
    endif()
  endforeach()
endfunction()

# A target whose folders have no sources yet still builds: it gets one empty translation unit.
function(watchfloor_allow_empty target)
  get_target_property(sources ${target} SOURCES)
  if(NOT sources)
    set(empty "${CMAKE_CURRENT_BINARY_DIR}/${target}_empty.cpp")
    file(CONFIGURE OUTPUT "${empty}" CONTENT "// No sources yet.\n")
    target_sources(${target} PRIVATE "${empty}")
  endif()
endfunction()

# Compiles a target in lumps of several sources, a third of the work of a build from nothing. Not in the
# development presets: there each source proves that it stands alone, and a change compiles little.
function(watchfloor_compile_in_lumps target)
  if(WATCHFLOOR_LUMPS)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 10)
  endif()
endfunction()

# What nearly every test reads is read once: those headers alone take seconds a source. Tests only, because product
# sources are to prove that they stand alone.
function(watchfloor_read_once target)
  if(NOT EMSCRIPTEN)
    target_precompile_headers(${target} PRIVATE
      <gtest/gtest.h> <algorithm> <chrono> <functional> <map> <memory> <optional> <string> <thread> <variant> <vector>
      ${ARGN})
    # Tests run once: optimising them as what they test took longer than it saved. A lump of them takes a quarter less
    # time without any.
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O0>)
    # ccache and headers that were read once do not go together without settings that nobody is asked to make.
    set_target_properties(${target} PROPERTIES CXX_COMPILER_LAUNCHER "")
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      # Headers that were read once are no longer the system's to g++ 12, which then warns of inlined std::string.
      target_compile_options(${target} PRIVATE -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow)
      # In lumps a fixture in an unnamed namespace stands in an included file, which g++ takes for a header.
      target_compile_options(${target} PRIVATE $<$<BOOL:${WATCHFLOOR_LUMPS}>:-Wno-subobject-linkage>)
    endif()
  endif()
endfunction()

# Checks that each header of the current folder tree compiles on its own
# (built by the target all_verify_interface_header_sets). Headers of the other platform are left out.
function(watchfloor_verify_headers target)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.h")
  if(EMSCRIPTEN)
    list(FILTER headers EXCLUDE REGEX "_native\\.h$")
  else()
    list(FILTER headers EXCLUDE REGEX "_web\\.h$")
  endif()
  list(FILTER headers EXCLUDE REGEX "/imconfig_")
  if(headers)
    target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${headers})
    set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  endif()
endfunction()
