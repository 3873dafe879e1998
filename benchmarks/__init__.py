"""How good the solvers are: ``python -m benchmarks`` runs the cases and writes ``results.md``."""
