from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..adapters import proof_file


class DealerProofMixin(models.AbstractModel):
    """Files that prove a document: whoever may read the document may read them, and they are pictures or PDF.

    The web client leaves an uploaded file without a document, readable by its author alone; the second person could then
    not even open the form. A model that inherits this names its file fields in ``_proof_fields``.
    """

    _name = "dealer.proof.mixin"
    _description = "Document with proof files"

    _proof_fields = ()

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for record in records:
            record._take_proofs(record._proofs())
        records._bind_proofs()
        return records

    def write(self, vals):
        touched = any(name in vals for name in self._proof_fields)
        before = {record.id: record._proofs() for record in self} if touched else {}
        result = super().write(vals)
        if touched:
            for record in self:
                record._take_proofs(record._proofs() - before[record.id])
            self._bind_proofs()
        return result

    def _proofs(self):
        """Give the files of all proof fields of the document."""
        files = self.env["ir.attachment"].sudo()  # sudo: every proof counts, whoever uploaded it
        for name in self._proof_fields:
            files |= self[name].sudo()  # sudo: as above
        return files

    def _take_proofs(self, files):
        """Take new proof files: those that the user may read, and that are pictures or PDF.

        :param files: ir.attachment, with the rights of the system.
        :raises AccessError: for a file of somebody else, before anything of it is looked at; it is not named.
        :raises UserError: as :meth:`_clean_proofs`.
        """
        own = files.with_env(self.env)
        if own - own._filtered_access("read"):
            raise AccessError(self.env._("A proof of %s is a file that you may not read: upload the picture or the PDF yourself.", self.display_name))
        self._clean_proofs(files)

    def _clean_proofs(self, files):
        """Keep of new proof files what belongs to a picture or a PDF.

        :param files: ir.attachment, with the rights of the system.
        :raises UserError: naming the file, why it cannot be a proof and what to do.
        """
        for file in files.filtered(lambda file: file.type == "binary"):
            try:
                raw, mimetype = proof_file.clean(file.raw)
            except proof_file.ProofError as error:
                raise UserError(self._proof_refusal(file, error.args[0])) from None
            if file.res_id and (file.res_model, file.res_id) != (self._name, self.id):
                continue  # proves another document already and stays as it is there
            if raw != file.raw:
                file.write({"raw": raw})
            if file.mimetype != mimetype:
                file.write({"mimetype": mimetype})
        if files.filtered(lambda file: file.type != "binary"):
            raise UserError(self.env._(
                "A link is no proof of %s: upload the picture or the PDF itself.", self.display_name))

    def _proof_refusal(self, file, code):
        """Give the sentence that says why a file cannot prove the document."""
        return {
            "empty": self.env._("File \"%s\" is empty: upload the picture or the PDF again.", file.name),
            "large": self.env._("File \"%s\" is larger than 20 MB: upload a smaller picture or a PDF of fewer pages.", file.name),
            "pixels": self.env._("File \"%s\" has more than 50 million pixels: upload a smaller picture.", file.name),
            "broken": self.env._("File \"%s\" is damaged and cannot be shown: photograph or scan the paper again.", file.name),
            "kind": self.env._(
                "File \"%s\" is neither a picture (PNG, JPEG, GIF, BMP) nor a PDF: photograph or scan the paper and upload that.", file.name),
        }[code]

    def _bind_proofs(self):
        """Bind the files that the current user uploaded and nobody has bound yet; files of others stay where they are."""
        for document in self:
            for name in self._proof_fields:
                files = document[name].sudo().filtered(  # sudo: binding is the point of the call; only own unbound files are touched
                    lambda file: file.create_uid == self.env.user and not file.res_id and not file.res_field)
                if files:
                    files.write({"res_model": document._name, "res_id": document.id})
