"""Check: typed content in, problems out. A rule is a pure generator; nothing here changes the content."""
