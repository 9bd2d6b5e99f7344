import logging

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

_logger = logging.getLogger(__name__)
MOST_TRIES = 5


class PromoPhase(models.Model):
    """What a phase does when its minute comes. Done once, by the job; what came out is shown."""

    _inherit = "promo.phase"
    _check_company_auto = True

    action = fields.Selection(
        [("give", "Give vouchers to the audience"), ("open", "Open rules"), ("close", "Close rules"), ("rank", "Rank buyers, give the first ones vouchers"),
         ("tell", "Remind who is in charge"),
         ("call", "Task to win each buyer of the audience back")], string="Does", help="At its start, to the minute. Empty = nothing, the phase is shown only.")
    batch_id = fields.Many2one("promo.voucher.batch", string="Vouchers of", ondelete="restrict", check_company=True)
    rule_ids = fields.Many2many(
        "promo.rule", "promo_phase_rule", "phase_id", "rule_id", string="Rules", domain="[('campaign_id', '=', campaign_id)]", copy=False)
    top = fields.Integer(string="First so many", default=10, aggregator=None, help="Buyers with the highest turnover in orders of the campaign.")
    done_at = fields.Datetime(string="Done", readonly=True, copy=False)
    result_text = fields.Char(string="What came out", readonly=True, copy=False)
    tries = fields.Integer(readonly=True, copy=False, aggregator=None)
    stage = fields.Selection([("coming", "To come"), ("now", "Now"), ("over", "Over")], compute="_compute_stage")

    @api.depends("date_start", "date_end")
    def _compute_stage(self):
        now = fields.Datetime.now()
        for phase in self:
            started, ended = phase.date_start and phase.date_start <= now, phase.date_end and phase.date_end <= now
            phase.stage = "over" if ended else "now" if started else "coming"

    @api.constrains("action", "batch_id", "rule_ids", "top")
    def _check_action(self):
        for phase in self:
            if phase.action in ("give", "rank") and not phase.batch_id:
                raise ValidationError(self.env._("Phase %s: say of which batch it gives vouchers.", phase.display_name))
            if phase.action in ("open", "close") and not phase.rule_ids:
                raise ValidationError(self.env._("Phase %s: say which rules it opens or closes.", phase.display_name))
            if phase.rule_ids - phase.campaign_id.rule_ids:
                raise ValidationError(self.env._("Phase %s: rules of another campaign cannot be opened or closed.", phase.display_name))
            if phase.action == "rank" and phase.top < 1:
                raise ValidationError(self.env._("Phase %s: rank at least one buyer.", phase.display_name))

    def _run(self):
        """Do what the phase does, and note what came out."""
        self.ensure_one()
        text = getattr(self, f"_run_{self.action}")()
        self.write({"done_at": fields.Datetime.now(), "result_text": text})
        self.campaign_id.message_post(body=self.env._("Phase %(phase)s: %(result)s", phase=self.display_name, result=text))

    def _receivers(self):
        """Extend: :return: res.partner of the audience who are not left out. :raises UserError: without an audience."""
        campaign = self.campaign_id
        if not campaign.audience_id:
            raise UserError(self.env._("%s has no audience.", campaign.display_name))
        return campaign.audience_id.member_ids.filtered(lambda member: not campaign._is_held_out(member._promo_owner().id))

    def _run_give(self):
        members = self._receivers()
        given = self.batch_id._give(members)
        return self.env._("%(given)s vouchers given to an audience of %(members)s", given=len(given), members=len(members))

    def _run_open(self):
        self.rule_ids.write({"is_paused": False})
        return self.env._("opened: %s", ", ".join(self.rule_ids.mapped("name")))

    def _run_close(self):
        self.rule_ids.write({"is_paused": True})
        return self.env._("closed: %s", ", ".join(self.rule_ids.mapped("name")))

    def _run_tell(self):
        campaign = self.campaign_id
        if not campaign.owner_id:
            raise UserError(self.env._("%s has nobody in charge.", campaign.display_name))
        campaign.activity_schedule("mail.mail_activity_data_todo", user_id=campaign.owner_id.id, summary=self.display_name, note=self.note or "")
        return self.env._("%s was reminded", campaign.owner_id.name)

    def _run_rank(self):
        ranking = self._ranking()[:self.top]
        partners = self.env["res.partner"].concat(*(partner for partner, _amount in ranking))
        paid = self.batch_id._give(partners).partner_id

        def names(given):
            return ", ".join(f"{place}. {partner.name} {amount:.2f}" for place, (partner, amount) in enumerate(ranking, 1) if (partner in paid) == given)

        text = self.env._("vouchers for the first %(count)s: %(names)s", count=len(paid), names=names(True) or "-")
        if left := names(False):
            text += " " + self.env._("(none for who has one of this batch still to use: %s)", left)
        return text

    def _ranking(self):
        """:return: [(buyer, what he kept of the orders of the campaign)], the highest first; who gave all of it back is not among them."""
        partners = self.env["res.partner"]
        sums = {buyer: round(amount or 0, 2) for (_campaign, buyer), (_orders, amount) in self.campaign_id._with_campaign().items()}
        return [(partners.browse(buyer), amount) for buyer, amount in sorted(sums.items(), key=lambda pair: (-pair[1], pair[0])) if amount > 0]

    def _is_due(self, _now):
        """Extend: :return: whether a phase whose minute has come, and that is not done, has something to do now."""
        return True

    def _failed(self):
        """Hook: a try failed, and is counted and noted."""

    @api.model
    def _cron_run(self):
        """Job of the minute: do what phases do whose minute has come, each in its own transaction; one that fails is tried again."""
        now = fields.Datetime.now()
        due = self.search(Domain([
            ("action", "!=", False), ("done_at", "=", False), ("date_start", "<=", now), ("tries", "<", MOST_TRIES),
            ("campaign_id.approved_at", "!=", False), ("campaign_id.state", "=", "approved"), ("campaign_id.is_paused", "=", False)]))
        for phase in due.filtered(lambda phase: phase._is_due(now)):
            if not phase.try_lock_for_update(allow_referencing=True):
                continue
            speaking = phase.with_context(lang=phase.company_id.partner_id.lang or self.env.lang)
            try:
                with self.env.cr.savepoint():
                    speaking._run()
            except UserError as problem:
                phase.write({"tries": phase.tries + 1, "result_text": str(problem)})
                phase._failed()
            except Exception:
                _logger.exception("phase %s of campaign %s failed", phase.id, phase.campaign_id.id)
                phase.write({"tries": phase.tries + 1, "result_text": self.env._("It failed; the log of the server says why.")})
                phase._failed()
            if self.env.context.get("cron_id"):
                self.env["ir.cron"]._commit_progress(1)
        self.env["promo.campaign"]._note_public_prices(now)
