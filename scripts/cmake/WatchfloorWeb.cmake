# SPDX-License-Identifier: Apache-2.0
# The browser page: link flags, and the folder the server hands out (build/web/web).

# Adds files of the page: HTML, JavaScript, the manifest. In text files @WATCHFLOOR_BUILD@ becomes the
# build's content hash.
function(watchfloor_web_files)
  set_property(GLOBAL APPEND PROPERTY WATCHFLOOR_WEB_FILES ${ARGN})
endfunction()

# Adds parts of page.js, the page's own script: one file, because browsers ask a server for six at a time.
function(watchfloor_web_scripts)
  set_property(GLOBAL APPEND PROPERTY WATCHFLOOR_WEB_SCRIPTS ${ARGN})
endfunction()

function(watchfloor_link_web target)
  set_target_properties(${target} PROPERTIES OUTPUT_NAME app SUFFIX .js)
  # Once more over what emcc made: 6 kB less to load. Going on until nothing is gained makes the file smaller, but not
  # what is left of it compressed. The features are those of WatchfloorFlags.cmake.
  find_program(WASM_OPT wasm-opt REQUIRED)
  add_custom_command(TARGET ${target} POST_BUILD
    COMMAND "${WASM_OPT}" --mvp-features --enable-mutable-globals --enable-bulk-memory
            --enable-nontrapping-float-to-int --enable-sign-ext -Oz --low-memory-unused
            "$<TARGET_FILE_DIR:${target}>/app.wasm" -o "$<TARGET_FILE_DIR:${target}>/app.wasm"
    VERBATIM)
  target_link_options(${target} PRIVATE
    -Oz -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2 -sALLOW_MEMORY_GROWTH=1 -sENVIRONMENT=web
    -sFILESYSTEM=0 -sMALLOC=emmalloc -sDYNAMIC_EXECUTION=0 -sEXPORTED_FUNCTIONS=_main,_malloc,_free
    # The browser has sines and powers; loader.js sets these and no others; nobody asks GL or the C library for errors.
    -fno-exceptions -sJS_MATH=1 -sTEXTDECODER=2 -sGL_TRACK_ERRORS=0 -sSUPPORT_ERRNO=0
    -sMIN_CHROME_VERSION=85 -sMIN_FIREFOX_VERSION=79 -sMIN_SAFARI_VERSION=150000
    -sINCOMING_MODULE_JS_API=canvas,print,printErr,onAbort,instantiateWasm)
endfunction()

# Puts app.js, app.wasm, page.js and every file of watchfloor_web_files() into build/<preset>/web, each with
# .gz and .br siblings, after every link of the target.
function(watchfloor_package_web target)
  find_program(BROTLI brotli REQUIRED)
  find_program(GZIP gzip REQUIRED)
  get_property(files GLOBAL PROPERTY WATCHFLOOR_WEB_FILES)
  get_property(scripts GLOBAL PROPERTY WATCHFLOOR_WEB_SCRIPTS)
  set(page_script "${PROJECT_BINARY_DIR}/page.js")
  set(output "${PROJECT_BINARY_DIR}/web")
  set(stamp "${PROJECT_BINARY_DIR}/web.stamp")
  set(script "${PROJECT_SOURCE_DIR}/scripts/cmake/package_web.cmake")
  list(JOIN files "|" joined)
  add_custom_command(
    OUTPUT "${stamp}"
    COMMAND "${CMAKE_COMMAND}" -E cat ${scripts} > "${page_script}"
    COMMAND "${CMAKE_COMMAND}" "-DOUTPUT=${output}" "-DBROTLI=${BROTLI}" "-DGZIP=${GZIP}"
            "-DFILES=$<TARGET_FILE_DIR:${target}>/app.js|$<TARGET_FILE_DIR:${target}>/app.wasm|${page_script}|${joined}"
            -P "${script}"
    COMMAND "${CMAKE_COMMAND}" -E touch "${stamp}"
    DEPENDS ${target} ${files} ${scripts} "${script}"
    COMMENT "Package the page into ${output}"
    VERBATIM)
  add_custom_target(web_package ALL DEPENDS "${stamp}")
endfunction()
