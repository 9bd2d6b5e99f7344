from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class LogisticsContractVersion(models.Model):
    """A version that takes days which are over from the prices that held on them: who puts it in force says that this is meant.

    What was quoted stays as it is; what is quoted again for those days, bills, replays and the accrual, takes the new prices.
    """

    _inherit = "logistics.contract.version"

    changes_past = fields.Boolean(string="Changes days that are over", compute="_compute_changes_past")
    past_confirmed_by_id = fields.Many2one("res.users", string="Days that are over confirmed by", readonly=True, copy=False, tracking=True)
    past_confirmed_from = fields.Date(string="Confirmed from", readonly=True, copy=False, help="The first day that was confirmed; another one asks again.")

    @api.depends("state", "valid_from", "valid_to", "contract_id.version_ids.state")
    def _compute_changes_past(self):
        for version in self:
            version.changes_past = version.state == "draft" and version._changes_past()

    def _changes_past(self):
        """:return: whether other prices held on days before today that this draft would price from now on."""
        self.ensure_one()
        yesterday = fields.Date.subtract(self.company_id._dealer_today(), days=1)
        if not self.valid_from or self.valid_from > yesterday:
            return False
        last = min(filter(None, (self.valid_to, yesterday)))
        contract = self.contract_id.sudo()  # sudo: prices of a day count whoever may read them
        others = contract.version_ids | contract.search([
            ("company_id", "=", contract.company_id.id), ("carrier_id", "=", contract.carrier_id.id), ("side", "=", contract.side),
            ("purpose", "=", contract.purpose), ("warehouse_id", "=", False)]).version_ids
        entries = [version._entry() for version in others - self if version.state != "draft"]
        return any(entry.valid_from <= last and (entry.valid_to is None or entry.valid_to >= self.valid_from) for entry in entries)

    def _refuse_life_fields(self, vals):
        if {"past_confirmed_by_id", "past_confirmed_from"} & vals.keys():
            raise AccessError(self.env._("Days that are over are confirmed with the button of the version, by who puts it in force."))
        return super()._refuse_life_fields(vals)

    def action_confirm_past(self):
        """Confirm that drafts shall price days that are over, on which other prices held.

        :return: True.
        :raises AccessError: for others than the finance manager. :raises UserError: for who entered the draft, and where nothing is to be confirmed.
        """
        if not self.env.user.has_group("dealer_base.group_fin_manager"):
            raise AccessError(self.env._("Only the finance manager activates a tariff version."))
        self.check_access("write")
        for version in self:
            version._check_draft()
            if self.env.user in version.author_ids:
                raise UserError(self.env._(
                    "%(user)s entered or changed %(version)s: a second person has to activate it.", user=self.env.user.name, version=version.display_name))
            if not version._changes_past():
                raise UserError(self.env._("%s takes no days that are over from other prices: there is nothing to confirm.", version.display_name))
            version._write_life({"past_confirmed_by_id": self.env.uid, "past_confirmed_from": version.valid_from})
        return True

    def _check_activation(self):
        result = super()._check_activation()
        if self._changes_past() and not (self.past_confirmed_by_id == self.env.user and self.past_confirmed_from == self.valid_from):
            raise UserError(self.env._(
                "%(version)s changes the prices of days that are over, from %(date)s on: start it today or later, or confirm these days first.",
                version=self.display_name, date=self.valid_from))
        return result
