"""One module for each command, named like it; its ``command`` is what the menu runs."""
