from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import to_fen, yuan

from ..settlement import FINANCE, MANAGER, OWN, price_level
from .sale_order_flow import MANAGER as SERVICE_MANAGER
from .sale_order_flow import PRESALE

FIN_MANAGER, UNLIMITED = "dealer_base.group_fin_manager", "dealer_base.group_x_price_unlimited"
LEVELS = [OWN, MANAGER, FINANCE]
DECIDERS = {OWN: (PRESALE, FIN_MANAGER), MANAGER: (SERVICE_MANAGER, FIN_MANAGER), FINANCE: (FIN_MANAGER,)}


class DealerPriceRequest(models.Model):
    """Special prices asked for on the draft of an order (R1-044, R1-124).

    draft -> submitted -> approved by another person: within the limit of service by service (who asks for it there has it at
    once), up to the manager's limit by the service manager, beyond it by the finance manager. The prices then stand on the lines
    until goods, pieces or store of the order change; while a request is open its order is neither submitted nor approved.
    """

    _name = "dealer.price.request"
    _description = "Special price request"
    _inherit = ["dealer.order.document.mixin", "dealer.editors.mixin"]
    _reason_methods = {"action_refuse"}

    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "To decide"), ("approved", "Approved"), ("refused", "Refused"), ("cancelled", "Withdrawn")],
        required=True, default="draft", readonly=True, copy=False, index=True, tracking=True)
    order_id = fields.Many2one(domain=[("is_dealer_order", "=", True), ("dealer_state", "=", "draft")])
    line_ids = fields.One2many("dealer.price.request.line", "request_id", string="Prices")
    reason = fields.Char(help="What the store offers for it, such as a large purchase.")
    level = fields.Selection(
        [(OWN, "Service"), (MANAGER, "Service manager"), (FINANCE, "Finance manager")], string="Decided by level", readonly=True, copy=False, index=True)
    total_cut = fields.Monetary(string="Given off the list", compute="_compute_total_cut", store=True)
    submitted_by = fields.Many2one("res.users", string="Asked by", readonly=True, copy=False)
    submitted_at = fields.Datetime(string="Asked at", readonly=True, copy=False)

    @api.depends("line_ids.cut")
    def _compute_total_cut(self):
        for request in self:
            request.total_cut = sum(request.line_ids.mapped("cut"))

    # -- entry

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if values.get("order_id") and "line_ids" in fields and not values.get("line_ids"):
            order = self.env["sale.order"].browse(values["order_id"])
            values["line_ids"] = [Command.create({"order_line_id": line.id, "wanted_price": 0}) for line in order._goods_lines()]
        return values

    def _check_author(self, order):
        super()._check_author(order)
        order.check_access("write")

    def _check_order_fits(self, order):
        super()._check_order_fits(order)
        order._refuse_exchange()
        order._need_draft()

    @api.model
    def _content(self):
        return {"line_ids", "reason"}

    # -- steps

    def action_submit(self):
        """Ask for the prices; within the limit of service they count at once where service itself asks.

        :return: True; pressing twice does nothing more.
        :raises AccessError: for roles that enter no orders.
        :raises UserError: without reason or lines, or for a price that is not below the list.
        """
        self.env["sale.order"]._require_role(*self.env["sale.order"]._entry_roles())
        self.check_access("write")
        for request in self.filtered(lambda rec: rec.state == "draft"):
            order = request.order_id
            order._need_draft()
            order._need_reason(request.reason)
            lines = request.line_ids.filtered("wanted_price")
            if not lines:
                raise UserError(self.env._("%s asks for no price: enter at least one.", request.name))
            if order._open_price_request():
                raise UserError(self.env._(
                    "Order %(order)s: %(request)s is not decided yet; have it decided or withdraw it first.", order=order.name,
                    request=order._open_price_request().name))
            level = max((line._level() for line in lines), key=LEVELS.index)
            request._flow_write({"state": "submitted", "level": level, "submitted_by": self.env.uid, "submitted_at": fields.Datetime.now()})
            order._log(self.env._("%(request)s asks for special prices: %(prices)s. %(reason)s", request=request.name, prices=request._prices_text(),
                                  reason=request.reason))
            service = self.env.user.has_group(PRESALE)
            if service and (level == OWN or self.env.user.has_group(UNLIMITED)):
                request._agree()
                self.env.user._note_extended_right(UNLIMITED, DECIDERS[level], request, request.submitted_by)
        return True

    def action_approve(self):
        """Agree to the prices: they stand on the lines of the order.

        :return: True; pressing twice does nothing more.
        :raises AccessError: without the role that the cut asks for; for who asked or entered, and for the salesperson of the dealer.
        :raises UserError: when the order or its list prices have changed since.
        """
        self.check_access("read")
        for request in self.filtered(lambda rec: rec.state != "approved"):
            request._need_state("submitted")
            request._check_decider()
            request._agree()
        return True

    def action_refuse(self, reason):
        """Refuse the prices: the order costs what the list says.

        :param reason: why.
        :return: True.
        :raises AccessError: as for the approval.
        """
        self.check_access("read")
        for request in self.filtered(lambda rec: rec.state != "refused"):
            request._need_state("submitted")
            request._check_decider()
            request._refuse_document(reason)
            request.order_id._log(self.env._("%(request)s refused: %(reason)s", request=request.name, reason=reason.strip()))
        return True

    def action_cancel(self):
        """Withdraw a request that is not decided.

        :return: True.
        :raises AccessError: for roles that enter no orders.
        """
        self.env["sale.order"]._require_role(*self.env["sale.order"]._entry_roles())
        self.check_access("write")
        for request in self.filtered(lambda rec: rec.state != "cancelled"):
            request._need_state("submitted", "draft")
            request._flow_write({"state": "cancelled"})
        return True

    # -- help

    def _check_decider(self):
        self.env["sale.order"]._require_role(*DECIDERS[self.level])
        dealer, order = self.partner_id.sudo().dealer_id, self.order_id.sudo()  # sudo: whose dealer it is counts for every role
        if self.env.user in self.create_uid | self.submitted_by | order.create_uid | order.dealer_editor_ids:
            raise AccessError(self.env._("%s: you asked for the prices or wrote the order, so another person decides.", self.name))
        if self.env.user == dealer.user_id:
            raise AccessError(self.env._("%(request)s: you look after %(dealer)s, so another person decides.", request=self.name, dealer=dealer.name))
        self._refuse_editors()

    def _agree(self):
        """Put the prices on the lines of the order."""
        order = self.order_id
        order._need_draft()
        lines = self.line_ids.filtered("wanted_price")
        changed = lines.filtered(lambda line: line._has_changed())
        if changed:
            raise UserError(self.env._(
                "%(request)s: pieces or list price of %(goods)s changed since; withdraw the request and enter another one.", request=self.name,
                goods=changed[0].product_id.display_name))
        for line in lines:
            own = line.order_line_id.sudo()  # sudo: prices of an order are written by this step alone
            own.write({"special_price": line.wanted_price, "special_request_id": self.id})
            own._compute_price_unit()
        self._flow_write({"state": "approved", "decided_by": self.env.uid, "decided_at": fields.Datetime.now()})
        order._log(self.env._("%(request)s: special prices agreed: %(prices)s", request=self.name, prices=self._prices_text()))

    def _prices_text(self):
        return "; ".join(
            f"{line.product_id.display_name} {yuan(to_fen(line.list_price))} → {yuan(to_fen(line.wanted_price))}"
            for line in self.line_ids.filtered("wanted_price"))

    @api.model
    def _level_of(self, company, list_fen, wanted_fen):
        """:return: level, or a Refusal, by the limits of the company."""
        company = company.sudo()  # sudo: settings, whoever asks
        return price_level(list_fen, wanted_fen, company.special_price_own_bp, company.special_price_manager_bp)
