"""A made-up funnel of a software company, with the true probability of every lead and the dirt of real exports."""

from leadscore.model.sample.blocks import Block, sample_blocks
from leadscore.model.sample.dirt import DIRT
from leadscore.model.sample.settings import AFTER_SALE_COLUMNS, HORIZON_DAYS, LAYOUT, NOISE_COLUMNS, SampleSettings
from leadscore.model.sample.writing import FileFormat, write_sample

__all__ = [
    "AFTER_SALE_COLUMNS",
    "DIRT",
    "HORIZON_DAYS",
    "LAYOUT",
    "NOISE_COLUMNS",
    "Block",
    "FileFormat",
    "SampleSettings",
    "sample_blocks",
    "write_sample",
]
