from odoo import api, fields, models

REMINDERS = [
    ("tracking", "Parcel is late"), ("to_sign", "To be confirmed"), ("dunning", "Order still waits for a top-up"), ("care", "After the sale"),
    ("birthday", "Birthday"), ("reception", "Reception figures of the week")]


class DealerNoticeTemplate(models.Model):
    """Reminders (R3-111): a job looks once a day which of them are due, each is sent once for its event."""

    _inherit = "dealer.notice.template"

    code = fields.Selection(selection_add=REMINDERS, ondelete={code: "cascade" for code, _name in REMINDERS})
    after_days = fields.Integer(string="After (days)", help="How many days after its event the reminder is sent.")
    is_reminder = fields.Boolean(compute="_compute_is_reminder", export_string_translation=False)

    _days_positive = models.Constraint("CHECK(after_days >= 0)", "Days of a reminder are zero or more.")

    @api.depends("code")
    def _compute_is_reminder(self):
        for template in self:
            template.is_reminder = template.code in ("tracking", "to_sign", "dunning", "care")

    @api.model
    def _words(self):
        return super()._words() | {"name", "figures"}
