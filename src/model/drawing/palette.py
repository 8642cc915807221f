"""Colours told apart by people who see fewer of them (Okabe and Ito, 2008); no meaning rests on colour alone."""

INK = "#1b1f24"
MUTED = "#59616b"
GRID = "#e3e6ea"
PLAIN = "#9aa3ad"
BLUE = "#0072b2"
VERMILLION = "#d55e00"
GREEN = "#009e73"
SKY = "#9fd3ee"

AXES = {"fit": BLUE, "interest": VERMILLION, "context": GREEN}
"""The colour of each axis of the score."""
