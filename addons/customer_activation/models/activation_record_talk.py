from odoo import api, fields, models
from odoo.exceptions import UserError


class ActivationRecord(models.Model):
    """Talk scripts, and the ways to what hangs on a customer."""

    _inherit = "activation.record"

    script_id = fields.Many2one("activation.script", string="Talk script", copy=False, help="Fills in names and link; copy the text into a message.")
    script_text = fields.Text(string="Text", compute="_compute_script_text")

    @api.depends("script_id")
    @api.depends_context("lang", "uid")
    def _compute_script_text(self):
        shows_link = self._has_field_access(self._fields["invite_url"], "read")
        for record in self:
            record.script_text = record.script_id._say(record, record.invite_url if shows_link else "") if record.script_id else False

    def action_sent(self):
        """Note in the history who says that he sent the text of the chosen script, by his own phone; the link itself is not kept there.

        What the system sends itself stands in the history by itself; this is a note of a person, and no figure counts it.

        :return: True.
        """
        self._need_follower()
        for record in self:
            if not record.script_id:
                raise UserError(self.env._("Choose a talk script first."))
            own = record.sudo()  # sudo: the first contact is a fact, the right is checked above
            own.message_post(author_id=self.env.user.partner_id.id, body=self.env._(
                "Noted as sent to %(phone)s by an own phone: %(text)s", phone=record.phone or "-", text=record.script_id._say(record, "…")))
        return self._note_once("contacted_at")

    def action_open_orders(self):
        """Show the orders that count for the customer."""
        return self._open_rows("activation.order", self.env._("Counted orders"))

    def action_open_logins(self):
        """Show the logins of the customer."""
        return self._open_rows("activation.login", self.env._("Logins"))

    def _open_rows(self, model, name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": name, "res_model": model, "view_mode": "list,pivot,graph", "domain": [("record_id", "=", self.id)]}
