from odoo import api, fields, models


class PrepaidSeasonClose(models.Model):
    """A close that begins before the season's last day: what it means is said first, accounts that nobody opened stay as they are."""

    _inherit = "prepaid.season.close"

    early_hint = fields.Text(compute="_compute_early_hint")

    @api.depends("state", "season_id", "company_id")
    @api.depends_context("lang")
    def _compute_early_hint(self):
        for run in self:
            early = run.state in ("draft", "closing") and run.season_id and run._is_early()
            run.early_hint = " ".join(run._early_sentences()) if early else False

    def _is_early(self):
        return self.season_id.date_end > self.company_id._dealer_today()

    def _early_sentences(self):
        season, today = self.season_id, self.company_id._dealer_today()
        following, untouched = season._after(season), self._untouched()
        said = [self.env._(
            "Season %(season)s runs until %(end)s, %(days)s more days: its %(count)s accounts take no orders from the start of this close on.",
            season=season.name, end=season.date_end, days=(season.date_end - today).days, count=len(super()._accounts() - untouched))]
        if following:
            said.append(self.env._(
                "Once an account is closed, its owner's next top-up opens one of season %(season)s, which begins on %(start)s.",
                season=following.name, start=following.date_start))
        else:
            said.append(self.env._("No later season is entered: an owner whose account is closed cannot top up before there is one."))
        if untouched:
            said.append(self.env._("%s accounts without any entry stay as they are until the season is over.", len(untouched)))
        return said

    def _untouched(self):
        """Give the accounts of the season that nobody opened and that have no entry."""
        drafts = self.env["prepaid.account"].search([
            ("company_id", "=", self.company_id.id), ("season_id", "=", self.season_id.id), ("state", "=", "draft")])
        used = self.env["prepaid.entry"].sudo()._read_group([("account_id", "in", drafts.ids)], ["account_id"])  # sudo: whether there is any entry
        return drafts - drafts.browse([account.id for (account,) in used])

    def _accounts(self):
        accounts = super()._accounts()
        return accounts - self._untouched() if self.season_id and self._is_early() else accounts
