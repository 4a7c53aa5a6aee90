"""Benchmarks: each prints ratios against a peer in the same run, medians of several rounds, and the honest figure.

`make bench` runs all of them, `make bench BENCH="pipeline search"` some.
"""
