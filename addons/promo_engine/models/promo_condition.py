import re

from odoo import api, fields, models

from ..adapters.keys import company_key, partner_key, user_key
from ..engine import CONDITIONS

FACTS = [
    ("group", "Customer tag"), ("level", "Channel level"), ("member", "Member level"),
    ("region", "Region"), ("activation", "Activation state"), ("first_seen", "Customer since"), ("registered", "Account in use since"),
    ("birthday", "Birthday"), ("spent_fen", "Spent before"), ("last_order", "Last order")]

# Labels for people; test_parts compares them with the kinds of the engine.
KINDS = [
    ("birthday", "Birthday"), ("customer", "Buyer"), ("dates", "On certain days"), ("has", "Goods in the cart"), ("min_amount", "Amount reached"),
    ("min_qty", "Quantity reached"), ("nth_order", "Which order"), ("org", "Organisation, venue, channel"), ("payment_method", "Payment method"),
    ("schedule", "Recurring times"), ("shipping_method", "Shipping method"), ("since", "Days since"), ("spent", "Spent so far"),
]


class PromoCondition(models.Model):
    """Something that must hold before a rule applies; all conditions of a rule must."""

    _name = "promo.condition"
    _description = "Condition of a promotion rule"
    _inherit = ["promo.part.mixin", "promo.scope.mixin"]
    _order = "sequence, id"

    kind = fields.Selection(KINDS, required=True, default="min_amount")
    amount = fields.Monetary(aggregator=None)
    qty = fields.Integer(string="Pieces, or which order", aggregator=None)
    upto = fields.Integer(string="Up to the", aggregator=None, help="0 = just this one.")
    every = fields.Integer(string="Every", aggregator=None)
    before = fields.Integer(string="Days before", aggregator=None)
    after = fields.Integer(string="Days after", aggregator=None)
    least = fields.Integer(string="At least days", aggregator=None)
    most = fields.Integer(string="At most days", aggregator=None, help="0 = no limit.")
    days = fields.Integer(string="In the last days", aggregator=None, help="What was spent in the last so many days; 0 = ever.")
    base = fields.Selection(
        [("entry", "Price after the price level"), ("running", "Running amount"), ("list", "List price")], string="Amount looked at")
    tax = fields.Selection([("incl", "With tax"), ("excl", "Without tax")])
    of = fields.Selection([("customer", "Of the customer"), ("total", "Of all"), ("org", "Of the dealer")], default="customer")
    strict = fields.Boolean(string="More than")
    shipping = fields.Boolean(string="Freight counts")
    never = fields.Boolean(string="Also when it never was")
    with_this = fields.Boolean(string="This order counts")
    fact = fields.Selection(FACTS, string="Property")
    words = fields.Char(string="One of", help="Values, separated by commas.")
    day = fields.Char(string="Day of the shop", help="Month and day like 06-18; empty = the buyer's own.")
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="To", help="Last day, included.")
    weekdays = fields.Char(help="1 = Monday to 7 = Sunday, separated by commas.")
    weeks = fields.Char(help="Which one of the month: 1 to 5.")
    days_text = fields.Char(string="Days of the month")
    months = fields.Char()
    hours = fields.Char(string="Times", help="Like 20:00-22:00, 09:00-10:00.")

    @api.model
    def _part_kinds(self):
        return CONDITIONS

    @staticmethod
    def _parts_of(value):
        """:return: texts between commas."""
        return [part.strip() for part in re.split(r"[,，;；、]", value or "") if part.strip()]

    @staticmethod
    def _numbers_of(part):
        """:return: numbers of a text like 3 or 1-5; anything else as it is, so that the engine refuses it by name."""
        if found := re.fullmatch(r"(\d+)\s*[-–~]\s*(\d+)", part):
            return list(range(int(found[1]), int(found[2]) + 1))
        return [part]

    def _read_part(self, column, unit, parameter):
        value = self._fields.get(column) and self[column]
        if column in ("weekdays", "weeks", "days_text", "months"):
            return [number for part in self._parts_of(value) for number in self._numbers_of(part)]
        if column == "hours":
            return [[moment.strip().rjust(5, "0") for moment in part.replace("：", ":").split("-")] for part in self._parts_of(value)]
        if column in ("date_from", "date_to"):
            return value.isoformat() if value else None
        if parameter == "one_of" and self.fact == "group":
            return self._tag_values()
        if parameter == "methods" and self.kind == "payment_method":
            return self._payment_keys()
        if column == "words":
            return [part.strip() for part in re.split(r"[,，;；]", value or "") if part.strip()]
        readers = {"company": (self.company_ids, company_key), "sales_company": (self.sales_company_ids, partner_key), "dealer": (self.dealer_ids, partner_key),
                   "store": (self.store_ids, partner_key), "salesman": (self.salesperson_ids, user_key)}
        if column in readers:
            records, key = readers[column]
            return [key(record) for record in records.ids]
        named = {"region": list, "venue": self._venue_keys, "channel": self._channel_keys}
        if column in named:
            return named[column]([part.strip() for part in re.split(r"[,，;；]", self[f"{column}_words"] or "") if part.strip()])
        return self._read_words(column, unit, parameter)
