"""What can go wrong between us and a target, in words for the person who publishes."""

from __future__ import annotations


class TargetTrouble(Exception):
    """The target can't be used, or has refused something; the text says what is wrong and how to mend it."""


class Locked(TargetTrouble):
    """Another command is at work on the target."""
