"""Tests of the stage that publishes."""
