"""From a received file to clean JPEG copies: decoded, turned and written anew in a child process.

Only `pool`, `formats` and `verify` are for the rest of the app. The others load Pillow, and Pillow
meets strangers' bytes in the children alone.
"""
