from odoo import fields, models

from odoo.addons.dealer_base.money import to_fen, yuan

from ..returns import QUALITY
from .dealer_return import RECEIVERS
from .dealer_return_flow import AFTERSALE


class DealerReturn(models.Model):
    """The postage of a quality return is HQ's cost (E10b): booked once it is known, at the receipt or later."""

    _inherit = "dealer.return"

    postage_move_id = fields.Many2one(
        "account.move", string="Postage entry", readonly=True, copy=False, index="btree_not_null", ondelete="restrict",
        help="The return postage that HQ bears: selling expense against the carrier.")

    def _bears_postage(self):
        """Tell whether the postage of the return is paid and borne by HQ."""
        return self.reason_class == QUALITY and self.postage_by == "collect"

    def _writable_now(self):
        allowed = super()._writable_now()
        late = self.state in ("received", "refunded") and self._bears_postage() and not self.postage_move_id
        if late and any(self.env.user.has_group(group) for group in (*RECEIVERS, AFTERSALE)):
            return allowed | {"postage"}
        return allowed

    def write(self, vals):
        result = super().write(vals)
        if "postage" in vals and not self.env.su:
            for record in self.filtered(lambda rec: rec.state in ("received", "refunded")):
                record._check_postage()
                record._flow()._book_postage_borne()
        return result

    def _after_receipt(self):
        result = super()._after_receipt()
        self.filtered(lambda record: record.state == "received")._book_postage_borne()
        return result

    def _book_postage_borne(self):
        """Post E10b for the returns of which the postage is known and not booked yet."""
        for record in self.filtered(lambda rec: rec._bears_postage() and not rec.postage_move_id):
            fen, company = to_fen(record.postage or 0), record.company_id
            if fen:
                record.postage_move_id = self.env["prepaid.posting"]._post_event(
                    company, company.prepaid_journal_id, "E10b", {"amount": fen}, f"{record.order_id.name} {record.name}",
                    partners={"carrier": record._postage_carrier()})
                record._log(self.env._("Return postage of %s CNY borne by the company.", yuan(fen)))

    def _postage_carrier(self):
        """Hook: give the res.partner that is owed the postage. Extend where carriers have a partner; empty by default."""
        return self.env["res.partner"]
