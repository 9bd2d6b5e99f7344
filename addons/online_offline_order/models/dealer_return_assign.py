from datetime import timedelta

from odoo import api, fields, models


class DealerReturn(models.Model):
    """Each request has one person of after-sale service in charge, who is reminded; when it was first answered is kept."""

    _name = "dealer.return"
    _inherit = ["dealer.assign.mixin", "dealer.return"]

    def _open_domain(self):
        return [("state", "in", ("submitted", "downgraded", "exchange", "waiting"))]

    def _response_starts_at(self):
        return self.submitted_at or self.create_date

    def action_submit(self):
        """Submit drafts, see the flow; somebody else of after-sale service is put in charge.

        :return: True.
        """
        result = super().action_submit()
        for record in self.filtered(lambda rec: rec.state == "submitted" and not rec.sudo().assigned_id):  # sudo: whether somebody is in charge
            record._flow()._assign(self.env._("Return %s: approve or reject", record.name), record.preview_text, but=record._authors())
        return result

    def action_approve(self):
        """Approve requests, see the flow; it is the first response.

        :return: True.
        """
        result = super().action_approve()
        self._answered()
        return result

    def action_reject(self, reason):
        """Turn requests down, see the flow; it is the first response.

        :param reason: text for the people who asked.
        :return: True.
        """
        result = super().action_reject(reason)
        self._answered()
        return result

    def _answered(self):
        self._note_first_response()
        self._flow().activity_unlink(["mail.mail_activity_data_todo"])

    @api.model
    def _cron_remind(self):
        """Daily: a task for who is in charge of returns that have not moved for some days."""
        for company in self.env["res.company"].search([]):
            days = company.return_reminder_days
            if not days:
                continue
            late = self.search([
                ("company_id", "=", company.id), ("write_date", "<", fields.Datetime.now() - timedelta(days=days)),
                ("state", "in", ("submitted", "approved", "inspecting", "downgraded", "received", "exchange", "waiting", "replacing"))])
            for record in late.filtered(lambda rec: not rec.activity_ids):
                states = dict(record._fields["state"]._description_selection(record.env))
                person = record.assigned_id or record.approved_by or record.submitted_by
                record.activity_schedule(
                    "mail.mail_activity_data_todo", user_id=person.id,
                    summary=record.env._("Return %(name)s has stood for %(days)s days: %(state)s", name=record.name, days=days, state=states[record.state]))
