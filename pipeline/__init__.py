"""The stages that turn content into a site: read, check, assets, render."""

import os

# Pydantic would look through every installed package for plugins of its own, at each start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
