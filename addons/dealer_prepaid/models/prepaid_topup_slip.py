from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..adapters import slip_image


class PrepaidTopupSlip(models.Model):
    """What is remembered of a slip: its checksum and the fingerprint of its picture. Written at submit, kept for ever."""

    _name = "prepaid.topup.slip"
    _description = "Slip of a top-up"
    _order = "id desc"

    topup_id = fields.Many2one("prepaid.topup", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="topup_id.company_id", store=True, index=True)
    name = fields.Char(required=True)
    checksum = fields.Char(required=True, index=True)
    fingerprint = fields.Char(help="Edges of the picture; empty for other files and for pages that show too little.")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Slips are remembered when a top-up is submitted."))
        return super().create(vals_list)

    def write(self, vals):
        raise AccessError(self.env._("What is remembered of a slip stays as it is."))

    @api.model
    def _remember(self, topup):
        """Remember the slips of a top-up that are not remembered yet.

        :param topup: one prepaid.topup.
        :return: all slips of the top-up.
        """
        slips = self.sudo()  # sudo: nobody may write slips by hand
        known = slips.search([("topup_id", "=", topup.id)])
        files = topup.sudo().proof_ids.filtered("checksum")  # sudo: every proof counts, whoever uploaded it
        new = files.filtered(lambda file: file.checksum not in known.mapped("checksum"))
        return known | slips.create([{
            "topup_id": topup.id, "name": file.name, "checksum": file.checksum, "fingerprint": slip_image.fingerprint(file.raw),
        } for file in new])
