"""What only production changes. Used by `build --production`; --site-url gives the real address."""

import os
import sys

sys.path.append(os.path.dirname(__file__))  # `pelican -s publishconf.py` looks in its own folders alone
from pelicanconf import *  # noqa: F403 Pelican's way to build settings on settings

PRODUCTION = True
COMPRESS = True
SITEURL = "https://telemedicalservices.example"  # .example belongs to nobody: give your own before you publish
