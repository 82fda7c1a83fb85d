"""Benchmarks: they print figures, and nothing passes or fails on time.

Each module is one benchmark with its command in its docstring, run from the checkout with the tests' Python:

    python -m tests.benchmarks.search                      # 20,000 people on SQLite, in under a minute on a free core
    python -m tests.benchmarks.search --people 1000000 --engine both

Compare ratios inside one run, never times of two runs or two machines. What was measured last stands in
docs/performance.md, with the machine it was measured on. `runner.py` has what all of them share: a database of one's
own, timing, and tables; `people.py` makes people of four countries, the same ones for the same number.
"""
