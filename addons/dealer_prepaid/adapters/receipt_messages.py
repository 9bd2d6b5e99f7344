"""Sentences for the rows of a sheet of receipts."""
from odoo.tools.translate import LazyTranslate

from odoo.addons.dealer_base.adapters.messages import register_sentences

_lt = LazyTranslate(__name__)

register_sentences({
    "account_needed": _lt("On which account did this money come in? Choose the account on the import, or fill the column “收款账户”."),
    "account_of_channel": _lt("Money of this channel is received on %(known)s, not on “%(value)s”: correct the account or the channel."),
    "chosen_account": _lt("“%(name)s”, chosen on the import, is no account of this company that receives such money. Known: %(known)s."),
    "receipt_changed": _lt("This serial number is known in %(name)s with %(known)s CNY: check the file."),
    "receipt_in_future": _lt("Money cannot have come in on a day that has not come: check the date."),
    "unknown_account": _lt("“%(value)s” is no account of this company that receives such money. Known: %(known)s."),
    "unknown_account_brand": _lt("The brand “%(value)s” is not known. Known: %(known)s."),
    "unknown_channel": _lt("The channel “%(value)s” is not known. Known: %(known)s."),
    "unknown_order": _lt("The order “%(value)s” is not known: check the number or leave it empty."),
    "unknown_payer": _lt("No dealer or store has the code “%(value)s”: correct it, or import the dealer first."),
})
