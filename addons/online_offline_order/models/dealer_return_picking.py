from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .dealer_return import RECEIVERS


class StockPicking(models.Model):
    """The incoming transfer of a return: only the warehouse takes it in, and never who asked for or approved the return."""

    _inherit = "stock.picking"

    dealer_return_id = fields.Many2one("dealer.return", string="Return", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")
    sent_back_return_id = fields.Many2one(
        "dealer.return", string="Sent back of return", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")

    def write(self, vals):
        if not self.env.su and {"dealer_return_id", "sent_back_return_id"} & vals.keys():
            raise AccessError(self.env._("The return of a transfer is set by the approval of the return."))
        return super().write(vals)

    def action_cancel(self):
        """Cancel transfers; a return of which a part is in the warehouse already goes on with that part."""
        result = super().action_cancel()
        returns = self.dealer_return_id.filtered(lambda record: "done" in record.sudo().picking_ids.mapped("state"))  # sudo: all its transfers count
        returns._flow()._after_receipt()
        return result

    def _action_done(self):
        incoming = self.filtered(lambda picking: picking.dealer_return_id and picking.state not in ("done", "cancel"))
        if not incoming:
            return super()._action_done()
        result = super(StockPicking, self - incoming)._action_done() if self - incoming else True
        if not any(self.env.user.has_group(group) for group in RECEIVERS):
            raise AccessError(self.env._(
                "Transfer %s belongs to a return: only a warehouse operator may take the goods in, because the refund follows.", incoming[0].name))
        incoming.dealer_return_id._require_other_person()
        for picking in incoming:
            if lock := picking._goods_lock():
                raise UserError(self.env._(
                    "Goods of return %(name)s cannot be taken in today: the fiscal year is locked up to %(lock)s. "
                    "Take them in on the day after it, or ask finance to move the lock date.", name=picking.dealer_return_id.name, lock=lock))
        # What has not come can be asked for again: no backorder.
        inner = incoming._dealer_return_env()
        result = super(StockPicking, inner)._action_done() and result
        inner.dealer_return_id._after_receipt()
        return result

    def _dealer_return_env(self):
        """Give the transfers as superuser without the caller's context, what has not come being cancelled."""
        context = {key: value for key, value in self.env.context.items() if key in ("lang", "tz", "uid", "allowed_company_ids")}
        return self.sudo().with_context(context, cancel_backorder=True)  # sudo: role and person are checked by the caller
