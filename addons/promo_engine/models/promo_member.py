from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..sql.buyers import bought, changed_buyers

REASONS = [("computed", "Figures"), ("campaign", "Campaign"), ("ended", "Time was over"), ("manual", "By hand")]


class PromoMember(models.Model):
    """The level of one customer in one company: what his figures reach, or what a campaign gave him for a time, whichever is higher."""

    _name = "promo.member"
    _description = "Member"
    _inherit = ["mail.thread", "dealer.flow.mixin"]
    _order = "level_id desc, id"
    _rec_name = "partner_id"
    _check_company_auto = True
    _flow_strict = True

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    level_id = fields.Many2one("promo.member.level", string="Level", readonly=True, index="btree_not_null", ondelete="restrict", tracking=True)
    granted_level_id = fields.Many2one("promo.member.level", string="Given level", readonly=True, ondelete="restrict")
    granted_until = fields.Date(string="Given until", readonly=True, help="Empty = until it is changed.")
    spend = fields.Monetary(string="Turnover", readonly=True)
    orders = fields.Integer(readonly=True)
    points = fields.Integer(string="Points earned", readonly=True)
    computed_at = fields.Datetime(string="Worked out", readonly=True)
    change_ids = fields.One2many("promo.member.change", "member_id", string="History", readonly=True)
    benefit_ids = fields.Many2many("promo.member.benefit", string="Benefits given", readonly=True)
    wanted_level_id = fields.Many2one("promo.member.level", string="Level to give", domain="[('company_id', '=', company_id)]", copy=False, check_company=True)

    _owner_uniq = models.UniqueIndex("(company_id, partner_id)", "This customer is a member already.")

    @api.ondelete(at_uninstall=False)
    def _keep(self):
        raise UserError(self.env._("Members are kept with their history."))

    def action_ask_give(self):
        """Ask for the reason and give the level that is entered."""
        return self.env["dealer.reason"]._ask(self, "action_give", self.env._("Give the level"))

    def action_give(self, reason):
        """Give the level that is entered, until it is changed.

        :param reason: why; kept in the history.
        :raises AccessError: for everybody but operations.
        """
        if not self.env.su and not self.env.user.has_groups("dealer_base.group_ops,dealer_base.group_ops_manager"):
            raise AccessError(self.env._("Operations gives levels."))
        self.check_access("write")
        for member in self:
            if not (reason or "").strip():
                raise UserError(self.env._("%s: say why.", member.display_name))
            if self.env.user.partner_id in (member.partner_id, *member.partner_id.sudo().child_ids):  # sudo: whether it is himself
                raise AccessError(self.env._("Another person must give %s a level: it is you.", member.display_name))
            member.sudo().write({"granted_level_id": member.wanted_level_id.id, "granted_until": False, "wanted_level_id": False})  # sudo: the step alone
            member._set_level("manual", reason)
        return True

    @api.model
    def _of(self, company, partner):
        """:return: the member of a customer, made where there is none. In sudo."""
        owner = partner._promo_owner()
        members = self.sudo()  # sudo: members are made by jobs and steps of orders
        found = members.search([("company_id", "=", company.id), ("partner_id", "=", owner.id)])
        return found or members.create({"company_id": company.id, "partner_id": owner.id})

    def _give_level(self, level, days):
        """A campaign gives a level. :param days: how long, 0 = until it is changed."""
        until = fields.Date.add(self.company_id._dealer_today(), days=days) if days else False
        self.write({"granted_level_id": level.id, "granted_until": until})
        self._set_level("campaign")

    def _set_level(self, why, reason="", figures=None):
        """Set the level that figures and what was given lead to, note the change, hand over what comes with a level that is new.

        :param why: a key of REASONS. :param figures: {months: what ``_figures`` gave just now}.
        """
        self.ensure_one()
        member = self.sudo()  # sudo: levels are written by this step alone
        today = member.company_id._dealer_today()
        if member.granted_level_id and member.granted_until and member.granted_until < today:
            member.write({"granted_level_id": False, "granted_until": False})
            why = "ended"
        levels = member.env["promo.member.level"].search([("company_id", "=", member.company_id.id)])
        figures = figures or {}
        figures |= {months: member._figures(months) for months in set(levels.mapped("months")) - figures.keys()}
        reached = levels.filtered(lambda level: level._reached(*figures[level.months]))
        wanted = (reached | member.granted_level_id).sorted(lambda level: (level.sequence, level.id))[-1:]
        if wanted == member.level_id:
            return
        self.env["promo.member.change"].sudo().create({  # sudo: as above
            "member_id": member.id, "from_id": member.level_id.id, "to_id": wanted.id, "why": why, "reason": reason, "spend": member.spend,
            "orders": member.orders, "points": member.points})
        member.level_id = wanted
        member._hand_over()

    def _hand_over(self):
        """Give the vouchers and points of the level, once in the life of a member."""
        for benefit in (self.level_id.benefit_ids - self.benefit_ids).filtered(lambda benefit: benefit.kind in ("voucher", "points")):
            if benefit.kind == "voucher":
                benefit.batch_id._give(self.partner_id)
            else:
                self.env["promo.points.account"]._book(self.company_id, self.partner_id, benefit.points, "won", f"level,{benefit.id}")
            self.benefit_ids = [(4, benefit.id)]

    def _figures(self, months):
        """:return: (turnover in yuan, orders, points earned) of the member over the last months."""
        since = fields.Datetime.now() - timedelta(days=30.4375 * months)
        partners = self.env["res.partner"].search(["|", ("id", "child_of", self.partner_id.id), ("dealer_id", "=", self.partner_id.id)])
        self.env.flush_all()
        rule = self.env["sale.order"]._promo_counted()
        orders, spend = bought(self.env.cr, self.company_id.id, since, None, rule, partners.ids).get(self.partner_id.id, (0, 0))
        points = self.env["promo.points.entry"]._read_group(
            [("partner_id", "in", partners.ids), ("company_id", "=", self.company_id.id), ("create_date", ">=", since),
             "|", ("kind", "in", ("earned", "returned")), "&", ("kind", "=", "back"), ("promise_id", "!=", False)],  # earned again: a credit note was cancelled
            [], ["points:sum"])
        return (round(float(spend or 0), 2), orders, points[0][0] or 0)

    @api.model
    def _cron_levels(self):
        """Job of the night: levels by the figures of now, for everybody who ordered since the last time or is a member."""
        levels = self.env["promo.member.level"].sudo().search([])  # sudo: a job
        for company in levels.company_id:
            first = levels.filtered_domain([("company_id", "=", company.id)])[:1]
            self.env.flush_all()
            since = fields.Datetime.now() - timedelta(days=2)
            for buyer in changed_buyers(self.env.cr, company.id, since, self.env["sale.order"]._promo_counted()):
                self._of(company, self.env["res.partner"].sudo().browse(buyer))  # sudo: a job
            for member in self.sudo().search([("company_id", "=", company.id)]):  # sudo: a job
                months = (member.level_id or first).months
                figures = {months: member._figures(months)}
                spend, orders, points = figures[months]
                member.write({"spend": spend, "orders": orders, "points": points, "computed_at": fields.Datetime.now()})
                member._set_level("computed", figures=figures)
                if self.env.context.get("cron_id"):
                    self.env["ir.cron"]._commit_progress(1)
