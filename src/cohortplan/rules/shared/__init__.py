"""What several rules share: the wording and reading of plans for `measure`, the making of primitives for `lower`."""
