"""Why there is no plan: the smallest set of rules and data that clash, in words."""
