"""What a return gives back and costs, and until when it is possible. Standard library and ``dealer_base.money`` only.

``preview`` works out credit, postage and charges of one return; ``return_window`` and ``check_window`` know the days,
``check_inspection`` and ``judge`` what an inspection means; ``CLASSES`` is the table of classes.
"""
from .classes import CLASSES, LOST, NON_QUALITY, QUALITY, REFUSED, STOCK, ReturnClass, class_selection
from .exchange import Exchange
from .fees import Charge, Preview, PreviewLine, Shipped, ShippedLine, preview
from .inspection import Inspected, check_inspection, judge
from .policy import Policy, best_policy
from .refusal import Refusal
from .window import Window, check_window, return_window

__all__ = [
    "CLASSES",
    "LOST",
    "NON_QUALITY",
    "QUALITY",
    "REFUSED",
    "STOCK",
    "Charge",
    "Exchange",
    "Inspected",
    "Policy",
    "Preview",
    "PreviewLine",
    "Refusal",
    "ReturnClass",
    "Shipped",
    "ShippedLine",
    "Window",
    "best_policy",
    "check_inspection",
    "check_window",
    "class_selection",
    "judge",
    "preview",
    "return_window",
]
