"""Tracks, which ask for several plans: ``days`` lives through a script, ``front`` holds wishes against each other.

A track stands in front of a source; ``players`` are contestants of tracks only.
"""
