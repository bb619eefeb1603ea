"""The tests. Their folders are those of pipeline/; tests of the whole stand beside them."""
