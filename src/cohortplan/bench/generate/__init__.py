"""Instances with knobs: scenarios drawn at random, the same bytes everywhere, with what is known of each."""
