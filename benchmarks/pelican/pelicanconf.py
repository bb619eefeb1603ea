"""Stock Pelican with its simple theme and the outputs that every tool makes: articles, paginated index, topics, a feed."""

SITENAME = "Benchmark"
SITEURL = "https://bench.example"
TIMEZONE = "UTC"
THEME = "simple"
DEFAULT_PAGINATION = 10
FEED_ALL_RSS = "feed.xml"  # with summaries alone, as in every tool's feed
FEED_MAX_ITEMS = 50
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DIRECT_TEMPLATES = ["index", "categories"]
TAG_SAVE_AS = AUTHOR_SAVE_AS = ""
PLUGINS = []
