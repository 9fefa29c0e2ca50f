"""Checks that a PNG shows something: that enough of its pixels differ from their neighbours.

usage: check_picture.py FILE
"""

import struct
import sys
import zlib

with open(sys.argv[1], "rb") as file:
    png = file.read()
if not png.startswith(b"\x89PNG\r\n\x1a\n"):
    sys.exit("must be a PNG")

position = 8
compressed = b""
while position < len(png):
    (length,) = struct.unpack(">I", png[position : position + 4])
    if png[position + 4 : position + 8] == b"IDAT":
        compressed += png[position + 8 : position + 8 + length]
    position += 12 + length

# PNG stores most rows as differences from their neighbours, so a blank page is nearly all zeros.
differences = zlib.decompress(compressed)
share = 1 - differences.count(0) / len(differences)
print(f"{share:.2%} of the picture's bytes differ from their neighbours")
if share < 0.005:
    sys.exit("the page must not be blank")
