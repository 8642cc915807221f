"""The report: everything a model's card says, as one file that people read and keep."""

from leadscore.model.report.rendering import read_figures, render_report

__all__ = ["read_figures", "render_report"]
