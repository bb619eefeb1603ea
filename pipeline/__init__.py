"""The pipeline from content to a published site, one package or module for each stage."""
