"""The fitted model and its contributions: log-odds split exactly over the features."""
