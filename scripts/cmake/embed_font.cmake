# SPDX-License-Identifier: Apache-2.0
# cmake -DINPUT=font.ttf -DOUTPUT=font.cpp -DNAME=kFont -P embed_font.cmake
cmake_minimum_required(VERSION 3.25)
file(READ "${INPUT}" bytes HEX)
string(LENGTH "${bytes}" digits)
math(EXPR size "${digits} / 2")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
string(REPEAT "0x..," 20 row)
string(REGEX REPLACE "(${row})" "\\1\n" bytes "${bytes}")
file(WRITE "${OUTPUT}" "#include \"client/theme/embedded/fonts.h\"

namespace watchfloor {

const unsigned char ${NAME}[] = {
${bytes}
};
const std::size_t ${NAME}Size = ${size};

} // namespace watchfloor
")
