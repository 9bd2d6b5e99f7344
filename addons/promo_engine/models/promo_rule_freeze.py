from datetime import UTC

from odoo import fields, models
from odoo.tools import format_datetime

from odoo.addons.dealer_base.money import to_fen

from ..adapters.keys import campaign_key, rule_key
from ..engine import Unreadable, read_rule, rule_row
from ..engine.snapshot import digest


class PromoRule(models.Model):
    """Form -> row of the engine, with what is wrong told in a sentence."""

    _inherit = "promo.rule"

    def _compute_finding_text(self):
        for rule in self:
            try:
                read_rule(rule._engine_row())
                rule.finding_text = rule._soft_findings()
            except (Unreadable, ValueError) as problem:
                rule.finding_text = rule._problem_sentence(problem)
            kinds = dict(rule.reward_ids._fields["kind"]._description_selection(rule.env))
            rule.summary = ", ".join(kinds[reward.kind] for reward in rule.reward_ids if reward.kind)

    def _problem_sentence(self, problem):
        """:return: what the engine could not read, for people."""
        if isinstance(problem, Unreadable):
            return self.env._("%(rule)s cannot be used yet: %(place)s, field %(name)s: %(problem)s.", rule=self.name, place=problem.place,
                              name=problem.name or "-", problem=problem.problem)
        return self.env._("%(rule)s cannot be used yet: %(problem)s", rule=self.name, problem=problem)

    def _soft_findings(self):
        """Extend: sentences about a rule that can be used and yet looks wrong; False for none."""
        return False

    def _frozen_row(self):
        """Give the row that an approval stores.

        :return: canonical row of the engine.
        :raises Unreadable: when the form is not complete.
        """
        self.ensure_one()
        return rule_row(read_rule(self._engine_row()))

    def _frozen_marks(self):
        """Extend: :return: values of the version that no price depends on, and that a change has to wait with for its approval."""
        return {}

    def _engine_row(self):
        """:return: the row of this rule, as the engine reads it; may be incomplete."""
        self.ensure_one()
        campaign = self.campaign_id
        row = {
            "id": rule_key(self._origin.id or 0), "name": self.name or "", "campaign": campaign_key(campaign._origin.id or 0), "level": self.level,
            "seq": self.sequence, "scope": self._scope_row(), "currency": self.currency_id.name or "", "zone": self.company_id._dealer_tz().zone,
            "rewards": [reward._part_row() for reward in self.reward_ids],
            "conditions": [condition._part_row() for condition in self.condition_ids],
            "groups": self.group_ids._group_rows(), "limits": self._limit_rows(), "cost_split": campaign.payer_ids._payer_rows(),
            "not_with": [*map(rule_key, self.not_with_ids.ids), *map(campaign_key, campaign.not_with_ids.ids)],
            "settles": campaign.settles, "clawback": self.clawback, "gift_return": self.gift_return,
        }
        if self.batch_id:
            row["code"] = self.batch_id._promo_key()
        start, end = self._days()
        row |= {name: moment.replace(tzinfo=UTC) for name, moment in (("start", start), ("end", end)) if moment}
        row |= {name: True for name in ("exclusive", "line_exclusive", "stack", "code_back") if self[name]}
        row |= {name: self[name] for name in ("threshold_base", "percent_base", "proof") if self[name]}
        if self.clawback_amount:
            row["clawback_fen"] = to_fen(self.clawback_amount)
        return row

    def _problems(self):
        """:return: a sentence per rule that cannot be frozen, or whose days lie outside its campaign."""
        found = [rule._outside_sentence() for rule in self if rule._is_outside()]
        for rule in self:
            try:
                rule._frozen_row()
            except (Unreadable, ValueError) as problem:
                found.append(rule._problem_sentence(problem))
        return found

    def _is_outside(self):
        """:return: whether the rule would give something before its campaign starts or after it ends."""
        start, end = self.campaign_id.date_start, self.campaign_id.date_end
        return any(moment and not start <= moment <= end for moment in (self.date_start, self.date_end))

    def _outside_sentence(self):
        campaign = self.campaign_id
        return self.env._(
            "%(rule)s has days outside %(campaign)s, which runs from %(start)s to %(end)s. Change the days of the rule or of the campaign.", rule=self.name,
            campaign=campaign.display_name, start=format_datetime(self.env, campaign.date_start), end=format_datetime(self.env, campaign.date_end))

    def _freeze(self):
        """Write a version of each rule whose row differs from the one in force, and end the old one; set up its counters."""
        Version = self.env["promo.rule.version"].sudo()  # sudo: versions are written by an approval alone
        for rule in self:
            rule._sync_limits()
            row = rule._frozen_row()
            current = rule.sudo().version_ids.filtered("is_current")  # sudo: as above
            marks = rule._frozen_marks()
            if current.checksum == digest(row) and all(current[name] == value for name, value in marks.items()):
                continue
            current._end()
            current.flush_recordset()
            Version.create({
                "rule_id": rule.id, "number": max(rule.sudo().version_ids.mapped("number"),  # sudo: as above
                    default=0) + 1, "source": row, "checksum": digest(row),
                "is_current": True, "approved_by": self.env.uid, "approved_at": fields.Datetime.now(), **marks,
            })

    def _end_versions(self):
        """End what is in force."""
        self.sudo().version_ids.filtered("is_current")._end()  # sudo: versions are ended by the steps of the campaign alone

    def action_pause(self, reason=""):
        """Stop this rule alone; takes effect with the next order that is priced."""
        self.campaign_id._need_group("dealer_base.group_ops")
        self.sudo().write({"is_paused": True})  # sudo: written by this step alone
        for rule in self:
            rule.campaign_id._say(self.env._("Rule %(rule)s stopped. %(reason)s", rule=rule.name, reason=reason or ""))
        return True

    def action_resume(self):
        """Let a stopped rule go on; only the operations manager."""
        self.campaign_id._need_group("dealer_base.group_ops_manager")
        self.sudo().write({"is_paused": False})  # sudo: written by this step alone
        for rule in self:
            rule.campaign_id._say(self.env._("Rule %s goes on.", rule.name))
        return True
