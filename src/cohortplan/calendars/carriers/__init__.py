"""Ways to hand messages over."""
