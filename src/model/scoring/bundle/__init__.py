"""A model as a folder of text, JSON and plain arrays: written whole, and audited before it is used."""

from leadscore.model.scoring.bundle.bundle import FILES, MANIFEST, PROTOCOL, Bundle, write_bundle
from leadscore.model.scoring.bundle.loading import load_bundle

__all__ = ["FILES", "MANIFEST", "PROTOCOL", "Bundle", "load_bundle", "write_bundle"]
