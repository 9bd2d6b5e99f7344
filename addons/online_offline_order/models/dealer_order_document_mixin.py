from odoo import api, fields, models
from odoo.exceptions import UserError


class DealerOrderDocumentMixin(models.AbstractModel):
    """A document that asks for something about one dealer order: a change, special prices, a correction, its cancellation.

    It is numbered, belongs to its order for good, is written as a draft and is decided by its steps, which stand in the model.
    """

    _name = "dealer.order.document.mixin"
    _description = "Document about an order"
    _inherit = ["mail.thread", "mail.activity.mixin", "dealer.flow.mixin"]
    _mail_post_access = "read"
    _order = "id desc"
    _flow_strict = True

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    order_id = fields.Many2one("sale.order", required=True, index=True, ondelete="restrict", copy=False)
    partner_id = fields.Many2one(related="order_id.partner_id", string="Dealer or store", store=True, index=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    decided_by = fields.Many2one("res.users", readonly=True, copy=False)
    decided_at = fields.Datetime(readonly=True, copy=False)
    refuse_reason = fields.Char(string="Why refused", readonly=True, copy=False)

    # -- entry

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            order = self.env["sale.order"].browse(vals.get("order_id"))
            if not self.env.su:
                self._check_author(order)
            self._check_order_fits(order)
            vals["name"] = order.company_id.sudo()._dealer_number(self._name)  # sudo: numbers are no right
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() & (self._content() | {"order_id"}):
            self._need_draft()
            if "order_id" in vals:
                raise UserError(self.env._("%s belongs to its order: enter another one for another order.", self[:1].name))
        return super().write(vals)

    @api.model
    def _content(self):
        """Give the names of the fields that people write while it is a draft. Extend: return a set of names."""
        return set()

    def _check_author(self, order):
        """Hook: refuse who may not enter one for the order. Extend: raise AccessError."""
        order._require_role(*order._entry_roles())

    def _check_order_fits(self, order):
        """Hook: refuse an order for which none can be entered now. Extend: raise UserError."""
        order._check_dealer_order()

    def _need_draft(self):
        for document in self.filtered(lambda rec: rec.state != "draft"):
            raise UserError(self.env._("%s is no draft any more and stays as it is: withdraw it or have it refused, and enter another one.", document.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        self._need_draft()

    # -- steps

    def _refuse_document(self, reason):
        """Close it as refused; who may was checked by the caller.

        :param reason: text, why.
        """
        self.order_id._need_reason(reason)
        self._flow_write({"state": "refused", "decided_by": self.env.uid, "decided_at": fields.Datetime.now(), "refuse_reason": reason.strip()})

    def _flow_write(self, vals):
        self.sudo().write(vals)  # sudo: written by the steps alone, which have checked role, state and person

    def action_open_refuse(self):
        """Ask why it is refused."""
        return self.env["dealer.reason"]._ask(self, "action_refuse", self.env._("Refuse: why?"))

    def action_open_order(self):
        """Show the order."""
        return self.order_id._open_dealer_form()
