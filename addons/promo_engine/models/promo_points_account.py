from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..sql import points as sql


class PromoPointsAccount(models.Model):
    """Points of one customer in one company: the sum of entries that are never changed."""

    _name = "promo.points.account"
    _description = "Points account"
    _inherit = ["dealer.flow.mixin"]
    _order = "balance desc, id"
    _rec_name = "partner_id"
    _flow_strict = True

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    balance = fields.Integer(string="Points", readonly=True, default=0)
    entry_ids = fields.One2many("promo.points.entry", "account_id", string="Entries", readonly=True)
    adjust_points = fields.Integer(string="Points to add or take", copy=False, help="Below zero takes points; press Adjust and say why.")

    _owner_uniq = models.UniqueIndex("(company_id, partner_id)", "This customer has a points account already.")

    @api.ondelete(at_uninstall=False)
    def _keep(self):
        raise UserError(self.env._("Points accounts are kept with their entries."))

    def action_ask_adjust(self):
        """Ask for the reason and adjust the points."""
        return self.env["dealer.reason"]._ask(self, "action_adjust", self.env._("Adjust points"))

    def action_adjust(self, reason):
        """Add or take the points that the account says.

        :param reason: why; kept on the entry.
        :raises AccessError: for everybody but operations. :raises UserError: for no points, no reason, or more than there are.
        """
        if not self.env.su and not self.env.user.has_groups("dealer_base.group_ops,dealer_base.group_ops_manager"):
            raise AccessError(self.env._("Operations adjusts points."))
        self.check_access("write")
        for account in self:
            points = account.adjust_points
            if not points or not (reason or "").strip():
                raise UserError(self.env._("%s: enter the points to add or take, and why.", account.display_name))
            key = f"adjust,{account.id},{len(account.sudo().entry_ids)}"  # sudo: every entry counts
            self._book(account.company_id, account.partner_id, points, "adjusted", key, least=0, reason=reason)
            account.sudo().adjust_points = 0  # sudo: the step is done
        return True

    @api.model
    def _book(self, company, partner, points, kind, key, least=None, **values):
        """Book points once per key.

        :param partner: res.partner; the firm of an address owns the points. :param points: signed. :param kind: of promo.points.entry.
        :param key: text; the same again books nothing. :param least: what must be left after it, None = may go below zero.
        :param values: more values of the entry.
        :return: the new promo.points.entry, empty when it was booked before.
        :raises UserError: when the account has too few.
        """
        owner = partner.commercial_partner_id or partner
        for name in ("promo.points.account", "promo.points.entry"):
            self.env[name].flush_model()
        account_id, new = sql.book(self.env.cr, company.id, owner.id, points, key, least)
        if not account_id:
            raise UserError(self.env._("%(customer)s has too few points: %(points)s are asked for.", customer=owner.display_name, points=-points))
        self.invalidate_model(["balance"])
        if not new:
            return self.env["promo.points.entry"]
        if points > 0 and kind == "earned" and "expires_on" not in values and company.sudo().promo_points_months:  # sudo: a setting
            values["expires_on"] = fields.Date.add(company._dealer_today(), months=company.sudo().promo_points_months)  # sudo: as above
        return self.env["promo.points.entry"].sudo().create({  # sudo: entries are written by this step alone
            "account_id": account_id, "points": points, "kind": kind, "key": key, **values})

    @api.model
    def _cron_points(self):
        """Daily: points of orders whose return window is over come onto the accounts, what was not used in time runs out."""
        due = self.env["promo.promise"].sudo().search([("kind", "=", "points"), ("state", "=", "due")])  # sudo: a job
        due._promised_until_today()._give_points()
        for company in self.sudo().search([]).company_id:  # sudo: a job
            today = company._dealer_today()
            for account_id, points in sql.expired(self.env.cr, company.id, today - timedelta(days=1)):
                self._book(company, self.sudo().browse(account_id).partner_id, -points, "expired", f"expired,{today}")  # sudo: a job
