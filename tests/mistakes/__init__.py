"""Typical mistakes of editors, and texts that only look like them."""
