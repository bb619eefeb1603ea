"""Publish: a finished output in, a release that visitors see out; here too what a host must say with each file."""
