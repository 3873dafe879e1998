"""One file for each family of cases.

A family is a function that yields cases, given the folder of public instances; a suite names it as
``benchmarks.cases.FILE:FUNCTION``. What is generated is opened as ``python:benchmarks.cases.FILE:NAME``.
"""
