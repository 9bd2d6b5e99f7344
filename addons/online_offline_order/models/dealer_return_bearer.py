from odoo import api, fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..returns import QUALITY

PROBE_FEN = 1_000_000  # the rule is asked who bears a postage that nobody knows yet


class DealerReturn(models.Model):
    """Who bears the way back: the rules of the day it was asked for, of an exchange its own before those of returns; without one
    the dealer, of a quality return HQ.

    A rule for all reasons does not make the dealer pay for faulty goods: only one that names the reason does.
    """

    _inherit = "dealer.return"

    postage_borne = fields.Monetary(
        string="Postage not charged", compute="_compute_postage_borne", help="Paid by HQ to the carrier and not charged to the dealer.")
    postage_text = fields.Char(string="Who bears the postage", compute="_compute_postage_borne")
    is_postage_borne = fields.Boolean(compute="_compute_postage_borne", export_string_translation=False)

    @api.depends("postage", "postage_by", "postage_amount", "reason_class", "reason_id", "order_id", "submitted_at")
    def _compute_postage_borne(self):
        for record in self:
            known = record.order_id and record.postage_by == "collect"
            fen = to_fen(record.postage or 0) if known else 0
            record.postage_borne = float(from_fen(fen - to_fen(record.postage_amount))) if fen else 0.0
            record.postage_text = "; ".join(record._postage_bearing(fen)["explanation"]) if fen else False
            record.is_postage_borne = bool(known) and record._bears_postage()

    def _fee_reason(self):
        """Give the code of the logistics.fee.reason by which rules tell the return apart."""
        return self.reason_id.sudo().code or self.reason_class  # sudo: whoever looks at the return need not read reasons

    def _postage_bearing(self, fen):
        """Split a postage that HQ paid, by the rules of the day the return was asked for.

        :return: as ``logistics.bearing._bear``.
        """
        order = self.order_id._origin.sudo()  # sudo: where the order went, whoever looks at its return
        company = order.company_id
        day = company._dealer_local(self.submitted_at).date() if self.submitted_at else company._dealer_today()
        for event in self._postage_events():
            found = self.env["logistics.bearing"]._bear(
                company, event, day, fen, partner=order.partner_id, division=order._delivery_division(), reason=self._fee_reason())
            if found["rule"]:
                break
        if self.reason_class == QUALITY and not found["names_reason"]:
            return {**found, "parts": {"dealer": 0, "hq": fen, "consumer": 0}, "explanation": [], "rule": ""}
        return found

    def _postage_events(self):
        """:return: the events whose rules share the way back: the first that has one for the day counts."""
        return ("exchange", "return") if self._is_exchange() else ("return",)

    def _split_postage(self, fen):
        """Tell who bears a postage.

        :param fen: the whole, tax included.
        :return: {"dealer", "hq", "consumer": fen}; zeros when the store paid it.
        """
        if self.postage_by != "collect" or not self.order_id:
            return {"dealer": 0, "hq": 0, "consumer": 0}
        return self._postage_bearing(fen)["parts"]

    def _dealer_bears_postage(self):
        """Tell whether the dealer bears any of a postage that HQ paid, whatever it comes to."""
        return self._split_postage(PROBE_FEN)["dealer"] > 0

    def _postage_bearer(self):
        """:return: who the parcel of the return says pays: the dealer if he bears any of it, else who bears most."""
        parts = self._split_postage(to_fen(self.postage or 0) or PROBE_FEN)
        if parts["dealer"]:
            return "dealer"
        most = max(parts, key=parts.get)
        if parts[most]:
            return most
        return "hq" if self.reason_class == QUALITY else "dealer"
