"""What a dealer order costs its prepaid account, in whole fen. Standard library and ``dealer_base.money`` only.

``settle`` prices a whole order, ``rekeyed`` names the goods of a changed order anew, ``cut_parcel`` gives the share of one shipment,
``taken_of`` what shipments were charged of the fees before an order changed,
``changes_between`` says what moved while an order waited,
``missing_in_queue`` reads the waiting queue, ``price_level`` says
who agrees to a special price and ``stock_light`` tells the stock of a line.
"""
from .amend import rekeyed
from .changes import Change, changes_between
from .order import GoodsLine, Settlement, SettlementLine, Taken, settle
from .parcel import Parcel, ParcelLine, cut_parcel, rest_of, taken_of
from .queue import WaitingOrder, missing_in_queue
from .refusal import Refusal
from .special_price import FINANCE, MANAGER, OWN, price_level
from .stock import stock_light

__all__ = [
    "FINANCE",
    "MANAGER",
    "OWN",
    "Change",
    "GoodsLine",
    "Parcel",
    "ParcelLine",
    "Refusal",
    "Settlement",
    "SettlementLine",
    "Taken",
    "WaitingOrder",
    "changes_between",
    "cut_parcel",
    "missing_in_queue",
    "price_level",
    "rekeyed",
    "rest_of",
    "settle",
    "stock_light",
    "taken_of",
]
