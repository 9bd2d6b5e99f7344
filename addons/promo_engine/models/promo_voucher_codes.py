import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# No letters or digits that are mistaken for each other.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 10
MOST = 100_000


class PromoVoucherBatch(models.Model):
    """Codes of a batch: made, given to people, entered on orders."""

    _inherit = "promo.voucher.batch"

    voucher_ids = fields.One2many("promo.voucher", "batch_id", string="Vouchers", readonly=True)
    voucher_count = fields.Integer(compute="_compute_voucher_count", string="Number of vouchers")
    used_count = fields.Integer(compute="_compute_voucher_count", string="Used vouchers")
    make_count = fields.Integer(string="Codes to make", default=100, copy=False)
    give_ids = fields.Many2many("res.partner", string="Give to", copy=False, help="Each of them gets one voucher that is bound to his name.")

    def _compute_voucher_count(self):
        groups = self.env["promo.voucher"]._read_group([("batch_id", "in", self.ids)], ["batch_id", "state"], ["__count"])
        for batch in self:
            mine = {state: count for owner, state, count in groups if owner == batch}
            batch.voucher_count, batch.used_count = sum(mine.values()), mine.get("used", 0)

    def action_make_codes(self):
        """Make as many codes as the batch says, without owner: to print or to hand out."""
        for batch in self:
            batch._need_ops()
            if not 0 < batch.make_count <= MOST:
                raise UserError(self.env._("%(batch)s: make between 1 and %(most)s codes at a time.", batch=batch.name, most=MOST))
            batch._make([{} for _number in range(batch.make_count)])
        return True

    def action_give(self):
        """Give one voucher to each customer of the list; who has one of this batch that is not used yet gets no second one."""
        for batch in self:
            batch._need_ops()
            batch._give(batch.give_ids)
            batch.sudo().give_ids = [(5,)]  # sudo: the list is empty again for the next time
        return True

    def action_vouchers(self):
        """Show the vouchers of the batch."""
        action = self.env["ir.actions.act_window"]._for_xml_id("promo_engine.promo_voucher_action")
        return {**action, "domain": [("batch_id", "in", self.ids)]}

    def _need_ops(self):
        if not self.env.su and not self.env.user.has_groups("dealer_base.group_ops,dealer_base.group_ops_manager"):
            raise AccessError(self.env._("Operations gives vouchers and declares them void."))
        self.check_access("write")

    def _give(self, partners, count=1, **values):
        """Give vouchers to customers.

        :param partners: res.partner. :param count: how many each. :param values: more values of the vouchers.
        :return: the new vouchers.
        """
        self.ensure_one()
        have = self.env["promo.voucher"].sudo().search([  # sudo: what somebody has already counts for every role
            ("batch_id", "=", self.id), ("partner_id", "in", partners.ids), ("state", "=", "new")]).partner_id if not values else self.env["res.partner"]
        return self._make([{"partner_id": partner.id, **values} for partner in partners - have for _number in range(count)])

    def _make(self, vals_list):
        """Make vouchers with codes that cannot be guessed."""
        self.ensure_one()
        now = fields.Datetime.now()
        until = now + timedelta(days=self.valid_days) if self.valid_days else self.date_end
        return self.env["promo.voucher"].sudo().create([{  # sudo: vouchers are made by the steps of the batch and of orders alone
            "batch_id": self.id, "code": (self.prefix or "") + "".join(secrets.choice(ALPHABET) for _letter in range(LENGTH)), "valid_from": now,
            "valid_until": min(until, self.date_end) if until and self.date_end else until, **vals} for vals in vals_list])

    @api.model
    def _keys_of_codes(self, orders, entered):
        """Give the keys of the batches that orders may use: codes for all that were entered, and vouchers of buyer or code.

        :param orders: sale.order of one company. :param entered: {order: frozenset of texts}.
        :return: {order: frozenset of keys of batches}; two statements, however many orders.
        """
        now, company = fields.Datetime.now(), orders.company_id[:1] or self.env.company
        every = frozenset().union(*entered.values())
        vouchers = self.env["promo.voucher"]._usable(orders, every, now)
        shared = self._shared(company, every, now)
        found = {}
        for order, codes in entered.items():
            mine = vouchers.filtered(lambda voucher, order=order, codes=codes: voucher._fits(order, codes)).batch_id
            mine |= shared.filtered(lambda batch, codes=codes: batch.shared_code in codes)
            found[order] = frozenset(batch._promo_key() for batch in mine)
        return found

    @api.model
    def _shared(self, company, codes, now):
        """:return: batches whose one code for all is among the codes."""
        return self.sudo().search([  # sudo: a code works for whoever enters it
            ("company_id", "=", company.id), ("shared_code", "in", list(codes)), "|", ("date_end", "=", False), ("date_end", ">", now)]) if codes else self

    @api.model
    def _unknown_codes(self, order, codes):
        """Tell which codes are worth nothing on an order: they do not exist, have run out, were used, or belong to somebody else.

        :param order: sale.order. :param codes: frozenset of texts. :return: sorted list of those.
        """
        now = fields.Datetime.now()
        vouchers = self.env["promo.voucher"]._usable(order, codes, now).filtered(lambda voucher: voucher._fits(order, codes))
        return sorted(codes.difference(vouchers.mapped("code"), self._shared(order.company_id or self.env.company, codes, now).mapped("shared_code")))
