"""What a return gives back and costs, and until when it is possible. Standard library and ``dealer_base.money`` only.

``preview`` works out credit, postage and charges of one return; ``return_window`` and ``check_window`` know the days.
"""
from .fees import NON_QUALITY, QUALITY, Charge, Preview, PreviewLine, Shipped, ShippedLine, preview
from .refusal import Refusal
from .window import Window, check_window, return_window

__all__ = [
    "NON_QUALITY",
    "QUALITY",
    "Charge",
    "Preview",
    "PreviewLine",
    "Refusal",
    "Shipped",
    "ShippedLine",
    "Window",
    "check_window",
    "preview",
    "return_window",
]
