"""Tests of the stage `render`."""
