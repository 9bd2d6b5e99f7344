"""Sheets that carriers' prices come in: each file declares one layout, the importers in models/ make draft versions of it."""
from . import band_matrix, first_continue, flat, remote, surcharges, weights_down, words

__all__ = ["band_matrix", "first_continue", "flat", "remote", "surcharges", "weights_down", "words"]
