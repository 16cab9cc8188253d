"""The demo: a made-up Flen with a year gone by and a walk today, loaded as any other data."""
