"""Seeing it run: figures for Prometheus, and logs of which each line names its request. Nothing that a person said is in either."""
