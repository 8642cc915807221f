"""Score files: one row per lead, in CSV or Parquet, with the same names as the API's answer."""
