from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.dealer_base.money import to_fen

from ..adapters.keys import audience_key, campaign_key
from ..sql.audience import of_partners
from ..sql.buyers import orders_done

MOST = 100_000
MEMBERS_SEEN = "dealer_base.group_ops,dealer_base.group_ops_manager,dealer_base.group_auditor"
FILTERS = frozenset(("company_id", "partner_ids", "tag_ids", "level", "division_ids", "activation", "history", "idle_days", "spent_from", "spent_to",
                     "is_live"))


class PromoAudience(models.Model):
    """A list of buyers, found by what is known of them, and counted. A campaign for an audience gives nothing to others."""

    _name = "promo.audience"
    _description = "Audience of campaigns"
    _inherit = ["mail.thread", "mail.activity.mixin", "dealer.flow.mixin"]
    _order = "name"
    _flow_strict = True

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    active = fields.Boolean(default=True)
    partner_ids = fields.Many2many(
        "res.partner", "promo_audience_named", "audience_id", "partner_id", string="These customers", context={"active_test": False}, groups=MEMBERS_SEEN,
        help="Customers by name, as a report gave them; what else is asked for narrows them down. Empty = all.")
    tag_ids = fields.Many2many("res.partner.category", string="Customer tags", context={"active_test": False}, help="Buyers with one of them; empty = all.")
    level = fields.Selection(
        [("sales_company", "Sales companies"), ("dealer", "Dealers"), ("store", "Stores"), ("none", "Others")], string="Channel level", help="Empty = all.")
    division_ids = fields.Many2many("dealer.division", string="Regions", help="With everything inside them; empty = all.")
    activation = fields.Selection(
        [("none", "No account"), ("invited", "Account, never logged in"), ("active", "Logged in before")], string="Activation state", help="Empty = all.")
    history = fields.Selection(
        [("none", "No order"), ("first", "One order"), ("repeat", "Two orders or more"), ("any", "One order or more")], string="Orders", help="Empty = all.")
    idle_days = fields.Integer(string="No order for days", help="The last order is at least so many days ago; 0 = any.", aggregator=None)
    spent_from = fields.Float(string="Spent at least", digits=(16, 2), aggregator=None)
    spent_to = fields.Float(string="Spent less than", digits=(16, 2), help="0 = any.", aggregator=None)
    is_live = fields.Boolean(string="Found anew every night", default=True, help="Otherwise the list stays as it was when it was last worked out.")
    member_ids = fields.Many2many(
        "res.partner", "promo_audience_member", "audience_id", "partner_id", string="Buyers", readonly=True, copy=False,
        groups=MEMBERS_SEEN)
    member_count = fields.Integer(string="Number of buyers", readonly=True, copy=False, aggregator=None)
    found_at = fields.Datetime(string="Worked out", readonly=True, copy=False)
    campaign_ids = fields.One2many("promo.campaign", "audience_id", string="Campaigns", readonly=True)

    _name_uniq = models.Constraint("UNIQUE(company_id, name)", "An audience with this name exists already.")

    def write(self, vals):
        """As Odoo; who belongs to an audience that a campaign was approved for is not changed."""
        if not self.env.su and vals.keys() & self._filter_fields():
            used = self.sudo().campaign_ids.filtered(lambda campaign: campaign.state in ("submitted", "approved")  # sudo: campaigns of every role count
                or campaign.rule_ids.version_ids.filtered("is_current"))
            if used:
                raise UserError(self.env._(
                    "%(audience)s is who the campaign %(campaign)s was approved for: duplicate it for another one.", audience=used[0].audience_id.name,
                    campaign=used[0].display_name))
        return super().write(vals)

    @api.model
    def _filter_fields(self):
        """Hook: name the fields that say who belongs to the audience."""
        return FILTERS

    def copy_data(self, default=None):
        """As Odoo, with a name of its own."""
        values = super().copy_data(default)
        return [{**row, "name": row["name"] if "name" in (default or {}) else self.env._("%s (copy)", row["name"])} for row in values]

    def action_find(self):
        """Work out who belongs to the audience now.

        :return: True.
        """
        self.check_access("write")
        self._find()
        return True

    def action_open_members(self):
        """:return: action that shows the buyers of the audience."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "name": self.name, "res_model": "res.partner", "view_mode": "list,form",
                "domain": [("id", "in", self.member_ids.ids)]}

    @api.model
    def _plan_campaign(self, partners, name, **values):
        """Open a new campaign for customers by name: an audience of them is found, or made once. Operations.

        :param partners: res.partner that the user may see. :param name: of the audience, made different from others of the company.
        :param values: what else the audience asks for, and ``family`` of the campaign.
        :return: form action of a campaign that is not saved yet.
        :raises AccessError: for others than operations. :raises UserError: when nobody of them fits.
        """
        self.env["promo.campaign"]._need_group("dealer_base.group_ops,dealer_base.group_ops_manager")
        family = values.pop("family", "targeted")
        audience = self._named(partners, name, **values)
        audience.action_find()
        if not audience.member_count:
            raise UserError(self.env._("None of these %s customers belongs to such an audience: choose others.", len(partners)))
        told = self.env._("%(count)s customers of: %(name)s", count=audience.member_count, name=name)
        return {
            "type": "ir.actions.act_window", "name": self.env._("Campaign"), "res_model": "promo.campaign", "view_mode": "form",
            "context": {"default_audience_id": audience.id, "default_company_id": audience.company_id.id, "default_family": family,
                        "default_name": audience.name, "default_background": told}}

    @api.model
    def _named(self, partners, name, **values):
        """:return: the audience of exactly these customers in the current company that no campaign uses yet, else a new one."""
        company = self.env.company
        known = self.search([("company_id", "=", company.id), ("campaign_ids", "=", False), ("partner_ids", "in", partners.ids)])
        plain = {"company_id": company, "partner_ids": partners, "is_live": True, **values}
        for audience in known:
            if all((audience[field] or False) == (plain.get(field) or False) for field in self._filter_fields()):
                return audience
        taken, number, free = set(self.with_context(active_test=False).search([("company_id", "=", company.id)]).mapped("name")), 1, name
        while free in taken:
            number += 1
            free = f"{name} ({number})"
        return self.create([{"name": free, "company_id": company.id, "partner_ids": [(6, 0, partners.ids)], **values}])

    def _find(self):
        for audience in self:
            members = audience._found()
            audience.sudo().write({  # sudo: the list is made by the program alone
                "member_ids": [(6, 0, members.ids)], "member_count": len(members), "found_at": fields.Datetime.now()})

    def _found(self):
        """:return: res.partner who fit the audience now, at most MOST."""
        self.ensure_one()
        company = self.company_id
        found = self.env["res.partner"].sudo().search(self._partner_domain(), order="id", limit=MOST)  # sudo: whoever fits belongs to it
        if self.activation:
            states = self._activation_of(found)
            found = found.filtered(lambda partner: states.get(partner.id, "none") == self.activation)
        if not (self.history or self.idle_days or self.spent_from or self.spent_to):
            return found
        roots = {partner.id: partner._promo_owner().id for partner in found}
        orders = self.env["sale.order"]
        orders.flush_model()
        rule = orders._promo_counted()
        done = orders_done(self.env.cr, company.id, set(roots.values()), rule.counted, rule.kept)
        return found.filtered(lambda partner: self._fits(*done.get(roots[partner.id], (0, 0, None))))

    def _fits(self, orders, spent, last):
        wanted = {"none": orders == 0, "first": orders == 1, "repeat": orders > 1, "any": orders > 0}
        if self.history and not wanted[self.history]:
            return False
        if self.idle_days and (not last or (self.company_id._dealer_today() - self.company_id._dealer_local(last).date()).days < self.idle_days):
            return False
        fen = to_fen(spent or 0)
        return fen >= to_fen(round(self.spent_from, 2)) and (not self.spent_to or fen < to_fen(round(self.spent_to, 2)))

    def _partner_domain(self):
        """:return: domain of buyers: who is named, or else dealers and stores of the channel, and others who ever ordered."""
        ordered = Domain.OR(Domain(f"{path}.company_id", "=", self.company_id.id) for path in ("sale_order_ids", "child_ids.sale_order_ids"))
        buyers = Domain("dealer_level", "!=", False) | (Domain("parent_id", "=", False) & ordered)
        if self.partner_ids:
            buyers = Domain("id", "in", self.partner_ids.ids)
        domain = buyers & Domain("company_id", "in", [False, self.company_id.id])
        if self.tag_ids:
            domain &= Domain("category_id", "in", self.tag_ids.ids)
        if self.level:
            domain &= Domain("dealer_level", "=", False if self.level == "none" else self.level)
        if self.division_ids:
            domain &= Domain("division_id", "child_of", self.division_ids.ids)
        return domain

    @api.model
    def _activation_of(self, partners):
        """Tell how far buyers are with their account. Extend where more is known of it.

        :return: {partner id: none, invited or active}.
        """
        users = self.env["res.users"].sudo().with_context(active_test=True).search([("partner_id", "child_of", partners.ids)])  # sudo: whether, not who
        found = {}
        for user in users:
            state = "active" if user.login_date else "invited"
            for partner in user.partner_id | user.partner_id.commercial_partner_id | user.partner_id.parent_id:
                found[partner.id] = "active" if "active" in (state, found.get(partner.id)) else state
        return found

    @api.model
    def _registered_on(self, partners):
        """Tell since when buyers have the account they use. Extend where more is known of it.

        :return: {partner id: naive UTC}; nothing for who never logged in.
        """
        users = self.env["res.users"].sudo().search([("partner_id", "child_of", partners.ids)], order="create_date desc, id desc")  # sudo: since when, not who
        return {partner.id: user.create_date for user in users if user.login_date
                for partner in user.partner_id | user.partner_id.commercial_partner_id | user.partner_id.parent_id}

    @api.model
    def _keys_of(self, partners):
        """:param partners: res.partner. :return: {partner id: list of keys of the audiences he, his firm or his dealer belongs to}."""
        return self._facts_of(partners)[0]

    @api.model
    def _facts_of(self, partners):
        """Read for buyers, their firms and their dealers what rules may ask.

        :param partners: res.partner.
        :return: ({partner id: list of keys of audiences}, {partner id: list of keys of campaigns that accepted him},
            whether any rule asks how far a buyer is with his account, or since when, numbers of last days in which rules ask what he spent).
        """
        self.env["promo.entry"].flush_model(["partner_id", "campaign_id", "state"])
        self.env["promo.condition"].flush_model(["fact", "kind", "days"])
        roots = {partner.id: {partner._origin.id, partner.commercial_partner_id._origin.id, partner.dealer_id._origin.id} - {False} for partner in partners}
        *rows, asked, days = of_partners(self.env.cr, set().union(*roots.values()))

        def keys_of(found, key):
            return {partner: sorted({key(number) for root in mine for number in found.get(root, ())}) for partner, mine in roots.items()}
        return keys_of(rows[0], audience_key), keys_of(rows[1], campaign_key), asked, days

    @api.model
    def _cron_find(self):
        """Job of the night: find the buyers of audiences that follow the facts."""
        for audience in self.search([("is_live", "=", True)]):
            audience._find()
            if self.env.context.get("cron_id"):
                self.env["ir.cron"]._commit_progress(1)
