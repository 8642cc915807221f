"""Data: from sources outside to valid tables, dated snapshots, and what a check finds in them."""
