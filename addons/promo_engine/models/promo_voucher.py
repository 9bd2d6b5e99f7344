from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..sql import vouchers as sql


class PromoVoucher(models.Model):
    """One voucher: a code of its own, at most one owner, used once. States change by conditional statements, see sql/vouchers.py."""

    _name = "promo.voucher"
    _description = "Voucher"
    _inherit = ["dealer.flow.mixin"]
    _order = "valid_until, id"
    _rec_name = "code"
    _flow_strict = True
    _reason_methods = {"action_void"}

    batch_id = fields.Many2one("promo.voucher.batch", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="batch_id.company_id", store=True, index=True)
    code = fields.Char(required=True, readonly=True, index=True, copy=False)
    partner_id = fields.Many2one("res.partner", string="Owner", readonly=True, index="btree_not_null", ondelete="restrict",
        help="Empty = whoever has the code.")
    state = fields.Selection(
        [("new", "To use"), ("reserved", "Held"), ("used", "Used"), ("void", "Void")], default="new", required=True, readonly=True, index=True)
    valid_from = fields.Datetime(readonly=True)
    valid_until = fields.Datetime(readonly=True, index=True, help="From this minute on it is worth nothing.")
    reserved_until = fields.Datetime(string="Held until", readonly=True, help="For an order that was sent or is being paid; then it is free again.")
    order_id = fields.Many2one("sale.order", string="Used on", readonly=True, index="btree_not_null")
    source_order_id = fields.Many2one("sale.order", string="Given by order", readonly=True, index="btree_not_null")
    used_at = fields.Datetime(readonly=True)
    reason = fields.Char(readonly=True)
    is_lost = fields.Boolean(string="Void because goods came back", readonly=True, groups="base.group_user")

    _code_uniq = models.UniqueIndex("(company_id, code)", "This code exists already.")

    @api.ondelete(at_uninstall=False)
    def _keep(self):
        raise UserError(self.env._("Vouchers are kept: declare them void instead."))

    def action_void(self, reason=None):
        """Declare vouchers void that nobody has used yet.

        :param reason: why; kept on the voucher. Without it the dialog asks for it.
        :return: True, or the action of the dialog.
        :raises UserError: naming a voucher that was used.
        """
        self._need_ops()
        for voucher in self:
            if voucher.state in ("used", "reserved"):
                raise UserError(self.env._("Voucher %(code)s is used by %(order)s.", code=voucher.code, order=voucher.order_id.name))
        if not (reason or "").strip():
            return self.env["dealer.reason"]._ask(self, "action_void", self.env._("Declare void"))
        self.sudo().write({"state": "void", "reason": reason.strip(), "is_lost": False})  # sudo: the state is written by this step alone
        return True

    def _need_ops(self):
        if not self.env.su and not self.env.user.has_groups("dealer_base.group_ops,dealer_base.group_ops_manager"):
            raise AccessError(self.env._("Operations gives vouchers and declares them void."))

    @api.model
    def _usable(self, orders, entered, now):
        """Give the vouchers that orders may use: those of the buyers' wallets, and those whose code was entered.

        :param orders: sale.order of one company. :param entered: frozenset of codes. :param now: UTC datetime.
        :return: vouchers, those that end first first; of several orders see ``_fits``.
        """
        company, owner = orders.company_id[:1] or self.env.company, self._owners(orders)
        return self.sudo().search([  # sudo: a voucher works for whoever enters the order
            ("company_id", "=", company.id), "|", "|", ("state", "=", "new"), "&", ("state", "=", "reserved"), ("reserved_until", "<", now),
            "&", ("state", "in", ("used", "reserved")), ("order_id", "in", orders._origin.ids or [0]),
            "|", ("valid_from", "=", False), ("valid_from", "<=", now), "|", ("valid_until", "=", False), ("valid_until", ">", now),
            "|", ("partner_id", "in", owner.ids), "&", ("code", "in", list(entered)), ("partner_id", "in", [False, *owner.ids])])

    @api.model
    def _owners(self, orders):
        """:return: res.partner whose vouchers count on the orders: the buyers, their firms, the dealers above them."""
        partners = orders.partner_id
        return partners.commercial_partner_id | partners | partners.sudo().dealer_id  # sudo: vouchers may belong to the dealer above

    def _fits(self, order, entered):
        """:return: whether one order may use the voucher, of those that ``_usable`` gave for several."""
        owners = self._owners(order)
        mine = self.partner_id in owners or (not self.partner_id and self.code in entered)
        free = self.state == "new" or (self.state == "reserved" and self.reserved_until < fields.Datetime.now())
        return mine and (free or self.order_id == order._origin)

    @api.model
    def _past_dates(self, order, batches, entered):
        """Give one voucher of each batch that an order may use but for its dates: for a price that was promised while it was valid."""
        if not batches:
            return self.browse()
        mine = self.sudo().search([  # sudo: as in _usable
            ("batch_id", "in", batches.ids), ("state", "in", ("new", "reserved", "used")),
            "|", ("partner_id", "in", self._owners(order).ids), "&", ("partner_id", "=", False), ("code", "in", list(entered))])
        fitting = mine.filtered(lambda voucher: voucher._fits(order, entered)).sorted(lambda voucher: (voucher.order_id != order, voucher.id))
        return self.browse(voucher[:1].id for voucher in fitting.grouped("batch_id").values())

    def _use(self, order):
        """Use the vouchers for an order.

        :raises UserError: naming a voucher that somebody else has just used.
        """
        self.flush_recordset()
        for voucher in self:
            if not sql.use(self.env.cr, voucher.id, order.id):
                raise UserError(self.env._("Voucher %(code)s has just been used on another order. Press Update promotions to price %(order)s without it.",
                                           code=voucher.code, order=order.name))
        self.invalidate_recordset()

    @api.model
    def _give_back(self, order):
        """Make the vouchers usable again that a cancelled order used, and void those it earned and that are unused.

        When goods have left, only those come back whose rule says so.
        """
        batches = None
        if order._promo_is_charged_back():
            batches = []  # whoever took his money back has used what he used
        elif any(line.qty_delivered for line in order.order_line):
            given = order.sudo().promo_application_ids.version_ids.rule_id  # sudo: the rules decide, whoever cancels
            batches = given.filtered("code_back").batch_id.ids
        self.flush_model()
        sql.give_back(self.env.cr, order.id, batches)
        self.invalidate_model()
