"""Tests of the stage `read`."""
