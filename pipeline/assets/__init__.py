"""Assets: source pictures and styles in, files named by their digest out, with a manifest of their URLs."""
