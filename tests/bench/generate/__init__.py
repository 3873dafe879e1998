"""Instances that are drawn by factors."""
