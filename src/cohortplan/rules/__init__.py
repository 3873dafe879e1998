"""The rules, one file each, and the registry that finds them."""

from cohortplan.rules.registry import build_rule, registry, with_implied

__all__ = ["build_rule", "registry", "with_implied"]
