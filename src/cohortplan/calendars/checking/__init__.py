"""The checker of calendars and of messages that carry them: one small function for each rule."""
