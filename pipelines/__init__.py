"""The verbs of the command line; each module is one job an analyst or an operator starts."""
