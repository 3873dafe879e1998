"""The what-if board: a plan in the browser, to be changed by hand, and measured with every change."""
