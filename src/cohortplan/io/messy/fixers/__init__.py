"""The fixers, one mess a file; a new file registers itself."""
