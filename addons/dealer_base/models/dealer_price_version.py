from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..money import to_fen


class DealerPriceVersion(models.Model):
    """Ex-factory prices of one company that become valid together on a day.

    The settlement accountant enters a version (draft), the finance manager, who must be another person, activates it
    (active). From then on it never changes: a new price is a new version. For every product the newest active version
    that names it counts, so a version needs to hold only what changes. A closed version no longer counts.
    """

    _name = "dealer.price.version"
    _description = "Ex-factory price version"
    _inherit = ["mail.thread", "dealer.flow.mixin", "dealer.editors.mixin"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(string="Valid from", required=True, default=lambda self: self.env.company._dealer_today(), tracking=True)
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active"), ("closed", "Closed")],
        default="draft", required=True, readonly=True, copy=False, index=True, tracking=True,
    )
    line_ids = fields.One2many("dealer.price.line", "version_id", string="Prices", copy=True)
    line_count = fields.Integer(compute="_compute_line_count", string="Number of prices")
    activated_by_id = fields.Many2one("res.users", string="Activated by", readonly=True, copy=False)
    activated_at = fields.Datetime(readonly=True, copy=False)

    _one_active_a_day = models.UniqueIndex(
        "(company_id, date_from) WHERE state = 'active'", "Another active price version of this company starts on the same day.")

    @api.depends("date_from", "company_id")
    def _compute_name(self):
        for version in self:
            version.name = f"{version.company_id.name or ''} {version.date_from or ''}".strip()

    @api.depends("line_ids")
    def _compute_line_count(self):
        counts = dict(self.env["dealer.price.line"]._read_group([("version_id", "in", self.ids)], ["version_id"], ["__count"]))
        for version in self:
            version.line_count = counts.get(version._origin, 0)

    def write(self, vals):
        if vals.keys() & {"company_id", "date_from", "line_ids"}:
            self._check_draft()
        if "state" in vals:
            self._check_transition(vals["state"])
        if vals.keys() & {"activated_by_id", "activated_at"} and vals.get("state") != "active":
            raise UserError(self.env._("Who activated a price version is recorded by its activation."))
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("state", "draft") != "draft" or vals.get("activated_by_id"):
                raise UserError(self.env._("A price version starts as a draft."))
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_draft()

    def action_activate(self):
        """Make the prices valid from their day on.

        :raises AccessError: without the finance manager's right, or by somebody who entered the prices.
        :raises UserError: when it is no draft, has no prices, or its day has passed.
        """
        for version in self:
            version.write({"state": "active", "activated_by_id": self.env.uid, "activated_at": fields.Datetime.now()})
        return True

    def action_close(self):
        """Take an active version out of use; orders that took its prices keep them."""
        for version in self:
            version.write({"state": "closed"})
        return True

    def _remember_editor(self, field="editor_ids"):
        return super(DealerPriceVersion, self.filtered(lambda version: version.state == "draft"))._remember_editor(field)

    def _check_draft(self):
        for version in self.filtered(lambda version: version.state != "draft"):
            raise UserError(self.env._(
                "Price version %s is no draft any more and stays as it is: enter changed prices in a new version.", version.name))

    def _check_transition(self, state):
        """The rules of each step, whatever way it is asked for."""
        if not self.env.user.has_group("dealer_base.group_fin_manager"):
            raise AccessError(self.env._("Price versions are activated and closed by the finance manager."))
        labels = dict(self._fields["state"]._description_selection(self.env))
        for version in self:
            if (version.state, state) not in (("draft", "active"), ("active", "closed")):
                raise UserError(self.env._(
                    "Price version %(name)s can't go from %(old)s to %(new)s.", name=version.name,
                    old=labels[version.state], new=labels.get(state, state)))
            if state == "active":
                version._check_activation()

    def _check_activation(self):
        authors = self.create_uid | self.sudo().editor_ids | self.line_ids.create_uid | self.line_ids.write_uid  # sudo: the list counts for every role
        if self.env.user in authors:
            raise AccessError(self.env._(
                "You entered prices of version %s yourself: another finance manager has to activate it.", self.name))
        if not self.line_ids:
            raise UserError(self.env._("Price version %s holds no price yet.", self.name))
        if self.date_from < self.company_id._dealer_today():
            raise UserError(self.env._(
                "Price version %(name)s would start on %(day)s, which has passed: choose today or a later day.",
                name=self.name, day=self.date_from))

    @api.model
    def _prices_fen(self, company, products, on_date):
        """Give the ex-factory prices of products on a day, in one query.

        :param company: one res.company.
        :param products: product.product recordset.
        :param on_date: a date in the company's time zone.
        :return: {product id: fen, tax included, or None without a price}.
        """
        lines = self.env["dealer.price.line"].sudo().search_fetch(  # sudo: whoever orders needs the price, nothing else leaves this method
            [
                ("company_id", "=", company.id), ("state", "=", "active"), ("date_from", "<=", on_date), ("product_id", "in", products.ids),
            ],
            ["product_id", "ex_factory_price"], order="date_from, id",
        )
        prices = dict.fromkeys(products.ids)
        prices.update((line.product_id.id, to_fen(line.ex_factory_price)) for line in lines)
        return prices
