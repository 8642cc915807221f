"""How a single value is read and compared, wherever it comes from: a file, a database or a request."""

from leadscore.model.values.texts import Compared, canonical, comparison_key, key_of, truth_of

__all__ = ["Compared", "canonical", "comparison_key", "key_of", "truth_of"]
