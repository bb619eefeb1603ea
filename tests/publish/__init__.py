"""Tests of the stage `publish`."""
