from odoo import api, models

from .prepaid_account_close import NOTE


class PrepaidAccount(models.Model):
    """What an account has to say when its owner leaves in mid-season (J17)."""

    _inherit = "prepaid.account"

    def _leaver_checks(self):
        """Hook: name what keeps the money from being paid back to who leaves. Extend: return super's list plus own findings.

        :return: list of Finding.
        """
        self.ensure_one()
        facts = self._close_facts()[self.id]
        facts = facts._replace(plan=self._leaver_plan(facts.plan))
        return [one for one in self._season_close_checks(facts) if one.level != NOTE] + self._check_remittances()

    @api.model
    def _leaver_plan(self, plan):
        """Say what becomes of the free money of who leaves: cash goes back, everything else ends here.

        For him there is no next season: cash that the close of a season would carry is still his own money.

        :param plan: of :meth:`_close_plan`.
        :return: a plan with the policies refund and expire.
        """
        parts = {}
        for buckets in plan.values():
            for bucket, lots in buckets.items():  # lots of one bucket may have been made under different rules
                parts[bucket] = sorted([*parts.get(bucket, ()), *lots])
        cash = {"cash": parts.pop("cash")} if "cash" in parts else {}
        return {"refund": cash, "expire": parts}

    def _leaver_window_end(self):
        """Hook: the last day on which goods paid from this account can come back. Extend: return the later of super's and own.

        :return: a date, or None.
        """
        return None

    def _leaver_round(self):
        """Count the refunds tried so far, so that each approval has keys of its own."""
        return self.env["prepaid.hold"].sudo().search_count([("account_id", "=", self.id), ("res_model", "=", "prepaid.leaver")])  # sudo: a number
