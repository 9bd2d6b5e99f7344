"""Sheet layouts of this addon, one a file. Pure; importing the package registers them."""
from . import openings, payments, receipts, remittances
