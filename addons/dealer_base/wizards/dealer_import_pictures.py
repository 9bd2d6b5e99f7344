import base64

from PIL import Image

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.image import ImageProcess

from ..adapters.pictures import MAX_FILES, BadZip, read_zip

ROLES = ("dealer_base.group_cs_presale", "dealer_base.group_ops")
SHOWN = 200  # names listed on the page


class DealerImportPictures(models.TransientModel):
    """Pictures of goods from one ZIP file (R1-025): the name of a picture is the goods code, the SKU or the barcode of what it shows.

    What fits no goods, fits several, or is no picture is listed; the others are attached. A picture that is there is replaced.
    """

    _name = "dealer.import.pictures"
    _description = "Pictures of goods"

    file = fields.Binary(string="ZIP file", attachment=False)
    filename = fields.Char()
    attached = fields.Integer(readonly=True)
    left_count = fields.Integer(string="Not attached", readonly=True)
    left_out = fields.Text(string="Which and why", readonly=True)
    is_done = fields.Boolean(readonly=True)

    @api.model
    def action_open(self):
        """Ask for the file.

        :return: form action.
        :raises AccessError: for others than pre-sale service and operations.
        """
        self._need_role()
        return self.create({})._form()

    def action_import(self):
        """Attach the pictures of the file, and list what could not be.

        :return: the same form with the result.
        :raises AccessError: as above. :raises UserError: for a file that is no ZIP file, or too large.
        """
        self._need_role()
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Choose a ZIP file with pictures first."))
        try:
            pictures = read_zip(base64.b64decode(self.file))
        except BadZip as error:
            raise UserError(self._bad_file(str(error))) from error
        goods = self._goods([stem for _name, stem, _raw in pictures])
        left, attached = [], 0
        for name, stem, raw in pictures:
            records = goods.get(stem.strip(), [])
            reason = self._why_not(raw, records)
            if reason:
                left.append(f"{name}: {reason}")
            else:
                records[0].image_1920 = base64.b64encode(raw)
                attached += 1
        more = [self.env._("... and %s more", len(left) - SHOWN)] if len(left) > SHOWN else []
        self.write({"attached": attached, "left_count": len(left), "left_out": "\n".join(left[:SHOWN] + more) or False, "is_done": True, "file": False})
        return self._form()

    @api.model
    def _need_role(self):
        if not any(self.env.user.has_group(group) for group in ROLES):
            raise AccessError(self.env._("Pictures of goods are imported by pre-sale service and operations."))

    def _bad_file(self, code):
        return {
            "too_many": self.env._("The file holds more than %s files: split it.", MAX_FILES),
            "too_big": self.env._("The pictures are too large together: split the file."),
            "locked": self.env._("The file has a password: save it without one."),
        }.get(code) or self.env._("%s is no ZIP file, or it is damaged.", self.filename or self.env._("The file"))

    def _goods(self, stems):
        """Find goods by code, SKU and barcode, in that order.

        :return: {name: list of product.template or product.product}.
        """
        names = sorted({stem.strip() for stem in stems} - {""})
        company = ("company_id", "in", (False, self.env.company.id))
        found = {}
        for model, field in (("product.template", "dealer_goods_code"), ("product.product", "default_code"), ("product.product", "barcode")):
            rest = [name for name in names if name not in found]
            records = self.env[model].search([company, (field, "in", rest)]) if rest else ()
            for record in records:
                found.setdefault(record[field], []).append(record)
        return found

    def _why_not(self, raw, records):
        """Give the reason why a picture cannot be attached, or None."""
        if raw is None:
            return self.env._("no picture, or larger than 20 MB")
        if not records:
            return self.env._("no goods with this code, SKU or barcode")
        if len(records) > 1:
            return self.env._("several goods: %s", ", ".join(record.display_name for record in records))
        try:
            ImageProcess(raw)
        except Image.DecompressionBombError:
            return self.env._("more points than Odoo takes: make the picture smaller")
        except UserError as error:
            return str(error)
        return None

    def _form(self):
        return {"type": "ir.actions.act_window", "name": self.env._("Pictures of goods"), "res_model": self._name, "res_id": self.id, "view_mode": "form",
                "target": "new"}
