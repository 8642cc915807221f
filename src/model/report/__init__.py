"""The report: everything a model's card says, as one file that people read and keep."""
