from odoo import api, fields, models


class ActivationOfferLine(models.Model):
    """One customer of an offer, his voucher, and whether he ordered afterwards."""

    _name = "activation.offer.line"
    _description = "Customer of a coupon"
    _inherit = ["dealer.part.mixin", "dealer.flow.mixin"]
    _part_of = "offer_id"
    _flow_strict = True
    _check_company_auto = True
    _order = "offer_id desc, id"
    _rec_name = "record_id"

    offer_id = fields.Many2one("activation.offer", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="offer_id.company_id", store=True, index=True)
    record_id = fields.Many2one(
        "activation.record", string="Customer", required=True, index=True, ondelete="restrict", check_company=True,
        domain="[('company_id', '=', parent.company_id)]")
    owner_id = fields.Many2one(related="record_id.user_id", string="Salesperson", store=True, index=True)
    stage = fields.Selection(related="record_id.stage")
    voucher_id = fields.Many2one("promo.voucher", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")
    voucher_state = fields.Selection(related="voucher_id.state", string="State of the voucher", related_sudo=True)
    valid_until = fields.Datetime(related="voucher_id.valid_until")
    has_ordered_since = fields.Boolean(string="Ordered afterwards", compute="_compute_has_ordered_since")

    _record_uniq = models.Constraint("UNIQUE(offer_id, record_id)", "This customer is on the list already.")

    @api.depends("offer_id.given_at", "record_id.last_order_at")
    def _compute_has_ordered_since(self):
        for line in self:
            given, last = line.offer_id.given_at, line.record_id.last_order_at
            line.has_ordered_since = bool(given and last and last >= given)

    def _touched(self):
        """A line changes with the draft of its offer; customers whom the user may read."""
        if not self.env.su:
            self.record_id.check_access("read")
            self.offer_id.check_access("write")
        super()._touched()

    def _tell(self):
        """Note the voucher in the customers' history and give their salespeople the tasks to tell them: all at once."""
        offer = self.offer_id
        body = self.env._("Voucher “%(batch)s” given because of: %(reason)s.", batch=offer.batch_id.name, reason=offer.reason_id.name)
        self.record_id._message_log_batch({record.id: body for record in self.record_id})
        self.record_id._schedule(
            self.env.ref("mail.mail_activity_data_todo"), lambda record: self.env._("Tell the customer of his voucher: %s", offer.batch_id.name), days=1)
