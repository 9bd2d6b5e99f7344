"""Chromium as a printer: find it, talk to it, compose the pages. No Odoo in here."""
from .browser import Chromium, ChromiumError, Paper
from .find import find_chromium
from .merge import PdfPart, join, page_count, stamp
from .pages import body_page, frame_pages, frames_of

__all__ = [
    "Chromium",
    "ChromiumError",
    "Paper",
    "PdfPart",
    "body_page",
    "find_chromium",
    "frame_pages",
    "frames_of",
    "join",
    "page_count",
    "stamp",
]
