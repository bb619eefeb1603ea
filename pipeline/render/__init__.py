"""Render: typed content and the manifest in; one plain view per page, then its HTML, in a tree that replaces the old one whole."""
