"""The register of the best that is known: every value with the plan that has it, and what no plan can pass.

``entry`` is what is said of a value, ``folder`` keeps them and goes through them again, ``entering`` takes in what a
run has found, ``limits`` counts what cannot be passed, ``verifier`` says which code has measured. No solver reads any
of it.
"""

from cohortplan.bench.registry.entering import Outcome, absences, enter_run
from cohortplan.bench.registry.entry import Entry
from cohortplan.bench.registry.folder import Registry, Verdict
from cohortplan.bench.registry.limits import Limit, limit
from cohortplan.bench.registry.verifier import verifier_hash

__all__ = ["Entry", "Limit", "Outcome", "Registry", "Verdict", "absences", "enter_run", "limit", "verifier_hash"]
