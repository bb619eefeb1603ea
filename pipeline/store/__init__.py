"""Store: what earlier builds made and saw, so that nothing is done twice. Always safe to delete."""
