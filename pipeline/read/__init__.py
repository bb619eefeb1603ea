"""Read: content files in, typed and validated content out, each value with its place in the source."""
