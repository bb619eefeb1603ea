"""What is true of every build. publishconf.py adds what only production changes."""

SITENAME = "TelemedicalServices"  # for plugins; pages take the name from content/clinic.yaml
SITEURL = "http://localhost:8000"

PATH = "content"
ARTICLE_PATHS = ["articles"]
PAGE_PATHS = ["pages"]
IGNORE_FILES = [".*", "*~", "#*#", "~$*", "*.pyc", "__pycache__"]  # hidden files, and what editors and systems leave
STATIC_PATHS = []  # pictures and files are published under their digest when a text uses them
THEME = "theme"
THEME_STATIC_PATHS = []
OUTPUT_PATH = "output"
CACHE_PATH = ".cache"  # what builds share; safe to delete

# The stages. Add plugins of your own behind ours.
PLUGINS = ["pipeline.plugin"]
WANTED_PLUGINS = PLUGINS  # Pelican forgets which plugins failed to load; this list remembers
# Settings (in capitals) and front-matter keys that your own plugins read; all others are refused.
EXTRA_KEYS = []

# Rules whose warnings stop your builds, such as {"summary-length": "error"}: docs/rules.md names them all.
RULES = {}

PRODUCTION = False
BUILD_DATE = None  # a day, such as "2026-11-22", else today where the clinic is
JOBS = None  # how many processes may work at once; None: one for each core
CLEAN = False  # make every page anew, and reuse nothing
COMPRESS = False  # put compressed copies (.br, .gz) beside texts, for hosts that send them as they are
QUIET = False  # whoever called us prints the problems
CHECK_ONLY = False  # read and check, then stop
ONLY_PATHS = []  # tell only of problems in these files and folders

# Dates have no time of day and no zone; words for them come from theme/locale.
TIMEZONE = "UTC"
LOCALE = ["C"]
DEFAULT_LANG = "en"
# The pipeline pairs translations itself; Pelican's way takes time that grows with the square of the articles.
ARTICLE_TRANSLATION_ID = None
PAGE_TRANSLATION_ID = None

# Addresses
ARTICLE_URL = PAGE_URL = "{slug}/"
ARTICLE_SAVE_AS = PAGE_SAVE_AS = "{slug}/index.html"
ARTICLE_LANG_URL = PAGE_LANG_URL = "{lang}/{slug}/"
ARTICLE_LANG_SAVE_AS = PAGE_LANG_SAVE_AS = "{lang}/{slug}/index.html"
CATEGORY_URL = "topics/{slug}/"
CATEGORY_SAVE_AS = "topics/{slug}/index.html"
DIRECT_TEMPLATES = ["index", "categories"]
INDEX_URL = "articles/"
INDEX_SAVE_AS = "articles/index.html"
CATEGORIES_URL = "topics/"
CATEGORIES_SAVE_AS = "topics/index.html"
DEFAULT_PAGINATION = 10
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]
FEED_ALL_ATOM = "feed.xml"
FEED_MAX_ITEMS = 50

# Not built: drafts; and pages for tags and authors, which would say little.
DRAFT_SAVE_AS = DRAFT_LANG_SAVE_AS = DRAFT_PAGE_SAVE_AS = DRAFT_PAGE_LANG_SAVE_AS = ""
TAG_SAVE_AS = AUTHOR_SAVE_AS = ""
CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None

# Front matter says what a file is, never its folder or its name.
USE_FOLDER_AS_CATEGORY = False
FILENAME_METADATA = r"(?P<unused>)"
SLUGIFY_SOURCE = "title"
FORMATTED_FIELDS = []
