"""How much one photo may ask for, and how large its clean copies are."""

MAX_PIXELS = 50_000_000
"""The largest phone sensors in use give about 50 million; more is a bomb or a scan of a map."""

MAX_EDGE = 16_384
"""Longest side in pixels; keeps a strip of 1 x 50 000 000 out."""

MAX_SCANS = 100
"""Scans of a JPEG. Cameras write one, progressive files about ten. Two thousand in 200 kB keep
the decoder busy for more than ten seconds within every limit of pixels and size."""

MAX_SEGMENTS = 5_000
"""Headers, tables and scans of a JPEG together. Long segments fill 20 MB with some 300; millions
of empty ones cost seconds."""

QUALITY = {"1600": 80, "480": 75}
"""The clean copies: longest edge in pixels, largest first, and JPEG quality."""

PHOTOS_PER_CHILD = 50
"""A child is replaced after so many, so that nothing a decoder leaks or breaks stays for long."""

CPU_SECONDS = 10
WALL_SECONDS = 15.0
START_SECONDS = 15.0

MEMORY_BYTES = 1 << 30
FILE_BYTES = 16 << 20
OPEN_FILES = 32
