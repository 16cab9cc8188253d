"""Where things are kept: SQL written once for two engines, blobs, and pixels."""
