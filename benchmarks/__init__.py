"""Benchmarks: speed as ratios on one machine, and quality on fixed splits of real data."""
