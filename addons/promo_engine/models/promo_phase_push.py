from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PromoPhase(models.Model):
    """A phase may write to the buyers of the audience (R4-062): once to each address, noted with each of them, and to nobody else."""

    _inherit = "promo.phase"

    action = fields.Selection(selection_add=[("push", "Write to the buyers of the audience")])

    @api.constrains("action", "note")
    def _check_push(self):
        for phase in self:
            if phase.action == "push" and not (phase.note or "").strip():
                raise ValidationError(self.env._("Phase %s: say under What happens what the buyers are told.", phase.display_name))

    def _run_push(self):
        members = self._receivers()
        addresses = set(members.mapped("email_normalized")) - {False}
        refused = self.env["mail.blacklist"].sudo().search([("email", "in", list(addresses))])  # sudo: who wants no mail gets none
        open_to, found = addresses - set(refused.mapped("email")), self.env["res.partner"]
        for partner in members:
            if partner.email_normalized in open_to:
                open_to.discard(partner.email_normalized)
                found |= partner
        for partner in found.with_context(mail_notify_force_send=False):
            partner.message_post(
                subject=self.campaign_id.name, body=self.note, partner_ids=partner.ids, message_type="comment", subtype_xmlid="mail.mt_note")
        return self.env._("%(count)s of %(members)s buyers were written to", count=len(found), members=len(members))
