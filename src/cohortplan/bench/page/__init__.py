"""What analyses look like: figures, one page that needs nothing else, and a page of results as Markdown."""
